//! Pictures and attachments that a page or text refers to, where they lie beside it on this machine.
//!
//! What is imported is not trusted: only files of the usual kinds are taken, only from the folder of the page and those
//! below it, and another host is never asked.

use crate::import::manuscript::{Asset, Manuscript};
use percent_encoding::percent_decode_str;
use std::path::{Path, PathBuf};

/// A larger picture or attachment is left where it is, in bytes.
const LIMIT: u64 = 64 * 1024 * 1024;
/// More pictures and attachments than any text has; more are only named in the text.
const MOST: usize = 2_000;
/// All of a page's files together, in bytes.
const TOGETHER: u64 = 512 * 1024 * 1024;
/// Folders of Hugo, Zola, Jekyll and Hexo whose files stand at the top of the finished site.
const SITE_FOLDERS: [&str; 4] = ["static", "source", "assets", "public"];
/// How far above a text such a folder is looked for.
const ABOVE: usize = 8;

const PICTURES: [&str; 8] = ["jpg", "jpeg", "png", "gif", "webp", "svg", "bmp", "avif"];
const ATTACHMENTS: [&str; 14] = [
    "doc", "docx", "xls", "xlsx", "ppt", "pptx", "pdf", "wps", "et", "ofd", "zip", "rar", "7z",
    "csv",
];

/// What an address leads to, by its ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Picture,
    Attachment,
}

/// What kind of file an address names.
pub(super) fn kind(address: &str) -> Option<FileKind> {
    let name = file_name(address)?;
    let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
    if PICTURES.contains(&ending.as_str()) {
        Some(FileKind::Picture)
    } else if ATTACHMENTS.contains(&ending.as_str()) {
        Some(FileKind::Attachment)
    } else {
        None
    }
}

/// The last part of an address, as a name for a file.
pub(super) fn file_name(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = percent_decode_str(last).decode_utf8().ok()?;
    let good = |c: char| {
        !c.is_control() && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
    };
    let name: String = name.trim().chars().filter(|c| good(*c)).collect();
    (!name.is_empty() && !name.starts_with('.')).then_some(name)
}

/// Whether an address leads to another host.
pub(super) fn is_remote(address: &str) -> bool {
    address.starts_with("//") || crate::markdown::scheme(address).is_some()
}

/// The asset of an address: the one that is known, or a new one with its bytes where they lie beside the page.
pub(super) fn asset(manuscript: &mut Manuscript, page: &Path, address: &str) -> Option<usize> {
    let known = manuscript.assets.iter().position(|asset| asset.origin == address);
    if known.is_some() {
        return known;
    }
    let name = file_name(address).filter(|_| manuscript.assets.len() < MOST)?;
    let read = manuscript.assets.iter().filter_map(|asset| asset.bytes.as_ref());
    let before: u64 = read.map(|bytes| bytes.len() as u64).sum();
    let path = find(page, address).filter(|_| before < TOGETHER);
    let bytes = path.and_then(|path| std::fs::read(path).ok());
    manuscript.assets.push(Asset { name, bytes, origin: address.to_owned() });
    Some(manuscript.assets.len() - 1)
}

/// The file that an address leads to.
fn find(page: &Path, address: &str) -> Option<PathBuf> {
    if is_remote(address) || kind(address).is_none() {
        return None;
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let path = path.replace('\\', "/");
    let folder = match page.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    match path.strip_prefix('/') {
        None => within(folder, &path),
        Some(rest) => folder.ancestors().take(ABOVE).find_map(|above| {
            let mut folders = SITE_FOLDERS.iter().map(|name| above.join(name));
            folders.find_map(|folder| within(&folder, rest))
        }),
    }
}

/// The file below a folder; links that lead out of it are not followed.
fn within(folder: &Path, path: &str) -> Option<PathBuf> {
    let root = folder.canonicalize().ok()?;
    let file = root.join(path).canonicalize().ok()?;
    let size = std::fs::metadata(&file).ok().filter(std::fs::Metadata::is_file)?.len();
    (file.starts_with(&root) && size <= LIMIT).then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_kinds() {
        for (address, name, expected) in [
            ("a_files/W020%E5%9B%BE.JPG?x=1", Some("W020图.JPG"), Some(FileKind::Picture)),
            ("https://a.example/b/附件.docx", Some("附件.docx"), Some(FileKind::Attachment)),
            ("../../etc/passwd", Some("passwd"), None),
            ("a/", None, None),
            (".htaccess", None, None),
        ] {
            assert_eq!(file_name(address).as_deref(), name, "{address}");
            assert_eq!(kind(address), expected, "{address}");
        }
    }

    #[test]
    fn only_files_beside_the_page_are_taken() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["site/pages/a_files/b.png", "site/static/img/c.png", "secret.png"] {
            let path = at(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, name).expect("written");
        }
        let page = at("site/pages/a.html");
        for (address, found) in [
            ("a_files/b.png", true),
            ("a_files%2Fb.png", true),
            ("/img/c.png", true),
            ("../../secret.png", false),
            ("file:///etc/hosts.png", false),
            ("//host/b.png", false),
            ("a_files/none.png", false),
        ] {
            let mut manuscript = Manuscript::default();
            let at = asset(&mut manuscript, &page, address).expect("an asset");
            assert_eq!(manuscript.assets[at].bytes.is_some(), found, "{address}");
        }
    }
}
