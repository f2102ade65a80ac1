//! The group that leads a plan: twelve members, one of them its leader.

use super::county::{County, Person};
use super::prose;
use super::random::Random;
use super::schedule::Schedule;

pub(crate) fn text(county: &County, schedule: &Schedule, at: usize, mut random: Random) -> String {
    let random = &mut random;
    let (topic, aspect) = county.subject("plan", at);
    let date = schedule.roster_date(at);
    let (year, number) = (date.year(), schedule.number(at));
    let (plan, name) = (schedule.plan(at), format!("云溪县{topic}{aspect}工作领导小组"));
    let office = &random.pick(&county.units).short;
    let mut out = format!(
        "---\n标题: {name}组成人员名单\n发布日期: {date} 10:20\n来源: 县政府办公室\n发文机关: 云溪县人民政府办公室\n\
         发文字号: 云政办发〔{year}〕{number}号\n成文日期: {date}\n主题分类: 综合政务/其他\n体裁分类: 名单\n公开方式: 主动公开\n\
         关键词: [{topic}]\n小组名称: {name}\n依据文号: 云政发〔{year}〕{number}号\n方案: {plan}\n成员:\n"
    );
    let leaders = random.several(county.leaders(), 4);
    let staff = random.several(county.staff(), 8);
    let roles = ["组长", "常务副组长", "副组长", "副组长"];
    for (role, person) in
        roles.into_iter().chain(std::iter::repeat("成员")).zip(leaders.iter().chain(&staff))
    {
        let Person { name, post, unit } = person;
        out.push_str(&format!("  - {{职责: {role}, 姓名: {name}, 职务: {post}, 单位: {unit}}}\n"));
    }
    out.push_str(&format!(
        "职责: [统筹全县{topic}工作, 协调解决重大问题, 督促各项任务落实]\n办公室: {{单位: {office}, 联系方式: {{电话: 0938-0000006}}}}\n---\n\n"
    ));
    let links = [(format!("../{plan}"), "实施方案")];
    prose::body(&mut out, county, topic, &links, random);
    out
}
