//! 草稿: what was recognised as front matter, the rest as Markdown, what a person has to look at as comments.

use super::manuscript::{Block, Stated};
use super::markdown;
use super::recognise::{Blank, Field, Value, key};
use super::{Front, Understood};
use crate::diagnostic::{Language, Span, Words};
use crate::document::KindName;
use crate::import::clean::Doubt;
use crate::record::Shape;
use crate::say;
use crate::scaffold::NamesKind;
use crate::scaffold::example;
use crate::yaml::{self, Node};
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What a draft needs besides what was recognised.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Whether the draft must name its kind.
    pub names_kind: NamesKind,
    /// The day that stands for a day of publication that nobody knows.
    pub today: Date,
    /// The language of the comments; keys are Chinese, as the text is.
    pub language: Language,
}

/// A file that stands beside a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Its name, without folders.
    pub name: String,
    /// The position of its asset.
    pub asset: usize,
}

/// A draft with the files beside it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The text of the file.
    pub text: String,
    /// Pictures and attachments; where there are any, the draft is the `index.md` of a folder.
    pub beside: Vec<Beside>,
}

/// Writes a draft; a document that gongbao exported is what it was.
pub fn write(understood: &Understood, setting: &Setting) -> Draft {
    if let Some(front) = &understood.front {
        return returned(front, understood, setting);
    }
    let names = names(understood);
    let mut text = format!("---\n{}", origin(understood, setting.language));
    text.push_str(&front(understood, setting));
    text.push_str(&attachments(understood, &names));
    text.push_str("---\n");
    text.push_str(&body(understood, &names, setting.language));
    Draft { text, beside: beside(names) }
}

fn returned(front: &Front, understood: &Understood, setting: &Setting) -> Draft {
    let kind = match setting.names_kind == NamesKind::Yes && !front.names_kind {
        true => format!("类型: {}\n", understood.found.kind.alias()),
        false => String::new(),
    };
    let head = format!("---\n{kind}{}---\n", front.text);
    if let [Block::Markdown(text)] = &understood.text.blocks[..]
        && understood.is_unchanged()
    {
        // Pictures and attachments are where they were.
        return Draft { text: head + &text.words(), beside: Vec::new() };
    }
    let names = names(understood);
    let text = head + &body(understood, &names, setting.language);
    Draft { text, beside: beside(names) }
}

fn beside(names: Vec<Option<String>>) -> Vec<Beside> {
    let kept = names.into_iter().enumerate();
    kept.filter_map(|(asset, name)| Some(Beside { name: name?, asset })).collect()
}

fn origin(understood: &Understood, language: Language) -> String {
    let path = std::path::Path::new(&understood.path);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let encoding = understood.encoding;
    let Words { zh, en } = match encoding {
        Some(encoding) => say!("{name}（{encoding}）", "{name} ({encoding})"),
        None => say!("{name} ", "{name}"),
    };
    comment(
        &say!(
            "由 {zh}导入。核对后删去“草稿”一行；“待核”“待填”处请逐一处理",
            "Imported from {en}. Check it, see to every 待核 (to check) and 待填 (to fill in), then take the line 草稿 away"
        ),
        language,
    )
}

fn front(understood: &Understood, setting: &Setting) -> String {
    let found = &understood.found;
    let language = setting.language;
    let (first, rest): (Vec<&Field>, Vec<&Field>) =
        found.fields.iter().partition(|f| matches!(f.key, "标题" | "发布日期"));
    let mut text = String::new();
    for field in &first {
        text.push_str(&entry(field, found.kind, language));
    }
    if !first.iter().any(|field| field.key == "发布日期") {
        text.push_str(&undated(setting));
    }
    if setting.names_kind == NamesKind::Yes {
        text.push_str(&format!("类型: {}\n", found.kind.alias()));
    }
    text.push_str("草稿: 是\n");
    for field in rest {
        text.push_str(&entry(field, found.kind, language));
    }
    for blank in &found.blanks {
        text.push_str(&unfilled(blank, setting));
    }
    let left = found.aside.iter().filter_map(|at| understood.stated.get(*at));
    text.push_str(&aside(left, language));
    let loose = |doubt: &&Doubt| doubt.block.is_none_or(|at| found.used.contains(&at));
    let doubts = understood.text.doubts.iter().chain(&found.doubts);
    for doubt in doubts.filter(loose) {
        text.push_str(&comment(&to_check(&doubt.words), language));
    }
    text
}

