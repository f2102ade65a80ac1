//! A notice, or the report on its meeting.

use super::county::{County, Person};
use super::prose;
use super::random::Random;
use super::schedule::Schedule;
use super::words::PLACES;

pub(crate) fn text(county: &County, schedule: &Schedule, at: usize, mut random: Random) -> String {
    let random = &mut random;
    let (topic, aspect) = county.subject("meeting", at / 2);
    let name = format!("全县{topic}{aspect}工作会议");
    let place = PLACES[at / 2 % PLACES.len()];
    let is_notice = at.is_multiple_of(2);
    let mut out = front(schedule, at, &name, topic, random, county);
    let day = schedule.meeting_day(at);
    out.push_str(&format!("会议名称: {name}\n时间: {{起: {day} 09:00, 止: {day} 11:30}}\n地点: {place}\n级别: 县\n主办: 县政府办公室\n"));
    let plan = schedule.plan_beside(at, schedule.meetings);
    people(&mut out, county, random);
    let mut links = Vec::new();
    if let Some(plan) = plan {
        let (plan, roster) = (schedule.plan(plan), schedule.roster(plan));
        out.push_str(&format!("印发: [{plan}, {roster}]\n"));
        links.push((format!("../{plan}"), "会议印发的实施方案"));
    }
    if is_notice {
        let reply = schedule.meeting_date(at);
        out.push_str(&format!(
            "有关要求: [请提前10分钟入场, 因故不能参加的请书面请假]\n联系人: {{姓名: 县政府办公室, 电话: 0938-0000006}}\n回执时限: {reply} 18:00\n"
        ));
    } else {
        let count = random.between(60, 420);
        let notice = schedule.meeting(at - 1);
        out.push_str(&format!("到会人数: {count}\n会议通知: {notice}\n"));
        links.push((format!("../{notice}"), "会议通知"));
    }
    out.push_str("---\n\n");
    prose::body(&mut out, county, topic, &links, random);
    out
}

fn front(
    schedule: &Schedule,
    at: usize,
    name: &str,
    topic: &str,
    random: &mut Random,
    county: &County,
) -> String {
    let date = schedule.meeting_date(at);
    let (title, time, phase) = match at % 2 {
        0 => (format!("关于召开{name}的通知"), "08:30", "通知"),
        _ => (format!("{name}召开"), "17:20", "报道"),
    };
    let unit = &random.pick(&county.units).short;
    format!(
        "---\n标题: {title}\n发布日期: {date} {time}\n来源: 县融媒体中心\n关键词: [{topic}]\n单位: [{unit}]\n环节: {phase}\n"
    )
}

fn people(out: &mut String, county: &County, random: &mut Random) {
    let leaders = random.several(county.leaders(), 4);
    out.push_str(&format!(
        "主持人: {}\n参会人员:\n  - 组别: 县上领导\n    人员:\n",
        official(leaders[0])
    ));
    for leader in &leaders {
        out.push_str(&format!("      - {}\n", official(leader)));
    }
    let units: Vec<_> =
        random.several(&county.units, 6).iter().map(|unit| unit.short.as_str()).collect();
    let units = units.join(", ");
    out.push_str(&format!(
        "  - {{组别: 参会单位, 单位: [{units}], 身份: [各乡镇党委书记]}}\n议程:\n"
    ));
    for (item, speaker) in
        ["安排部署工作", "宣读实施方案", "宣读领导小组名单", "讲话"].iter().zip(&leaders)
    {
        let Person { name, post, .. } = speaker;
        out.push_str(&format!("  - {{事项: {item}, 发言人: {name}, 职务: {post}}}\n"));
    }
}

fn official(Person { name, post, .. }: &Person) -> String {
    format!("{{姓名: {name}, 职务: {post}}}")
}
