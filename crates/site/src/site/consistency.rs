//! What documents say must agree with itself and with each other.

use super::edges::Edges;
use super::mentions::{Mentions, Part};
use super::registry::Person;
use super::{DocumentId, Relation};
use crate::config::changeable;
use crate::config::rules::with_mending;
use crate::diagnostic::{Code, Diagnostic, Source, Span};
use crate::document::roster::{Member, Rank, RoleWord};
use crate::document::{Document, Kind, Meeting, Plan, Progress, Roster};
use crate::record::{Spanned, Text};
use crate::say;
use std::collections::HashMap;
use std::sync::Arc;

pub(super) fn check(
    documents: &[Arc<Document>],
    edges: &Edges,
    people: &[Person],
    mentions: &Mentions,
    problems: &mut Vec<Diagnostic>,
) {
    doc_numbers(documents, problems);
    for (index, document) in documents.iter().enumerate() {
        match &document.kind {
            Kind::Meeting(meeting) => check_meeting(document, meeting, problems),
            Kind::Plan(plan) => check_plan(document, plan, problems),
            Kind::Progress(progress) => check_progress(
                documents,
                document,
                progress,
                edges,
                DocumentId::at(index),
                problems,
            ),
            Kind::Roster(roster) => check_roster(document, roster, problems),
            _ => {}
        }
        check_kinds(documents, document, edges, DocumentId::at(index), problems);
        check_exceptions(document, problems);
    }
    check_posts(documents, edges, people, mentions, problems);
}

/// 发文字号: one number, one document.
fn doc_numbers(documents: &[Arc<Document>], problems: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<&str, &Document> = HashMap::new();
    for document in documents {
        let Some(number) = &document.common.doc_number else {
            continue;
        };
        let text = &number.text;
        if let Some(other) = seen.insert(text, document) {
            let place = other.common.doc_number.as_ref().map_or(other.front, |n| n.span);
            problems.push(
                Diagnostic::error(
                    Code::DuplicateDocNumber,
                    say!("发文字号“{text}”用了两次", "the document number {text} is used twice"),
                )
                .with(&document.source, number.span, say!("第二次", "the second time"))
                .with(
                    &other.source,
                    place,
                    say!("第一次在这里", "the first is here"),
                ),
            );
        }
    }
}

fn check_meeting(document: &Document, meeting: &Meeting, problems: &mut Vec<Diagnostic>) {
    if let Some(time) = &meeting.time
        && time.end.is_some_and(|end| end < time.start)
    {
        problems.push(
            Diagnostic::error(
                Code::TimeOrder,
                say!("会议结束早于开始", "the meeting ends before it begins"),
            )
            .at(&document.source, document.front),
        );
    }
    for photo in meeting.photos.iter().filter(|photo| photo.file.is_none()) {
        let caption = &photo.caption;
        let place = document.source.text[document.front.range()].find(&**caption);
        let span = place.map_or(document.front, |at| {
            Span::new(
                document.front.start as usize + at,
                document.front.start as usize + at + caption.len(),
            )
        });
        problems.push(
            Diagnostic::warning(
                Code::LostPhoto,
                say!(
                    "照片“{caption}”没有图片文件，页面上只显示说明",
                    "the photo “{caption}” has no file; the page shows the caption alone"
                ),
            )
            .at(&document.source, span),
        );
    }
}

fn check_plan(document: &Document, plan: &Plan, problems: &mut Vec<Diagnostic>) {
    unique(&document.source, plan.tasks.iter().map(|t| &t.id), say_task, problems);
    unique(&document.source, plan.indicators.iter().map(|i| &i.id), say_indicator, problems);
    if plan.period.end < plan.period.start {
        problems.push(
            Diagnostic::error(
                Code::TimeOrder,
                say!("方案的结束早于开始", "the plan ends before it begins"),
            )
            .at(&document.source, document.front),
        );
    }
    for phase in plan.phases.iter().filter(|p| p.end < p.start) {
        let name = &phase.name;
        problems.push(
            Diagnostic::error(
                Code::TimeOrder,
                say!("“{name}”的结束早于开始", "the phase {name} ends before it begins"),
            )
            .at(&document.source, document.front),
        );
    }
}

type Naming = fn(&str) -> crate::diagnostic::Words;

fn say_task(id: &str) -> crate::diagnostic::Words {
    say!("任务编号“{id}”用了两次", "the task id `{id}` is used twice")
}

