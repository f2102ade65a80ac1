//! A plan with phases, tasks, indicators and money.

use super::county::County;
use super::prose;
use super::random::Random;
use super::schedule::Schedule;
use super::words::{DEMANDS, DEPARTMENTS, MEASURES, OBJECTS, PHASES, VERBS};
use jiff::ToSpan;
use jiff::civil::Date;

pub(crate) fn text(county: &County, schedule: &Schedule, at: usize, mut random: Random) -> String {
    let random = &mut random;
    let (topic, aspect) = county.subject("plan", at);
    let date = schedule.plan_date(at);
    let (year, number) = (date.year(), schedule.number(at));
    let end = date.saturating_add(280.days());
    let unit = &random.pick(&county.units).short;
    let mut out = format!(
        "---\n标题: 云溪县{year}年{topic}{aspect}实施方案\n发布日期: {date} 10:15\n来源: 县政府办公室\n发文机关: 云溪县人民政府\n\
         发文字号: 云政发〔{year}〕{number}号\n成文日期: {date}\n主题分类: 综合政务/其他\n体裁分类: 方案\n公开方式: 主动公开\n\
         主送机关: 各乡镇人民政府，县直各部门\n关键词: [{topic}]\n单位: [{unit}]\n起止: {{起: {date}, 止: {end}}}\n\
         依据: [云溪县{year}年政府工作报告]\n目标: [各项指标年内达到目标值, 群众满意率不低于95%]\n"
    );
    let mut links = Vec::new();
    if at < schedule.rosters {
        let roster = schedule.roster(at);
        out.push_str(&format!("领导小组: {roster}\n"));
        links.push((format!("../{roster}"), "领导小组名单"));
    }
    if at > 0 {
        let earlier = schedule.plan(at - 1);
        links.push((format!("../{earlier}"), "上一方案"));
    }
    phases(&mut out, date);
    tasks(&mut out, date, random);
    indicators(&mut out, topic, random);
    money(&mut out, random);
    out.push_str("---\n\n");
    prose::body(&mut out, county, topic, &links, random);
    out
}

fn phases(out: &mut String, start: Date) {
    out.push_str("实施步骤:\n");
    for (days, (name, what)) in (0..).step_by(70).zip(PHASES) {
        let (first, last) =
            (start.saturating_add(days.days()), start.saturating_add((days + 69).days()));
        out.push_str(&format!("  - {{名称: {name}, 起: {first}, 止: {last}, 内容: \"{what}\"}}\n"));
    }
}

fn tasks(out: &mut String, start: Date, random: &mut Random) {
    out.push_str("任务分解:\n");
    for id in 1..=8 {
        let (verb, object) = (random.pick(&VERBS), random.pick(&OBJECTS));
        let units = random.several(&DEPARTMENTS, 3);
        let (lead, one, two) = (units[0].2, units[1].2, units[2].2);
        let days = i64::try_from(random.between(60, 270)).expect("a few months");
        let due = start.saturating_add(days.days());
        out.push_str(&format!(
            "  - {{编号: \"{id}\", 任务: {verb}{object}, 牵头单位: {lead}, 配合单位: [{one}, {two}, 各乡镇], 完成时限: {due}, 成果: 通过县级验收}}\n"
        ));
    }
}

fn indicators(out: &mut String, topic: &str, random: &mut Random) {
    out.push_str("指标:\n");
    for (id, measure) in (1..).zip(random.several(&MEASURES, 4)) {
        let (baseline, target) = (random.between(30, 70), random.between(80, 100));
        let scope = if id % 2 == 0 { "各单位" } else { "全县" };
        out.push_str(&format!(
            "  - {{编号: m{id}, 组别: {topic}, 名称: {topic}{measure}, 计量单位: \"%\", 基期值: {baseline}, 目标值: {target}, 方向: 越高越好, 范围: {scope}}}\n"
        ));
    }
}

fn money(out: &mut String, random: &mut Random) {
    let (county, city) = (random.between(50, 900), random.between(20, 300));
    out.push_str(&format!(
        "经费:\n  - {{来源: 县财政, 金额: {county}万, 用途: 建设与运行}}\n  - {{来源: 市级补助, 金额: {city}万, 用途: 以奖代补}}\n保障措施:\n"
    ));
    for demand in random.several(&DEMANDS, 2) {
        out.push_str(&format!("  - {demand}\n"));
    }
}
