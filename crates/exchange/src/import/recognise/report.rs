//! 会议报道: what the lead says of the meeting, who was there, what was done, and the photos whose captions are left.

use super::date;
use super::lines::{Line, Lines};
use super::people::{self, Attendee, Person, attendees};
use super::slice::Slice;
use super::{Finding, Guess, Value};
use crate::document::KindName;
use crate::import::lexicon::Lexicon;
use crate::say;
use std::collections::BTreeSet;

const HELD: &[&str] = &["召开", "举行", "举办"];

/// What a meeting's name ends with.
const MEETINGS: &[&str] = &["会议", "大会", "会"];

/// A lead stands among the first lines.
const LEAD: usize = 6;

/// The paragraph that says which meeting was held.
pub(super) fn lead<'l, 't>(lines: &'l Lines<'t>) -> Option<&'l Line<'t>> {
    lines.range(0..LEAD.min(lines.len())).iter().find(|line| {
        let sentence = first_sentence(&line.slice);
        let held = sentence.find_any(HELD).is_some();
        // News that does not tell the day says 近日 or 日前 in its place.
        let dated = date::find(&sentence).is_some()
            || sentence.contains("近日")
            || sentence.contains("日前");
        // So speaks a notice, whose meeting has not been held.
        let to_come = sentence.find_any(&["定于", "将于", "拟于"]).is_some();
        let is_text = line.slice.contains("。") && !to_come;
        held && dated && is_text && sentence.contains("会")
    })
}

pub(super) fn read(finding: &mut Finding<'_, '_>, guess: Guess) {
    let phase = if guess == Guess::Minutes { "纪要" } else { "报道" };
    finding.add("环节", Value::given(phase));
    let lines = finding.lines;
    let lead = lead(lines).or_else(|| lines.iter().find(|line| line.slice.contains("。")));
    let Some(lead) = lead.cloned() else {
        unnamed(finding);
        return;
    };
    let held = Held::of(&lead.slice);
    read_name(finding, &held);
    read_day(finding, &lead.slice);
    let place = || lines.iter().find_map(|line| labelled(&line.slice, &["地点", "会议地点"]));
    let place = held.place.clone().or_else(place);
    finding.add_some("地点", place.map(|place| place.trim("。；").value()));
    finding.add_some("级别", held.organiser.as_ref().and_then(level));
    let speakers = read_attendance(finding, &lead);
    let meeting = held.name.as_ref().map(Slice::words).unwrap_or_default();
    let agenda = agenda(finding, &speakers, &meeting);
    finding.add_list("议程", agenda);
    read_issued(finding);
    if guess == Guess::Report {
        read_photos(finding);
    }
}

fn first_sentence<'t>(slice: &Slice<'t>) -> Slice<'t> {
    let sentences = slice.split(|c| c == '。');
    sentences.into_iter().next().unwrap_or_else(|| slice.clone())
}

/// What the first sentence says.
struct Held<'t> {
    /// The sentence from behind the day on.
    told: Slice<'t>,
    organiser: Option<Slice<'t>>,
    place: Option<Slice<'t>>,
    name: Option<Slice<'t>>,
}

impl<'t> Held<'t> {
    /// `云溪县在县委礼堂召开动员大会`, `动员大会在县委礼堂召开`.
    fn of(lead: &Slice<'t>) -> Self {
        let sentence = first_sentence(lead);
        let start = date::find(&sentence)
            .map_or(0, |found| found.slice.start_in(&sentence) + found.slice.len());
        let mut told = sentence.from(start).trim("，、");
        // 3月31日（星期二），
        if let Some(rest) = told.after("（") {
            let end = rest.find("）").map_or(0, |at| at + 1);
            told = rest.from(end).trim("，、");
        }
        while let Some(rest) = ["上午", "下午", "晚上", "，"].iter().find_map(|w| told.after(w))
        {
            told = rest.trim("，、");
        }
        let Some((at, length)) = told.find_any(HELD) else {
            return Self { told, organiser: None, place: None, name: None };
        };
        let (before, after) = (told.part(0..at), told.from(at + length));
        let before = before.before("主持").unwrap_or(before);
        let after = after.after("了").unwrap_or(after);
        let (subject, place) = match before.find("在") {
            Some(at) => (before.part(0..at), Some(before.from(at + 1))),
            None => (before, None),
        };
        let name = named(&after);
        // The name stands before 召开 where none comes behind it.
        let first = name.is_none().then(|| named(&subject)).flatten();
        Self {
            organiser: name.is_some().then_some(subject),
            place: place.filter(|place| (2..=20).contains(&place.len())),
            name: name.or(first),
            told,
        }
    }
}

