//! 导出: a document of the site as a file for Word or Excel, in the official layout, with its data inside.
//!
//! What it makes is the same to the byte whenever it is made. Word and Excel files carry the document's own front matter and
//! Markdown (see [`Data`]), so that the import of what was exported gives the same document again.

mod docx;
mod names;
mod sheets;
mod xlsx;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Kind};
use crate::office::Carried;
use crate::read::Content;
use crate::say;
use names::Names;
use sheets::{Sheet, sheets};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The form of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// CSV, one file a table.
    Csv,
}

impl Form {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// Whether the file carries the document's front matter and Markdown; they hold what is never shown, such as 审核.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    /// It does, and can be imported again.
    Carried,
    /// It does not, and may be given away.
    LeftOut,
}

/// One file.
#[derive(Debug, PartialEq, Eq)]
pub struct File {
    /// What tells it from the others that belong to it: the name of its table; empty where it is alone.
    pub part: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A document, and what of the site it refers to.
pub struct Export<'c> {
    document: &'c Document,
    names: Names<'c>,
    /// Pictures and attachments, by their path from `content/`.
    files: BTreeMap<&'c str, PathBuf>,
    /// The site's address, ended by `/`.
    base: String,
    /// The last part of addresses that differ from the document's path.
    slugs: BTreeMap<&'c str, &'c str>,
}

/// Exports a document; what could not be put into the file is told, too.
///
/// # Errors
/// It has nothing that the form could hold.
pub fn export(
    content: &Content,
    document: &Document,
    form: Form,
    data: Data,
) -> Result<(Vec<File>, Vec<Diagnostic>), Diagnostic> {
    let export = Export::new(content, document);
    let one = |bytes| File { part: String::new(), bytes };
    if form == Form::Docx {
        let (bytes, problems) = docx::write(&export, data);
        return Ok((vec![one(bytes)], problems));
    }
    let sheets = sheets(document, &export.names);
    if sheets.is_empty() {
        return Err(no_table(document));
    }
    let files = match form {
        Form::Xlsx => vec![one(xlsx::write(&export, &sheets, data))],
        _ => csv_files(&sheets),
    };
    Ok((files, Vec::new()))
}

fn csv_files(sheets: &[Sheet]) -> Vec<File> {
    let file = |sheet: &Sheet| {
        let heads = sheet.heads.iter().map(ToString::to_string).collect();
        let rows = sheet.rows.iter().map(|row| row.iter().map(|cell| cell.shown()).collect());
        let lines: Vec<Vec<String>> = std::iter::once(heads).chain(rows).collect();
        File {
            part: match sheets.len() {
                1 => String::new(),
                _ => sheet.name.to_owned(),
            },
            bytes: crate::office::csv(lines),
        }
    };
    sheets.iter().map(file).collect()
}

fn no_table(document: &Document) -> Diagnostic {
    let path = document.source.path.clone();
    let message = say!(
        "这篇文档里没有名单、任务、指标一类的表格",
        "the document holds no roster, tasks, indicators or other tables"
    );
    let hint = match document.kind {
        Kind::Article(_) | Kind::Page(_) => say!(
            "文章和页面只能导出为 Word：--to docx",
            "articles and pages can be exported to Word: --to docx"
        ),
        _ => say!(
            "先在文档开头的数据里填上，或者导出为 Word：--to docx",
            "enter them in the front matter first, or export to Word: --to docx"
        ),
    };
    Diagnostic::error(Code::NoTable, message).in_file(path).hint(hint)
}

impl<'c> Export<'c> {
    fn new(content: &'c Content, document: &'c Document) -> Self {
        let files = content.files.iter();
        let slugs = content.documents.iter().filter_map(|document| {
            let slug = document.common.slug.as_ref()?;
            Some((document.path.as_str(), &*slug.value))
        });
        let base: &str = &content.settings.file.base_url.text;
        Self {
            document,
            names: Names::of(content),
            files: files.map(|(name, file)| (name.as_str(), file.path.clone())).collect(),
            base: format!("{}/", base.trim_end_matches('/')),
            slugs: slugs.collect(),
        }
    }

    /// The document as it is written, without what was seen of it.
    fn carried(&self) -> Carried {
        let mut carried = Carried {
            front: self.document.source.text[self.document.front.range()].to_owned(),
            ..Carried::default()
        };
        self.document.markdown().clone_into(&mut carried.body.markdown);
        carried
    }

    /// A file of the site by the name that a document gives it.
    fn file(&self, name: &str) -> Option<&PathBuf> {
        let path = self.path(name)?;
        self.files.get(path.as_str())
    }

    /// The path from `content/` of what a document names; `None` where that leads out of it.
    fn path(&self, target: &str) -> Option<String> {
        let target = percent_encoding::percent_decode_str(target).decode_utf8().ok()?;
        let folder = self.document.folder.split('/').filter(|part| !part.is_empty());
        let mut parts: Vec<&str> = match target.starts_with('/') {
            true => Vec::new(),
            false => folder.collect(),
        };
        for part in target.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        Some(parts.join("/"))
    }

    /// Where a link leads outside of the site's own folder: addresses of the site are made whole.
    fn address(&self, target: &str) -> Option<String> {
        if target.starts_with('#') {
            return None;
        }
        if let Some(scheme) = crate::markdown::scheme(target) {
            let known = ["http", "https", "mailto", "tel"];
            return known
                .contains(&scheme.to_ascii_lowercase().as_str())
                .then(|| target.to_owned());
        }
        let (path, fragment) = match target.split_once('#') {
            Some((path, fragment)) => (path, format!("#{fragment}")),
            None => (target, String::new()),
        };
        let path = self.path(path)?;
        let Some(stem) = path.strip_suffix(".md") else {
            return Some(format!("{}{path}{fragment}", self.base));
        };
        // A column stands at its folder, the home page at the top.
        let named = ["/index", "/_index"].iter().find_map(|name| stem.strip_suffix(name));
        let stem = named.unwrap_or(if stem == "_index" { "" } else { stem });
        if stem.is_empty() {
            return Some(format!("{}{fragment}", self.base));
        }
        let page = match (self.slugs.get(stem), stem.rsplit_once('/')) {
            (Some(slug), Some((folder, _))) => format!("{folder}/{slug}"),
            (Some(slug), None) => (*slug).to_owned(),
            (None, _) => stem.to_owned(),
        };
        Some(format!("{}{page}/{fragment}", self.base))
    }
}

#[cfg(test)]
mod tests;
