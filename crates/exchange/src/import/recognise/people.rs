//! 人员: `县委副书记、县长李明远` becomes a post and a name; what has no name is a role.

use super::Value;
use super::slice::Slice;
use crate::chinese::is_han;
use crate::diagnostic::Code;
use crate::import::clean::Doubt;
use crate::import::lexicon::Lexicon;
use crate::say;

/// What stands in a list of those who attend.
#[derive(Clone, Debug)]
pub(super) enum Attendee<'t> {
    Person(Person<'t>),
    /// `各乡镇党委书记`.
    Role(Slice<'t>),
}

/// Somebody with a name.
#[derive(Clone, Debug)]
pub(super) struct Person<'t> {
    pub(super) name: Slice<'t>,
    pub(super) post: Option<Slice<'t>>,
    /// The other name that it may be: 孟川 before 作 may be called 孟川作.
    pub(super) other: Option<String>,
}

impl<'t> Person<'t> {
    /// Somebody whose name ends where it must.
    pub(super) fn new(name: Slice<'t>, post: Option<Slice<'t>>) -> Self {
        Self { name, post, other: None }
    }
}

impl Person<'_> {
    /// The name without blanks: those of two characters are often written with one between.
    pub(super) fn written(&self) -> String {
        self.name.chars().iter().filter(|c| !c.is_whitespace()).collect()
    }

    /// `{姓名: …, 职务: …}`.
    pub(super) fn value(&self) -> Value {
        let name = ("姓名", self.name.value_as(self.written()));
        let post = self.post.as_ref().map(|post| ("职务", post.value_as(unspread(post))));
        Value::Map([Some(name), post].into_iter().flatten().collect())
    }
}

/// A post without the blanks between a unit and a post of it: 县应急局 局长.
fn unspread(post: &Slice<'_>) -> String {
    let chars = post.chars();
    let han = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| is_han(*c));
    let keep =
        |at: &usize| !(chars[*at].is_whitespace() && han(at.checked_sub(1)) && han(Some(at + 1)));
    let kept: String = (0..chars.len()).filter(keep).map(|at| chars[at]).collect();
    kept.replace('\u{fffc}', "")
}

/// A name that could end in two ways is told.
pub(super) fn doubt(person: &Person<'_>, block: Option<usize>) -> Option<Doubt> {
    let (name, other) = (person.written(), person.other.as_ref()?);
    Some(Doubt {
        code: Code::ImportName,
        whence: person.name.whence(),
        block,
        words: say!(
            "这里的姓名可能是“{name}”，也可能是“{other}”，先填了前一个，请核对",
            "the name here may be {name} or {other}; the first was filled in, please check"
        ),
    })
}

/// What may stand behind a name in a sentence.
const FOLLOWS: &[&str] = &[
    "出席", "参加", "列席", "主持", "作", "做", "对", "就", "宣读", "在", "要求", "指出", "强调",
    "讲话", "传达", "通报", "安排", "部署", "代表", "分别", "致辞", "发言", "等", "同志", "及",
    "和", "以及", "与", "率", "一行", "表示", "汇报", "介绍", "陪同", "到", "深入", "签", "组织",
    "总结", "解读", "说明", "任", "担任", "兼任", "为", "还", "并", "也", "向", "先后", "受",
    "围绕", "结合", "领学", "带领", "调研", "主讲", "应邀", "点评", "提出", "说", "宣布", "获",
    "到会", "莅临", "带队", "率队", "赴", "前往", "检查", "督导", "听取", "会见", "发表", "肯定",
    "希望", "号召", "亲自", "现场", "随后", "来到", "走进", "一同", "出任", "当选", "回应", "签署",
    "授旗", "揭牌", "实地", "专程", "专题", "巡察", "察看", "查看", "慰问", "走访", "看望", "召集",
    "召开", "已", "将", "正在", "了解", "询问", "叮嘱", "的", "（", " ", "\u{3000}", "逐", "详细",
    "主", "进行", "讲", "简要", "首先", "最后", "重点",
];

/// Words before a post that are none of it.
const LEADS: &[&str] = &[
    "会上",
    "随后",
    "最后",
    "首先",
    "其次",
    "接着",
    "同时",
    "会前",
    "会后",
    "期间",
    "会议由",
    "大会由",
    "活动由",
    "由",
    "并",
    "受县委委托",
    "下",
    "本次会议由",
    "和",
    "以及",
    "及",
    "与",
    "在",
    "其中",
];

