//! A piece of news that leads to a plan and to the piece before it.

use super::county::County;
use super::prose;
use super::random::Random;
use super::schedule::Schedule;
use super::words::{ASPECTS, RESULTS, TOPICS};

pub(crate) fn text(county: &County, schedule: &Schedule, at: usize, mut random: Random) -> String {
    let random = &mut random;
    let (topic, aspect) = (*random.pick(&TOPICS), random.pick(&ASPECTS));
    let (unit, other) = (&random.pick(&county.units).short, random.pick(&TOPICS));
    let person = &random.pick(county.staff()).name;
    let (result, date) = (random.pick(&RESULTS), schedule.news_date(at));
    let (hour, minute) = (random.between(8, 18), random.below(60));
    let keywords = if *other == topic { topic.into() } else { format!("{topic}, {other}") };
    let mut out = format!(
        "---\n标题: {unit}推进{topic}{aspect}，{result}\n发布日期: {date} {hour:02}:{minute:02}\n来源: 县融媒体中心\n作者: 李晓禾\n\
         责任编辑: 王一平\n关键词: [{keywords}]\n单位: [{unit}]\n人员: [{person}]\n---\n\n"
    );
    let plan = schedule.plan_beside(at, schedule.news);
    let plan = plan.map(|plan| (format!("../{}", schedule.plan(plan)), "实施方案"));
    let earlier = at.checked_sub(1).map(|at| (format!("../{}", schedule.news(at)), "此前报道"));
    let links: Vec<_> = plan.into_iter().chain(earlier).collect();
    prose::body(&mut out, county, topic, &links, random);
    out
}
