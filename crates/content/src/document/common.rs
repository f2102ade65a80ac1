//! The keys that every document has.

use crate::record::{
    Count, Date, DocNumber, FileName, Keyword, Moment, PersonName, Reference, Spanned, Text,
    UnitName,
};

crate::choice! {
    /// 有效性.
    pub enum ValidityState {
        Valid "valid" "有效",
        Expired "expired" "失效",
        Abolished "abolished" "废止",
    }
}

crate::choice! {
    /// 公开方式 (政府信息公开条例 Art. 19, 27).
    pub enum Openness {
        Proactive "proactive" "主动公开",
        OnRequest "on-request" "依申请公开",
    }
}

crate::choice! {
    /// 体裁分类: the fifteen kinds of 党政机关公文处理工作条例 Art. 8, and the forms that a notice issues.
    pub enum Genre {
        Resolution "resolution" "决议",
        Decision "decision" "决定",
        Order "order" "命令",
        Communique "communique" "公报",
        Announcement "announcement" "公告",
        PublicNotice "public-notice" "通告",
        Opinion "opinion" "意见",
        Notice "notice" "通知",
        Circular "circular" "通报",
        Report "report" "报告",
        Request "request" "请示",
        Reply "reply" "批复",
        Motion "motion" "议案",
        Letter "letter" "函",
        Minutes "minutes" "纪要",
        Scheme "scheme" "方案",
        Measures "measures" "办法",
        Rules "rules" "细则",
        List "list" "名单",
        Other "other" "其他",
    }
}

crate::record! {
    /// 题图: a picture with its words.
    pub struct Picture "picture" "图片" short "file" {
        file: required FileName, "file" "文件", "图片文件，放在文档旁边", "the picture's file, beside the document", "kaimu.jpg";
        alt: optional Text, "alt" "替代文字", "说给看不见图的人听", "said to those who cannot see the picture", "会场全景";
        caption: optional Text, "caption" "说明", "显示在图下方", "shown below the picture", "动员大会现场";
        credit: optional Text, "credit" "摄影", "摄影者或来源", "who took it", "县融媒体中心";
    }
}

crate::record! {
    /// 附件.
    pub struct Attachment "attachment" "附件" short "file" {
        file: required FileName, "file" "文件", "附件文件，放在文档旁边", "the file, beside the document", "huizhi.docx";
        title: optional Text, "title" "名称", "附件的正式名称；不写则用文件名", "its official name; else the file's name", "参会回执";
    }
}

crate::record! {
    /// 有效性, with what ended it.
    pub struct Validity "validity" "有效性" short "state" {
        state: required ValidityState, "state" "状态", "有效、失效或废止", "valid, expired or abolished", "废止";
        date: optional Date, "date" "日期", "失效或废止的日期", "the day on which it ended", "2026-06-30";
        replaced_by: optional Reference, "replaced_by" "替代文件", "取代它的文档", "the document that replaced it", "policies/2026-water-saving";
    }
}

crate::choice! {
    /// 审核环节 of 三审三校, in their order.
    pub enum Stage {
        First "first" "初审",
        Second "second" "复审",
        Final "final" "终审",
    }
}

impl Stage {
    /// All of them, in their order.
    pub const STAGES: [Self; 3] = [Self::First, Self::Second, Self::Final];
}

crate::record! {
    /// One stage of 三审三校.
    pub struct Approval "approval" "审核环节" short "by" {
        by: required Text, "by" "审核人", "审核人姓名", "who approved it", "周文慧";
        date: optional Date, "date" "日期", "审核日期", "the day", "2026-04-01";
    }
}

crate::record! {
    /// 审核: 初审, 复审, 终审.
    pub struct Review "review" "审核" {
        first: optional Approval, "first" "初审", "初审", "the first review", "{审核人: 周文慧, 日期: 2026-04-01}";
        second: optional Approval, "second" "复审", "复审", "the second review", "{审核人: 陈立言, 日期: 2026-04-01}";
        last: optional Approval, "final" "终审", "终审", "the final review", "{审核人: 何书宁, 日期: 2026-04-01}";
    }
}

impl Review {
    /// Who is named at a stage.
    pub fn approval(&self, stage: Stage) -> Option<&Approval> {
        match stage {
            Stage::First => self.first.as_ref(),
            Stage::Second => self.second.as_ref(),
            Stage::Final => self.last.as_ref(),
        }
    }
}

crate::record! {
    /// 检查例外: a finding of `gongbao check` that is right as it is.
    pub struct Exception "exception" "检查例外" {
        rule: required Spanned<Text>, "rule" "规则", "规则的编号", "the rule", "doubled-character";
        reason: required Text, "reason" "理由", "为什么这里可以，会写进检查报告", "why it is right here; the report says so", "原文如此";
    }
}

