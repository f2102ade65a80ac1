//! `site.yaml` as it is written.

use super::levels::RuleSetting;
use super::review::PolicyEntry;
use super::target::TargetEntry;
use crate::record::{
    Count, Definition, KeyPath, Record, Scalar, Spanned, Text, Tour, Visitor, WebAddress,
};

crate::choice! {
    /// The language of the site's own words.
    pub enum SiteLanguage {
        Chinese "zh-CN" "简体中文",
        English "en" "英文",
    }
}

crate::choice! {
    /// 发文主体: which rules apply.
    pub enum IssuerType {
        Government "government" "政府",
        Party "party" "党委",
        Joint "joint" "党委和政府",
    }
}

crate::record! {
    /// A link in the navigation or footer.
    pub struct LinkEntry "link" "链接" {
        name: required Text, "name" "名称", "显示的文字", "its words", "甘肃省人民政府";
        url: required WebAddress, "url" "网址", "网址，或本站路径", "an address, or a path on this site", "https://www.example.gov.cn/";
    }
}

crate::record! {
    /// `site.yaml`.
    pub struct SiteFile "site" "网站" {
        name: required Text, "name" "网站名称", "网站名称", "the site's name", "云溪县信息公开";
        base_url: required WebAddress, "base_url" "网址", "网站的完整网址，可以带路径", "the site's full address, with or without a path", "https://www.example.gov.cn/yunxi/";
        language: optional SiteLanguage, "language" "语言", "界面文字的语言，默认 zh-CN", "the language of the site's own words", "zh-CN";
        theme: optional Spanned<Text>, "theme" "主题", "主题，默认 county", "the theme, county by default", "county";
        preview: optional bool, "preview" "预览", "写“是”则页脚可以不全，每页有醒目标记", "`true`: the footer may be incomplete, and every page says that it is a preview", "否";
        id_code: optional Spanned<Text>, "id_code" "网站标识码", "政府网站标识码", "the government site id code", "6205990001";
        division_code: optional Spanned<Text>, "division_code" "行政区划代码", "六位行政区划代码", "the six digits of the division", "620599";
        issuer_type: optional IssuerType, "issuer_type" "主体类型", "政府、党委或党委和政府", "government, party or joint", "joint";
        organiser: optional Text, "organiser" "主办单位", "主办单位", "who is responsible for the site", "云溪县人民政府";
        undertaker: optional Text, "undertaker" "承办单位", "承办单位", "who runs it", "中共云溪县委宣传部";
        contact: optional Text, "contact" "联系方式", "联系电话", "an office line", "0938-0000000";
        email: optional Text, "email" "电子邮箱", "办公邮箱", "an office mailbox", "xwb@example.gov.cn";
        address: optional Text, "address" "地址", "地址", "where the office is", "云溪县人民路1号";
        postcode: optional Text, "postcode" "邮编", "邮编", "the postcode", "741200";
        icp: optional Spanned<Text>, "icp" "ICP备案编号", "ICP备案编号", "the ICP number", "陇ICP备00000000号";
        police_record: optional Spanned<Text>, "police_record" "公安备案号", "公安机关备案标识", "the police record", "甘公网安备 62059900000000号";
        find_error_url: optional WebAddress, "find_error_url" "找错链接", "“我为政府网站找错”的网址", "where readers report errors", "https://www.example.gov.cn/jiucuo/";
        party_mark_url: optional WebAddress, "party_mark_url" "党政机关标识链接", "党政机关网站标识的网址", "the certificate page of the party-and-government mark", "https://www.example.gov.cn/biaozhi/";
        index_pattern: optional Spanned<Text>, "index_pattern" "索引号规则", "索引号规则", "how index numbers are made", "'{org}/{yyyy}-{seq:05}'";
        org_code: optional Text, "org_code" "机构代码", "索引号前段的机构代码", "the organisation code in index numbers", "'013930000'";
        navigation: many LinkEntry, "navigation" "导航", "栏目之外的导航链接", "links in the navigation beside the columns", "[{名称: 县政府门户, 网址: 'https://www.example.gov.cn/'}]";
        links: many LinkEntry, "links" "友情链接", "页脚的链接", "links in the footer", "[{名称: 省政府, 网址: 'https://www.example.gov.cn/'}]";
        page_size: optional Count, "page_size" "每页条数", "列表每页条数，默认 20", "items on a list page, 20 by default", "20";
        own_hosts: many Text, "own_hosts" "本站域名", "不算离站的其他域名；gov.cn 的不必写", "other hosts that do not count as leaving; those of gov.cn never do", "[www.example.gov.cn]";
        file_types: many Text, "file_types" "附件类型", "常用类型以外，本站还发布的文件的扩展名", "endings of files that this site publishes besides the common ones", "[dwg, shp]";
        publish: many TargetEntry, "publish" "发布", "发布目标，可写多个", "where the site is published to, one or many", "[{名称: web, 类型: 目录, 路径: /srv/yunxi}]";
        traditional: optional bool, "traditional" "繁体版", "写“是”则在 /zh-hant/ 下另做一份繁体字网页", "`true`: the pages in traditional characters too, below /zh-hant/", "是";
        traditional_keep: many Text, "traditional_keep" "繁体保留", "繁体版里照原样保留的词，如人名、地名", "words that stay as they are in traditional pages, such as names", "[雲台, 于小范]";
        style_page: optional bool, "style_page" "样式页", "写“是”则在 /style/ 做一页，列出主题的颜色、文字和部件，供改主题的人看", "`true`: a page at /style/ with the theme's colours, type and components, for those who change it", "是";
        mourning: optional bool, "mourning" "灰色显示", "全国哀悼期间写“是”，全站以灰色显示", "`true`: the whole site in grey, in days of national mourning", "否";
        search: optional bool, "search" "站内搜索", "写“否”则不做站内搜索，默认做", "`false`: no search of the site; there is one by default", "是";
        checks: many RuleSetting, "checks" "检查", "改变检查规则的级别", "rules of the inspection that matter more or less here", "[{规则: column-due, 级别: 提示}]";
        yearly_days: optional Count, "yearly_days" "年度栏目期限", "年度栏目多少天内应当更新；默认一年，是通行做法，没有文件规定", "within how many days a yearly column should change; a year by default, which is practice and stands in no paper", "365";
        review: optional Spanned<PolicyEntry>, "review" "审核制度", "三审三校：哪些文档要谁审核，没有审核通过的不发布", "which documents need whose approval; what lacks it is not published", "{规则: [{环节: [初审, 终审]}], 审核人: [周文慧, 何书宁], 允许署名: 是}";
        description: optional Text, "description" "网站描述", "网站描述", "what the site is", "云溪县会议、方案、进展与政策信息";
    }
}

impl SiteFile {
    /// Every address that a page leads to.
    pub fn addresses(&self) -> Vec<&WebAddress> {
        let mut found = Addresses(Vec::new());
        self.visit(None, &mut found);
        found.0
    }
}

/// The addresses in `site.yaml`; a page leads neither to the site's own nor to those of its servers.
struct Addresses<'v>(Vec<&'v WebAddress>);

impl<'v> Visitor<'v> for Addresses<'v> {
    fn record(&mut self, record: &'static Definition) -> Tour {
        match record.name {
            "site" => Tour { without: &["base_url", "publish"], ..Tour::default() },
            _ => Tour::default(),
        }
    }

    fn scalar(&mut self, _path: &KeyPath<'_, 'v>, scalar: Scalar<'v>) {
        if let Scalar::Address(address) = scalar {
            self.0.push(address);
        }
    }
}