/// Values of the source that no key takes, kept where a person sees them.
fn aside<'s>(left: impl Iterator<Item = &'s Stated>, language: Language) -> String {
    let line = |Stated { key, value, .. }: &Stated| {
        let words = say!("原稿另有 {key}: {value}", "the source also says {key}: {value}");
        comment(&words, language)
    };
    left.map(line).collect()
}

/// A comment on a line of its own.
fn comment(words: &Words, language: Language) -> String {
    format!("# {}\n", on_one_line(words.in_language(language)))
}

fn on_one_line(text: &str) -> String {
    let plain = |c: char| {
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }
    };
    text.chars().map(plain).collect()
}

fn to_check(words: &Words) -> Words {
    let Words { zh, en } = words;
    say!("待核：{zh}", "待核 to check: {en}")
}

fn undated(setting: &Setting) -> String {
    let today = setting.today;
    let words = to_check(&say!(
        "原文没有发布日期，先写导入的日期",
        "the text has no day of publication; this is the day of the import"
    ));
    let words = on_one_line(words.in_language(setting.language));
    format!("发布日期: {today}  # {words}\n")
}

/// A blank: keys that a document must have get an example that is told, others a comment.
fn unfilled(blank: &Blank, setting: &Setting) -> String {
    let (zh, en) = (&blank.words.zh, &blank.words.en);
    let words = say!("待填：{zh}", "待填 to fill in: {en}");
    let words = on_one_line(words.in_language(setting.language));
    let year = setting.today.year();
    match blank.key {
        // It stands with the title.
        "发布日期" => String::new(),
        "起止" => format!("起止: {{起: {year}-01-01, 止: {year}-12-31}}  # {words}\n"),
        key => format!("# {key}:  # {words}\n"),
    }
}

/// A key with its value: a list of records takes a line for each, everything else one line.
fn entry(field: &Field, kind: KindName, language: Language) -> String {
    let shape = key(kind, field.key).map_or(&Shape::Text, |key| key.shape);
    let note = field.note.as_ref().map(to_check);
    let note = note
        .map_or(String::new(), |note| format!("  # {}", on_one_line(note.in_language(language))));
    keyed(field.key, &field.value, shape, &note, "")
}

/// A key on its line, or with the records of its list below.
fn keyed(name: &str, value: &Value, shape: &Shape, note: &str, indent: &str) -> String {
    match (value, shape) {
        (Value::List(items), Shape::List(inner)) if items.iter().any(is_record) => {
            let items = items.iter().map(|value| item(value, inner, indent));
            format!("{name}:{note}\n{}", items.collect::<String>())
        }
        (value, shape) => format!("{name}: {}{note}\n", written(value, shape)),
    }
}

/// An entry of a list: a line, or one for each of its keys where one of them holds records.
fn item(value: &Value, shape: &Shape, indent: &str) -> String {
    let holds = |value: &Value| matches!(value, Value::List(items) if items.iter().any(is_record));
    let deep = format!("{indent}    ");
    match (value, shape) {
        (Value::Map(entries), Shape::Record(definition))
            if entries.iter().any(|(_, v)| holds(v)) =>
        {
            let line = |(name, value): &(&'static str, Value)| {
                let key = definition.keys.iter().find(|key| key.alias == *name);
                keyed(name, value, key.map_or(&Shape::Text, |key| key.shape), "", &deep)
            };
            let lines: Vec<String> = entries.iter().map(line).collect();
            format!("{indent}  - {}", lines.join(&deep))
        }
        (value, shape) => format!("{indent}  - {}\n", written(value, shape)),
    }
}

fn is_record(value: &Value) -> bool {
    matches!(value, Value::Map(_))
}

fn written(value: &Value, shape: &Shape) -> String {
    example::value(&node(value), shape, Language::Chinese)
}

fn node(value: &Value) -> Node<'_> {
    let value = match value {
        Value::Leaf(leaf) => yaml::Value::Scalar(Cow::Borrowed(&leaf.text)),
        Value::List(items) => yaml::Value::List(items.iter().map(node).collect()),
        Value::Map(entries) => yaml::Value::Map(
            entries.iter().map(|(name, value)| (named(name), node(value))).collect(),
        ),
    };
    Node { span: Span::default(), value }
}

