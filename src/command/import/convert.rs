//! `--convert`: LibreOffice turns an old format into a new one, in a folder and with a profile of its own, and not for ever.

use crate::diagnostic::{Code, Diagnostic, Doing};
use crate::import::manuscript::Manuscript;
use crate::import::read;
use crate::say;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A file that takes longer is given up.
const LIMIT: Duration = Duration::from_secs(120);

/// The names under which LibreOffice is installed.
const PROGRAMS: [&str; 2] = ["soffice", "libreoffice"];

/// Formats of sheets; everything else is a text.
const SHEETS: [&str; 2] = ["xls", "et"];

/// A folder that goes when it is not needed any more.
struct Bench(PathBuf);

impl Bench {
    fn new() -> Result<Self, Diagnostic> {
        // A number of the process and a count in it: nobody else has this name.
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("gongbao-convert-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).map_err(|error| Diagnostic::io(Doing::Write, &path, &error))?;
        Ok(Self(path))
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        // What cannot be removed from the system's folder of temporary files, the system removes.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The manuscript of a converted copy, under the name of the original.
///
/// # Errors
/// LibreOffice is not installed, takes too long or fails, or its result cannot be read.
pub(super) fn converted(path: &Path) -> Result<Manuscript, Diagnostic> {
    let bench = Bench::new()?;
    let ending = if SHEETS.contains(&read::ending(path).as_str()) { "xlsx" } else { "docx" };
    let child = start(path, &bench.0, ending)?;
    wait(child, path)?;
    let stem = path.file_stem().unwrap_or_default();
    let result = bench.0.join(stem).with_added_extension(ending);
    if !result.is_file() {
        return Err(failed(path));
    }
    let mut manuscript =
        read::read(&result).map_err(|problem| problem.in_file(path.display().to_string()))?;
    manuscript.path = path.display().to_string();
    Ok(manuscript)
}

fn start(path: &Path, bench: &Path, ending: &str) -> Result<Child, Diagnostic> {
    let path =
        std::path::absolute(path).map_err(|error| Diagnostic::io(Doing::Read, path, &error))?;
    let profile = format!("-env:UserInstallation=file://{}/profile", bench.display());
    for program in PROGRAMS {
        let started = Command::new(program)
            .arg(&profile)
            .args(["--headless", "--norestore", "--convert-to", ending, "--outdir"])
            .arg(bench)
            .arg(&path)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        match started {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(Diagnostic::io(Doing::Read, Path::new(program), &error)),
            Ok(child) => return Ok(child),
        }
    }
    Err(missing(&path))
}

fn wait(mut child: Child, path: &Path) -> Result<(), Diagnostic> {
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(_)) | Err(_) => return Err(failed(path)),
            Ok(None) if begun.elapsed() > LIMIT => {
                // It may have ended in this moment; either way it is over.
                let _ = child.kill();
                let _ = child.wait();
                return Err(slow(path));
            }
            Ok(None) => thread::sleep(Duration::from_millis(100)),
        }
    }
}

fn missing(path: &Path) -> Diagnostic {
    let words = say!(
        "没有装 LibreOffice，转换不了",
        "LibreOffice is not installed, so this cannot be converted"
    );
    Diagnostic::error(Code::ImportConvert, words).in_file(path.display().to_string()).hint(say!(
        "装上 LibreOffice，或用 Word、WPS 打开，另存为 .docx",
        "install it, or open the file with Word or WPS and save it as .docx"
    ))
}

fn failed(path: &Path) -> Diagnostic {
    let words = say!("LibreOffice 没能转换这个文件", "LibreOffice could not convert this file");
    Diagnostic::error(Code::ImportConvert, words).in_file(path.display().to_string()).hint(say!(
        "文件可能坏了或有密码：用 Word 或 WPS 打开，另存为 .docx",
        "it may be damaged or protected: open it with Word or WPS and save it as .docx"
    ))
}

fn slow(path: &Path) -> Diagnostic {
    let seconds = LIMIT.as_secs();
    let words = say!(
        "LibreOffice 用了 {seconds} 秒还没有转换完，已停下",
        "LibreOffice had not finished after {seconds} s and was stopped"
    );
    Diagnostic::error(Code::ImportConvert, words).in_file(path.display().to_string())
}
