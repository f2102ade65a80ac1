//! `gongbao init`: a site with the example county in it, and what an editor needs to help with it.

use super::{Console, Outcome};
use crate::cli;
use crate::diagnostic::{Code, Diagnostic, Doing, Language, Words};
use crate::say;
use crate::scaffold;
use crate::schema::{self, SchemaTopic};
use include_dir::{Dir, include_dir};
use serde_json::{Value, json};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The example county.
static EXAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");

/// What a folder may hold that is still called empty.
const VERSION_CONTROL: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// Creates a site.
pub fn run(args: &cli::Init, console: &Console) -> Outcome {
    let written = empty(&args.folder).and_then(|()| {
        let mut writer = Writer::new(&args.folder);
        let written = fill(&mut writer, console.language);
        if written.is_err() {
            writer.undo();
        }
        written
    });
    match written {
        Ok(()) => console.say(&next_steps(&args.folder)),
        Err(problem) => console.refuse(problem),
    }
}

/// Makes sure that nothing stands in the way.
fn empty(folder: &Path) -> Result<(), Diagnostic> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Diagnostic::io(Doing::Read, folder, &error)),
    };
    let mut names: Vec<String> = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| Diagnostic::io(Doing::Read, folder, &error))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| !VERSION_CONTROL.contains(&name.as_str()));
    names.sort();
    match names.first() {
        None => Ok(()),
        Some(first) => Err(not_empty(folder, first)),
    }
}

fn not_empty(folder: &Path, first: &str) -> Diagnostic {
    let shown = folder.display();
    Diagnostic::error(
        Code::NotEmpty,
        say!(
            "文件夹“{shown}”不是空的（里面有“{first}”），没有写入任何文件",
            "the folder {shown} is not empty (it holds {first}); nothing was written"
        ),
    )
    .hint(say!("换一个文件夹：gongbao init 网站", "name another folder: gongbao init my-site"))
}

fn fill(writer: &mut Writer<'_>, language: Language) -> Result<(), Diagnostic> {
    writer.folder("")?;
    writer.folder("content")?;
    example(writer, &EXAMPLE)?;
    writer.file("themes/README.md", themes(language).as_bytes())?;
    writer.file(".gitignore", b"/public/\n/.public.gongbao-*\n/.gongbao/\n")?;
    for target in SchemaTopic::ALL {
        let schema = schema::text(&schema::of(target));
        writer.file(&schema_path(target), schema.as_bytes())?;
    }
    let json = |value: &Value| format!("{value:#}\n");
    writer.file(".vscode/settings.json", json(&settings()).as_bytes())?;
    writer.file(".vscode/extensions.json", json(&extensions()).as_bytes())?;
    writer.file(".vscode/gongbao.code-snippets", json(&scaffold::snippets(language)).as_bytes())
}

/// Writes the example, except the hidden files that only its repository needs.
fn example(writer: &mut Writer<'_>, folder: &Dir<'_>) -> Result<(), Diagnostic> {
    for file in folder.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        let name = path.rsplit('/').next().unwrap_or(&path);
        if !name.starts_with('.') {
            writer.file(&format!("content/{path}"), file.contents())?;
        }
    }
    folder.dirs().try_for_each(|inner| example(writer, inner))
}

fn schema_path(target: SchemaTopic) -> String {
    format!(".gongbao/schema/{}.json", target.name())
}

/// The schemas of the files that are YAML alone; front matter is helped by the snippets.
fn settings() -> Value {
    let files = [
        (SchemaTopic::Site, "content/site.yaml"),
        (SchemaTopic::Units, "content/units.yaml"),
        (SchemaTopic::People, "content/people.yaml"),
    ];
    let schemas: serde_json::Map<String, Value> = files
        .into_iter()
        .map(|(target, file)| (format!("./{}", schema_path(target)), file.into()))
        .collect();
    json!({
        "yaml.schemas": schemas,
        "files.encoding": "utf8",
        "files.eol": "\n",
        "[markdown]": {
            "editor.wordWrap": "on",
            "editor.quickSuggestions": { "other": "on", "comments": "off", "strings": "off" },
            "editor.snippetSuggestions": "top",
        },
    })
}

fn extensions() -> Value {
    json!({ "recommendations": ["redhat.vscode-yaml"] })
}

