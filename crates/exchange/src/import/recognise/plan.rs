//! 实施方案: basis, goals, phases with their days, tasks and indicators of tables, money and safeguards.

use super::columns::Listing;
use super::date::{self, Day};
use super::lines::{Line, Lines, Section};
use super::slice::Slice;
use super::{Finding, Value, table};
use crate::say;
use jiff::civil::Date;
use std::collections::BTreeSet;

const GOALS: &[&str] = &["工作目标", "目标任务", "主要目标", "总体目标", "目标"];
const PHASES: &[&str] = &["实施步骤", "工作步骤", "方法步骤", "时间安排", "进度安排", "步骤"];
const SAFEGUARDS: &[&str] = &["保障措施", "工作保障", "工作要求", "组织保障", "工作措施"];

pub(super) fn read(finding: &mut Finding<'_, '_>) {
    let lines = finding.lines;
    let phases = phases(finding);
    read_period(finding, &phases);
    finding.add_list("依据", basis(lines));
    let goals = lines.find(GOALS).map(|section| points(&section, lines)).unwrap_or_default();
    finding.add_list("目标", goals);
    finding.add_list("实施步骤", phases.iter().map(Phase::value).collect());
    let tables = table::read(finding.blocks, &finding.years);
    let (tasks, indicators) = (tables.preview(Listing::Tasks), tables.preview(Listing::Indicators));
    finding.add_table("任务分解", tables.tasks, tasks.as_ref());
    finding.add_table("指标", tables.indicators, indicators.as_ref());
    finding.doubts.extend(tables.doubts);
    finding.show(&tables.used);
    read_budget(finding);
    let safeguards = lines
        .find(SAFEGUARDS)
        .map(|section| titles(&section, lines, &finding.used))
        .unwrap_or_default();
    finding.add_list("保障措施", safeguards);
}

/// The points of a section: its numbered lines, else the sentences of its text.
fn points(section: &Section<'_>, lines: &Lines<'_>) -> Vec<Value> {
    let below = lines.range(section.below.clone());
    let numbered: Vec<&Line<'_>> = below.iter().filter(|line| line.level.is_some()).collect();
    let rows: Vec<Slice<'_>> = match numbered.is_empty() {
        false => numbered.iter().map(|line| line.rest.clone()).collect(),
        true => {
            let texts =
                [section.inline.clone()].into_iter().chain(below.iter().map(|l| l.slice.clone()));
            texts.flat_map(|text| text.split(|c| matches!(c, '。' | '；'))).collect()
        }
    };
    let clean = rows.iter().map(|row| row.trim("。；"));
    clean.filter(|row| !row.is_empty()).map(|row| row.value()).collect()
}

/// The first sentence of every numbered line of a section, else of every line.
fn titles(section: &Section<'_>, lines: &Lines<'_>, used: &BTreeSet<usize>) -> Vec<Value> {
    let below = lines.range(section.below.clone());
    let numbered = below.iter().any(|line| line.level.is_some());
    let rows = below.iter().filter(|line| !line.is_in(used) && (!numbered || line.level.is_some()));
    let mut titles: Vec<Value> =
        rows.filter_map(opening).map(|row| row.trim("。；").value()).collect();
    if titles.is_empty() && !section.inline.is_empty() {
        titles.push(section.inline.trim("。；").value());
    }
    titles
}

/// The first sentence of a line, its number aside.
fn opening<'t>(line: &Line<'t>) -> Option<Slice<'t>> {
    let sentences = line.rest.split(|c| matches!(c, '。' | '；'));
    sentences.into_iter().next()
}

/// `根据《…》和《…》`: what the first paragraphs name after 根据, 按照 or 依据.
fn basis(lines: &Lines<'_>) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for line in lines.iter().filter(|line| !line.heading).take(3) {
        let Some((at, _)) = line.slice.find_any(&["根据", "按照", "依据"]) else {
            continue;
        };
        let mut rest = line.slice.from(at);
        let end = rest.find("。").unwrap_or(rest.len());
        rest = rest.part(0..end);
        while let Some(title) = rest.inside('《', '》') {
            let words = title.words();
            if seen.insert(words.clone()) {
                found.push(title.value_as(format!("《{words}》")));
            }
            rest = rest.from(title.start_in(&rest) + title.len() + 1);
        }
    }
    found
}

/// One of the 实施步骤.
struct Phase<'t> {
    name: Slice<'t>,
    span: (Date, Date),
    place: Slice<'t>,
    what: Option<Slice<'t>>,
}