/// The meeting that a text begins with: up to the first mark, ending in 会.
fn named<'t>(text: &Slice<'t>) -> Option<Slice<'t>> {
    let part = text.split(|c| matches!(c, '，' | '；' | '：')).into_iter().next()?;
    let is_meeting = |part: &Slice<'t>| MEETINGS.iter().any(|word| part.before(word).is_some());
    if is_meeting(&part) && part.len() > 2 {
        return Some(part);
    }
    // 动员大会并作讲话: up to the last 会议 or 大会.
    let end = ["大会", "会议", "座谈会", "推进会", "现场会", "培训会"].iter().filter_map(|word| {
        let at = part.find(word)?;
        Some(at + word.chars().count())
    });
    end.max().map(|end| part.part(0..end)).filter(|part| part.len() > 4)
}

fn read_name(finding: &mut Finding<'_, '_>, held: &Held<'_>) {
    match &held.name {
        Some(name) => finding.add("会议名称", name.value()),
        None => unnamed(finding),
    }
    let whole = held.told.split(|c| matches!(c, '，' | '；'));
    finding.fallback_title = whole.into_iter().next().map(|told| told.part(0..50).value());
}

fn unnamed(finding: &mut Finding<'_, '_>) {
    let note = say!("没有认出会议名称，先用标题", "no name was found; this is the title");
    finding.add_noted("会议名称", finding.name_for_want(), note);
}

fn read_day(finding: &mut Finding<'_, '_>, lead: &Slice<'_>) {
    // Minutes say it on a line of its own.
    let time = || {
        let mut lines = finding.lines.iter();
        let line = lines.find_map(|line| labelled(&line.slice, &["时间", "会议时间"]))?;
        date::find(&line)
    };
    let Some(found) = date::find(lead).or_else(time) else {
        finding.blank("时间", say!("原文没有写日期", "the text names no day"), None);
        return;
    };
    match finding.years.day(&found) {
        Some(date) => {
            finding.day = Some(date);
            finding.add("时间", found.period(date));
        }
        None => {
            let (written, month, day) = (found.slice.words(), found.month, found.day);
            let words = say!(
                "原文只写“{written}”，没有年份；补上年份，例如 {{起: 2026-{month:02}-{day:02}}}，或导入时加 --year",
                "the text says {written} without a year; write it, such as {{起: 2026-{month:02}-{day:02}}}, or import with --year"
            );
            finding.blank("时间", words, Some(found.slice.whence()));
        }
    }
}

/// `云溪县`, `县委` -> 县; `清源镇` -> 乡镇; `县教育局` -> 部门.
fn level(organiser: &Slice<'_>) -> Option<Value> {
    let last = organiser.split(|c| c == '、').into_iter().next_back()?;
    let ends = |words: &[&str]| words.iter().any(|word| last.before(word).is_some());
    let level = if ends(&["县委", "县政府", "人民政府", "县委县政府", "县", "市", "区"])
    {
        "县"
    } else if ends(&["镇", "乡", "街道", "镇党委", "乡党委"]) {
        "乡镇"
    } else if ends(&["局", "委", "办", "部", "中心", "院", "校", "会", "公司", "队"]) {
        "部门"
    } else {
        return None;
    };
    Some(organiser.value_as(level))
}

/// Somebody whose post the text has told.
struct Speaker {
    name: String,
    post: Option<Value>,
}

