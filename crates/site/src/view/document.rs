//! What a document's page shows; and its card, which lists show.

use super::block::{Block, Blocks};
use super::expose::{Html, Shared};
use super::media::{Download, Image};
use super::shell::Link;
use super::state::State;
use crate::view;

view! {
    /// A document in a list.
    pub struct Card {
        /// Its page.
        url: String,
        /// Its title.
        title: String,
        /// `2026-04-01`.
        date: String,
        /// `2026-04-01 16:19`, or the day alone where no time was given.
        datetime: String,
        /// `meeting`, `plan`, …
        kind: &'static str,
        /// The kind in words (通知, 报道 and 纪要 for meetings).
        kind_name: String,
        /// Its column.
        column: Link,
        /// One or two sentences; may be empty.
        summary: String,
        /// 来源; may be empty.
        source: String,
        /// 题图.
        image: Option<Image>,
        /// 失效, 废止, 已调整: marks what lost its validity.
        state: Option<State>,
        /// First in its column.
        pinned: bool,
        /// `draft`, `future` or `unapproved` in a build with `--drafts`.
        unpublished: Option<State>,
        /// 发文字号; may be empty.
        doc_number: String,
        /// The day of a meeting `2026-03-31`; empty for other kinds.
        event_date: String,
        /// `2026年3月31日 09:00`; empty for other kinds.
        event_time: String,
        /// Where a meeting takes place; empty for other kinds.
        place: String,
    }

    /// One row of the facts table: 索引号, 发文字号, 有效性 …
    pub struct Fact {
        /// What.
        name: String,
        /// Its value; may lead somewhere.
        value: Link,
    }

    /// A heading of the text.
    pub struct ContentsItem {
        /// 2 to 6.
        level: u32,
        /// The anchor.
        id: String,
        /// The words.
        text: String,
    }

    /// The official layout (GB/T 9704—2012): head, number, recipients, signature.
    pub struct Official {
        /// 发文机关标志: `云溪县人民政府文件`; of a joint document (联合行文) each issuer, the first with the most to do, and
        /// `文件` apart in `mark_end` (GB/T 9704—2012 7.2.4).
        marks: Vec<String>,
        /// `文件` beside several issuers; empty for one.
        mark_end: String,
        /// 发文字号; may be empty.
        number: String,
        /// 主送机关 with its `：`; may be empty.
        recipients: String,
        /// 发文机关署名; may be empty.
        signature: String,
        /// 成文日期 `2026年3月28日`; may be empty.
        date: String,
        /// 附注 in （）; may be empty.
        annotation: String,
        /// 抄送机关; may be empty.
        copies: String,
    }

    /// What a reader must know before reading: 已废止, 已调整, 草稿.
    pub struct Banner {
        /// `expired`, `abolished`, `adjusted`, `draft`, `future`, `unapproved`.
        code: &'static str,
        /// The sentence.
        text: String,
        /// The document that replaced it.
        link: Option<Link>,
    }

    /// Documents that are related in one way.
    pub struct Relation {
        /// 解读, 印发, 被引用 …
        name: String,
        /// The documents.
        cards: Vec<Shared>,
    }

    /// One step of the chain notice -> report -> plan -> roster -> progress.
    pub struct ChainStep {
        /// 会议通知, 会议报道, 实施方案, 领导小组, 进展.
        name: String,
        /// The document.
        link: Link,
        /// `2026-04-01`.
        date: String,
        /// Whether it is the page's own.
        current: bool,
    }

    /// A piece of the text: HTML, or a block of a document's data.
    pub struct Part {
        /// HTML; empty where a block stands.
        html: Html,
        /// The block.
        block: Option<Block>,
    }

    /// `doc`: what every document's page shows.
    pub struct DocumentView {
        /// Its card.
        card: Shared,
        /// Its title.
        title: String,
        /// As in the card.
        datetime: String,
        /// 来源; may be empty.
        source: String,
        /// 作者; may be empty.
        author: String,
        /// 责任编辑; may be empty.
        editor: String,
        /// 题图.
        image: Option<Image>,
        /// The text.
        body: Vec<Part>,
        /// The headings; empty when there are fewer than three.
        contents: Vec<ContentsItem>,
        /// The facts table; may be empty.
        facts: Vec<Fact>,
        /// Set for documents in the official layout.
        official: Option<Official>,
        /// 附件.
        attachments: Vec<Download>,
        /// Data files made by the build: CSV, JSON, ICS.
        downloads: Vec<Download>,
        /// Keywords with their pages.
        keywords: Vec<Link>,
        /// Units with their pages.
        units: Vec<Link>,
        /// People with their pages.
        people: Vec<Link>,
        /// What a reader must know first.
        banners: Vec<Banner>,
        /// The chain that it stands in; empty when it stands alone.
        chain: Vec<ChainStep>,
        /// Related documents by relation, back links included.
        relations: Vec<Relation>,
        /// The document's own data, for the sections of its page.
        blocks: Blocks,
        /// Names of blocks that the text shows itself; their sections are left out.
        inline: Vec<&'static str>,
        /// The plan's report page.
        report: Option<Link>,
        /// Previous and next in the column.
        newer: Option<Link>,
        /// The older neighbour.
        older: Option<Link>,
    }
}