impl Phase<'_> {
    fn value(&self) -> Value {
        let day = |date: Date| self.place.value_as(date.to_string());
        let mut entries =
            vec![("名称", self.name.value()), ("起", day(self.span.0)), ("止", day(self.span.1))];
        entries.extend(self.what.as_ref().map(|what| ("内容", what.value())));
        Value::Map(entries)
    }
}

/// `（一）动员部署阶段（2026年3月31日至4月30日）。召开动员大会。`
fn phases<'t>(finding: &mut Finding<'_, 't>) -> Vec<Phase<'t>> {
    let lines = finding.lines;
    let Some(section) = lines.find(PHASES) else {
        return Vec::new();
    };
    let below = lines.range(section.below.clone());
    let mut phases = Vec::new();
    for (at, line) in below.iter().enumerate().filter(|(_, line)| line.level.is_some()) {
        let Some(inside) = line.rest.inside('（', '）') else {
            continue;
        };
        let start = inside.start_in(&line.rest).saturating_sub(1);
        let name = line.rest.part(0..start).trim("：。");
        let rest = line.rest.from(start + inside.len() + 2).trim("：。");
        let next = below.get(at + 1).filter(|next| next.level.is_none());
        let what =
            Some(rest).filter(|rest| !rest.is_empty()).or(next.map(|line| line.slice.clone()));
        match span(&inside, finding) {
            Some(span) => phases.push(Phase {
                name,
                span,
                place: inside,
                what: what.map(|what| what.trim("。")),
            }),
            None => {
                let (phase, days) = (name.words(), inside.words());
                let words = say!(
                    "“{phase}”（{days}）的起止日期没有认出来，补上年月日",
                    "the days of {phase} ({days}) were not understood; write them in full"
                );
                finding.blank("实施步骤", words, Some(inside.whence()));
            }
        }
    }
    phases
}

/// `2026年3月31日至4月30日`, `3月至9月`, `2026年3月—12月`: whole months where no day stands.
fn span(slice: &Slice<'_>, finding: &Finding<'_, '_>) -> Option<(Date, Date)> {
    let days = date::all(slice);
    if let [first, .., last] = days.as_slice() {
        let year = year(slice, first, finding)?;
        let start = Date::new(first.year.unwrap_or(year), first.month, first.day).ok()?;
        let end = Date::new(last.year.unwrap_or(start.year()), last.month, last.day).ok()?;
        return (start <= end).then_some((start, end));
    }
    let months = months(slice);
    let (first, last) = (months.first()?, months.last()?);
    let year = first.0.or_else(|| default_year(finding))?;
    let start = Date::new(year, first.1, 1).ok()?;
    let end = Date::new(last.0.unwrap_or(year), last.1, 1).ok()?.last_of_month();
    (days.is_empty() && start <= end).then_some((start, end))
}

fn year(slice: &Slice<'_>, first: &Day<'_>, finding: &Finding<'_, '_>) -> Option<i16> {
    let said = months(slice).into_iter().find_map(|(year, _)| year);
    first.year.or(said).or_else(|| default_year(finding))
}

fn default_year(finding: &Finding<'_, '_>) -> Option<i16> {
    let published = finding.years.published.map(|moment| moment.at.year());
    finding.years.year.or(published)
}

/// Every `2026年3月` or `3月`.
fn months(slice: &Slice<'_>) -> Vec<(Option<i16>, i8)> {
    let chars = slice.chars();
    let number = |end: usize| -> Option<(i16, usize)> {
        let start = chars[..end].iter().rposition(|c| !c.is_ascii_digit()).map_or(0, |at| at + 1);
        let text: String = chars[start..end].iter().collect();
        Some((text.parse().ok()?, start))
    };
    let ends = (0..chars.len()).filter(|at| {
        // 2026年底 is a day too: the last of the year.
        chars[*at] == '月' || (chars[*at] == '底' && *at > 0 && chars[at - 1] == '年')
    });
    let month = |at: usize| {
        if chars[at] == '底' {
            return Some((number(at - 1).map(|(year, _)| year), 12));
        }
        let (month, start) = number(at)?;
        let before = start.checked_sub(1).filter(|at| chars[*at] == '年');
        let year = before.and_then(number).map(|(year, _)| year);
        let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
        Some((year, month))
    };
    ends.filter_map(month).collect()
}

