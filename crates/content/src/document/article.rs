//! 文章 and 页面: text with few keys of its own.

use super::{KindRecord, Label, Nature};
use crate::record::{Reference, Said};

crate::record! {
    /// 文章: news, announcements, policy texts, interpretations.
    pub struct Article "article" "文章" {
        interprets: optional Reference, "interprets" "解读", "所解读的政策文件", "the policy that it explains", "policies/2026-water-saving";
    }
}

impl KindRecord for Article {
    const NATURE: Nature = Nature::News;

    fn label(&self) -> Label {
        match self.interprets {
            Some(_) => Label::new(6, "政策解读", "Interpretation"),
            None => Label::new(7, "文章", "Article"),
        }
    }

    fn skeleton(_: &str) -> Said {
        ARTICLE
    }
}

const ARTICLE: Said = Said {
    zh: "（第一段写清何时、何地、何人、何事；没有写摘要时，列表里显示这一段。）

……
",
    en: "(Say in the first paragraph when, where, who and what; lists show it where there is no summary.)

…
",
};

crate::record! {
    /// 页面: about, guides, contact.
    pub struct Page "page" "页面" {
    }
}

impl KindRecord for Page {
    const NATURE: Nature = Nature::Lasting;

    fn label(&self) -> Label {
        Label::new(8, "页面", "Page")
    }

    fn skeleton(_: &str) -> Said {
        PAGE
    }
}

const PAGE: Said = Said {
    zh: "（页面内容。）

## 联系我们

……
",
    en: "(The page's text.)

## Contact

…
",
};