fn themes(language: Language) -> &'static str {
    match language {
        Language::Chinese => {
            "# 主题

网站默认使用程序自带的主题 `county`，这里什么都不放也能生成网站。

要改某一个模板，就在这里建一个与主题同名的文件夹，放一个与原模板同名的文件，
例如 `themes/county/templates/document.html`。有同名文件的用这里的，其余的仍用自带的。
样式和脚本也一样。
"
        }
        Language::English => {
            "# Themes

The site uses the theme `county` that comes with the program; it is built with nothing in here.

To change one template, make a folder here with the name of the theme, and put a file with the
template's name in it, such as `themes/county/templates/document.html`. A file here takes the place of
the one with its name; all others are still those of the program. The same holds for styles and scripts.
"
        }
    }
}

fn next_steps(folder: &Path) -> Words {
    let shown = folder.display();
    let enter = match folder == Path::new(".") {
        true => String::new(),
        false => format!("  cd {}\n", in_shell(folder)),
    };
    say!(
        "已在“{shown}”新建网站，里面是一个示例县。\n\n\
         接下来：\n\
         {enter}  gongbao serve --open               在浏览器里边写边看\n  \
         gongbao build                      生成网站，写到 public\n  \
         gongbao new 会议 关于召开……的通知  新建一篇文档\n\n\
         先把 content/site.yaml 里的名称、网址和编号改成自己的。",
        "Created a site in {shown}, with an example county in it.\n\n\
         Next:\n\
         {enter}  gongbao serve --open               look at it in the browser while you write\n  \
         gongbao build                      build the site into public\n  \
         gongbao new meeting \"Notice of …\"  write a new document\n\n\
         First put your own names, address and numbers into content/site.yaml."
    )
}

/// A path as it is typed in a shell.
fn in_shell(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/\\._-:~".contains(c);
    match text.chars().all(plain) {
        true => text,
        false => format!("\"{text}\""),
    }
}

/// Writes files that were not there, and remembers which.
struct Writer<'a> {
    root: &'a Path,
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl<'a> Writer<'a> {
    fn new(root: &'a Path) -> Self {
        Self { root, files: Vec::new(), folders: Vec::new() }
    }

    /// Creates a folder and those above it.
    fn folder(&mut self, name: &str) -> Result<(), Diagnostic> {
        let path = match name {
            "" => self.root.to_owned(),
            _ => self.root.join(name),
        };
        let missing = path.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists());
        let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        missing.reverse();
        for folder in missing {
            let made = fs::create_dir(&folder);
            made.map_err(|error| Diagnostic::io(Doing::Write, &folder, &error))?;
            self.folders.push(folder);
        }
        Ok(())
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        if let Some((folder, _)) = name.rsplit_once('/') {
            self.folder(folder)?;
        }
        let path = self.root.join(name);
        let told = |error| Diagnostic::io(Doing::Write, &path, &error);
        let mut options = OpenOptions::new();
        let mut file = options.write(true).create_new(true).open(&path).map_err(told)?;
        self.files.push(path.clone());
        file.write_all(bytes).map_err(told)
    }

    /// Takes away what was written, and nothing else: a folder goes only when it is empty.
    fn undo(self) {
        for file in self.files {
            // The problem that led here is the one to report; what cannot be removed stays.
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.into_iter().rev() {
            // As above; a folder that holds something of the user's is not empty and stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_takes_away_what_was_written_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        fs::create_dir(root.join(".git")).expect("a folder of the user's");
        let mut writer = Writer::new(root);
        writer.file("content/a.md", b"a").expect("it is writable");
        fs::write(root.join("content/theirs.md"), "b").expect("it is writable");
        writer.file("themes/x", b"x").expect("it is writable");
        let error = writer.file("themes/x/y", b"y").expect_err("x is a file");
        assert_eq!(error.code, Code::Io);
        writer.undo();
        let left = |name: &str| root.join(name).exists();
        assert!(left(".git") && left("content/theirs.md"));
        assert!(!left("content/a.md") && !left("themes"));
    }

    #[test]
    fn nothing_is_overwritten() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a");
        fs::write(&path, "theirs").expect("it is writable");
        let mut writer = Writer::new(folder.path());
        assert!(writer.file("a", b"ours").is_err());
        writer.undo();
        assert_eq!(fs::read_to_string(path).expect("it is there"), "theirs");
    }
}
