//! 识别: what a clean text is, and the fields of its kind; each value knows where it came from.

mod buildable;
pub mod columns;
mod date;
mod lines;
mod notice;
mod official;
mod people;
mod plan;
mod report;
mod roles;
mod roster;
pub mod rows;
mod slice;
mod table;

pub use buildable::key;
pub use date::YearHints;

use super::clean::{Cleaned, Doubt};
use super::lexicon::Lexicon;
use super::manuscript::{Block, Place, Stated};
use super::passage::{Passage, Whence};
use crate::diagnostic::{Code, Words};
use crate::document::meeting::Phase;
use crate::document::{BlockName, KindName};
use crate::say;
use jiff::civil::Date;
use lines::Lines;
use std::collections::{BTreeMap, BTreeSet};

/// A value of the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A single one.
    Leaf(Leaf),
    /// Several.
    List(Vec<Value>),
    /// Keys by their Chinese names, in order.
    Map(Vec<(&'static str, Value)>),
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// As the front matter holds it.
    pub text: String,
    /// Where it came from; `None` where the user or the program said it.
    pub whence: Option<Whence>,
}

impl Value {
    /// A value that does not come from the text.
    fn given(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::Leaf(Leaf { text, whence: None })
    }
}

/// A key of the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its Chinese name.
    pub key: &'static str,
    /// Its value.
    pub value: Value,
    /// What a person should know about it.
    pub note: Option<Words>,
}

/// What a person has to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blank {
    /// The key's Chinese name.
    pub key: &'static str,
    /// What is known of it, and where to look.
    pub words: Words,
    /// Where the text speaks of it.
    pub whence: Option<Whence>,
}

/// What was recognised.
#[derive(Debug)]
pub struct Recognised {
    /// The kind.
    pub kind: KindName,
    /// 环节 of a meeting.
    pub phase: Option<Phase>,
    /// The keys in the order in which they are written.
    pub fields: Vec<Field>,
    /// What is missing.
    pub blanks: Vec<Blank>,
    /// What is left to a person.
    pub doubts: Vec<Doubt>,
    /// Blocks that became fields, and are not part of the text any more.
    pub used: BTreeSet<usize>,
    /// The title.
    pub title: String,
    /// The day that the file is named after.
    pub day: Option<Date>,
    /// What the source states and no key took, as positions.
    pub aside: BTreeSet<usize>,
    /// Where a block became a list of the front matter: what shows it there.
    pub shown: BTreeMap<usize, BlockName>,
}

/// What recognition may use besides the text.
#[derive(Debug)]
pub struct Background<'a> {
    /// Surnames, posts, and what the site knows.
    pub lexicon: &'a Lexicon,
    /// Where a year may come from.
    pub years: YearHints,
    /// The kind, where the user says it.
    pub kind: Option<KindName>,
    /// What the source's format says of the document.
    pub stated: &'a [Stated],
    /// The name of the file, without its ending.
    pub name: &'a str,
}

/// Recognises a text.
pub fn recognise(text: &Cleaned, background: &Background<'_>) -> Recognised {
    let lines = Lines::of(&text.blocks);
    let head = official::read(&lines, background);
    let kind = kind(&lines, &text.blocks, &head, background);
    let mut years = background.years;
    years.published = years.published.or(head.published).or(head.signed_moment());
    let mut finding = Finding {
        lines: &lines,
        blocks: &text.blocks,
        background,
        years,
        head: &head,
        fields: Vec::new(),
        blanks: head.blanks.clone(),
        doubts: head.doubts.clone(),
        used: head.used.clone(),
        shown: BTreeMap::new(),
        day: None,
        fallback_title: (lines.len() == 0).then(|| table::title(&text.blocks)).flatten(),
        previews: Vec::new(),
    };
    match kind {
        Guess::Report | Guess::Minutes => report::read(&mut finding, kind),
        Guess::Notice => notice::read(&mut finding),
        Guess::Plan => plan::read(&mut finding),
        Guess::Roster => roster::read(&mut finding),
        Guess::Other(_) => {}
    }
    finding.finish(kind)
}

/// A kind, with the phase of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guess {
    Report,
    Minutes,
    Notice,
    Plan,
    Roster,
    Other(KindName),
}

impl Guess {
    fn kind(self) -> KindName {
        match self {
            Self::Report | Self::Minutes | Self::Notice => KindName::Meeting,
            Self::Plan => KindName::Plan,
            Self::Roster => KindName::Roster,
            Self::Other(kind) => kind,
        }
    }
}

/// The kind that the user names, else what the title and the form of the text say.
fn kind(
    lines: &Lines<'_>,
    blocks: &[Block<Passage>],
    head: &official::Head,
    background: &Background<'_>,
) -> Guess {
    let title = head.title_words();
    let listed = by_table(lines, blocks);
    let guess = listed.unwrap_or_else(|| guess(&title, lines, background.lexicon));
    match background.kind {
        None => guess,
        Some(kind) if kind == guess.kind() => guess,
        Some(KindName::Meeting) if title.contains("通知") => Guess::Notice,
        Some(KindName::Meeting) if title.contains("纪要") => Guess::Minutes,
        Some(KindName::Meeting) => Guess::Report,
        Some(KindName::Plan) => Guess::Plan,
        Some(KindName::Roster) => Guess::Roster,
        Some(kind) => Guess::Other(kind),
    }
}