/// Chair, head-count and attendees of the lead.
fn read_attendance<'t>(finding: &mut Finding<'_, 't>, lead: &Line<'t>) -> Vec<Speaker> {
    let lexicon = finding.background.lexicon;
    let sentences = lead.slice.split(|c| c == '。');
    let near = finding.lines.range(0..LEAD.min(finding.lines.len()));
    let around = near.iter().flat_map(|line| line.slice.split(|c| c == '。'));
    let chair = around.filter_map(|sentence| chair(&sentence, finding)).next();
    let chair = chair.or_else(|| {
        let mut lines = finding.lines.iter();
        let line = lines.find_map(|line| labelled(&line.slice, &["主持", "主持人"]))?.trim("。");
        let whole = people::name(&line, lexicon).filter(|length| *length == line.len());
        match whole {
            Some(_) => Some(Person::new(line, None)),
            None => attendees(&line, lexicon).into_iter().find_map(|attendee| match attendee {
                Attendee::Person(person) => Some(person),
                Attendee::Role(_) => None,
            }),
        }
    });
    let present = sentences.iter().find_map(head_count);
    let mut found = Vec::new();
    for sentence in sentences.iter().skip(1) {
        let listed = |region| (attendees(&region, lexicon), region);
        found.extend(regions(sentence).into_iter().map(listed));
    }
    let mut speakers = Vec::new();
    let listed = found.iter().flat_map(|(list, _)| list).filter_map(|attendee| match attendee {
        Attendee::Person(person) => Some(person),
        Attendee::Role(_) => None,
    });
    for person in listed.chain(&chair) {
        finding.doubts.extend(people::doubt(person, lead.block));
    }
    let everybody = found.iter().flat_map(|(list, _)| list);
    for attendee in everybody {
        if let Attendee::Person(person) = attendee {
            speakers.push(speaker(person));
        }
    }
    if let Some(person) = &chair {
        speakers.push(speaker(person));
    }
    finding.add_some("主持人", chair.as_ref().map(Person::value));
    finding.add_some("到会人数", present);
    let mut groups = groups(&found);
    groups.extend(lists(finding));
    finding.add_list("参会人员", groups);
    let absent = list(finding, "请假").map(|(people, _)| people);
    finding.add_list("请假", absent.unwrap_or_default());
    speakers
}

/// 出席, 列席: the lists of minutes (GB/T 9704—2012 10.3).
fn lists(finding: &Finding<'_, '_>) -> Vec<Value> {
    let group = |name: &'static str| {
        let (people, roles) = list(finding, name)?;
        let mut entries = vec![("组别", Value::given(name))];
        for (key, values) in [("人员", people), ("身份", roles)] {
            if !values.is_empty() {
                entries.push((key, Value::List(values)));
            }
        }
        (entries.len() > 1).then_some(Value::Map(entries))
    };
    ["出席", "列席"].into_iter().filter_map(group).collect()
}

/// What stands behind one of these names and a colon; the name may be spread over its column: 出　席：.
fn labelled<'t>(slice: &Slice<'t>, names: &[&str]) -> Option<Slice<'t>> {
    let colon = slice.chars().iter().take(10).position(|c| *c == '：')?;
    let name: String = slice.chars()[..colon].iter().filter(|c| !c.is_whitespace()).collect();
    names.contains(&name.as_str()).then(|| slice.from(colon + 1))
}

/// The people and the roles of a line `出席：李明远　徐克俭`.
fn list(finding: &Finding<'_, '_>, name: &str) -> Option<(Vec<Value>, Vec<Value>)> {
    let lexicon = finding.background.lexicon;
    let mut lines = finding.lines.iter();
    let line = lines.find_map(|line| labelled(&line.slice, &[name, &format!("{name}人员")]))?;
    let (mut people, mut roles) = (Vec::new(), Vec::new());
    for piece in line.split(|c| c.is_whitespace() || c == '；') {
        for attendee in attendees(&piece.trim("。"), lexicon) {
            match attendee {
                Attendee::Person(person) => people.push(person.value()),
                Attendee::Role(role) => match people::name(&role, lexicon) {
                    Some(length) if length == role.len() => {
                        people.push(Person::new(role, None).value());
                    }
                    // 冯镭（县水务局）
                    Some(length) if role.from(length).after("（").is_some() => {
                        let post = role.from(length).trim("（）");
                        people.push(Person::new(role.part(0..length), Some(post)).value());
                    }
                    _ => roles.push(role.value()),
                },
            }
        }
    }
    Some((people, roles))
}

fn speaker(person: &Person<'_>) -> Speaker {
    Speaker { name: person.written(), post: person.post.as_ref().map(Slice::value) }
}

