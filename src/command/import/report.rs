//! What an import says: of each file what it became and what was mended, of few files also every value with its place.

use super::is_for_people;
use crate::chinese::is_wide;
use crate::command::{Console, Outcome};
use crate::diagnostic::{self, Diagnostic, Language, Severity, Words};
use crate::import::Understood;
use crate::import::clean::{Change, STEPS};
use crate::import::manuscript::Place;
use crate::import::passage::Whence;
use crate::import::recognise::{Field, Value};
use crate::say;
use serde_json::json;
use std::path::PathBuf;

/// Of so many files at most every value is listed.
pub(super) const DETAILED: usize = 3;

/// One file that was imported.
pub(super) struct Imported {
    pub(super) source: PathBuf,
    pub(super) draft: PathBuf,
    pub(super) text: String,
    pub(super) understood: Understood,
    pub(super) written: Written,
}

/// Whether the draft is on the disk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    Done,
    Rehearsed,
}

/// What was said so far.
pub(super) struct Printed<'c> {
    console: &'c Console,
    detail: bool,
    imported: usize,
    problems: Vec<Diagnostic>,
    /// What became of each file, for the table at the end.
    rows: Vec<Row>,
}

/// A file of the table at the end.
struct Row {
    source: String,
    /// `None` where it was not imported.
    kind: Option<Words>,
    filled: usize,
    left: usize,
}

/// What a person needs for a draft: to read it, and to look at each place that is left.
const SECONDS_A_DRAFT: usize = 60;
const SECONDS_A_PLACE: usize = 30;

impl Row {
    fn minutes(&self) -> usize {
        match self.kind {
            Some(_) => (SECONDS_A_DRAFT + SECONDS_A_PLACE * self.left).div_ceil(60),
            None => 0,
        }
    }
}

impl<'c> Printed<'c> {
    pub(super) fn new(console: &'c Console, detail: bool) -> Self {
        Self { console, detail, imported: 0, problems: Vec::new(), rows: Vec::new() }
    }

    pub(super) fn failed(&mut self, problem: Diagnostic) {
        let source = problem.place().0.unwrap_or_default().to_owned();
        self.rows.push(Row { source, kind: None, filled: 0, left: 0 });
        self.problems.push(problem);
    }

    pub(super) fn imported(&mut self, one: &Imported) {
        self.imported += 1;
        let mut left = one.understood.problems();
        diagnostic::sort(&mut left);
        let text = match is_for_people(self.console) {
            true => self.human(one, left.len()),
            false => format!("{}\n", json(one)),
        };
        self.rows.push(Row {
            source: one.source.display().to_string(),
            kind: Some(kind(one)),
            filled: one.understood.found.fields.len(),
            left: left.len(),
        });
        // A reader that has gone away has read enough; the drafts are written all the same.
        let _ = self.console.print(&text);
        self.problems.extend(left);
    }

    fn human(&self, one: &Imported, left: usize) -> String {
        let language = self.console.language;
        let mut text = head(one, left).in_language(language).to_owned() + "\n";
        if self.detail {
            text.push_str(&fields(&one.understood.found.fields, language));
        }
        if self.detail && one.written == Written::Rehearsed {
            text.push_str(&format!("\n{}\n", one.text));
        }
        text
    }

    /// Shows the problems and counts everything.
    pub(super) fn end(mut self, rehearsal: bool) -> Outcome {
        if is_for_people(self.console) && !self.detail && self.rows.len() > DETAILED {
            // As above.
            let _ = self.console.print(&table(&self.rows, self.console.language));
        }
        diagnostic::sort(&mut self.problems);
        let failed = self.problems.iter().filter(|p| p.severity == Severity::Error).count();
        let outcome = self.console.report(self.problems);
        if is_for_people(self.console) {
            let done = self.imported;
            let words = match rehearsal {
                true => say!(
                    "可以导入 {done} 个，{failed} 个不行（没有写入任何文件）",
                    "{done} can be imported, {failed} cannot (nothing was written)"
                ),
                false => say!(
                    "导入了 {done} 个，{failed} 个没有导入",
                    "imported {done}, not imported {failed}"
                ),
            };
            self.console.note(&words);
        }
        outcome
    }
}