/// Beginnings of roles: what they speak of are many.
const MANY: &[&str] = &["各", "全", "有关", "相关", "部分", "在家", "其他", "县直", "市直", "区直"];

/// Groups that stand before names: `县领导李明远、何书宁`.
const GROUPS: &[&str] = &["县领导", "县上领导", "市领导", "市上领导", "区领导", "省领导", "领导"];

/// Those who are listed in a slice, in order.
pub(super) fn attendees<'t>(slice: &Slice<'t>, lexicon: &Lexicon) -> Vec<Attendee<'t>> {
    let mut found: Vec<Attendee<'t>> = Vec::new();
    // Where a post began whose name has not come, as in 县委副书记、县长李明远: 、 parts posts of one person and people alike.
    let mut open: Option<usize> = None;
    for mut piece in slice.split(|c| matches!(c, '、' | '，' | '；')) {
        let last = piece.start_in(slice) + piece.len();
        let goes_on = slice.chars().get(last) == Some(&'、');
        loop {
            let start = open.unwrap_or(piece.start_in(slice));
            let Some((person, rest)) = person(slice, start, &piece, lexicon) else {
                break;
            };
            found.push(Attendee::Person(person));
            open = None;
            piece = rest;
        }
        let piece = piece.trim("");
        if piece.is_empty() {
            continue;
        }
        if let Some(name) = bare(&piece, &found, lexicon) {
            found.push(Attendee::Person(Person::new(name, None)));
            continue;
        }
        let many = MANY.iter().any(|word| piece.after(word).is_some());
        if goes_on && open.is_none() && !many && lexicon.ends_with_post(piece.chars()) {
            open = Some(piece.start_in(slice));
        } else if open.is_none() {
            found.push(Attendee::Role(piece));
        } else if !goes_on || !lexicon.ends_with_post(piece.chars()) {
            found.extend(roles(slice, &mut open, &piece));
        }
    }
    if let Some(start) = open {
        let left = slice.from(start).split(|c| c == '、');
        found.extend(left.into_iter().map(Attendee::Role));
    }
    found
}

/// Posts that no name followed, each a role of its own.
fn roles<'t>(slice: &Slice<'t>, open: &mut Option<usize>, last: &Slice<'t>) -> Vec<Attendee<'t>> {
    let start = open.take().unwrap_or(0);
    let end = last.start_in(slice) + last.len();
    let pieces = slice.part(start..end).split(|c| matches!(c, '、' | '，' | '；'));
    pieces.into_iter().map(Attendee::Role).collect()
}

/// A post and a name within a piece; the post may have begun before it, at `start` of the whole. And what comes behind.
fn person<'t>(
    whole: &Slice<'t>,
    start: usize,
    piece: &Slice<'t>,
    lexicon: &Lexicon,
) -> Option<(Person<'t>, Slice<'t>)> {
    let offset = piece.start_in(whole);
    for at in 1..piece.len() {
        if !lexicon.ends_with_post(&piece.chars()[..at]) {
            continue;
        }
        let gap = piece.chars()[at..].iter().take_while(|c| c.is_whitespace()).count();
        let Some(length) = name(&piece.from(at + gap), lexicon) else {
            continue;
        };
        let post = without_leads(&whole.part(start..offset + at));
        let (name, rest) = (piece.part(at + gap..at + gap + length), piece.from(at + gap + length));
        let post = Some(post).filter(|post| !post.is_empty());
        let other = other_end(&piece.from(at + gap), length, lexicon);
        return Some((Person { name, post, other }, after_name(&rest)));
    }
    None
}

/// What comes behind a name, the word that joins it taken away.
fn after_name<'t>(rest: &Slice<'t>) -> Slice<'t> {
    let joins = ["同志以及", "以及", "同志及", "同志和", "同志", "及", "和", "与", "等"];
    let cut = joins.iter().find_map(|word| rest.after(word));
    cut.unwrap_or_else(|| rest.clone())
}