/// `会议由县长李明远主持`, `县长李明远主持会议`, `县长李明远在县委礼堂主持召开会议`.
fn chair<'t>(sentence: &Slice<'t>, finding: &Finding<'_, 't>) -> Option<Person<'t>> {
    let sentence = sentence.trim("（）");
    let at = sentence.find("主持")?;
    let before = sentence.part(0..at);
    let listed = attendees(&before, finding.background.lexicon);
    let mut people = listed.into_iter().filter_map(|attendee| match attendee {
        Attendee::Person(person) => Some(person),
        Attendee::Role(_) => None,
    });
    let last = people.next_back()?;
    let end = last.name.start_in(&before) + last.name.len();
    // 李明远在县委礼堂主持召开…
    let between = sentence.part(end..at);
    let near = between.is_empty() || (between.after("在").is_some() && !between.contains("，"));
    near.then_some(last)
}

/// `共420多人`.
fn head_count(sentence: &Slice<'_>) -> Option<Value> {
    let chars = sentence.chars();
    let person = (0..chars.len()).filter(|at| matches!(chars[*at], '人' | '名'));
    person.into_iter().find_map(|at| {
        let end = chars[..at].iter().rposition(|c| !matches!(c, '余' | '多'))? + 1;
        let start = chars[..end].iter().rposition(|c| !c.is_ascii_digit()).map_or(0, |at| at + 1);
        let told = sentence.find_any(&["参加", "出席", "到会", "参会"]).is_some();
        let number = sentence.part(start..end);
        (told && number.len() > 1 && number.len() < 6).then(|| number.value())
    })
}

/// The parts of a sentence that list who was there: each up to a word that says so.
fn regions<'t>(sentence: &Slice<'t>) -> Vec<Slice<'t>> {
    const VERBS: &[&str] = &["出席", "参加", "列席", "到会"];
    const HEADS: &[&str] = &[
        "出席会议的有",
        "参加会议的有",
        "参加会议的还有",
        "列席会议的有",
        "出席会议的领导有",
        "参会人员有",
    ];
    let mut rest = sentence.trim("，、");
    if let Some(list) = HEADS.iter().find_map(|head| rest.after(head)) {
        return vec![list.trim("：，")];
    }
    let mut found = Vec::new();
    while let Some((end, length)) = rest.find_any(VERBS) {
        found.extend(listed(&rest.part(0..end)));
        let behind = rest.from(end + length);
        // 出席会议并讲话，: the next ones come behind the comma.
        rest = behind.find("，").map_or(behind.part(0..0), |at| behind.from(at + 1));
    }
    found
}

/// A list without the number of people and the words that lead to the verb.
fn listed<'t>(list: &Slice<'t>) -> Option<Slice<'t>> {
    // 共420多人参加: the number is told on its own.
    let count = list
        .find_any(&["共计", "共约", "共"])
        .filter(|(at, _)| list.chars()[*at..].iter().any(char::is_ascii_digit));
    let list = count.map_or(list.clone(), |(at, _)| list.part(0..at));
    let list = ["等", "，", "、", "分别", "应邀"]
        .iter()
        .find_map(|word| list.before(word))
        .unwrap_or(list);
    let number = list.chars().iter().any(char::is_ascii_digit) && list.before("人").is_some();
    (list.len() > 1 && !number).then_some(list)
}

/// People by where they come from, as the post says it (县委书记, 副市长), then the roles.
fn groups(found: &[(Vec<Attendee<'_>>, Slice<'_>)]) -> Vec<Value> {
    let mut named: Vec<(&'static str, Vec<Value>)> = Vec::new();
    let mut roles = Vec::new();
    for (list, region) in found {
        let mut own = Vec::new();
        for attendee in list {
            match attendee {
                Attendee::Person(person) => {
                    let group = group_of(person);
                    match named.iter_mut().find(|(name, _)| *name == group) {
                        Some((_, people)) => people.push(person.value()),
                        None => named.push((group, vec![person.value()])),
                    }
                }
                Attendee::Role(role) if is_deed(role) => {}
                Attendee::Role(role) => own.extend(conjoined(role)),
            }
        }
        roles.extend(people::grouped(region, &own).iter().map(Slice::value));
    }
    let group = |(name, people)| {
        Value::Map(vec![("组别", Value::given(name)), ("人员", Value::List(people))])
    };
    let mut groups: Vec<Value> = named.into_iter().map(group).collect();
    if !roles.is_empty() {
        groups.push(Value::Map(vec![
            ("组别", Value::given("参会单位")),
            ("身份", Value::List(roles)),
        ]));
    }
    groups
}

/// What somebody did is no role: `作讲话` behind a name.
fn is_deed(role: &Slice<'_>) -> bool {
    const DOES: &[&str] = &[
        "作", "讲话", "主持", "宣读", "致辞", "发言", "通报", "安排", "传达", "强调", "指出",
        "要求", "汇报", "出席",
    ];
    role.after_any(DOES).is_some()
}

/// `乡镇部分计生专干以及县计生局全体干部` are two.
fn conjoined<'t>(role: &Slice<'t>) -> Vec<Slice<'t>> {
    let mut parts = Vec::new();
    let mut rest = role.clone();
    while let Some((at, length)) = rest.find_any(&["以及", "及其", "及"]) {
        if at == 0 || rest.part(at..at + 2).words() == "及其" {
            break;
        }
        parts.push(rest.part(0..at));
        rest = rest.from(at + length);
    }
    parts.push(rest);
    parts.retain(|part| part.len() > 1);
    parts
}

