//! `_index.md`: a column, or the home page.

use super::KindName;
use crate::record::{Count, Keyword, Reference, Text, UnitName};

crate::choice! {
    /// 更新周期 of a column (国办秘函〔2019〕19号: two weeks, six months; a year by practice).
    pub enum UpdateCycle {
        Dynamic "dynamic" "动态",
        Notice "notice" "通知",
        Yearly "yearly" "年度",
        Archive "archive" "归档",
    }
}

crate::record! {
    /// 栏目.
    pub struct ColumnFront "column" "栏目" short "name" {
        name: required Text, "name" "名称", "栏目名称", "the column's name", "会议";
        kind: optional KindName, "kind" "类型", "栏目里文档的类型，默认是文章", "the kind of its documents, article by default", "meeting";
        column_type: optional Text, "column_type" "栏目类别", "栏目类别（ColumnType 标签）", "the column's class (the ColumnType tag)", "工作动态";
        description: optional Text, "description" "栏目描述", "栏目发布什么", "what it publishes", "全县重要会议的通知、报道与纪要";
        keywords: many Keyword, "keywords" "栏目关键词", "栏目关键词", "the column's keywords", "[会议, 动员, 部署]";
        update_cycle: optional UpdateCycle, "update_cycle" "更新周期", "多久应当更新", "how often it should change", "dynamic";
        owner: optional UnitName, "owner" "责任单位", "责任单位", "the unit that keeps it", "县政府办公室";
        order: optional Count, "order" "排序", "导航里的次序，小的在前", "its place in the navigation, lowest first", "10";
        strict_privacy: optional bool, "strict_privacy" "隐私从严", "写“是”则检查时对个人信息从严；不写则看栏目名称，低保、救助、残疾、卫生、家庭等从严", "`true`: the inspection looks harder for what is private; else where the name speaks of health, family or relief", "是";
        hidden: optional bool, "hidden" "隐藏", "写“是”则不进导航", "`true`: not in the navigation", "否";
    }
}

crate::record! {
    /// One part of the home page.
    pub struct Section "section" "版块" short "column" {
        column: required Reference, "column" "栏目", "栏目的文件夹", "the column's folder", "meetings";
        title: optional Text, "title" "标题", "标题；不写则用栏目名称", "its heading; else the column's name", "会议动态";
        count: optional Count, "count" "条数", "显示几条，默认 6", "how many are shown, 6 by default", "6";
    }
}

crate::record! {
    /// 首页: what stands on it, in which order.
    pub struct HomeFront "home" "首页" {
        title: optional Text, "title" "标题", "首页标题；默认是网站名称", "its title; the site's name by default", "云溪县信息公开";
        lead: optional Reference, "lead" "头条", "头条文档", "the leading story", "news/2026-10-12-review";
        sections: many Section, "sections" "版块", "首页的版块，按次序", "the parts of the page, in order", "[{栏目: news, 条数: 6}]";
    }
}
