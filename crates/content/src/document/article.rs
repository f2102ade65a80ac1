//! 文章 and 页面: text with few keys of its own.

use crate::record::Reference;

crate::record! {
    /// 文章: news, announcements, policy texts, interpretations.
    pub struct Article "article" "文章" {
        interprets: optional Reference, "interprets" "解读", "所解读的政策文件", "the policy that it explains", "policies/2026-water-saving";
    }
}

crate::record! {
    /// 页面: about, guides, contact.
    pub struct Page "page" "页面" {
    }
}