fn group_of(person: &Person<'_>) -> &'static str {
    let post = person.post.as_ref().map(Slice::words).unwrap_or_default();
    let post = post.trim_start_matches('副');
    match post.chars().next() {
        Some('省') => "省上领导",
        Some('市') => "市上领导",
        Some('县') => "县上领导",
        Some('区') => "区上领导",
        None => "领导",
        _ => "其他人员",
    }
}

/// Who did what: the clauses of the paragraph that begins with 会上, else of the one with most of them.
fn agenda(finding: &Finding<'_, '_>, speakers: &[Speaker], meeting: &str) -> Vec<Value> {
    let items = |line: &Line<'_>| -> Vec<Value> {
        let clauses = clauses(&line.slice, finding, speakers);
        clauses.iter().filter_map(|clause| item(clause, meeting)).collect()
    };
    let near = finding.lines.range(0..LEAD.min(finding.lines.len()));
    let told = near.iter().find(|line| line.slice.after("会上").is_some());
    let most = || {
        let several = near.iter().map(items).filter(|items| items.len() > 1);
        several.max_by_key(Vec::len).unwrap_or_default()
    };
    let mut agenda = told.map_or_else(most, items);
    // 县委书记陈树恩出席会议并讲话: the lead tells of it, and nothing else does.
    let lead = lead(finding.lines).map(items).unwrap_or_default();
    for item in lead {
        let new = agenda.iter().all(|other| speaker_of(other) != speaker_of(&item));
        agenda.extend(new.then_some(item));
    }
    agenda
}

fn speaker_of(item: &Value) -> Option<&str> {
    let Value::Map(entries) = item else {
        return None;
    };
    entries.iter().find_map(|(key, value)| match value {
        Value::Leaf(leaf) if *key == "发言人" => Some(leaf.text.as_str()),
        _ => None,
    })
}

/// Somebody, and what they did.
struct Clause<'t> {
    name: Value,
    post: Option<Value>,
    act: Slice<'t>,
}

fn clauses<'t>(
    text: &Slice<'t>,
    finding: &Finding<'_, 't>,
    speakers: &[Speaker],
) -> Vec<Clause<'t>> {
    let lexicon = finding.background.lexicon;
    let text = text.after("会上").unwrap_or_else(|| text.clone());
    let mut found = Vec::new();
    for sentence in text.trim("，：").split(|c| matches!(c, '；' | '。')) {
        let mut start = 0;
        for piece in sentence.split(|c| c == '，') {
            let end = piece.start_in(&sentence) + piece.len();
            let whole = sentence.part(start..end);
            let clause = with_post(&whole, lexicon).or_else(|| with_name(&piece, speakers));
            // 市委常委，副市长李明远: a post may have a comma in it; anything else goes on with what was done.
            if clause.is_some() || !lexicon.ends_with_post(piece.chars()) {
                start = end + 1;
            }
            found.extend(clause);
        }
    }
    found
}

/// `副县长沈秋澜宣读了…`
fn with_post<'t>(text: &Slice<'t>, lexicon: &Lexicon) -> Option<Clause<'t>> {
    let listed = attendees(text, lexicon).into_iter();
    let mut people = listed.filter_map(|attendee| match attendee {
        Attendee::Person(person) if person.post.is_some() => Some(person),
        _ => None,
    });
    let person = people.next_back()?;
    let end = person.name.start_in(text) + person.name.len();
    Some(Clause {
        name: person.name.value_as(person.written()),
        post: person.post.as_ref().map(Slice::value),
        act: text.from(end),
    })
}

