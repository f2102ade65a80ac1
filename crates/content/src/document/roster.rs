//! 领导小组名单: who leads a piece of work.

use super::meeting::{Contact, Official};
use super::{KindRecord, Label, Nature};
use crate::chinese::names;
use crate::record::{
    Field, PersonName, Reader, Reference, Said, Shape, Spanned, Text, UnitName, Walk,
};
use crate::yaml::Node;
use std::borrow::Cow;

crate::choice! {
    /// 职责 that have an English word. Groups call their leaders otherwise too: see [`Role`].
    pub enum RoleWord {
        FirstLeader "first-leader" "第一组长",
        Leader "leader" "组长",
        ExecutiveDeputy "executive-deputy" "常务副组长",
        Deputy "deputy" "副组长",
        Member "member" "成员",
        OfficeDirector "office-director" "办公室主任",
        OfficeDeputy "office-deputy" "办公室副主任",
        Liaison "liaison" "联络员",
    }
}

/// Where a role stands in a roster, in the order in which rosters list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// 第一组长.
    FirstLeader,
    /// 组长, 指挥长, 主任, 召集人.
    Leader,
    /// 常务副组长.
    ExecutiveDeputy,
    /// 副组长 and every other 副.
    Deputy,
    /// A role whose word says nothing of its rank: 秘书长, 顾问.
    Other,
    /// 成员, 委员.
    Member,
    /// 办公室主任.
    OfficeDirector,
    /// 办公室副主任.
    OfficeDeputy,
    /// 联络员.
    Liaison,
}

impl Rank {
    /// What style sheets know it by.
    pub fn code(self) -> &'static str {
        match self {
            Self::FirstLeader => "first-leader",
            Self::Leader => "leader",
            Self::ExecutiveDeputy => "executive-deputy",
            Self::Deputy => "deputy",
            Self::Other => "other",
            Self::Member => "member",
            Self::OfficeDirector => "office-director",
            Self::OfficeDeputy => "office-deputy",
            Self::Liaison => "liaison",
        }
    }

    /// What a role's words say of it. A headquarters has a 指挥长, a committee a 主任, a joint conference a 召集人.
    fn of(role: &str) -> Self {
        const HEADS: [&str; 18] = [
            "组长",
            "总指挥",
            "指挥长",
            "指挥",
            "主任",
            "主任委员",
            "主席",
            "会长",
            "理事长",
            "召集人",
            "牵头人",
            "负责人",
            "责任人",
            "队长",
            "班长",
            "团长",
            "政委",
            "政治委员",
        ];
        const MEMBERS: [&str; 4] = ["员", "成员单位", "代表", "专家"];
        let holds = |word: &str| role.contains(word);
        let ends = |words: &[&str]| words.iter().any(|word| role.ends_with(word));
        let acting = ["常务", "执行", "第一"].into_iter().any(holds);
        match () {
            () if holds("联络") || holds("联系人") => Self::Liaison,
            () if holds("办公室") && holds("副") => Self::OfficeDeputy,
            () if holds("办公室") && role.ends_with("主任") => Self::OfficeDirector,
            () if holds("副") && acting => Self::ExecutiveDeputy,
            () if holds("副") || role.starts_with('付') => Self::Deputy,
            () if holds("第一") => Self::FirstLeader,
            () if ends(&HEADS) && acting => Self::ExecutiveDeputy,
            () if ends(&HEADS) => Self::Leader,
            () if ends(&MEMBERS) => Self::Member,
            () => Self::Other,
        }
    }
}

/// 职责: a role as it was written, which is what pages show, with its rank. Roles are ordered by rank.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Role {
    rank: Rank,
    text: Cow<'static, str>,
}

impl Role {
    /// 办公室主任.
    pub const OFFICE_DIRECTOR: Self =
        Self { rank: Rank::OfficeDirector, text: Cow::Borrowed("办公室主任") };
    /// 办公室副主任.
    pub const OFFICE_DEPUTY: Self =
        Self { rank: Rank::OfficeDeputy, text: Cow::Borrowed("办公室副主任") };

    /// A role that is written so, in either language; blanks that set 组　长 as wide as 副组长 say nothing.
    pub fn written(text: &str) -> Self {
        let text = names::unspaced(text);
        let known = RoleWord::VARIANTS.iter().find(|word| word.name == text);
        let text = known.map_or(Cow::Owned(text), |word| Cow::Borrowed(word.alias));
        Self { rank: Rank::of(&text), text }
    }

    /// Where it stands among others.
    pub fn rank(&self) -> Rank {
        self.rank
    }

    /// The Chinese word, as it was written.
    pub fn alias(&self) -> &str {
        &self.text
    }

    /// The English word of a role that has one, else the Chinese one.
    pub fn name(&self) -> &str {
        let known = RoleWord::VARIANTS.iter().find(|word| word.alias == self.text);
        known.map_or(&self.text, |word| word.name)
    }

    /// The known role that it is, if it is one.
    pub fn word(&self) -> Option<RoleWord> {
        RoleWord::VARIANTS
            .iter()
            .zip(RoleWord::ALL)
            .find(|(word, _)| word.alias == self.text)
            .map(|(_, role)| *role)
    }
}