fn without_leads<'t>(post: &Slice<'t>) -> Slice<'t> {
    let mut post = post.trim("，、；：");
    while let Some(rest) = LEADS.iter().find_map(|lead| post.after(lead)) {
        post = rest.trim("，、；：");
    }
    // 推介会由副县长…主持: what stands before 由 is what was chaired. 自由 and 理由 are words of their own.
    let by = post.chars().iter().rposition(|c| *c == '由');
    let word = |at: usize| at > 0 && "自理缘经事".contains(post.chars()[at - 1]);
    match by.filter(|at| !word(*at) && at + 2 < post.len()) {
        Some(at) => post.from(at + 1),
        None => post,
    }
}

/// A name that stands alone behind another one: `县领导李明远、何书宁、徐克俭`.
fn bare<'t>(piece: &Slice<'t>, before: &[Attendee<'t>], lexicon: &Lexicon) -> Option<Slice<'t>> {
    let group = GROUPS.iter().find_map(|group| piece.after(group));
    let after_person = matches!(before.last(), Some(Attendee::Person(_)));
    let name_part = group.clone().or_else(|| after_person.then(|| piece.clone()))?;
    let length = name(&name_part, lexicon)?;
    let whole = length == name_part.len() || group.is_some();
    whole.then(|| name_part.part(0..length))
}

/// How long the name is that a slice begins with: a surname and one or two characters, with the end of the slice or a word
/// that may follow a name behind it.
pub(super) fn name(slice: &Slice<'_>, lexicon: &Lexicon) -> Option<usize> {
    if let Some(length) = minority_name(slice) {
        return Some(length);
    }
    match ends(slice, lexicon)[..] {
        [] => None,
        [only] => Some(only),
        [long, short, ..] => {
            let written = |length: usize| slice.part(0..length).words();
            let known = [long, short].into_iter().find(|length| lexicon.knows(&written(*length)));
            let verb = slice.chars().get(short).is_some_and(|c| VERBS.contains(*c));
            Some(known.unwrap_or(if verb { short } else { long }))
        }
    }
}

/// Characters that hardly any name ends with, and that begin what somebody does.
const VERBS: &str = "主作做在就对到并也还等受的讲出参指强列致宣传通部安代分表汇介陪深组总解说担兼同围结领调应点提获逐详进简首最";

/// Where the name that a slice begins with may end, the longer one first.
fn ends(slice: &Slice<'_>, lexicon: &Lexicon) -> Vec<usize> {
    let chars = slice.chars();
    let Some(surname) = lexicon.surname(chars) else {
        return Vec::new();
    };
    // 衡　彬: a blank inside keeps names of two characters as wide as those of three.
    let gap = chars[surname..].iter().take_while(|c| c.is_whitespace()).count();
    let given = surname + gap;
    let fits = |end: &usize| {
        let whole = chars.get(given..*end);
        let han = whole.is_some_and(|chars| chars.iter().all(|c| is_han(*c)));
        let rest = slice.from(*end);
        han && (rest.is_empty() || FOLLOWS.iter().any(|word| rest.after(word).is_some()))
    };
    let lengths: &[usize] = if gap == 0 { &[2, 1] } else { &[1] };
    lengths.iter().map(|length| given + length).filter(fits).collect()
}

/// The other name that a slice may begin with, where nobody of either name is known.
fn other_end(slice: &Slice<'_>, length: usize, lexicon: &Lexicon) -> Option<String> {
    let other = ends(slice, lexicon).into_iter().find(|end| *end != length)?;
    let words = |length: usize| slice.part(0..length).words();
    // Nobody is called 孟川等.
    let last = slice.chars().get(length.max(other) - 1).copied();
    let known = lexicon.knows(&words(length)) || last == Some('等') || last == Some('的');
    (!known).then(|| words(other))
}

/// `阿不都·热合曼`: as long as the Han characters and dots go. The dot parts names of minorities and of foreigners
/// (GB/T 15834—2011, 间隔号), and no surname tells them.
fn minority_name(slice: &Slice<'_>) -> Option<usize> {
    let letters = slice.chars().iter().take_while(|c| is_han(**c) || **c == '·');
    let length = letters.count();
    let dot = slice.chars()[..length].iter().position(|c| *c == '·')?;
    let fits = (2..=6).contains(&dot) && (2..=8).contains(&(length - dot - 1));
    fits.then_some(length)
}

/// The roles of a list, those that belong together as one: `各乡镇党委书记、乡镇长、分管领导`.
pub(super) fn grouped<'t>(whole: &Slice<'t>, roles: &[Slice<'t>]) -> Vec<Slice<'t>> {
    let mut groups: Vec<Slice<'t>> = Vec::new();
    for role in roles {
        let start = role.start_in(whole);
        let joined = groups.last().is_some_and(|group| {
            let end = group.start_in(whole) + group.len();
            let adjacent = start == end + 1 && whole.chars().get(end) == Some(&'、');
            adjacent && belongs(group, role)
        });
        match groups.last_mut() {
            Some(group) if joined => {
                *group = whole.part(group.start_in(whole)..start + role.len());
            }
            _ => groups.push(role.clone()),
        }
    }
    groups
}

/// Whether a role goes on with the scope of the group before it, or is nothing but a post.
fn belongs(group: &Slice<'_>, role: &Slice<'_>) -> bool {
    const BARE: &[&str] = &["分管", "主要负责人", "负责人", "分管负责人", "相关", "副职"];
    let scope = group.after("各").or_else(|| group.after("全县")).unwrap_or_else(|| group.clone());
    let shared = scope.chars().iter().zip(role.chars()).take_while(|(a, b)| a == b);
    shared.count() >= 2 || BARE.iter().any(|word| role.after(word).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::manuscript::{Place, Text};
    use crate::import::passage::Passage;

    fn listed(text: &str) -> Vec<String> {
        let passage = Passage::of(Text::plain(text, Place::Line(1, 1)));
        let found = attendees(&Slice::of(&passage), &Lexicon::built_in());
        let one = |attendee: &Attendee<'_>| match attendee {
            Attendee::Person(person) => {
                let post = person.post.as_ref().map_or(String::new(), Slice::words);
                format!("{post}/{}", person.written())
            }
            Attendee::Role(role) => role.words(),
        };
        found.iter().map(one).collect()
    }

    #[test]
    fn posts_are_split_from_names() {
        for (text, expected) in [
            (
                "市委常委、副市长郭文远、市政府副秘书长高翔云、市人口委主任杨保真出席",
                &[
                    "市委常委、副市长/郭文远",
                    "市政府副秘书长/高翔云",
                    "市人口委主任/杨保真",
                    "出席",
                ][..],
            ),
            (
                "县委书记陈树恩，县人大常委会主任衡彬，县委副书记、县长李明远及县上四大组织在家领导",
                &[
                    "县委书记/陈树恩",
                    "县人大常委会主任/衡彬",
                    "县委副书记、县长/李明远",
                    "县上四大组织在家领导",
                ],
            ),
            ("会议由县委副书记、县长李明远主持", &["县委副书记、县长/李明远", "主持"]),
            ("各乡镇党委书记、县长李明远", &["各乡镇党委书记", "县长/李明远"]),
            ("县领导李明远、何书宁、衡　彬", &["/李明远", "/何书宁", "/衡彬"]),
            (
                "县教育局局长欧阳修远和县财政局局长王和平",
                &["县教育局局长/欧阳修远", "县财政局局长/王和平"],
            ),
            ("副县长阿不都·热合曼", &["副县长/阿不都·热合曼"]),
            ("计生办主任、计生服务所所长", &["计生办主任", "计生服务所所长"]),
            ("董珺宣读", &["董珺宣读"]),
            ("县委常委、宣传部长董珺宣读名单", &["县委常委、宣传部长/董珺", "宣读名单"]),
        ] {
            assert_eq!(listed(text), expected, "{text}");
        }
    }

    #[test]
    fn roles_of_one_scope_stay_together() {
        let text = "各乡镇党委书记、乡镇长、分管领导、计生办主任、计生服务所所长、县直各部门负责人";
        let passage = Passage::of(Text::plain(text, Place::Line(1, 1)));
        let whole = Slice::of(&passage);
        let roles = whole.split(|c| c == '、');
        let groups: Vec<String> = grouped(&whole, &roles).iter().map(Slice::words).collect();
        assert_eq!(
            groups,
            ["各乡镇党委书记、乡镇长、分管领导", "计生办主任、计生服务所所长", "县直各部门负责人"]
        );
    }
}
