//! 链接: where links and pictures of a Markdown source lead within the site that it came from, they lead nowhere now. Their
//! words stay, and a person is told.

use super::clean::Doubt;
use super::manuscript::{Asset, Block, Place};
use super::passage::{Edit, Passage, Whence};
use crate::diagnostic::{Code, Words};
use crate::markdown::{facts, scheme};
use crate::say;
use std::ops::Range;

/// A link or picture that cannot stay: its bytes, where it led, and what becomes of it.
struct Lost {
    span: Range<usize>,
    target: String,
    fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It led into the former site: its words stay.
    Words,
    /// A picture of another site becomes a link to it.
    Link,
    /// So does one that is in a link already: its words stay in that.
    InLink,
}

/// A picture in a link is found when the link is gone.
const DEEPEST: usize = 3;

/// Takes such links out of the blocks that are Markdown. Files that came along stay.
pub(super) fn cut(blocks: &mut [Block<Passage>], assets: &[Asset]) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for (at, block) in blocks.iter_mut().enumerate() {
        let Block::Markdown(passage) = block else {
            continue;
        };
        for _ in 0..DEEPEST {
            doubts.extend(cut_one(at, passage, assets));
        }
    }
    doubts
}

fn cut_one(at: usize, passage: &mut Passage, assets: &[Asset]) -> Vec<Doubt> {
    let text = passage.words();
    // Characters that are no text would shift the places.
    if text.chars().count() != passage.chars.len() {
        return Vec::new();
    }
    let mut doubts = Vec::new();
    let mut edits = Vec::new();
    for Lost { span, target, fate } in lost(&text, assets) {
        let chars = |byte: usize| text[..byte].chars().count();
        let range = chars(span.start)..chars(span.end);
        doubts.push(Doubt {
            code: if fate == Fate::Words { Code::ImportLink } else { Code::NotFetched },
            whence: whence(passage, &text[..span.start], &text[span.clone()]),
            block: Some(at),
            words: told(&target, fate),
        });
        edits.push(Edit::new(range, written(&text[span], &target, fate)));
    }
    passage.apply(&edits);
    doubts
}

fn told(target: &str, fate: Fate) -> Words {
    match fate {
        Fate::Words => say!(
            "“{target}”是原来网站里的地址，链接去掉了",
            "{target} is an address of the former site; the link was taken away"
        ),
        Fate::Link | Fate::InLink => say!(
            "图片“{target}”在别的网站，没有取来，改成了链接；要显示，把它存到草稿旁边，写成 ![说明](文件名)",
            "the picture {target} is on another site and was not fetched, a link stands in its place; to show it, save it beside the draft and write ![words](file)"
        ),
    }
}

/// What stands in the place of a construct.
fn written(construct: &str, target: &str, fate: Fate) -> String {
    let words = words(construct);
    let named = if words.trim().is_empty() { "图片" } else { words };
    let target = match target.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => target.to_owned(),
    };
    match fate {
        Fate::Words => words.to_owned(),
        Fate::Link => format!("[{named}](<{target}>)"),
        Fate::InLink => named.to_owned(),
    }
}

/// Markdown is one passage of many lines.
fn whence(passage: &Passage, before: &str, construct: &str) -> Whence {
    let Place::Line(first, _) = passage.place(0) else {
        return passage.whence(&(0..0));
    };
    let place = |text: &str| {
        let line = text.matches('\n').count();
        let column = text.rsplit('\n').next().unwrap_or_default().chars().count();
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Place::Line(first.saturating_add(number(line)), number(column).max(1))
    };
    Whence { first: place(&format!("{before}x")), last: place(&format!("{before}{construct}")) }
}

/// In the order of the text; of a picture in a link the link.
fn lost(text: &str, assets: &[Asset]) -> Vec<Lost> {
    let came_along = |target: &str| {
        let named = |asset: &Asset| asset.bytes.is_some() && asset.name == target;
        assets.iter().any(named)
    };
    let leads_nowhere =
        |target: &str| !is_outside(target) && scheme(target).is_none() && !came_along(target);
    let facts = facts(text);
    let kept: Vec<Range<usize>> = {
        let links = facts.links.iter().filter(|link| !leads_nowhere(&link.target));
        links.map(|link| link.span.clone()).collect()
    };
    let links = facts.links.into_iter().filter(|link| leads_nowhere(&link.target));
    let links = links.map(|link| Lost { span: link.span, target: link.target, fate: Fate::Words });
    let images = facts.images.into_iter().filter_map(|image| {
        let inside =
            |link: &Range<usize>| link.start <= image.span.start && image.span.end <= link.end;
        let fate = match is_outside(&image.target) {
            true if kept.iter().any(inside) => Fate::InLink,
            true => Fate::Link,
            false if leads_nowhere(&image.target) => Fate::Words,
            false => return None,
        };
        Some(Lost { span: image.span, target: image.target, fate })
    });
    let mut all: Vec<Lost> = links.chain(images).collect();
    all.sort_by_key(|one| (one.span.start, std::cmp::Reverse(one.span.end)));
    let mut end = 0;
    all.retain(|one| {
        let is_apart = one.span.start >= end;
        end = end.max(one.span.end);
        is_apart
    });
    all
}

/// Whether an address is of another site: a file of this machine has none.
fn is_outside(target: &str) -> bool {
    let scheme = scheme(target).map(str::to_ascii_lowercase);
    target.starts_with("//") || matches!(scheme.as_deref(), Some("http" | "https"))
}

/// `[旧文](/posts/old/)` -> `旧文`.
fn words(construct: &str) -> &str {
    let inner = construct.trim_start_matches('!');
    let Some(inner) = inner.strip_prefix('[') else {
        return inner.trim_start_matches('<').trim_end_matches('>');
    };
    let end = inner.rfind("](").or_else(|| inner.rfind("]["));
    let end = end.or_else(|| inner.rfind(']'));
    end.map_or(inner, |end| &inner[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::manuscript::Text;

    #[test]
    fn what_leads_into_the_former_site_keeps_its_words() {
        let assets =
            [Asset { name: "b.png".to_owned(), bytes: Some(Vec::new()), origin: String::new() }];
        for (text, expected, count) in [
            ("见[旧文](/posts/old/)和[规定](../a.md#x)。", "见旧文和规定。", 2),
            ("[省里](https://www.example.gov.cn/a)", "[省里](https://www.example.gov.cn/a)", 0),
            ("![图](/images/a.png)\n\n![本地](b.png)", "图\n\n![本地](b.png)", 1),
            ("[![图](/a.png)](/b/)", "图", 2),
            ("[甲][一]\n\n[一]: /posts/", "甲\n\n[一]: /posts/", 1),
            ("`[a](b)`", "`[a](b)`", 0),
            ("![现场](https://a.example/b.png)", "[现场](<https://a.example/b.png>)", 1),
            ("![](//a.example/b.png)", "[图片](<https://a.example/b.png>)", 1),
            (
                "[![小](https://a.example/s.png)](https://a.example/b.png)",
                "[小](https://a.example/b.png)",
                1,
            ),
            ("[![](https://a.example/s.png)](/b/)", "[图片](<https://a.example/s.png>)", 2),
        ] {
            let mut blocks = [Block::Markdown(Passage::of(Text::plain(text, Place::Line(1, 1))))];
            let doubts = cut(&mut blocks, &assets);
            let [Block::Markdown(passage)] = &blocks else { panic!("it is Markdown") };
            assert_eq!((passage.words().as_str(), doubts.len()), (expected, count), "{text}");
        }
    }
}