crate::record! {
    /// The keys that every document has.
    pub struct Common "common" "通用" {
        title: required Spanned<Text>, "title" "标题", "标题", "the title", "云溪县召开优质服务创建动员大会";
        date: required Moment, "date" "发布日期", "发布的日期，可带时间（北京时间）", "the day it is published, with or without the time (+08:00)", "2026-04-01 16:19";
        kind: optional super::KindName, "kind" "类型", "与栏目的类型不同时才写", "only where it differs from the column's kind", "文章";
        source: optional Text, "source" "来源", "来源", "where the text comes from", "云溪县融媒体中心";
        author: optional Text, "author" "作者", "作者", "who wrote it", "李晓禾";
        editor: optional Text, "editor" "责任编辑", "责任编辑", "the responsible editor", "王一平";
        summary: optional Text, "summary" "摘要", "摘要；不写则取正文第一段", "a summary; else the first paragraph", "县委、县政府召开动员大会，部署优质服务创建工作。";
        keywords: many Keyword, "keywords" "关键词", "关键词", "keywords", "[优质服务, 动员大会]";
        units: many UnitName, "units" "单位", "有关单位，写名称或编号", "the units it concerns, by name or id", "[县教育局, 云台镇]";
        people: many PersonName, "people" "人员", "有关人员（担任公职的）", "people in a public role that it concerns", "[李明远]";
        image: optional Picture, "image" "题图", "题图", "the leading picture", "{文件: kaimu.jpg, 替代文字: 会场全景}";
        attachments: many Attachment, "attachments" "附件", "附件", "attached files", "[{文件: huizhi.docx, 名称: 参会回执}]";
        issuer: optional Text, "issuer" "发文机关", "发文机关", "the body that issues it", "云溪县人民政府";
        doc_number: optional DocNumber, "doc_number" "发文字号", "发文字号，括号是六角括号", "the document number, with 〔〕", "云政发〔2026〕12号";
        signed: optional Date, "signed" "成文日期", "成文日期", "the day it was signed", "2026-03-28";
        index_no: optional Spanned<Text>, "index_no" "索引号", "索引号；不写则按站点规则生成", "the index number; else made by the site's rule", "013930000/2026-00012";
        subject: optional Text, "subject" "主题分类", "主题分类", "the subject class", "卫生、体育/卫生";
        genre: optional Genre, "genre" "体裁分类", "体裁分类", "the genre", "通知";
        openness: optional Openness, "openness" "公开方式", "公开方式", "how it is made public", "主动公开";
        validity: optional Validity, "validity" "有效性", "有效性；失效或废止的页面保留并标明", "its validity; what lost it stays, clearly marked", "{状态: 废止, 日期: 2026-06-30}";
        review: optional Review, "review" "审核", "三审三校记录，不对外显示", "who approved it; not shown", "{初审: {审核人: 周文慧, 日期: 2026-04-01}}";
        exceptions: many Exception, "exceptions" "检查例外", "检查时放过的规则，要写理由", "rules of the inspection that do not apply here, with the reason", "[{规则: doubled-character, 理由: 原文如此}]";
        draft: optional bool, "draft" "草稿", "写“是”则不发布", "`true`: not published", "是";
        publish_at: optional Moment, "publish_at" "定时发布", "到这个时间才发布", "not published before", "2026-04-02 08:00";
        expires_at: optional Moment, "expires_at" "撤下日期", "到这个时间撤下", "taken down at", "2026-12-31";
        slug: optional Spanned<Text>, "slug" "网址名", "网址的最后一段；不写则用文件名", "the last part of the address; else the file's name", "mobilisation";
        aliases: many Spanned<Text>, "aliases" "旧网址", "从前的网址，访问时转到本页", "former addresses that lead here", "[/2012/04/01/123.html]";
        pinned: optional bool, "pinned" "置顶", "写“是”则排在栏目最前", "`true`: first in its column", "是";
        related: many Reference, "related" "相关", "相关文档的路径", "related documents", "[plans/2026-quality-service]";
        recipients: optional Text, "recipients" "主送机关", "主送机关", "to whom it is addressed (主送机关)", "各乡镇人民政府，县直各部门";
        copies: optional Text, "copies" "抄送机关", "抄送机关", "who gets a copy (抄送机关)", "县委办公室，县人大常委会办公室";
        note: optional Text, "annotation" "附注", "附注，显示在成文日期下", "the note under the date (附注)", "此件公开发布";
        weight: optional Count, "order" "排序", "页面在导航和栏目里的次序，小的在前", "the order of pages, lowest first", "10";
    }
}