fn named(name: &'static str) -> yaml::Key<'static> {
    yaml::Key { span: Span::default(), name: Cow::Borrowed(name) }
}

/// A file name for every asset whose bytes are there; each stands once.
fn names(understood: &Understood) -> Vec<Option<String>> {
    let mut taken: BTreeSet<String> = BTreeSet::from(["index.md".to_owned()]);
    let each = understood.assets.iter().map(|asset| {
        asset.bytes.as_ref()?;
        let name = plain(&asset.name);
        let (stem, ending) = name
            .rsplit_once('.')
            .map_or((name.as_str(), String::new()), |(stem, ending)| (stem, format!(".{ending}")));
        let numbered = (2_u32..).map(|number| format!("{stem}-{number}{ending}"));
        let free = [name.clone()]
            .into_iter()
            .chain(numbered)
            .find(|name| !taken.contains(&name.to_lowercase()))?;
        taken.insert(free.to_lowercase());
        Some(free)
    });
    each.collect()
}

/// A name without folders or anything that a file system or an address minds; never hidden.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let minds = |c: char| c.is_control() || "<>:\"|?*#%&{}$!'`@+= ".contains(c);
    let clean: String = last.chars().map(|c| if minds(c) { '-' } else { c }).collect();
    let clean = clean.trim_matches(['.', '-', '_']);
    let cut = clean.len().saturating_sub(100);
    let start = (cut..clean.len()).find(|at| clean.is_char_boundary(*at)).unwrap_or(0);
    match &clean[start..] {
        "" => "file".to_owned(),
        name => name.to_owned(),
    }
}

/// 附件: those whose files are there.
fn attachments(understood: &Understood, names: &[Option<String>]) -> String {
    let mut lines = String::new();
    let shape = key(KindName::Article, "附件").map_or(&Shape::Text, |key| key.shape);
    let inner = if let Shape::List(inner) = shape { inner } else { shape };
    for block in &understood.text.blocks {
        let Block::Attachment(asset, title) = block else {
            continue;
        };
        let Some(Some(name)) = names.get(*asset) else {
            continue;
        };
        let leaf = |text: &str| yaml::Value::Scalar(Cow::Owned(text.to_owned()));
        let scalar = |text: &str| Node { span: Span::default(), value: leaf(text) };
        let mut entries = vec![(named("文件"), scalar(name))];
        let words = title.words();
        if !words.trim().is_empty() {
            entries.push((named("名称"), scalar(words.trim())));
        }
        let node = Node { span: Span::default(), value: yaml::Value::Map(entries) };
        lines.push_str(&format!("  - {}\n", example::value(&node, inner, Language::Chinese)));
    }
    match lines.is_empty() {
        true => lines,
        false => format!("附件:\n{lines}"),
    }
}

/// The blocks that are left, each behind the comments on it.
fn body(understood: &Understood, names: &[Option<String>], language: Language) -> String {
    let mut text = String::new();
    let found = &understood.found;
    let doubts = || understood.text.doubts.iter().chain(&found.doubts);
    for (at, block) in understood.text.blocks.iter().enumerate() {
        if let Some(shown) = found.shown.get(&at) {
            text.push_str(&format!("\n::{}\n", shown.alias()));
        }
        if found.used.contains(&at) {
            continue;
        }
        let own = doubts().filter(|doubt| doubt.block == Some(at)).map(|doubt| doubt.words.clone());
        let lost = lost(block, understood, names);
        for words in own.chain(lost) {
            text.push_str(&format!(
                "\n<!-- {} -->\n",
                safe(to_check(&words).in_language(language))
            ));
        }
        let written = markdown::block(block, names);
        if !written.is_empty() {
            text.push_str(&format!("\n{written}\n"));
        }
    }
    let notes = markdown::notes(&understood.text.footnotes);
    if !notes.is_empty() {
        text.push_str(&format!("\n{notes}"));
    }
    text
}

/// Says of a picture or attachment without bytes where it was.
fn lost(
    block: &Block<super::passage::Passage>,
    understood: &Understood,
    names: &[Option<String>],
) -> Option<Words> {
    let (Block::Picture(asset, _) | Block::Attachment(asset, _)) = block else {
        return None;
    };
    let missing = names.get(*asset).is_none_or(Option::is_none);
    let origin = understood.assets.get(*asset).map_or("", |asset| asset.origin.as_str());
    missing.then(|| say!("这里缺文件：{origin}", "a file is missing here: {origin}"))
}