/// `沈秋澜宣读了…`, of somebody whose post was told before.
fn with_name<'t>(text: &Slice<'t>, speakers: &[Speaker]) -> Option<Clause<'t>> {
    let mut known = speakers.iter();
    let (act, speaker) = known.find_map(|speaker| Some((text.after(&speaker.name)?, speaker)))?;
    let name = text.part(0..speaker.name.chars().count());
    let post = speaker.post.clone();
    Some(Clause { name: name.value(), post, act })
}

/// An item of the agenda.
fn item(clause: &Clause<'_>, meeting: &str) -> Option<Value> {
    let (act, words) = act(&clause.act, meeting)?;
    let mut entries = vec![("事项", act.value_as(words)), ("发言人", clause.name.clone())];
    entries.extend(clause.post.clone().map(|post| ("职务", post)));
    Some(Value::Map(entries))
}

const TALKS: &[&str] =
    &["讲话", "发言", "报告", "致辞", "汇报", "说明", "点评", "总结", "辅导", "授课"];
const DEEDS: &[&str] = &[
    "安排部署",
    "安排",
    "部署",
    "说明",
    "通报",
    "解读",
    "点评",
    "总结",
    "讲解",
    "介绍",
    "汇报",
    "强调",
    "要求",
];
const DOES: &[&str] = &[
    "宣读",
    "传达学习",
    "传达",
    "通报",
    "宣布",
    "安排部署",
    "部署",
    "解读",
    "介绍",
    "汇报",
    "总结",
    "领学",
    "提出",
];

/// What was done, in the words of an agenda, and the part of the text that says it.
type Deed<'t> = Option<(Slice<'t>, String)>;

fn act<'t>(act: &Slice<'t>, meeting: &str) -> Deed<'t> {
    let mut text = act.trim("，、。；");
    while let Some(rest) = text.after_any(&["分别", "还", "并"]) {
        text = rest;
    }
    talk_besides(&text)
        .or_else(|| deed_on(&text, meeting))
        .or_else(|| talk(&text))
        .or_else(|| doing(&text, meeting))
}

/// `出席会议并讲话`
fn talk_besides<'t>(text: &Slice<'t>) -> Deed<'t> {
    let words = ["并讲话", "并作讲话", "并作重要讲话", "并发表讲话"];
    let (at, length) = text.find_any(&words)?;
    let talk = text.part(at + length - 2..at + length);
    let words = talk.words();
    Some((talk, words))
}

/// `对评估体系作了说明`
fn deed_on<'t>(text: &Slice<'t>, meeting: &str) -> Deed<'t> {
    let rest = text.after_any(&["对", "就", "围绕"])?;
    let (at, length) = rest.find_any(&["作了", "做了", "进行了", "作出", "提出", "进行"])?;
    let (object, deed) = (rest.part(0..at), rest.from(at + length));
    let word = DEEDS.iter().find(|word| deed.contains(word))?;
    Some((text.clone(), format!("{word}{}", short(&object, meeting))))
}

/// `作了重要讲话`, `作表态发言`, `讲话`
fn talk<'t>(text: &Slice<'t>) -> Deed<'t> {
    let Some(rest) = text.after_any(&["作了", "做了", "作", "发表了", "发表"]) else {
        let plain = text.after_any(&["讲话", "发言"]).map(|_| text.part(0..2))?;
        let words = plain.words();
        return Some((plain, words));
    };
    let (at, length) = rest.find_any(TALKS)?;
    let whole = rest.part(0..at + length);
    let plain = whole.after_any(&["重要", "了", "的"]).unwrap_or(whole);
    Some((text.clone(), plain.words()))
}

/// `宣读了《…实施方案》`
fn doing<'t>(text: &Slice<'t>, meeting: &str) -> Deed<'t> {
    let done = |word: &&'static str| Some((*word, text.after(word)?));
    let (word, rest) = DOES.iter().find_map(done)?;
    let object = rest.after("了").unwrap_or(rest);
    Some((text.clone(), format!("{word}{}", short(&object, meeting))))
}

