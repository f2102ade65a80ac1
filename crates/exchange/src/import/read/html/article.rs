//! Which part of a page is its article.

use super::tree::{Id, Tree};

/// Ids and classes that the publishing systems of Chinese government sites give to the text of an article.
const CONTAINERS: [&str; 30] = [
    "ucap-content",
    "trs_editor",
    "trs_uedit",
    "view",
    "vsb_content",
    "v_news_content",
    "wp_articlecontent",
    "zoom",
    "pages_content",
    "article-content",
    "article_content",
    "articlecontent",
    "article-con",
    "articlecon",
    "news_content",
    "newscontent",
    "news_con",
    "content_text",
    "contenttext",
    "article-body",
    "artibody",
    "xxgk_content",
    "xl_content",
    "detail-content",
    "bt_content",
    "conte",
    "content",
    "entry-content",
    "post-content",
    "wenzhang",
];

/// Elements that show no text of the page's own. A form is none of them: many sites put the whole page into one.
const UNSEEN: [&str; 16] = [
    "head", "script", "style", "noscript", "template", "nav", "footer", "aside", "select",
    "button", "textarea", "input", "svg", "iframe", "object", "dialog",
];

/// Words in ids and classes of what stands around a text.
const AROUND: [&str; 19] = [
    "nav",
    "menu",
    "crumb",
    "share",
    "footer",
    "copyright",
    "toolbar",
    "print",
    "related",
    "recommend",
    "sidebar",
    "comment",
    "qrcode",
    "pagination",
    "prevnext",
    "login",
    "search",
    "friendlink",
    "advert",
];

/// Whole ids and classes of the line that says where a page stands.
const WHERE: [&str; 5] = ["position", "location", "weizhi", "dqwz", "place"];

/// How much text stands around an element's own words, in characters.
const SHORT: usize = 60;
/// An article is not shorter than this, in characters.
const LEAST: usize = 30;

/// The characters below every node, and those of them that are links.
pub(super) struct Weights {
    all: Vec<u32>,
    links: Vec<u32>,
}

impl Weights {
    /// Weighs a page.
    pub(super) fn of(tree: &Tree) -> Self {
        let order: Vec<Id> = tree.below(Tree::ROOT).collect();
        let most = order.iter().max().map_or(0, |id| id + 1);
        let mut weights = Self { all: vec![0; most], links: vec![0; most] };
        for id in order.into_iter().rev() {
            let (all, links) = weights.at(tree, id);
            weights.all[id] = all;
            weights.links[id] = links;
        }
        weights
    }

    fn at(&self, tree: &Tree, id: Id) -> (u32, u32) {
        if let Some(text) = tree.text(id) {
            let seen = text.chars().filter(|c| !c.is_whitespace()).count();
            return (u32::try_from(seen).unwrap_or(u32::MAX), 0);
        }
        if UNSEEN.contains(&tree.name(id)) {
            return (0, 0);
        }
        let sum = |weights: &[u32]| {
            let children = tree.children(id).iter();
            children.fold(0_u32, |sum, child| sum.saturating_add(weights[*child]))
        };
        let all = sum(&self.all);
        match tree.name(id) {
            "a" => (all, all),
            _ => (all, sum(&self.links)),
        }
    }

    /// Characters that are no links.
    fn own(&self, id: Id) -> u32 {
        self.all[id].saturating_sub(self.links[id])
    }
}

/// The element that holds the article: a container that is known, else where the text is.
pub(super) fn find(tree: &Tree, weights: &Weights) -> Id {
    let body = tree.first("body").unwrap_or(Tree::ROOT);
    let named = tree.below(body).filter(|id| is_container(tree, *id));
    let enough = named.filter(|id| weights.own(*id) as usize >= LEAST);
    let best = enough.max_by_key(|id| (weights.own(*id), std::cmp::Reverse(*id)));
    match best.filter(|id| weights.own(*id) * 3 >= weights.own(body)) {
        Some(found) => densest(tree, weights, found),
        None => densest(tree, weights, body),
    }
}

fn is_container(tree: &Tree, id: Id) -> bool {
    let name = tree.name(id);
    let known = |value: &str| {
        let mut words = value.split_whitespace();
        words.any(|word| CONTAINERS.contains(&word.to_ascii_lowercase().as_str()))
    };
    let named = ["id", "class"].iter().any(|key| tree.attribute(id, key).is_some_and(known));
    let said = tree.attribute(id, "itemprop") == Some("articleBody");
    name == "article" || name == "main" || said || named && is_box(name)
}

fn is_box(name: &str) -> bool {
    matches!(
        name,
        "body"
            | "div"
            | "section"
            | "article"
            | "main"
            | "center"
            | "table"
            | "tbody"
            | "tr"
            | "td"
            | "ucapcontent"
            | "font"
            | "span"
    )
}

/// Goes down as long as one child holds nearly all of the text.
fn densest(tree: &Tree, weights: &Weights, from: Id) -> Id {
    let mut here = from;
    loop {
        let children = tree.children(here).iter().copied();
        let boxes = children.filter(|id| is_box(tree.name(*id)));
        let best = boxes.max_by_key(|id| (weights.own(*id), std::cmp::Reverse(*id)));
        let enough = |id: &Id| u64::from(weights.own(*id)) * 4 >= u64::from(weights.own(here)) * 3;
        match best.filter(enough).filter(|id| weights.own(*id) > 0) {
            // A table of data is a part of the article, not its frame.
            Some(child) if tree.name(child) == "table" && !tree.is_frame(child) => return here,
            Some(child) => here = child,
            None => return here,
        }
    }
}

/// Whether an element shows nothing of the article: scripts, forms, hidden parts, and the bars around a text.
pub(super) fn is_left_out(tree: &Tree, weights: &Weights, id: Id) -> bool {
    let name = tree.name(id);
    if UNSEEN.contains(&name) {
        return true;
    }
    let style = tree.attribute(id, "style").unwrap_or_default();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    if tree.attribute(id, "hidden").is_some() || style.contains("display:none") {
        return true;
    }
    let known = |value: &str| {
        let value = value.to_ascii_lowercase();
        let whole = value.split_whitespace().any(|word| WHERE.contains(&word));
        whole || AROUND.iter().any(|word| value.contains(word))
    };
    let around = ["id", "class"].iter().any(|key| tree.attribute(id, key).is_some_and(known));
    let (all, links) = (weights.all[id] as usize, weights.links[id] as usize);
    around && (links * 2 >= all || all < SHORT) && !holds_pictures(tree, id)
}

fn holds_pictures(tree: &Tree, id: Id) -> bool {
    let inside = tree.below(id);
    inside.filter(|id| tree.name(*id) == "img").count() > 0
}