/// From the text, else from the phases, else a blank that shows the form.
fn read_period(finding: &mut Finding<'_, '_>, phases: &[Phase<'_>]) {
    let said = finding.lines.find(&["实施时间", "实施期限", "工作时限", "起止时间"]);
    let said = said.and_then(|section| {
        let below = finding.lines.get(section.below.start).map(|line| line.slice.clone());
        let slice = if section.inline.is_empty() { below? } else { section.inline };
        Some((span(&slice, finding)?, slice))
    });
    let bounds =
        |pick: fn(&(Date, Date)) -> Date| phases.iter().map(move |phase| pick(&phase.span));
    let found = said.or_else(|| {
        let span = (bounds(|s| s.0).min()?, bounds(|s| s.1).max()?);
        Some((span, phases.first()?.place.clone()))
    });
    match found {
        Some(((start, end), slice)) => finding.add(
            "起止",
            Value::Map(vec![
                ("起", slice.value_as(start.to_string())),
                ("止", slice.value_as(end.to_string())),
            ]),
        ),
        None => read_years(finding),
    }
}

/// `（2026—2028年）` or `2026年` of the title, else a blank that shows the form.
fn read_years(finding: &mut Finding<'_, '_>) {
    let title = finding.head.title_words();
    let numbers = title.split(|c: char| !c.is_ascii_digit());
    let years = numbers.filter(|text| text.len() == 4).filter_map(|text| text.parse::<i16>().ok());
    let years: Vec<i16> = years.filter(|year| (1949..=2200).contains(year)).collect();
    match (years.first(), years.last()) {
        (Some(first), Some(last)) if first <= last && title.contains('年') => {
            let day = |text: String| Value::given(text);
            let period =
                vec![("起", day(format!("{first}-01-01"))), ("止", day(format!("{last}-12-31")))];
            let note = say!("按标题里的年份写的", "from the years in the title");
            finding.add_noted("起止", Value::Map(period), note);
        }
        _ => {
            let words = say!(
                "实施的起止日期没有找到，先写一个例子",
                "the days it covers were not found; this is an example"
            );
            finding.blank("起止", words, None);
        }
    }
}

/// `县财政安排资金600万元`: the clause says from where, the number how much.
fn read_budget(finding: &mut Finding<'_, '_>) {
    const MONEY: &[&str] = &["经费", "资金", "财政", "投入", "补助"];
    let mut found = Vec::new();
    for line in finding.lines.iter() {
        for clause in line.slice.split(|c| matches!(c, '。' | '；' | '，')) {
            let amount = amount(&clause).filter(|_| clause.find_any(MONEY).is_some());
            let Some(amount) = amount else { continue };
            match source(&clause.part(0..amount.start_in(&clause))) {
                Some(source) => {
                    found.push(Value::Map(vec![("来源", source.value()), ("金额", amount.value())]))
                }
                None => {
                    let text = clause.words();
                    let words = say!(
                        "“{text}”的资金来源没有认出来",
                        "the source of the money in {text} was not understood"
                    );
                    finding.blanks.push(super::Blank {
                        key: "经费",
                        words,
                        whence: Some(amount.whence()),
                    });
                }
            }
        }
    }
    finding.add_list("经费", found);
}

/// `县财政安排资金` -> `县财政`, `争取省级补助资金` -> `省级补助资金`.
fn source<'t>(before: &Slice<'t>) -> Option<Slice<'t>> {
    const GIVES: &[&str] =
        &["安排", "列支", "拨付", "拿出", "投入", "解决", "落实", "筹集", "提供"];
    const ASKS: &[&str] = &["争取", "申请", "整合", "统筹"];
    let asked = ASKS.iter().find_map(|word| before.after(word));
    let given = before.find_any(GIVES).map(|(at, _)| before.part(0..at));
    let source = asked.or(given)?.trim("由从将");
    let fits = source.len() >= 2 && source.find_any(&["共", "总"]).is_none();
    fits.then_some(source)
}

/// `600万元`, `1.2亿元`.
fn amount<'t>(clause: &Slice<'t>) -> Option<Slice<'t>> {
    let (at, length) = clause.find_any(&["万元", "亿元"])?;
    let chars = clause.chars();
    let start =
        chars[..at].iter().rposition(|c| !(c.is_ascii_digit() || *c == '.')).map_or(0, |at| at + 1);
    let figure: String = chars[start..at].iter().collect();
    let plain = figure.starts_with(|c: char| c.is_ascii_digit()) && figure.parse::<f64>().is_ok();
    plain.then(|| clause.part(start..at + length))
}