impl Field for Role {
    const SHAPE: Shape = Shape::Words(RoleWord::VARIANTS);

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = Text::read(node, reader)?;
        let role = Self::written(&text);
        // A slip of the pen in a known role is no role of its own; 付 is 副 in haste.
        let meant = match role.text.strip_prefix('付') {
            Some(rest) => Some(format!("副{rest}")),
            None if role.rank == Rank::Other => {
                reader.nearest_word(&role.text, RoleWord::VARIANTS).map(str::to_owned)
            }
            None => None,
        };
        if let Some(meant) = meant {
            reader.doubt(node, &role.text, &meant);
        }
        Some(role)
    }
}

impl Walk for Role {}

crate::record! {
    /// 成员.
    pub struct Member "member" "成员" {
        role: required Spanned<Role>, "role" "职责", "职责", "the role in the group", "组长";
        name: required PersonName, "name" "姓名", "姓名", "the name", "李明远";
        post: optional Text, "post" "职务", "职务", "the post", "县委副书记、县长";
        unit: optional UnitName, "unit" "单位", "单位", "the unit", "县卫生健康局";
    }
}

crate::record! {
    /// 办公室 of the group.
    pub struct Office "office" "办公室" short "unit" {
        unit: required UnitName, "unit" "单位", "设在哪个单位", "the unit that houses it", "县卫生健康局";
        director: optional Official, "director" "主任", "办公室主任", "its director", "{姓名: 孙若溪, 职务: 县卫生健康局局长}";
        deputies: many Official, "deputies" "副主任", "办公室副主任", "its deputies", "[{姓名: 高子墨, 职务: 县卫生健康局副局长}]";
        contact: optional Contact, "contact" "联系方式", "办公电话", "an office line", "{电话: 0938-0000000}";
    }
}

crate::record! {
    /// 领导小组名单.
    pub struct Roster "roster" "领导小组名单" {
        name: required Text, "name" "小组名称", "领导小组名称", "the group's name", "云溪县优质服务创建工作领导小组";
        basis: optional Text, "basis" "依据文号", "设立或调整的依据", "what set it up", "云委发〔2026〕3号";
        plan: optional Reference, "plan" "方案", "为哪个方案设立", "the plan that it serves", "plans/2026-quality-service";
        members: required Vec<Member>, "members" "成员", "成员", "its members", "[{职责: 组长, 姓名: 李明远, 职务: 县委副书记、县长}]";
        duties: many Text, "duties" "职责", "小组职责", "what it is for", "[统筹全县创建工作]";
        office: optional Office, "office" "办公室", "办公室", "its office", "{单位: 县卫生健康局}";
        supersedes: optional Reference, "supersedes" "调整", "被本名单替代的旧名单", "the roster that it replaces", "rosters/2025-quality-service";
    }
}

impl KindRecord for Roster {
    const NATURE: Nature = Nature::Official;

    fn label(&self) -> Label {
        Label::new(5, "领导小组", "Leading group")
    }

    fn skeleton(_: &str) -> Said {
        SKELETON
    }
}

const SKELETON: Said = Said {
    zh: "（写明成立或调整的原因，例如：为加强对……工作的组织领导，经研究，决定成立……领导小组。组成人员写在上面的数据里，页面会自动列出。）

领导小组成员如有变动，由接任人员自然替补，不再另行发文。
",
    en: "(Say why the group is set up or adjusted. Its members stand in the data above; the page lists them.)

Where a member's post passes to another person, that person takes the seat without a further document.
",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_ranked_by_their_words_and_kept() {
        let ranked = |text: &str| Role::written(text).rank();
        for (rank, words) in [
            (Rank::FirstLeader, &["第一组长", "first-leader", "第一总指挥", "第一召集人"][..]),
            (
                Rank::Leader,
                &[
                    "组长",
                    "组　长",
                    "leader",
                    "指挥长",
                    "总指挥",
                    "主任",
                    "主任委员",
                    "召集人",
                    "总召集人",
                ],
            ),
            (Rank::ExecutiveDeputy, &["常务副组长", "第一副组长", "常务副指挥长", "执行组长"]),
            (
                Rank::Deputy,
                &["副组长", "副 组 长", "副总指挥", "副主任", "副主任委员", "副召集人", "deputy"],
            ),
            (Rank::Other, &["秘书长", "顾问"]),
            (Rank::Member, &["成员", "成  员", "委员", "组员", "member"]),
            (Rank::OfficeDirector, &["办公室主任"]),
            (Rank::OfficeDeputy, &["办公室副主任", "办公室常务副主任"]),
            (Rank::Liaison, &["联络员", "liaison"]),
        ] {
            for word in words {
                assert_eq!(ranked(word), rank, "{word}");
            }
        }
        let role = Role::written("指 挥 长");
        assert_eq!((role.alias(), role.name(), role.word()), ("指挥长", "指挥长", None));
        let role = Role::written("leader");
        assert_eq!((role.alias(), role.name()), ("组长", "leader"));
    }
}
