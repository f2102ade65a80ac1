//! What a name that leads to no file was meant to be.

use crate::diagnostic::Words;
use crate::read::{decoded, join};
use crate::say;
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

/// The files of the content folder by their names in small letters, made when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct SmallNames(OnceLock<HashMap<String, String>>);

/// A file that a name all but has.
#[derive(Debug)]
pub(super) struct Nearly {
    /// From the content folder.
    pub(super) path: String,
    /// How the name differs.
    pub(super) words: Words,
}

impl SmallNames {
    /// How a file is called that a name in a text of `folder` all but has: other letters in size, or `\\` for `/`.
    pub(super) fn nearly(
        &self,
        files: &BTreeSet<String>,
        folder: &str,
        target: &str,
    ) -> Option<Nearly> {
        let small =
            self.0.get_or_init(|| files.iter().map(|f| (f.to_lowercase(), f.clone())).collect());
        let spelled = [target.to_owned(), decoded(target)];
        spelled.iter().find_map(|text| {
            let slashes = text.replace('\\', "/");
            let path = join(folder, &slashes)?;
            if slashes != *text && files.contains(&path) {
                let words = say!("路径里用“/”：“{slashes}”", "write `/` in paths: `{slashes}`");
                return Some(Nearly { path, words });
            }
            let path = small.get(&path.to_lowercase())?.clone();
            let name = path.rsplit('/').next().unwrap_or(&path);
            let words = say!(
                "那里的文件叫“{name}”：大小写也要一样",
                "the file there is called `{name}`: capital and small letters differ"
            );
            Some(Nearly { path, words })
        })
    }
}

/// The file's own name in a path of somebody's computer: `C:\\Users\\a.jpg`, `file:///D:/a.jpg`, `\\\\server\\share\\a.jpg`.
pub(super) fn on_a_computer(target: &str) -> Option<&str> {
    let target = target.trim();
    let bytes = target.as_bytes();
    let is_drive = bytes.len() > 2
        && bytes[0].is_ascii_alphabetic()
        && bytes[1] == b':'
        && matches!(bytes[2], b'\\' | b'/');
    let is_file = target.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("file:"));
    // Markdown takes the first of two backslashes away.
    let is_share = target.starts_with('\\');
    (is_drive || is_file || is_share).then(|| target.rsplit(['/', '\\']).next().unwrap_or(target))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_nearly_right() {
        let files = ["news/IMG_3.JPG", "news/图片/a.jpg", "news/b 1.png"].map(str::to_owned);
        let (files, names) = (BTreeSet::from(files), SmallNames::default());
        for (target, word) in [
            ("IMG_3.jpg", Some("IMG_3.JPG")),
            ("img_3.JPG", Some("IMG_3.JPG")),
            ("../news/img_3.jpg", Some("IMG_3.JPG")),
            ("图片\\a.jpg", Some("图片/a.jpg")),
            ("图片\\A.jpg", Some("a.jpg")),
            ("B%201.png", Some("b 1.png")),
            ("c.jpg", None),
            ("../../img_3.jpg", None),
        ] {
            let said = names.nearly(&files, "news", target);
            let is_said =
                said.as_ref().is_some_and(|said| said.words.zh.contains(word.unwrap_or("\0")));
            assert_eq!(is_said, word.is_some(), "{target}: {said:?}");
        }
    }

    #[test]
    fn paths_of_a_computer() {
        for (target, name) in [
            ("C:\\Users\\zhou\\a.jpg", Some("a.jpg")),
            ("d:/图片/a.jpg", Some("a.jpg")),
            ("file:///C:/a.jpg", Some("a.jpg")),
            ("FILE:a.jpg", Some("FILE:a.jpg")),
            ("\\\\server\\share\\a.jpg", Some("a.jpg")),
            ("\\server\\a.jpg", Some("a.jpg")),
            ("a.jpg", None),
            ("/a.jpg", None),
            ("https://a.cn/C:/a.jpg", None),
            ("mailto:a@b.cn", None),
            ("", None),
        ] {
            assert_eq!(on_a_computer(target), name, "{target}");
        }
    }
}