/// `meeting.txt → content/meetings/…md`, the kind, and what was mended.
fn head(one: &Imported, left: usize) -> Words {
    let found = &one.understood.found;
    let (source, draft) = (one.source.display(), one.draft.display());
    let Words { zh: kind_zh, en: kind_en } = kind(one);
    if one.understood.front.is_some() {
        let Words { zh, en } = match one.understood.is_unchanged() {
            true => say!("数据和正文原样恢复", "data and text are as they were"),
            false => say!(
                "数据原样恢复，正文是改过的",
                "the data is as it was, the text is the changed one"
            ),
        };
        return say!(
            "{source} → {draft}\n  {kind_zh}；gongbao 导出的文档：{zh}",
            "{source} → {draft}\n  {kind_en}; exported by gongbao: {en}"
        );
    }
    let encoding = one.understood.encoding;
    let (coded_zh, coded_en) = encoding
        .map_or((String::new(), String::new()), |e| (format!("；编码 {e}"), format!("; {e}")));
    let Words { zh, en } = mended(&one.understood.text.changes);
    let count = found.fields.len();
    say!(
        "{source} → {draft}\n  {kind_zh}{coded_zh}；填好 {count} 项，要看 {left} 处{zh}",
        "{source} → {draft}\n  {kind_en}{coded_en}; {count} keys filled in, {left} places to look at{en}"
    )
}

/// `会议（报道）`
fn kind(one: &Imported) -> Words {
    let found = &one.understood.found;
    let (zh, en) = (found.kind.alias(), found.kind.name());
    match found.phase {
        Some(phase) => {
            let (phase_zh, phase_en) = (phase.alias(), phase.name());
            say!("{zh}（{phase_zh}）", "{en}, {phase_en}")
        }
        None => say!("{zh}", "{en}"),
    }
}

/// Every file in one table: what it is, how much is filled in, how much is left, and how long that takes.
fn table(rows: &[Row], language: Language) -> String {
    let words = |words: Words| words.in_language(language).to_owned();
    let head = [
        say!("文件", "file"),
        say!("类型", "kind"),
        say!("填好", "filled in"),
        say!("要看", "to look at"),
        say!("约需分钟", "minutes"),
    ];
    let mut lines: Vec<[String; 5]> = vec![head.map(words)];
    for row in rows {
        let number = |count: usize| count.to_string();
        let kind = row.kind.clone().unwrap_or(say!("没有导入", "not imported"));
        let counts = match row.kind {
            Some(_) => [number(row.filled), number(row.left), number(row.minutes())],
            None => [String::new(), String::new(), String::new()],
        };
        let [filled, left, minutes] = counts;
        lines.push([row.source.clone(), words(kind), filled, left, minutes]);
    }
    let sum = |of: fn(&Row) -> usize| rows.iter().map(of).sum::<usize>().to_string();
    let total = say!("合计", "all");
    let files = {
        let count = rows.len();
        say!("{count} 个文件", "{count} files")
    };
    lines.push([
        words(total),
        words(files),
        sum(|row| row.filled),
        sum(|row| row.left),
        sum(Row::minutes),
    ]);
    aligned(&lines)
}

