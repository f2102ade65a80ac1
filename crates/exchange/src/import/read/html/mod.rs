//! A saved page: its article, without the site around it.
//!
//! Nothing is fetched. Pictures and attachments that the browser saved beside the page come along; others are named.

mod article;
mod blocks;
mod facts;
mod tree;

use super::decode::decode;
use super::fault::begin;
use crate::diagnostic::{Code, Diagnostic};
use crate::import::facts as said;
use crate::import::manuscript::{Asset, Block, Manuscript, Place, Stated};
use crate::import::passage::Passage;
use crate::say;
use article::Weights;
use blocks::Writer;
use encoding_rs::Encoding;
use std::path::Path;
use tree::Tree;

/// A larger page is not read, in bytes.
const PAGE_LIMIT: usize = 16 * 1024 * 1024;
/// Where browsers look for the encoding, in bytes.
const PRESCAN: usize = 4096;

/// Reads a page.
pub fn read(path: &Path, bytes: &[u8]) -> Manuscript {
    read_with(path, bytes, Vec::new())
}

/// Reads a page some of whose pictures are at hand.
pub(super) fn read_with(path: &Path, bytes: &[u8], assets: Vec<Asset>) -> Manuscript {
    let mut manuscript = begin(path);
    manuscript.assets = assets;
    if let Some(problem) = too_large(path, bytes) {
        manuscript.problems.push(problem);
        return manuscript;
    }
    let decoded = decode(&manuscript.path, bytes, declared(bytes));
    manuscript.encoding = Some(decoded.encoding);
    manuscript.problems = decoded.problems;
    let tree = Tree::parse(&decoded.text);
    let weights = Weights::of(&tree);
    let stated = facts::meta(&tree);
    let title = facts::title(&tree, &stated);
    manuscript.stated = title.iter().map(|title| titled(title)).chain(stated).collect();
    fill(&tree, &weights, path, title.as_deref(), &mut manuscript);
    if tree.cut {
        manuscript.problems.push(cut(path));
    }
    manuscript
}

fn titled(title: &str) -> Stated {
    Stated { key: "title".to_owned(), value: title.to_owned(), place: Place::Whole }
}

fn too_large(path: &Path, bytes: &[u8]) -> Option<Diagnostic> {
    let fault = crate::office::Fault::TooLarge;
    (bytes.len() > PAGE_LIMIT).then(|| super::fault::told(fault, path))
}

/// The encoding that a page says it is in.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let (_, rest) = start.split_once("charset")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c));
    Encoding::for_label(&rest.as_bytes()[..end.unwrap_or(rest.len())])
}

fn fill(
    tree: &Tree,
    weights: &Weights,
    path: &Path,
    title: Option<&str>,
    manuscript: &mut Manuscript,
) {
    // The line about the publication often stands outside of the article: the whole page is read for it.
    let mut aside = Manuscript::default();
    let page = Writer::new(tree, weights, None, &mut aside).write(Tree::ROOT);
    let page: Vec<_> = page.into_iter().map(|block| block.map(&mut Passage::of)).collect();
    for stated in said::anywhere(&page) {
        let known =
            manuscript.stated.iter().any(|s| s.key == stated.key && s.value == stated.value);
        if !known {
            manuscript.stated.push(stated);
        }
    }
    let mut writer = Writer::new(tree, weights, Some(path), manuscript);
    let blocks = writer.write(article::find(tree, weights));
    let elsewhere = std::mem::take(&mut writer.elsewhere);
    manuscript.blocks = blocks;
    let empty = manuscript.blocks.iter().all(|block| is_title(block, title));
    let frames = frames(tree, if empty { &["frame", "iframe"] } else { &["frame"] });
    if !frames.is_empty() {
        manuscript.problems.push(framed(path, &frames));
    } else if empty {
        manuscript.problems.push(textless(path));
    }
    if !elsewhere.is_empty() && frames.is_empty() {
        manuscript.problems.push(left(path, &elsewhere));
    }
}

/// Whether a block is only the page's title again.
fn is_title(block: &Block, title: Option<&str>) -> bool {
    let plain = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let (Block::Heading(_, text) | Block::Paragraph(text)) = block else { return false };
    title.is_some_and(|title| plain(title) == plain(&text.words()))
}

/// The addresses of the frames of a page.
fn frames(tree: &Tree, names: &[&str]) -> Vec<String> {
    let all = tree.below(Tree::ROOT);
    let frames = all.filter(|id| names.contains(&tree.name(*id)));
    let addresses = frames.filter_map(|id| tree.attribute(id, "src"));
    addresses.map(str::to_owned).collect()
}

fn framed(path: &Path, frames: &[String]) -> Diagnostic {
    let list = frames.join("、");
    let english = frames.join(", ");
    Diagnostic::error(
        Code::Frames,
        say!(
            "这是框架页，文字在别的网页里：{list}",
            "this page only holds frames; the text is in other pages: {english}"
        ),
    )
    .in_file(path.display().to_string())
    .hint(say!(
        "在浏览器里打开有正文的那一框，另存为网页，再导入那个文件",
        "open the frame with the text in a browser of its own, save that page, and import it"
    ))
}

fn textless(path: &Path) -> Diagnostic {
    Diagnostic::warning(Code::NoText, say!("网页里没有找到正文", "no text was found in the page"))
        .in_file(path.display().to_string())
        .hint(say!(
            "多半是由脚本显示的网页：在浏览器里打开，全选复制到文本文件或 Word 里，再导入",
            "it is probably shown by a script: open it in a browser, copy the text into a file, and import that"
        ))
}

fn cut(path: &Path) -> Diagnostic {
    Diagnostic::warning(
        Code::TooDeep,
        say!(
            "网页嵌套太深或者太大，后面的没有读",
            "the page is nested too deeply or too large; its rest was not read"
        ),
    )
    .in_file(path.display().to_string())
    .hint(say!("对照网页补上后面的文字", "complete it from the page"))
}

fn left(path: &Path, elsewhere: &[String]) -> Diagnostic {
    let count = elsewhere.len();
    let shown: Vec<&str> = elsewhere.iter().map(String::as_str).take(3).collect();
    let list = shown.join("、");
    let english = shown.join(", ");
    let problem = Diagnostic::warning(
        Code::NotFetched,
        say!(
            "有 {count} 个图片、影音或嵌入的网页不在旁边，没有取来：{list}",
            "{count} pictures, films or embedded pages do not lie beside the page and were not fetched: {english}"
        ),
    );
    problem.in_file(path.display().to_string()).hint(say!(
        "在浏览器里用“另存为 → 网页，全部”保存，或者把图片下载到草稿旁边",
        "save the page as “complete” in a browser, or put the pictures beside the draft"
    ))
}

#[cfg(test)]
mod tests;