fn say_indicator(id: &str) -> crate::diagnostic::Words {
    say!("指标编号“{id}”用了两次", "the indicator id `{id}` is used twice")
}

fn unique<'d>(
    source: &Arc<Source>,
    ids: impl Iterator<Item = &'d Spanned<Text>>,
    naming: Naming,
    problems: &mut Vec<Diagnostic>,
) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for id in ids {
        if let Some(before) = seen.insert(&id.value, id.span) {
            problems.push(
                Diagnostic::error(Code::DuplicateId, naming(&id.value))
                    .with(source, id.span, say!("第二次", "the second time"))
                    .with(source, before, say!("第一次在这里", "the first is here")),
            );
        }
    }
}

/// A progress report may speak only of what its plan has.
fn check_progress(
    documents: &[Arc<Document>],
    document: &Document,
    progress: &Progress,
    edges: &Edges,
    id: DocumentId,
    problems: &mut Vec<Diagnostic>,
) {
    let target = edges.out[id.index()].iter().find(|e| e.relation == Relation::ReportsOn);
    let Some(target) = target.map(|e| &documents[e.document.index()]) else {
        return;
    };
    let Kind::Plan(plan) = &target.kind else {
        return;
    };
    let indicators: Vec<&str> = plan.indicators.iter().map(|i| &*i.id.value).collect();
    let tasks: Vec<&str> = plan.tasks.iter().map(|t| &*t.id.value).collect();
    let sources: Vec<&str> = plan.budget.iter().map(|b| &*b.source).collect();
    let named = progress
        .values
        .iter()
        .map(|v| &v.indicator)
        .chain(progress.by_unit.iter().map(|v| &v.indicator));
    type Named<'a> = (Vec<&'a Spanned<Text>>, &'a [&'a str], (&'a str, &'a str));
    let lists: [Named<'_>; 3] = [
        (named.collect(), &indicators, ("指标", "indicator")),
        (progress.tasks.iter().map(|t| &t.task).collect(), &tasks, ("任务", "task")),
        (
            progress.spent.iter().map(|s| &s.source).collect(),
            &sources,
            ("资金来源", "source of money"),
        ),
    ];
    for (used, known, (zh, en)) in lists {
        for name in used.into_iter().filter(|name| !known.contains(&&*name.value)) {
            let text = &name.value;
            problems.push(
                Diagnostic::error(
                    Code::UnknownInPlan,
                    say!("方案里没有{zh}“{text}”", "the plan has no {en} `{text}`"),
                )
                .with(&document.source, name.span, say!("", ""))
                .with(
                    &target.source,
                    Span::new(target.front.start as usize, target.front.start as usize),
                    say!("方案在这里", "the plan is here"),
                )
                .did_you_mean(text, known.iter().copied()),
            );
        }
    }
    for task in
        progress.tasks.iter().filter(|t| t.done.is_some_and(|d| !(0.0..=100.0).contains(&d.0)))
    {
        problems.push(
            Diagnostic::error(
                Code::Percent,
                say!("完成率应当在 0 到 100 之间", "percent done must be 0 to 100"),
            )
            .at(&document.source, task.task.span),
        );
    }
}

/// Exactly one 组长 (第一组长 aside), and one role a person. A headquarters may have two 总指挥, and a conference several 召集人.
fn check_roster(document: &Document, roster: &Roster, problems: &mut Vec<Diagnostic>) {
    let is_leader = |member: &&Member| member.role.value.word() == Some(RoleWord::Leader);
    let leaders: Vec<_> = roster.members.iter().filter(is_leader).collect();
    let led = roster.members.iter().any(|member| member.role.value.rank() == Rank::Leader);
    match leaders.as_slice() {
        [_] => {}
        [] if led => {}
        [] => {
            let words = say!("名单里没有组长", "the roster has no leader");
            let problem = Diagnostic::error(Code::NoLeader, words);
            problems.push(with_mending(problem.at(&document.source, first_line(document))));
        }
        [first, rest @ ..] => {
            let count = leaders.len();
            let words = say!("名单里有 {count} 位组长", "the roster has {count} leaders");
            let place = |problem: Diagnostic, member: &Member, words| {
                problem.with(&document.source, member.role.span, words)
            };
            let problem =
                rest.iter().fold(Diagnostic::error(Code::TwoLeaders, words), |problem, member| {
                    place(problem, member, say!("又一位", "another one"))
                });
            let problem = place(problem, first, say!("第一位在这里", "the first is here"));
            problems.push(with_mending(problem));
        }
    }
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for member in &roster.members {
        let name = &member.name.text;
        if let Some(before) = seen.insert(name, member.name.span) {
            problems.push(
                Diagnostic::warning(
                    Code::TwiceInGroup,
                    say!("“{name}”在名单里出现两次", "{name} is in the roster twice"),
                )
                .with(&document.source, member.name.span, say!("第二次", "the second time"))
                .with(
                    &document.source,
                    before,
                    say!("第一次在这里", "the first is here"),
                ),
            );
        }
    }
}

