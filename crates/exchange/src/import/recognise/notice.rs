//! 会议通知: time, place, participants, agenda, requirements, contact and reply, under whatever titles they stand.

use super::date::{self, written};
use super::lines::{Lines, Section};
use super::slice::Slice;
use super::{Finding, Value};
use crate::chinese::is_han;
use crate::say;

const TIME: &[&str] = &["会议时间", "时间"];
const PLACE: &[&str] = &["会议地点", "地点"];
const PEOPLE: &[&str] =
    &["参会人员", "参加人员", "出席人员", "参会范围", "参加范围", "参会对象", "与会人员"];
const AGENDA: &[&str] = &["会议议程", "议程", "会议内容", "会议主要内容"];
const REQUIREMENTS: &[&str] =
    &["有关要求", "会议要求", "相关要求", "工作要求", "有关事项", "注意事项", "要求"];

/// What comes behind the last part of a notice: the closing words, what is attached (GB/T 9704—2012 7.3.4), whom to ask.
const CLOSES: &[&str] = &["特此通知", "附件", "联系人", "联系电话"];

/// Whether a text calls to a meeting.
pub(super) fn is_notice(title: &str, lines: &Lines<'_>) -> bool {
    let held = ["召开", "举行", "举办"].iter().any(|word| title.contains(word));
    let plain = ["会议通知", "会议的通知", "会的通知"].iter().any(|end| title.ends_with(end));
    let called = title.contains("通知") && title.contains('会') && (held || plain);
    called || (lines.find(TIME).is_some() && lines.find(PLACE).is_some())
}

pub(super) fn read(finding: &mut Finding<'_, '_>) {
    finding.add("环节", Value::given("通知"));
    read_name(finding);
    read_time(finding);
    let lines = finding.lines;
    finding.add_some(
        "地点",
        lines.find(PLACE).and_then(|s| first(&s, lines)).map(|place| place.trim("。；").value()),
    );
    let people = lines
        .find(PEOPLE)
        .map(|section| items(&section, finding, &['；', '。']))
        .unwrap_or_default();
    // What they are asked to do is not who they are.
    let asks = |one: &Value| matches!(one, Value::Leaf(leaf) if leaf.text.starts_with('请'));
    let people: Vec<Value> = people.into_iter().filter(|one| !asks(one)).collect();
    if !people.is_empty() {
        let group = vec![("组别", Value::given("参会人员")), ("身份", Value::List(people))];
        finding.add("参会人员", Value::List(vec![Value::Map(group)]));
    }
    let agenda = lines
        .find(AGENDA)
        .map(|section| items(&section, finding, &['；', '。']))
        .unwrap_or_default();
    let agenda = agenda.into_iter().map(|item| Value::Map(vec![("事项", item)])).collect();
    finding.add_list("议程", agenda);
    let requirements = lines
        .find(REQUIREMENTS)
        .map(|section| items(&section, finding, &['；']))
        .unwrap_or_default();
    finding.add_list("有关要求", requirements);
    read_contact(finding);
    read_reply(finding);
}

/// `关于召开…会议的通知`, else `决定召开…会议`.
fn read_name(finding: &mut Finding<'_, '_>) {
    let lines = finding.lines;
    let said = lines.find(&["会议名称"]).and_then(|section| first(&section, lines));
    if let Some(name) = said.map(|name| name.trim("。；")).filter(|name| name.len() > 2) {
        finding.add("会议名称", name.value());
        return;
    }
    let title = finding.head.title_words();
    let named = title.split_once("召开").and_then(|(_, rest)| rest.rsplit_once("的通知"));
    if let (Some((name, _)), Some(Value::Leaf(leaf))) = (named, &finding.head.title) {
        let mut leaf = leaf.clone();
        leaf.text = name.trim_start_matches('了').to_owned();
        finding.add("会议名称", Value::Leaf(leaf));
        return;
    }
    let found = finding.lines.iter().find_map(|line| {
        let (at, length) = line.slice.find_any(&["召开", "举行", "举办"])?;
        let rest = line.slice.from(at + length);
        let name = rest.split(|c| matches!(c, '，' | '。' | '；')).into_iter().next()?;
        name.contains("会").then_some(name)
    });
    match found {
        Some(name) => {
            finding.fallback_title = Some(name.value());
            finding.add("会议名称", name.value());
        }
        None => {
            let note = say!("没有认出会议名称，先用标题", "no name was found; this is the title");
            finding.add_noted("会议名称", finding.name_for_want(), note);
        }
    }
}

