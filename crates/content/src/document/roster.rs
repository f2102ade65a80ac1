//! 领导小组名单: who leads a piece of work.

use super::meeting::{Contact, Official};
use super::{KindRecord, Label, Nature};
use crate::record::{PersonName, Reference, Said, Spanned, Text, UnitName};

crate::choice! {
    /// 职责, in the order in which a roster lists them.
    pub enum Role {
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
