//! Files in `content/` that nobody uses and that were meant for readers: documents of other programs, attachments that no
//! document names. A picture that nobody uses is ordinary.

use super::links::{Lookup, handed_out};
use crate::config::rules::with_mending;
use crate::diagnostic::{Code, Diagnostic, Words};
use crate::document::Document;
use crate::read::ContentFile;
use crate::say;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a file was meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meant {
    /// A document under another ending.
    Markdown,
    /// A document of another program.
    Text,
    /// To be handed out.
    Attachment,
    /// A list of the site.
    List,
}

impl Meant {
    fn of(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        Some(match ending.as_str() {
            "md" | "markdown" | "mdown" | "mkd" | "mkdn" | "mdwn" | "mdx" => Self::Markdown,
            "txt" if is_markdown_text(name) => Self::Markdown,
            "txt" | "text" | "doc" | "docx" | "docm" | "dot" | "dotx" | "wps" | "wpt" | "rtf"
            | "odt" | "pages" | "uot" | "htm" | "html" | "mht" | "mhtml" => Self::Text,
            "pdf" | "ofd" | "xls" | "xlsx" | "xlsm" | "xlsb" | "et" | "ett" | "ods" | "csv"
            | "tsv" | "ppt" | "pptx" | "dps" | "odp" | "ceb" | "caj" | "zip" | "rar" | "7z" => {
                Self::Attachment
            }
            "yaml" | "yml" if !name.starts_with("wordlists/") => Self::List,
            _ => return None,
        })
    }

    fn words(self) -> Words {
        match self {
            Self::Markdown => say!(
                "这个文件不会发布：文档的文件名要以小写的“.md”结尾",
                "this file is not published: the name of a document ends in `.md`, in small letters"
            ),
            Self::Text => say!(
                "这个文件不会发布：它不是“.md”文档，也没有文档用到它",
                "this file is not published: it is no `.md` document, and no document uses it"
            ),
            Self::Attachment => say!(
                "这个文件不会发布：没有文档用到它",
                "this file is not published: no document uses it"
            ),
            Self::List => say!(
                "这个文件没有用处：程序不读叫这个名字的文件",
                "this file has no use: nothing reads a file of this name"
            ),
        }
    }

    fn hint(self, name: &str) -> Words {
        match self {
            Self::Markdown => {
                let better = better_name(name);
                say!("改名为“{better}”", "rename it to `{better}`")
            }
            Self::Text => say!(
                "要作为文档发布的，用 gongbao import 导入；要作为附件的，写在文档的“附件”里",
                "import it with `gongbao import` to publish it as a document, or name it in a document's attachments"
            ),
            Self::Attachment => say!(
                "要公开的，写在文档的“附件”里，或在正文里链接",
                "to publish it, name it in a document's attachments, or link to it"
            ),
            Self::List => say!(
                "程序读的是 site.yaml、units.yaml、people.yaml 和 wordlists 里的词表",
                "what is read is site.yaml, units.yaml, people.yaml and the lists in wordlists"
            ),
        }
    }
}

/// Windows hides the ending that it adds: who saves `a.md` in its editor gets `a.md.txt`.
fn is_markdown_text(name: &str) -> bool {
    let stem = &name[..name.len() - ".txt".len()];
    stem.to_ascii_lowercase().ends_with(".md")
}

/// The name with the ending that documents have.
fn better_name(name: &str) -> String {
    let last = name.rsplit('/').next().unwrap_or(name);
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let ends = stem.len() > 3 && stem.to_ascii_lowercase().ends_with(".md");
    let stem = if ends { &stem[..stem.len() - 3] } else { stem };
    format!("{stem}.md")
}

/// What else is looked at before a file counts as unused.
pub(super) struct Others<'o> {
    /// Documents that are not published now: drafts, those of the future, copies.
    pub(super) documents: Vec<&'o Arc<Document>>,
    /// Folders with a document that cannot be read: nobody knows what it uses.
    pub(super) folders: BTreeSet<&'o str>,
}

/// The files that are told as unused. `others` is asked only where there is a file to ask for.
pub(super) fn check<'o>(
    files: &BTreeMap<String, ContentFile>,
    used: &BTreeSet<String>,
    lookup: &Lookup,
    others: impl FnOnce() -> Others<'o>,
) -> Vec<Diagnostic> {
    let meant = files.keys().filter_map(|name| Some((name, Meant::of(name)?)));
    let free = meant.filter(|(name, _)| !used.contains(*name));
    let free: Vec<(&String, Meant)> =
        free.filter(|(name, meant)| *meant != Meant::Text || !has_document(lookup, name)).collect();
    if free.is_empty() {
        return Vec::new();
    }
    let Others { documents, folders } = others();
    let used: BTreeSet<String> =
        documents.into_iter().flat_map(|document| named_in(document, lookup)).collect();
    let folder_of = |name: &str| name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let told = free
        .into_iter()
        .filter(|(name, _)| !used.contains(*name) && !folders.contains(folder_of(name).as_str()));
    told.map(|(name, meant)| {
        let problem = Diagnostic::warning(Code::UnusedFile, meant.words());
        with_mending(problem.in_file(format!("content/{name}")).hint(meant.hint(name)))
    })
    .collect()
}

/// Whether a document of the same name stands beside a file: it was made from it.
fn has_document(lookup: &Lookup, name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    lookup.is_there(stem)
}

/// The files that a document names, in its data and its text.
fn named_in(document: &Document, lookup: &Lookup) -> Vec<String> {
    let links = document.facts.links.iter().map(|link| link.target.as_str());
    let images = document.facts.images.iter().map(|image| image.target.as_str());
    let named = handed_out(document).into_iter().map(|name| &*name.text);
    let targets = links.chain(images).chain(named);
    targets.filter_map(|target| lookup.file(&document.folder, target).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_files_are_meant_for() {
        for (name, meant) in [
            ("news/a.MD", Some(Meant::Markdown)),
            ("news/a.markdown", Some(Meant::Markdown)),
            ("news/a.md.txt", Some(Meant::Markdown)),
            ("news/a.Md.TXT", Some(Meant::Markdown)),
            ("news/通知.txt", Some(Meant::Text)),
            ("news/通知.DOCX", Some(Meant::Text)),
            ("news/通知.wps", Some(Meant::Text)),
            ("news/附件1.xlsx", Some(Meant::Attachment)),
            ("news/批复.pdf", Some(Meant::Attachment)),
            ("people.yml", Some(Meant::List)),
            ("units - 副本.yaml", Some(Meant::List)),
            ("wordlists/a.yaml", None),
            ("news/a.jpg", None),
            ("news/README", None),
        ] {
            assert_eq!(Meant::of(name), meant, "{name}");
        }
    }

    #[test]
    fn names_that_documents_should_have() {
        for (name, better) in [
            ("news/a.MD", "a.md"),
            ("news/a.md.txt", "a.md"),
            ("news/a.MD.txt", "a.md"),
            ("news/4.1 通知.markdown", "4.1 通知.md"),
        ] {
            assert_eq!(better_name(name), better, "{name}");
        }
    }
}
