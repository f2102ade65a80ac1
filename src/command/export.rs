//! `gongbao export`: a document as a file for Word or Excel.

use super::{Console, Outcome};
use crate::cli;
use crate::diagnostic::{Code, Diagnostic, Doing};
use crate::document::Document;
use crate::export::{self, Data, File};
use crate::file::{Flush, create, replace};
use crate::read::{self, Content};
use crate::say;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Writes the file or files and says where.
pub fn run(args: &cli::Export, console: &Console) -> Outcome {
    let (content, problems) = read::read(args.site.source());
    let Some(content) = content else {
        return unreadable(problems, console);
    };
    let path = path(args);
    let Some(document) = content.documents.iter().find(|document| document.path == path) else {
        // What is wrong with other files is for the build to say.
        let own = problems.into_iter().filter(|problem| is_of(problem, &path));
        let own: Vec<Diagnostic> = own.collect();
        return match own.is_empty() {
            true => console.refuse(no_document(&path, &content)),
            false => unreadable(own, console),
        };
    };
    let data = if args.no_data { Data::LeftOut } else { Data::Carried };
    let (files, told) = match export::export(&content, document, args.to, data) {
        Ok(exported) => exported,
        Err(problem) => return console.refuse(problem),
    };
    let base = output(document, args);
    for file in &files {
        let path = path_of(&base, file);
        if let Err(problem) = write(&path, &file.bytes, args.force) {
            return console.refuse(problem);
        }
        let shown = path.display();
        console.say(&say!("已导出：{shown}", "Exported {shown}"));
    }
    console.report(told)
}

fn unreadable(problems: Vec<Diagnostic>, console: &Console) -> Outcome {
    let outcome = console.report(problems);
    console.note(&say!(
        "没有导出：先改正上面的错误",
        "nothing was exported: mend the errors above first"
    ));
    outcome
}

/// The path of the document that the user means, who may name the file that it stands in.
fn path(args: &cli::Export) -> String {
    let said = args.document.replace('\\', "/");
    let inside = Path::new(&said).strip_prefix(args.site.source().join("content"));
    let name = match inside {
        Ok(inside) => inside.to_string_lossy().into_owned(),
        Err(_) => said.clone(),
    };
    let name = name.trim_start_matches("./").trim_start_matches("content/");
    let name = name.trim_matches('/');
    let stem = name.strip_suffix(".md").unwrap_or(name);
    stem.strip_suffix("/index").unwrap_or(stem).to_owned()
}

/// Whether a problem is one of a document's file.
fn is_of(problem: &Diagnostic, path: &str) -> bool {
    let files = [format!("content/{path}.md"), format!("content/{path}/index.md")];
    problem.place().0.is_some_and(|file| files.iter().any(|own| own == file))
}

fn no_document(path: &str, content: &Content) -> Diagnostic {
    let paths = content.documents.iter().map(|document| document.path.as_str());
    let message = say!("没有文档“{path}”", "there is no document {path}");
    let problem = Diagnostic::error(Code::NoDocument, message).did_you_mean(path, paths);
    problem.hint(say!(
        "写从 content 起的路径，不带 .md，例如 plans/2026-quality-service",
        "write its path from `content` without .md, such as plans/2026-quality-service"
    ))
}

fn output(document: &Document, args: &cli::Export) -> PathBuf {
    let name = document.path.rsplit('/').next().unwrap_or(&document.path);
    let own = || PathBuf::from(format!("{name}.{}", args.to.ending()));
    args.output.clone().unwrap_or_else(own)
}

/// Several tables stand beside each other: `名称-任务分解.csv`.
fn path_of(base: &Path, file: &File) -> PathBuf {
    if file.part.is_empty() {
        return base.to_owned();
    }
    let stem = base.file_stem().unwrap_or_default().to_string_lossy();
    let ending = base.extension().map(|ending| format!(".{}", ending.to_string_lossy()));
    base.with_file_name(format!("{stem}-{}{}", file.part, ending.unwrap_or_default()))
}

fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), Diagnostic> {
    let told = |error| Diagnostic::io(Doing::Write, path, &error);
    if !force {
        return create(path, bytes).map_err(|error| {
            let there = error.kind() == ErrorKind::AlreadyExists;
            let problem = told(error);
            match there {
                true => problem.hint(say!(
                    "换一个名字（--output），或者用 --force 覆盖它",
                    "choose another name with --output, or replace it with --force"
                )),
                false => problem,
            }
        });
    }
    replace(path, bytes, Flush::Later).map_err(told)
}