/// A sheet alone is what it lists.
fn by_table(lines: &Lines<'_>, blocks: &[Block<Passage>]) -> Option<Guess> {
    match table::listing(blocks).filter(|_| lines.len() <= 2)? {
        columns::Listing::Roster => Some(Guess::Roster),
        columns::Listing::Tasks | columns::Listing::Indicators => Some(Guess::Plan),
        columns::Listing::Readings | columns::Listing::TaskStates => None,
    }
}

fn guess(title: &str, lines: &Lines<'_>, lexicon: &Lexicon) -> Guess {
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    let about_group = has(&["领导小组", "指挥部", "工作专班", "委员会", "名单"]);
    let members = roster::count(lines, lexicon);
    if members >= 3 && (about_group || members * 2 >= lines.len()) {
        return Guess::Roster;
    }
    if is_plan(title) && !has(&["召开", "会议"]) && lines.sections().count() >= 2 {
        return Guess::Plan;
    }
    if title.ends_with("纪要") {
        return Guess::Minutes;
    }
    if notice::is_notice(title, lines) {
        return Guess::Notice;
    }
    match report::lead(lines) {
        Some(_) => Guess::Report,
        None => Guess::Other(KindName::Article),
    }
}

/// Whether a title is that of a plan, or of a notice that issues one; a notice may also speak of the making of one.
fn is_plan(title: &str) -> bool {
    const PLANS: &[&str] = &["方案", "工作计划", "行动计划", "规划", "工作要点", "计划", "预案"];
    let bare = match title.rfind('（') {
        Some(at) if title.ends_with('）') => &title[..at],
        _ => title,
    };
    let notice = bare.strip_suffix("的通知").unwrap_or(bare);
    let notice = match notice.rfind('（') {
        Some(at) if notice.ends_with('）') => &notice[..at],
        _ => notice,
    };
    let issued = notice.trim_end_matches('》');
    let issues = bare == notice
        || ["印发", "转发", "批转", "下发", "公布"].iter().any(|word| title.contains(word));
    issues && PLANS.iter().any(|plan| issued.ends_with(plan))
}

/// A text that is being recognised.
struct Finding<'a, 't> {
    lines: &'a Lines<'t>,
    blocks: &'t [Block<Passage>],
    background: &'a Background<'a>,
    years: YearHints,
    head: &'a official::Head,
    fields: Vec<Field>,
    blanks: Vec<Blank>,
    doubts: Vec<Doubt>,
    used: BTreeSet<usize>,
    shown: BTreeMap<usize, BlockName>,
    day: Option<Date>,
    /// What the lead says, where the text has no title; of a sheet, what stands above it.
    fallback_title: Option<Value>,
    /// Which columns of tables became which keys.
    previews: Vec<Words>,
}

impl Finding<'_, '_> {
    fn add(&mut self, key: &'static str, value: Value) {
        let note = None;
        self.fields.push(Field { key, value, note });
    }

    fn add_some(&mut self, key: &'static str, value: Option<Value>) {
        if let Some(value) = value {
            self.add(key, value);
        }
    }

    fn add_list(&mut self, key: &'static str, values: Vec<Value>) {
        if !values.is_empty() {
            self.add(key, Value::List(values));
        }
    }

    /// The title of the text, else what stands above its table.
    fn title_words(&self) -> String {
        match (&self.head.title, &self.fallback_title) {
            (None, Some(Value::Leaf(leaf))) => leaf.text.clone(),
            _ => self.head.title_words(),
        }
    }

    /// A list of a table, with what became of its columns.
    fn add_table(&mut self, key: &'static str, values: Vec<Value>, preview: Option<&Words>) {
        match preview {
            _ if values.is_empty() => {}
            Some(preview) => self.add_noted(key, Value::List(values), preview.clone()),
            None => self.add(key, Value::List(values)),
        }
    }

    /// Tables that became lists are shown where they stood; a list that stood in several is shown at the first of them.
    fn show(&mut self, tables: &BTreeMap<usize, columns::Listing>) {
        for (at, listing) in tables {
            let block = match listing {
                columns::Listing::Roster => BlockName::Members,
                columns::Listing::Tasks => BlockName::Tasks,
                columns::Listing::Indicators => BlockName::Indicators,
                columns::Listing::Readings | columns::Listing::TaskStates => continue,
            };
            self.used.insert(*at);
            if !self.shown.values().any(|other| *other == block) {
                self.shown.insert(*at, block);
            }
        }
    }

    fn add_noted(&mut self, key: &'static str, value: Value, note: Words) {
        let note = Some(note);
        self.fields.push(Field { key, value, note });
    }