/// Text for an HTML comment: nothing in it ends one.
fn safe(text: &str) -> String {
    on_one_line(text).replace("--", "—").replace(['<', '>'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;
    use crate::import::lexicon::Lexicon;
    use crate::import::manuscript::{Asset, Manuscript, Place, Stated, Text};
    use crate::import::recognise::YearHints;
    use crate::import::understand;
    use proptest::prelude::*;
    use std::sync::Arc;

    const SETTING: Setting = Setting {
        names_kind: NamesKind::No,
        today: jiff::civil::date(2026, 11, 26),
        language: Language::Chinese,
    };

    fn drafted(manuscript: Manuscript) -> Draft {
        let understood = understand(manuscript, &Lexicon::default(), YearHints::default(), None);
        write(&understood, &SETTING)
    }

    fn asset(name: &str, bytes: Option<&[u8]>) -> Asset {
        Asset {
            name: name.to_owned(),
            bytes: bytes.map(<[u8]>::to_vec),
            origin: format!("https://www.example.gov.cn/{name}"),
        }
    }

    #[test]
    fn files_beside_a_draft_have_names_of_their_own() {
        let place = || Place::Paragraph(1);
        let names = [
            "会场.svg",
            "会场.SVG",
            "../../etc/passwd",
            "a b?.svg",
            "index.md",
            ".hidden",
            "..",
            "C:\\x\\回执.docx",
        ];
        let picture = |(at, _)| Block::Picture(at, Some(Text::plain("会场", place())));
        let draft = drafted(Manuscript {
            blocks: names.iter().enumerate().map(picture).collect(),
            assets: names.iter().map(|name| asset(name, Some(b"x"))).collect(),
            ..Manuscript::default()
        });
        let beside: Vec<&str> = draft.beside.iter().map(|b| b.name.as_str()).collect();
        let expected = [
            "会场.svg",
            "会场-2.SVG",
            "passwd",
            "a-b-.svg",
            "index-2.md",
            "hidden",
            "file",
            "回执.docx",
        ];
        assert_eq!(beside, expected);
        assert!(draft.text.contains("![会场](<a-b-.svg>)"), "{}", draft.text);
    }

    #[test]
    fn values_without_a_key_are_kept_aside() {
        let stated = |key: &str, value: &str| Stated {
            key: key.to_owned(),
            value: value.to_owned(),
            place: Place::Whole,
        };
        let draft = drafted(Manuscript {
            stated: vec![stated("title", "通知"), stated("layout", "post\n---\n")],
            ..Manuscript::default()
        });
        assert!(draft.text.contains("\n标题: 通知\n"), "{}", draft.text);
        assert!(draft.text.contains("\n# 原稿另有 layout: post --- \n"), "{}", draft.text);
    }

    #[test]
    fn what_did_not_come_along_is_told_where_it_stood() {
        let draft = drafted(Manuscript {
            blocks: vec![
                Block::Picture(0, Some(Text::plain("会场", Place::Whole))),
                Block::Attachment(1, Text::plain("[回执]", Place::Whole)),
            ],
            assets: vec![asset("a--b>.jpg", None), asset("回执.docx", Some(b"x"))],
            ..Manuscript::default()
        });
        let lost = "<!-- 待核：这里缺文件：https://www.example.gov.cn/a—b .jpg -->\n\n会场\n";
        assert!(draft.text.contains(lost), "{}", draft.text);
        let attached = "附件:\n  - {文件: 回执.docx, 名称: '[回执]'}\n";
        assert!(draft.text.contains(attached), "{}", draft.text);
    }

    proptest! {
        #[test]
        fn any_text_is_found_again(title in "\\PC{1,30}|[\\x00-\\x7f]{1,30}|[: #'\"\\\\{}\\[\\],&*!|>%@`-]{1,20}") {
            let stated = Stated { key: "title".to_owned(), value: title.clone(), place: Place::Whole };
            let draft = drafted(Manuscript { stated: vec![stated], ..Manuscript::default() });
            let end = draft.text[4..].find("\n---\n").map_or(draft.text.len(), |at| at + 5);
            let source = Arc::new(Source::new("a.md", draft.text[4..end].to_owned()));
            let node = yaml::parse(&source, 0..source.text.len());
            let node = node.map_err(|problem| TestCaseError::fail(format!("{problem:?}\n{}", draft.text)))?;
            let yaml::Value::Map(entries) = node.expect("keys").value else { panic!("a mapping") };
            let found = entries.iter().find(|(key, _)| key.name == "标题").map(|(_, node)| &node.value);
            let expected = match title.trim() {
                "" => "无标题",
                text => text,
            };
            let yaml::Value::Scalar(found) = found.expect("a title") else { panic!("text: {}", draft.text) };
            prop_assert_eq!(found.as_ref(), expected);
        }
    }
}
