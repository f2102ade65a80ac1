//! 会议: a notice before it, a report after it, or its minutes.

use super::{KindRecord, Label, Nature};
use crate::record::{Count, Moment, PersonName, Reference, Said, Text, UnitName};

crate::choice! {
    /// 环节.
    pub enum Phase {
        Notice "notice" "通知",
        Report "report" "报道",
        Minutes "minutes" "纪要",
    }
}

crate::choice! {
    /// 级别.
    pub enum Level {
        County "county" "县",
        Department "department" "部门",
        Town "town" "乡镇",
    }
}

crate::record! {
    /// A person with the post in which they act.
    pub struct Official "official" "人员" short "name" {
        name: required PersonName, "name" "姓名", "姓名", "the name", "李明远";
        post: optional Text, "post" "职务", "职务", "the post", "县委副书记、县长";
        unit: optional UnitName, "unit" "单位", "单位", "the unit", "县教育局";
    }
}

crate::record! {
    /// 时间.
    pub struct Period "period" "时间" short "start" {
        start: required Moment, "start" "起", "开始", "when it begins", "2026-03-31 09:00";
        end: optional Moment, "end" "止", "结束", "when it ends", "2026-03-31 11:30";
    }
}

crate::record! {
    /// A group of those who attend: named people, units, or roles.
    pub struct Attendees "attendees" "参会人员" {
        group: required Text, "group" "组别", "组别", "the group's name", "县上领导";
        people: many Official, "people" "人员", "人员", "people with their posts", "[{姓名: 李明远, 职务: 县委副书记、县长}]";
        units: many UnitName, "units" "单位", "单位", "units", "[县教育局, 云台镇]";
        roles: many Text, "roles" "身份", "以身份参会的", "roles that attend", "[各乡镇党委书记]";
    }
}

crate::record! {
    /// 议程 item.
    pub struct AgendaItem "agenda_item" "议程" short "item" {
        item: required Text, "item" "事项", "事项", "what is done", "安排部署创建工作";
        speaker: optional PersonName, "speaker" "发言人", "发言人", "who speaks", "李明远";
        post: optional Text, "post" "职务", "发言人的职务", "the speaker's post", "县委副书记、县长";
        note: optional Text, "note" "备注", "备注", "a remark", "20分钟";
    }
}

crate::record! {
    /// A photo; without a file its caption shows as text, and the build warns.
    pub struct Photo "photo" "照片" short "caption" {
        file: optional crate::record::FileName, "file" "文件", "图片文件，放在文档旁边", "the picture's file, beside the document", "huichang.jpg";
        caption: required Text, "caption" "说明", "说明", "the caption", "县长李明远主持会议";
        alt: optional Text, "alt" "替代文字", "说给看不见图的人听；不写则用说明", "said to those who cannot see it; else the caption", "主席台上坐着五个人";
        credit: optional Text, "credit" "摄影", "摄影者", "who took it", "李晓禾";
    }
}

crate::record! {
    /// 联系人: an office line; a mobile number is a warning.
    pub struct Contact "contact" "联系人" short "phone" {
        name: optional Text, "name" "姓名", "联系人", "who answers", "县政府办公室";
        phone: required crate::record::Spanned<Text>, "phone" "电话", "办公电话", "an office line", "0938-0000000";
    }
}