fn first_line(document: &Document) -> Span {
    let range = document.front.range();
    let line = document.source.text[range.clone()].lines().next().map_or(0, str::len);
    Span::new(range.start, range.start + line)
}

/// 检查例外 name rules of which there can be exceptions.
fn check_exceptions(document: &Document, problems: &mut Vec<Diagnostic>) {
    let named = document.common.exceptions.iter();
    problems.extend(named.filter_map(|one| changeable(&document.source, &one.rule).err()));
}

/// A reference must lead to the kind that it is for.
fn check_kinds(
    documents: &[Arc<Document>],
    document: &Document,
    edges: &Edges,
    id: DocumentId,
    problems: &mut Vec<Diagnostic>,
) {
    for edge in &edges.out[id.index()] {
        let target = &documents[edge.document.index()];
        let (fits, zh, en) = match edge.relation {
            Relation::Notice => (
                matches!(target.kind, Kind::Meeting(_))
                    && matches!(document.kind, Kind::Meeting(_)),
                "会议",
                "a meeting",
            ),
            Relation::Group => (
                matches!(target.kind, Kind::Roster(_)) && matches!(document.kind, Kind::Plan(_)),
                "方案或领导小组名单",
                "a plan or roster",
            ),
            Relation::ReportsOn => (matches!(target.kind, Kind::Plan(_)), "实施方案", "a plan"),
            Relation::Issued => (
                matches!(target.kind, Kind::Plan(_) | Kind::Roster(_)),
                "实施方案或领导小组名单",
                "a plan or roster",
            ),
            _ => continue,
        };
        if !fits {
            // Either side may have written the reference; the span lies in one of the two files.
            let written_here = document
                .source
                .text
                .get(edge.span.range())
                .is_some_and(|t| t.contains(&target.path) || target.path.contains(t));
            let source = if written_here { &document.source } else { &target.source };
            problems.push(
                Diagnostic::error(Code::WrongKind, say!("这里应当指向{zh}", "expected {en} here"))
                    .at(source, edge.span),
            );
        }
    }
}

/// A person with two current posts in two current rosters, where `people.yaml` does not say which is right.
fn check_posts(
    documents: &[Arc<Document>],
    edges: &Edges,
    people: &[Person],
    mentions: &Mentions,
    problems: &mut Vec<Diagnostic>,
) {
    let current = |id: DocumentId| {
        let validity = documents[id.index()].common.validity.as_ref();
        let valid = validity.is_none_or(|v| v.state.name() == "valid");
        valid && !edges.back[id.index()].iter().any(|e| e.relation == Relation::Supersedes)
    };
    for (person, list) in people.iter().zip(&mentions.of_person) {
        if person.post.is_some() {
            continue;
        }
        let in_group = |m: &&super::Mention| {
            matches!(m.part, Part::Member(_)) && m.post.is_some() && current(m.document)
        };
        let mut posts = list.iter().filter(in_group);
        let Some(first) = posts.next() else { continue };
        let Some(other) = posts.find(|m| m.post != first.post && m.document != first.document)
        else {
            continue;
        };
        let (name, a, b) = (
            &person.name,
            first.post.as_deref().unwrap_or_default(),
            other.post.as_deref().unwrap_or_default(),
        );
        let file = |mention: &super::Mention| &documents[mention.document.index()].source;
        problems.push(with_mending(
            Diagnostic::warning(
                Code::TwoPosts,
                say!(
                    "“{name}”在两份现行名单里职务不同：{a}；{b}",
                    "{name} has two posts in two current rosters: {a}; {b}"
                ),
            )
            .with(file(other), other.span, say!("{b}", "{b}"))
            .with(file(first), first.span, say!("{a}", "{a}")),
        ));
    }
}