fn read_time(finding: &mut Finding<'_, '_>) {
    let lines = finding.lines;
    let section = lines.find(TIME).and_then(|section| first(&section, lines));
    let anywhere = || {
        let mut called =
            lines.iter().filter(|line| line.slice.find_any(&["召开", "举行"]).is_some());
        called.find_map(|line| date::find(&line.slice))
    };
    let found = section.and_then(|slice| date::find(&slice)).or_else(anywhere);
    let Some(found) = found else {
        finding.blank(
            "时间",
            say!("原文里没有找到会议时间", "the time of the meeting was not found"),
            None,
        );
        return;
    };
    match finding.years.day(&found) {
        Some(date) => {
            finding.day = Some(date);
            finding.add("时间", found.period(date));
        }
        None => {
            let text = found.slice.words();
            let words = say!(
                "原文只写“{text}”，没有年份；补上，或导入时加 --year",
                "the text says {text} without a year; write it, or import with --year"
            );
            finding.blank("时间", words, Some(found.slice.whence()));
        }
    }
}

/// What a section says: on its line, else on the first line below.
fn first<'t>(section: &Section<'t>, lines: &Lines<'t>) -> Option<Slice<'t>> {
    match section.inline.is_empty() {
        false => Some(section.inline.clone()),
        true => lines
            .get(section.below.start)
            .filter(|_| !section.below.is_empty())
            .map(|line| line.rest.clone()),
    }
}

/// The points of a section: its numbered lines, else all of its lines, else the parts of its only one.
fn items(section: &Section<'_>, finding: &Finding<'_, '_>, parts: &[char]) -> Vec<Value> {
    let below = finding.lines.range(section.below.clone()).iter();
    let below: Vec<_> = below.filter(|line| !line.is_in(&finding.used)).collect();
    let numbered = below.iter().any(|line| line.level.is_some());
    let below = below.into_iter().filter(|line| !numbered || line.level.is_some());
    let mut rows: Vec<Slice<'_>> = Vec::new();
    if !section.inline.is_empty() {
        rows.push(section.inline.clone());
    }
    rows.extend(below.map(|line| line.rest.clone()));
    let closes = |row: &Slice<'_>| CLOSES.iter().any(|word| row.after(word).is_some());
    let end = rows.iter().position(closes).unwrap_or(rows.len());
    rows.truncate(end);
    if let [only] = rows.as_slice() {
        rows = only.split(|c| parts.contains(&c));
    }
    let clean = rows.iter().map(|row| row.trim("。；，"));
    clean.filter(|row| !row.is_empty()).map(|row| row.value()).collect()
}

/// `联系人：县政府办公室　联系电话：0938-0000000`.
fn read_contact(finding: &mut Finding<'_, '_>) {
    let contact = finding.lines.iter().find_map(|line| {
        let (at, length) =
            line.slice.find_any(&["联系电话", "联系人及电话", "联系方式", "电话", "联系人"])?;
        let rest = line.slice.from(at + length);
        let phone = phone(&rest)?;
        Some((line.slice.clone(), phone))
    });
    let Some((line, phone)) = contact else { return };
    let mut entries = Vec::new();
    if let Some((at, length)) = line.find_any(&["联系人及电话：", "联系人：", "联系人"])
    {
        let rest = line.from(at + length).trim("：");
        let name = rest.chars().iter().take_while(|c| is_han(**c)).count();
        let name = rest.part(0..name);
        let name = name.before("联系电话").or_else(|| name.before("电话")).unwrap_or(name);
        if !name.is_empty() {
            entries.push(("姓名", name.value()));
        }
    }
    entries.push(("电话", phone.value()));
    finding.add("联系人", Value::Map(entries));
}

/// Digits with dashes, seven at least.
fn phone<'t>(slice: &Slice<'t>) -> Option<Slice<'t>> {
    let chars = slice.chars();
    let start = chars.iter().position(char::is_ascii_digit)?;
    let length =
        chars[start..].iter().take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '—')).count();
    let number = slice.part(start..start + length);
    (number.chars().iter().filter(|c| c.is_ascii_digit()).count() >= 7).then_some(number)
}

/// `请于3月30日18:00前将参会回执报…`.
fn read_reply(finding: &mut Finding<'_, '_>) {
    let found = finding.lines.iter().find_map(|line| {
        let sentences = line.slice.split(|c| c == '。');
        sentences.into_iter().find_map(|sentence| {
            let asks = sentence.find_any(&["回执", "参会名单", "参会人员名单", "报名"]).is_some();
            let found = date::all(&sentence).into_iter().find(|found| {
                let end = found.slice.start_in(&sentence) + found.slice.len();
                let rest = sentence.from(end);
                rest.part(0..4).contains("前")
            });
            found.filter(|_| asks)
        })
    });
    let Some(found) = found else { return };
    match finding.years.day(&found) {
        Some(date) => finding.add("回执时限", found.slice.value_as(written(date, found.time))),
        None => {
            let text = found.slice.words();
            let words = say!("原文只写“{text}”，没有年份", "the text says {text} without a year");
            finding.blank("回执时限", words, Some(found.slice.whence()));
        }
    }
}
