//! 领导小组名单: who has which role, in lines as offices write them or in a table; office and duties.

use super::columns::Listing;
use super::lines::{Line, Lines};
use super::people::{self, Person};
use super::slice::Slice;
use super::{Finding, Value, roles, table};
use crate::diagnostic::Code;
use crate::document::roster::{Rank, Role, RoleWord};
use crate::import::clean::Doubt;
use crate::import::lexicon::Lexicon;
use crate::say;

/// How many lines name a member.
pub(super) fn count(lines: &Lines<'_>, lexicon: &Lexicon) -> usize {
    let mut role = None;
    let named = lines.iter().filter(|line| {
        let (label, rest) = labelled(&line.slice);
        role = label.or_else(|| role.take());
        role.is_some() && !members(&rest, lexicon).0.is_empty()
    });
    named.count()
}

pub(super) fn read(finding: &mut Finding<'_, '_>) {
    read_name(finding);
    let members = read_members(finding);
    add_members(finding, members);
    let lines = finding.lines;
    let duties = lines.find(&["主要职责", "工作职责", "领导小组职责"]).map(|section| {
        let below = lines.range(section.below).iter().map(|line| line.rest.clone());
        let rows = [section.inline].into_iter().chain(below);
        let rows = rows.flat_map(|row| row.split(|c| matches!(c, '。' | '；')));
        rows.map(|row| row.trim("").value()).collect::<Vec<_>>()
    });
    finding.add_list("职责", duties.unwrap_or_default());
    read_office(finding);
}

/// A roster has one 组长: of several the others are first leaders, and where there is none a place is kept.
fn add_members(finding: &mut Finding<'_, '_>, mut members: Vec<Value>) {
    let is_leader = |member: &Value| role_of(member) == Some(RoleWord::Leader.alias());
    let led =
        members.iter().filter_map(role_of).any(|role| Role::written(role).rank() == Rank::Leader);
    let leaders: Vec<usize> = (0..members.len()).filter(|at| is_leader(&members[*at])).collect();
    match leaders.as_slice() {
        [] | [_] if led => {
            let preview = finding.previews.pop();
            finding.add_table("成员", members, preview.as_ref());
        }
        [] | [_] => {
            let words = say!("没有认出组长", "no leader was found");
            finding.blank("成员", words, None);
            members.insert(
                0,
                Value::Map(vec![
                    ("职责", Value::given(RoleWord::Leader.alias())),
                    ("姓名", Value::given("待填")),
                ]),
            );
            finding.add("成员", Value::List(members));
        }
        [others @ .., _] => {
            for at in others {
                if let Value::Map(entries) = &mut members[*at] {
                    entries[0].1 = Value::given(RoleWord::FirstLeader.alias());
                }
            }
            let count = leaders.len();
            let note = say!(
                "原文有 {count} 位组长，前面的先写作第一组长",
                "the text has {count} leaders; the former ones are called 第一组长 here"
            );
            finding.add_noted("成员", Value::List(members), note);
        }
    }
}

fn role_of(member: &Value) -> Option<&str> {
    let Value::Map(entries) = member else {
        return None;
    };
    match entries.first() {
        Some((_, Value::Leaf(leaf))) => Some(&leaf.text),
        _ => None,
    }
}

/// `关于成立…领导小组的通知` -> the group.
fn read_name(finding: &mut Finding<'_, '_>) {
    const STARTS: &[&str] = &["关于成立", "关于调整", "关于建立", "关于组建", "成立", "调整"];
    const ENDS: &[&str] = &["领导小组", "指挥部", "工作专班", "委员会", "工作组"];
    let title = finding.title_words();
    let start = STARTS
        .iter()
        .filter_map(|word| title.find(word).map(|at| at + word.len()))
        .max()
        .unwrap_or(0);
    let rest = &title[start..];
    let end = ENDS.iter().filter_map(|word| rest.find(word).map(|at| at + word.len())).max();
    let name = end.map_or(title.as_str(), |end| &rest[..end]).to_owned();
    let title = finding.head.title.as_ref();
    let value = match title.or(finding.fallback_title.as_ref()) {
        Some(Value::Leaf(leaf)) => {
            let mut leaf = leaf.clone();
            leaf.text = name;
            Value::Leaf(leaf)
        }
        _ => {
            let found = finding.lines.iter().find_map(|line| {
                let (at, length) = line.slice.find_any(ENDS)?;
                let sentence = line.slice.part(0..at + length).split(|c| "，。；".contains(c));
                let last = sentence.into_iter().next_back()?;
                Some(["决定成立", "成立"].iter().find_map(|word| last.after(word)).unwrap_or(last))
            });
            found.map_or_else(|| finding.name_for_want(), |slice| slice.value())
        }
    };
    finding.add("小组名称", value);
}