/// What something is called for short: `《云溪县创建工作实施方案》` -> `实施方案`, `创优的评估体系` -> `评估体系`.
fn short(object: &Slice<'_>, meeting: &str) -> String {
    const DOCUMENTS: &[&str] = &[
        "领导小组名单",
        "领导小组组成人员名单",
        "实施方案",
        "工作方案",
        "实施意见",
        "表彰决定",
        "工作要点",
        "考核办法",
        "责任书",
        "名单",
        "方案",
        "意见",
        "办法",
        "决定",
        "通知",
        "通报",
        "倡议书",
    ];
    const LONG: usize = 12;
    let titled = object.inside('《', '》');
    let name = titled.unwrap_or_else(|| object.trim("，、"));
    // 《…实施方案（2026—2028年）》
    let bracket = name.before("）").and_then(|rest| rest.find("（"));
    let name = bracket.map_or(name.clone(), |at| name.part(0..at));
    if name.len() > LONG
        && let Some(kind) = DOCUMENTS.iter().find(|kind| name.before(kind).is_some())
    {
        return (*kind).to_owned();
    }
    if let Some(work) = name.before("工作").and_then(|rest| subject(&rest, meeting)) {
        return work;
    }
    let after = name.chars().iter().rposition(|c| *c == '的').map(|at| name.from(at + 1));
    match after {
        Some(after) if after.len() > 2 => after.words(),
        _ if object.contains("《") && name.len() <= LONG => format!("《{}》", name.words()),
        _ => name.words(),
    }
}

/// The meeting's own subject is called by its verb: `争创优质服务县工作` at the `创建优质服务县动员大会` is 创建工作.
fn subject(work: &Slice<'_>, meeting: &str) -> Option<String> {
    const VERBS: &[&str] = &[
        "创建", "推进", "推动", "整治", "治理", "建设", "防治", "帮扶", "改革", "整改", "普查",
        "振兴",
    ];
    let verb = VERBS.iter().filter_map(|verb| Some((meeting.find(verb)?, verb))).min()?.1;
    let scopes = ["全县", "全市", "全区", "我县"];
    let core = scopes.iter().find_map(|scope| work.after(scope)).unwrap_or_else(|| work.clone());
    let core = core.from(2);
    let mut letters = meeting.chars();
    let within = core.chars().iter().all(|c| letters.any(|letter| letter == *c));
    (core.len() >= 4 && within).then(|| format!("{verb}工作"))
}

/// The plans and rosters that the text names and the site has.
fn read_issued(finding: &mut Finding<'_, '_>) {
    let mut seen = BTreeSet::new();
    let mut issued = Vec::new();
    let mut missing = Vec::new();
    for line in finding.lines.iter() {
        let mut rest = line.slice.clone();
        while let Some(title) = rest.inside('《', '》') {
            let words = title.words();
            let new = seen.insert(words.clone());
            match finding.background.lexicon.document(&words) {
                Some(known) if new && matches!(known.kind, KindName::Plan | KindName::Roster) => {
                    issued.push(title.value_as(known.path.clone()));
                }
                None if new && ["方案", "名单"].iter().any(|w| words.ends_with(w)) => {
                    missing.push(title.clone())
                }
                _ => {}
            }
            rest = rest.from(title.start_in(&rest) + title.len() + 1);
        }
    }
    for title in missing {
        let words = title.words();
        let note = say!(
            "文中提到《{words}》，网站里还没有这一篇；有了以后写它的路径",
            "the text names 《{words}》, which the site does not have yet; write its path here when it does"
        );
        finding.blank("印发", note, Some(title.whence()));
    }
    finding.add_list("印发", issued);
}

/// Paragraphs in brackets are what is left of photos.
fn read_photos(finding: &mut Finding<'_, '_>) {
    let mut photos = Vec::new();
    for line in finding.lines.iter() {
        let caption = line.caption().filter(|_| !line.is_in(&finding.used));
        if let Some(caption) = caption {
            finding.used.extend(line.block);
            photos.push(Value::Map(vec![("说明", caption.value())]));
        }
    }
    if !photos.is_empty() {
        let note =
            say!("原文只剩说明，照片请补上", "only the captions are left; please add the photos");
        finding.add_noted("照片", Value::List(photos), note);
    }
}