/// Columns as wide as their widest cell; Han characters take two columns.
fn aligned(lines: &[[String; 5]]) -> String {
    let width = |text: &str| text.chars().map(|c| 1 + usize::from(is_wide(c))).sum::<usize>();
    let widest = |column: usize| lines.iter().map(|line| width(&line[column])).max().unwrap_or(0);
    let widths: [usize; 5] = std::array::from_fn(widest);
    let mut text = String::from("\n");
    for line in lines {
        let cells = line
            .iter()
            .zip(widths)
            .map(|(cell, wide)| format!("{cell}{}", " ".repeat(wide.saturating_sub(width(cell)))));
        let row = cells.collect::<Vec<_>>().join("  ");
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

/// How often each step mended something.
fn mended(changes: &[Change]) -> Words {
    let counts =
        STEPS.iter().map(|step| (step, changes.iter().filter(|c| c.step == *step).count()));
    let counts: Vec<_> = counts.filter(|(_, count)| *count > 0).collect();
    let zh: Vec<String> =
        counts.iter().map(|(step, count)| format!("{} {count}", step.name.zh)).collect();
    let en: Vec<String> =
        counts.iter().map(|(step, count)| format!("{} {count}", step.name.en)).collect();
    match counts.is_empty() {
        true => say!("", ""),
        false => {
            let (zh, en) = (zh.join("，"), en.join(", "));
            say!("\n  清理：{zh}", "\n  cleaning: {en}")
        }
    }
}

/// Every value with its place, a line for each key or entry.
fn fields(fields: &[Field], language: Language) -> String {
    let mut text = String::new();
    for field in fields {
        let key = field.key;
        match &field.value {
            Value::List(items) => {
                text.push_str(&format!("    {key}\n"));
                let lines = items.iter().map(|item| format!("      - {}\n", said(item, language)));
                text.extend(lines);
            }
            value => text.push_str(&format!("    {key}  {}\n", said(value, language))),
        }
    }
    text
}

fn said(value: &Value, language: Language) -> String {
    match value {
        Value::Leaf(leaf) => match leaf.whence.as_ref().map(|whence| place(whence, language)) {
            Some(place) if !place.is_empty() => format!("{} ‹{place}›", leaf.text),
            _ => leaf.text.clone(),
        },
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| said(item, language)).collect();
            items.join(if language == Language::Chinese { "；" } else { "; " })
        }
        Value::Map(entries) => {
            let entries =
                entries.iter().map(|(key, value)| format!("{key} {}", said(value, language)));
            entries.collect::<Vec<_>>().join("  ")
        }
    }
}

/// `3:5–12`, or what else the place is.
fn place(whence: &Whence, language: Language) -> String {
    match (&whence.first, &whence.last) {
        (Place::Line(line, first), Place::Line(last_line, last)) if line == last_line => {
            if first == last {
                format!("{line}:{first}")
            } else {
                format!("{line}:{first}–{last}")
            }
        }
        (Place::Line(line, first), Place::Line(last_line, last)) => {
            format!("{line}:{first}–{last_line}:{last}")
        }
        (first, _) => first.words().in_language(language).to_owned(),
    }
}

/// One file for another program: everything, so that every change can be taken back.
fn json(one: &Imported) -> serde_json::Value {
    let found = &one.understood.found;
    let changes = &one.understood.text.changes;
    let counts: serde_json::Map<String, serde_json::Value> = STEPS
        .iter()
        .map(|step| {
            (step.code.to_owned(), changes.iter().filter(|c| c.step == *step).count().into())
        })
        .collect();
    let change = |change: &Change| {
        json!({
            "step": change.step.code,
            "place": place(&change.whence, Language::English),
            "before": change.before,
            "after": change.after,
        })
    };
    json!({
        "source": one.source.display().to_string(),
        "draft": one.draft.display().to_string(),
        "written": one.written == Written::Done,
        "kind": found.kind.name(),
        "phase": found.phase.map(crate::document::meeting::Phase::name),
        "encoding": one.understood.encoding,
        "title": found.title,
        "steps": counts,
        "changes": changes.iter().map(change).collect::<Vec<_>>(),
        "fields": found.fields.iter().map(|field| json!({ "key": field.key, "value": tree(&field.value) })).collect::<Vec<_>>(),
        "blanks": found.blanks.iter().map(|blank| json!({
            "key": blank.key,
            "words": { "zh": blank.words.zh, "en": blank.words.en },
        })).collect::<Vec<_>>(),
    })
}

fn tree(value: &Value) -> serde_json::Value {
    match value {
        Value::Leaf(leaf) => json!({
            "text": leaf.text,
            "place": leaf.whence.as_ref().map(|whence| place(whence, Language::English)),
        }),
        Value::List(items) => items.iter().map(tree).collect(),
        Value::Map(entries) => serde_json::Value::Object(
            entries.iter().map(|(key, value)| ((*key).to_owned(), tree(value))).collect(),
        ),
    }
}