/// Members of lines that begin with a role, or go on with it; then those of tables.
fn read_members(finding: &mut Finding<'_, '_>) -> Vec<Value> {
    let lexicon = finding.background.lexicon;
    let mut found = Vec::new();
    let mut role: Option<Role> = None;
    let mut lost = false;
    for line in finding.lines.iter() {
        let (label, rest) = labelled(&line.slice);
        let damaged = label.is_none() && is_damaged(line);
        let labelled = label.is_some();
        role = label.or_else(|| role.take());
        let (people, whole) = members(&rest, lexicon);
        if damaged {
            lost = true;
            finding.doubts.push(doubt(line));
        }
        let Some(current) = role.as_ref().filter(|_| !damaged && !lost || labelled) else {
            continue;
        };
        lost = false;
        let value = |person: &Person<'_>| {
            let mut entries = vec![("职责", Value::given(current.alias()))];
            if let Value::Map(person) = person.value() {
                entries.extend(person);
            }
            Value::Map(entries)
        };
        found.extend(people.iter().map(value));
        if whole && !people.is_empty() {
            finding.used.extend(line.block);
        } else if !labelled {
            role = None;
        } else if !people.is_empty() || rest.len() > 1 {
            finding.doubts.push(unread(line));
        }
    }
    let tables = table::read(finding.blocks, &finding.years);
    finding.previews.extend(tables.preview(Listing::Roster));
    finding.show(&tables.used);
    finding.doubts.extend(tables.doubts);
    found.extend(tables.members);
    found
}

/// The role that a line begins with, blanks within it passed over, and what comes behind.
fn labelled<'t>(line: &Slice<'t>) -> (Option<Role>, Slice<'t>) {
    let none = (None, line.trim(""));
    let Some((role, end)) = roles::first(line.chars()) else {
        return none;
    };
    let rest = line.from(end);
    let marked = rest.chars().first().is_none_or(|c| *c == '：' || c.is_whitespace());
    if marked { (Some(role), rest.trim("：")) } else { none }
}

/// `长：李明远`: the label lost a character. 组长 and 副组长 both end so: which it was only a person can say.
fn is_damaged(line: &Line<'_>) -> bool {
    let text = line.slice.trim("");
    ["长：", "员：", "组：", "任："].iter().any(|rest| text.after(rest).is_some())
}

fn doubt(line: &Line<'_>) -> Doubt {
    let words = line.slice.words();
    Doubt {
        code: Code::ImportRole,
        whence: line.slice.whence(),
        block: line.block,
        words: say!(
            "“{words}”的职责缺字，没有填进“成员”",
            "the role of {words} has lost a character, and was not filled in"
        ),
    }
}

fn unread(line: &Line<'_>) -> Doubt {
    let words = line.slice.part(0..30).words();
    Doubt {
        code: Code::ImportMembers,
        whence: line.slice.whence(),
        block: line.block,
        words: say!(
            "“{words}”里有没认出的人，请核对",
            "not everybody in {words} was recognised; please check"
        ),
    }
}