crate::record! {
    /// 会议.
    pub struct Meeting "meeting" "会议" {
        phase: required Phase, "phase" "环节", "通知、报道或纪要", "notice, report or minutes", "报道";
        name: required Text, "name" "会议名称", "会议名称", "the meeting's name", "优质服务创建动员大会";
        time: optional Period, "time" "时间", "会议时间", "when it takes place", "{起: 2026-03-31 09:00, 止: 2026-03-31 11:30}";
        place: optional Text, "place" "地点", "地点", "where", "县委礼堂";
        level: optional Level, "level" "级别", "县、部门或乡镇", "county, department or town", "县";
        organiser: optional UnitName, "organiser" "主办", "主办单位", "the unit that holds it", "县政府办公室";
        chair: optional Official, "chair" "主持人", "主持人", "who chairs it", "{姓名: 李明远, 职务: 县委副书记、县长}";
        present: optional Count, "present" "到会人数", "到会人数", "how many attended", "420";
        attendees: many Attendees, "attendees" "参会人员", "参会人员，按组", "who attends, by group", "[{组别: 县上领导, 人员: [{姓名: 李明远, 职务: 县长}]}]";
        absent: many Official, "absent" "请假", "请假人员", "who is excused", "[{姓名: 赵思齐, 职务: 县水务局局长}]";
        agenda: many AgendaItem, "agenda" "议程", "议程", "the agenda", "[{事项: 讲话, 发言人: 李明远, 职务: 县长}]";
        requirements: many Text, "requirements" "有关要求", "有关要求", "what is asked of those who attend", "[请提前10分钟入场]";
        contact: optional Contact, "contact" "联系人", "联系人和办公电话", "an office line for questions", "{姓名: 县政府办公室, 电话: 0938-0000000}";
        reply_by: optional Moment, "reply_by" "回执时限", "回执时限", "when replies are due", "2026-03-30 18:00";
        photos: many Photo, "photos" "照片", "照片", "photos", "[{文件: huichang.jpg, 说明: 会议现场}]";
        issued: many Reference, "issued" "印发", "会上宣读或印发的方案和名单", "the plans and rosters that were read out or issued", "[plans/2026-quality-service]";
        notice: optional Reference, "notice" "会议通知", "本次会议的通知", "the notice of this meeting", "meetings/2026-03-25-notice";
        report: optional Reference, "report" "会议报道", "本次会议的报道", "the report of this meeting", "meetings/2026-03-31-mobilisation";
    }
}

impl Phase {
    /// The phase that the title of a meeting speaks of; most meetings are reported.
    pub fn of_title(title: &str) -> Self {
        let title = title.to_lowercase();
        let speaks_of = |words: [&str; 2]| words.iter().any(|word| title.contains(word));
        if speaks_of(["通知", "notice"]) {
            Self::Notice
        } else if speaks_of(["纪要", "minutes"]) {
            Self::Minutes
        } else {
            Self::Report
        }
    }
}

impl KindRecord for Meeting {
    const NATURE: Nature = Nature::News;

    fn label(&self) -> Label {
        match self.phase {
            Phase::Notice => Label::new(0, "会议通知", "Meeting notice"),
            Phase::Report => Label::new(1, "会议报道", "Meeting report"),
            Phase::Minutes => Label::new(2, "会议纪要", "Minutes"),
        }
    }

    fn skeleton(title: &str) -> Said {
        match Phase::of_title(title) {
            Phase::Notice => NOTICE,
            Phase::Report => REPORT,
            Phase::Minutes => MINUTES,
        }
    }
}

const NOTICE: Said = Said {
    zh: "（写明开会的目的和依据，例如：为安排部署……工作，经研究，决定召开……会议。现将有关事项通知如下。）

（时间、地点、参会人员、议程和有关要求写在上面的数据里，页面会自动列出。）

## 其他事项

（没有就删去这一节。）
",
    en: "(Say what the meeting is for, and on what ground it is called.)

(Time, place, attendees, agenda and requirements stand in the data above; the page lists them.)

## Other matters

(Take this section away if there are none.)
",
};

const REPORT: Said = Said {
    zh: "（×月×日，……召开……会议。写明谁出席、谁主持、谁讲话。）

会议指出，……

会议强调，……

会议要求，……
",
    en: "(On which day which meeting was held; who attended, who chaired it, who spoke.)

The meeting noted that …

The meeting stressed that …

The meeting asked that …
",
};

const MINUTES: Said = Said {
    zh: "（×年×月×日，……主持召开……会议，研究……。现将会议议定事项纪要如下。）

## 一、（议题）

会议认为，……

会议议定：

1. ……
2. ……

## 二、（议题）

会议议定：

1. ……
",
    en: "(On which day who chaired which meeting, and what it dealt with.)

## 1. (Subject)

The meeting found that …

It was agreed:

1. …
2. …

## 2. (Subject)

It was agreed:

1. …
",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_the_phase() {
        for (title, phase_of_it) in [
            ("关于召开动员大会的通知", Phase::Notice),
            ("云溪县召开动员大会", Phase::Report),
            ("县政府第3次常务会议纪要", Phase::Minutes),
            ("Notice of a meeting", Phase::Notice),
            ("Minutes of the meeting", Phase::Minutes),
            ("The county met", Phase::Report),
        ] {
            assert_eq!(Phase::of_title(title), phase_of_it, "{title}");
        }
    }
}
