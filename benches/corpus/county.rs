//! The county: its units, its people, its columns and its settings.

use super::random::Random;
use super::schedule::Schedule;
use super::words::{ASPECTS, DEPARTMENTS, FIRST_GIVEN, SECOND_GIVEN, SURNAMES, TOPICS, TOWNS};
use std::collections::HashSet;

const PEOPLE: usize = 200;

const LEADERS: [&str; 8] = [
    "县委书记",
    "县委副书记、县长",
    "县委副书记",
    "县委常委、常务副县长",
    "县委常委、宣传部部长",
    "副县长",
    "副县长",
    "副县长",
];

const SITE: &str = "\
网站名称: 云溪县信息公开
网址: https://www.example.gov.cn/yunxi/
语言: zh-CN
主题: county
网站描述: 云溪县会议、方案、名单与要闻
党政机关标识链接: https://www.example.gov.cn/biaozhi/
找错链接: https://www.example.gov.cn/jiucuo/
网站标识码: \"6205990001\"
主办单位: 云溪县人民政府
承办单位: 中共云溪县委宣传部
联系方式: 0938-0000000
电子邮箱: xwb@example.gov.cn
地址: 云溪县人民路1号
邮编: \"741299\"
ICP备案编号: 陇ICP备00000000号
公安备案号: 甘公网安备 62059900000000号
行政区划代码: \"620599\"
主体类型: 党委和政府
机构代码: \"013930000\"
索引号规则: \"{org}/{yyyy}-{seq:05}\"
每页条数: 20
本站域名: [www.example.gov.cn]
";

pub(crate) struct Unit {
    id: String,
    name: String,
    pub(crate) short: String,
    class: &'static str,
}

pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) post: String,
    pub(crate) unit: String,
}

pub(crate) struct County {
    seed: u64,
    /// All that can act: 各乡镇, the fortieth, only stands for the towns.
    pub(crate) units: Vec<Unit>,
    /// The county's leaders first.
    pub(crate) people: Vec<Person>,
}

impl County {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random::of(seed, "people", 0);
        let units: Vec<_> = units();
        let people = names(&mut random)
            .into_iter()
            .enumerate()
            .map(|(at, name)| person(name, at, &units))
            .collect();
        Self { seed, units, people }
    }

    /// What a piece of work is about: its notice and report, or its plan and roster, agree on it.
    pub(crate) fn subject(&self, of: &str, at: usize) -> (&'static str, &'static str) {
        let mut random = Random::of(self.seed, of, at);
        (*random.pick(&TOPICS), *random.pick(&ASPECTS))
    }

    /// Those who lead groups and meetings.
    pub(crate) fn leaders(&self) -> &[Person] {
        &self.people[..LEADERS.len()]
    }

    /// Everyone else.
    pub(crate) fn staff(&self) -> &[Person] {
        &self.people[LEADERS.len()..]
    }

    /// Every file that is no document, by its name in the content folder.
    pub(crate) fn files(&self, schedule: &Schedule) -> Vec<(&'static str, String)> {
        vec![
            ("site.yaml", SITE.into()),
            ("units.yaml", self.units_file()),
            ("people.yaml", self.people_file()),
            ("_index.md", home(schedule)),
            ("meetings/_index.md", column("会议", "会议", "工作动态", "通知", 10)),
            ("plans/_index.md", column("实施方案", "实施方案", "规划计划", "年度", 20)),
            ("rosters/_index.md", column("领导小组", "领导小组名单", "机构职能", "年度", 30)),
            ("news/_index.md", column("要闻", "文章", "工作动态", "动态", 40)),
        ]
    }

    fn units_file(&self) -> String {
        let mut text = String::new();
        for (at, Unit { id, name, short, class }) in self.units.iter().enumerate() {
            let (order, phone) = (at + 1, at + 100);
            text.push_str(&format!(
                "- {{编号: {id}, 名称: {name}, 简称: [{short}], 类别: {class}, 排序: {order}, 电话: 0938-0000{phone}}}\n"
            ));
        }
        let towns: Vec<_> = TOWNS.iter().map(|(_, name)| *name).collect();
        let towns = towns.join(", ");
        text.push_str(&format!(
            "- {{编号: gexiangzhen, 名称: 各乡镇人民政府, 简称: [各乡镇], 类别: 统称, 排序: 900, 包括: [{towns}]}}\n"
        ));
        text
    }

    fn people_file(&self) -> String {
        let people = self.people.iter().enumerate();
        let lines = people.map(|(at, Person { name, post, unit })| {
            let order = at + 1;
            format!(
                "- {{编号: p{order:03}, 姓名: {name}, 职务: {post}, 单位: {unit}, 排序: {order}}}\n"
            )
        });
        lines.collect()
    }
}

fn units() -> Vec<Unit> {
    let departments = DEPARTMENTS.iter().map(|(id, name, short)| Unit {
        id: (*id).into(),
        name: (*name).into(),
        short: (*short).into(),
        class: "部门",
    });
    let towns = TOWNS.iter().map(|(id, short)| Unit {
        id: (*id).into(),
        name: format!("{short}人民政府"),
        short: (*short).into(),
        class: "乡镇",
    });
    departments.chain(towns).collect()
}

/// Different names, put together from characters that names are made of.
fn names(random: &mut Random) -> Vec<String> {
    let [surnames, first, second] =
        [SURNAMES, FIRST_GIVEN, SECOND_GIVEN].map(|list| list.chars().collect::<Vec<_>>());
    let mut seen = HashSet::new();
    let mut names = Vec::with_capacity(PEOPLE);
    while names.len() < PEOPLE {
        let name =
            String::from_iter([random.pick(&surnames), random.pick(&first), random.pick(&second)]);
        if seen.insert(name.clone()) {
            names.push(name);
        }
    }
    names
}

/// Leaders, then everyone else from unit to unit, the heads first.
fn person(name: String, at: usize, units: &[Unit]) -> Person {
    if let Some(post) = LEADERS.get(at) {
        let unit =
            if post.starts_with("县委") { "县委办公室" } else { "县政府办公室" };
        return Person { name, post: (*post).into(), unit: unit.into() };
    }
    let at = at - LEADERS.len();
    let unit = &units[at % units.len()].short;
    let head = match unit.chars().next_back() {
        Some(last @ ('局' | '部' | '镇' | '乡')) => format!("{last}长"),
        _ => "主任".into(),
    };
    let post = match at / units.len() {
        0 => format!("{unit}{head}"),
        1 | 2 => format!("{unit}副{head}"),
        3 => format!("{unit}综合股股长"),
        _ => format!("{unit}四级主任科员"),
    };
    Person { name, post, unit: unit.clone() }
}

fn home(schedule: &Schedule) -> String {
    let lead = match schedule.news {
        0 => String::new(),
        count => format!("头条: {}\n", schedule.news(count - 1)),
    };
    format!(
        "---\n标题: 云溪县信息公开\n{lead}版块:\n  - {{栏目: news, 条数: 8}}\n  - {{栏目: meetings, 条数: 6}}\n  \
         - {{栏目: plans, 条数: 6}}\n  - {{栏目: rosters, 条数: 6}}\n---\n"
    )
}

fn column(name: &str, kind: &str, class: &str, cycle: &str, order: usize) -> String {
    format!(
        "---\n名称: {name}\n类型: {kind}\n栏目类别: {class}\n栏目描述: 全县{name}的统一发布\n栏目关键词: [{name}]\n\
         更新周期: {cycle}\n责任单位: 县政府办公室\n排序: {order}\n---\n"
    )
}