/// Members as lists have them: `李明远　县委副书记、县长`, `李明远（县长）`, `县长 李明远`, `李明远、何书宁`; and whether that was all of it.
fn members<'t>(text: &Slice<'t>, lexicon: &Lexicon) -> (Vec<Person<'t>>, bool) {
    /// Longer lines are texts.
    const LONGEST: usize = 400;
    let text = text.trim("。；，");
    if text.is_empty() || text.len() > LONGEST || text.contains("。") {
        return (Vec::new(), false);
    }
    if let Some(person) = name_first(&text, lexicon).or_else(|| post_first(&text, lexicon)) {
        return (vec![person], true);
    }
    let pieces = text.split(|c| matches!(c, '、' | '，' | '；'));
    let each: Vec<Option<Person<'t>>> = pieces
        .iter()
        .map(|piece| {
            name_first(piece, lexicon)
                .or_else(|| post_first(piece, lexicon))
                .or_else(|| alone(piece, lexicon))
        })
        .collect();
    let whole = each.iter().all(Option::is_some);
    let several = each.len() > 1 || whole;
    let found: Vec<Person<'t>> = each.into_iter().flatten().collect();
    if several && (whole || found.len() > 1) { (found, whole) } else { (Vec::new(), false) }
}

fn alone<'t>(piece: &Slice<'t>, lexicon: &Lexicon) -> Option<Person<'t>> {
    let piece = piece.trim("");
    let length = people::name(&piece, lexicon)?;
    (length == piece.len()).then_some(Person::new(piece, None))
}

/// A name, then a blank or brackets, then the post.
fn name_first<'t>(text: &Slice<'t>, lexicon: &Lexicon) -> Option<Person<'t>> {
    let text = text.trim("");
    let length = people::name(&text, lexicon)?;
    let rest = text.from(length);
    let gap = rest.chars().first().is_some_and(|c| c.is_whitespace());
    let bracketed = rest.after("（").and_then(|rest| rest.before("）"));
    if bracketed
        .as_ref()
        .is_some_and(|post| ["）、", "），", "）；"].iter().any(|m| post.contains(m)))
    {
        return None;
    }
    let in_brackets = bracketed.is_some();
    let post = match bracketed {
        Some(post) => post,
        None if gap => rest.trim(""),
        None => return None,
    };
    let fits = !post.is_empty()
        && !post.contains("，")
        && lexicon.ends_with_post(post.trim("（兼）").chars());
    // 冯镭（县水务局）: a unit alone.
    let unit = in_brackets && (3..=30).contains(&post.len());
    let fits = fits
        || (gap && post.len() >= 4 && !post.contains("："))
        || (unit && !post.contains("，") && !post.contains("、"));
    fits.then(|| Person::new(text.part(0..length), Some(post)))
}

/// A post, a blank or none, then the name at the end.
fn post_first<'t>(text: &Slice<'t>, lexicon: &Lexicon) -> Option<Person<'t>> {
    let text = text.trim("");
    let at = (1..text.len()).find(|at| {
        let post = &text.chars()[..*at];
        let rest = text.from(*at).trim("");
        lexicon.ends_with_post(post) && people::name(&rest, lexicon) == Some(rest.len())
    })?;
    Some(Person::new(text.from(at).trim(""), Some(text.part(0..at).trim(""))))
}

/// `领导小组办公室设在县卫生健康局，由孙若溪同志兼任办公室主任`.
fn read_office(finding: &mut Finding<'_, '_>) {
    let lexicon = finding.background.lexicon;
    let found = finding.lines.iter().find_map(|line| {
        let (at, length) = line.slice.find_any(&["办公室设在", "下设办公室在"])?;
        let rest = line.slice.from(at + length);
        let unit = rest.split(|c| "，。；（".contains(c)).into_iter().next()?;
        Some((unit.clone(), rest.from(unit.len())))
    });
    let Some((unit, rest)) = found else { return };
    let mut entries = vec![("单位", unit.value())];
    let by = rest.find("由").map(|at| rest.from(at + 1));
    let serves = by.and_then(|by| {
        let (at, _) = by.find_any(&[
            "兼任办公室主任",
            "任办公室主任",
            "兼任主任",
            "担任办公室主任",
            "兼办公室主任",
            "任主任",
        ])?;
        let who = by.part(0..at);
        let who = ["担", "兼"].iter().find_map(|word| who.before(word)).unwrap_or(who);
        let who = who.before("同志").unwrap_or(who);
        post_first(&who, lexicon).or_else(|| alone(&who, lexicon))
    });
    if let Some(director) = serves {
        entries.push(("主任", director.value()));
    }
    finding.add("办公室", Value::Map(entries));
}
