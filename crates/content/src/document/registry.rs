//! `units.yaml` and `people.yaml`: what documents refer to by name.

use crate::record::{Count, PersonName, Spanned, Text, UnitName, WebAddress};

crate::record! {
    /// 单位: a town, a department, a body.
    pub struct UnitEntry "unit" "单位" {
        id: required Spanned<Text>, "id" "编号", "网址里用的编号，小写字母和数字", "its id, used in its address", "jyj";
        name: required Spanned<Text>, "name" "名称", "全称", "the full name", "云溪县教育局";
        short: many Spanned<Text>, "short" "简称", "简称", "short names", "[县教育局]";
        kind: required Text, "kind" "类别", "类别：乡镇、部门……", "its class: 乡镇, 部门, …", "部门";
        order: optional Count, "order" "排序", "次序，小的在前", "its place in lists, lowest first", "10";
        summary: optional Text, "summary" "简介", "简介", "a few words about it", "主管全县教育工作";
        contact: optional Text, "contact" "电话", "办公电话", "an office line", "0938-0000000";
        address: optional Text, "address" "地址", "地址", "where it is", "云溪县文化路1号";
        url: optional WebAddress, "url" "网址", "单位网站", "its site", "https://www.example.gov.cn/jyj/";
        includes: many UnitName, "includes" "包括", "“各乡镇”这类统称包括的单位", "the units that a collective name such as 各乡镇 stands for", "[云台镇, 柳溪乡]";
    }
}

crate::record! {
    /// 人员: tells apart two people of one name, keeps a current post.
    pub struct PersonEntry "person" "人员" {
        id: required Spanned<Text>, "id" "编号", "网址里用的编号", "the id, used in the address", "li-mingyuan";
        name: required PersonName, "name" "姓名", "姓名", "the name", "李明远";
        post: optional Text, "post" "职务", "现任职务", "the current post", "县委副书记、县长";
        unit: optional UnitName, "unit" "单位", "所在单位", "the unit", "县人民政府";
        order: optional Count, "order" "排序", "次序，小的在前", "the place in lists, lowest first", "2";
    }
}