    fn blank(&mut self, key: &'static str, words: Words, whence: Option<Whence>) {
        self.blanks.push(Blank { key, words, whence });
    }

    fn finish(mut self, guess: Guess) -> Recognised {
        // Official texts have no photos.
        if matches!(guess, Guess::Other(_) | Guess::Minutes) && !self.head.is_official() {
            self.doubt_captions();
        }
        let mut fields = vec![self.title()];
        match self.published() {
            Some(field) => fields.push(field),
            None => {
                let words = say!(
                    "原文没有发布日期，先写导入的日期",
                    "the text has no day of publication; this is the day of the import"
                );
                self.blank("发布日期", words, None);
            }
        }
        fields.append(&mut self.head.fields());
        let title = match &fields[0].value {
            Value::Leaf(leaf) => leaf.text.clone(),
            _ => String::new(),
        };
        fields.append(&mut self.fields);
        let (fields, refused) =
            buildable::buildable(fields, guess.kind(), &title, self.background.lexicon);
        self.blanks.extend(refused);
        let kept = |block: &BlockName| {
            let key = if *block == BlockName::Members { "成员" } else { block.alias() };
            fields.iter().any(|field| field.key == key)
        };
        self.shown.retain(|_, block| kept(block));
        let signed = self.head.signed.as_ref().map(|(date, _)| *date);
        let published = self.years.published.map(|moment| moment.at.date());
        Recognised {
            kind: guess.kind(),
            phase: match guess {
                Guess::Report => Some(Phase::Report),
                Guess::Minutes => Some(Phase::Minutes),
                Guess::Notice => Some(Phase::Notice),
                _ => None,
            },
            fields,
            blanks: self.blanks,
            doubts: self.doubts,
            used: self.used,
            title,
            day: self.day.or(signed).or(published),
            aside: self.head.aside.clone(),
            shown: self.shown,
        }
    }

    /// What stands for a name that was not found: the title, else the first words.
    fn name_for_want(&self) -> Value {
        if let Some(title) = &self.head.title {
            return title.clone();
        }
        let file = official::title_of_file(self.background.name).map(Value::given);
        let first = || self.lines.iter().next().map(|line| line.slice.part(0..40).value());
        file.or_else(first).unwrap_or(Value::given("待填"))
    }

    /// Paragraphs in brackets may be captions of pictures that did not come along.
    fn doubt_captions(&mut self) {
        let lines = self.lines;
        let left = lines.iter().filter(|line| !line.is_in(&self.used));
        let captions: Vec<Doubt> = left
            .filter_map(|line| {
                let caption = line.caption()?;
                let words = caption.words();
                Some(Doubt {
                    code: Code::ImportCaption,
                    whence: caption.whence(),
                    block: line.block,
                    words: say!(
                        "“{words}”像是图片说明，图片没有随文字来",
                        "{words} looks like the caption of a picture that did not come along"
                    ),
                })
            })
            .collect();
        self.doubts.extend(captions);
    }

    /// The title, else what stands above a table, the file's name, what the lead says, the first words.
    fn title(&mut self) -> Field {
        let noted = |value, note| Field { key: "标题", value, note };
        if let Some(value) = &self.head.title {
            return noted(value.clone(), None);
        }
        let sheet = self.lines.len() == 0;
        if let Some(value) = self.fallback_title.take_if(|_| sheet) {
            let note =
                say!("取自表格上方或工作表名", "from above the table, or the name of its sheet");
            return noted(value, Some(note));
        }
        if let Some(title) = official::title_of_file(self.background.name) {
            let note = say!("原文没有标题，取自文件名", "there was no title; from the file's name");
            return noted(Value::given(title), Some(note));
        }
        if let Some(value) = self.fallback_title.take() {
            let note = say!("原文没有标题，取自导语", "there was no title; from the lead");
            return noted(value, Some(note));
        }
        let mut left = self.lines.iter().filter(|line| !line.is_in(&self.head.used));
        // 各位领导：, whoever they are, is no title.
        let left = left.find(|line| line.slice.before("：").is_none() || line.slice.contains("，"));
        let first = left.map(|line| {
            let sentence = line.slice.split(|c| "。！？；".contains(c));
            let sentence = sentence.into_iter().next().unwrap_or(line.slice.clone());
            sentence.part(0..40).trim("，：、").value()
        });
        let note = say!("原文没有标题，取自第一句", "there was no title; from the first sentence");
        noted(first.unwrap_or(Value::given("无标题")), Some(note))
    }

    fn published(&self) -> Option<Field> {
        let option = self.background.years.published;
        let value = match (option, &self.head.published_value) {
            (Some(moment), _) => Value::given(date::written(
                moment.at.date(),
                moment.timed.then(|| moment.at.time()),
            )),
            (None, Some(value)) => value.clone(),
            (None, None) => return None,
        };
        Some(Field { key: "发布日期", value, note: None })
    }
}

/// A place that is not in the text.
fn stated_whence(place: &Place) -> Whence {
    Whence { first: place.clone(), last: place.clone() }
}
