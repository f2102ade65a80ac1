//! Every rule of `gongbao check` with what it finds and what it must leave alone, through the real binary.
//!
//! A case is a small county with some files over it. All people, numbers and addresses are invented, or are examples of
//! the rules' own papers.

mod inspected;

use gongbao::config::rules::{self, RULES};
use inspected::{check, codes, county, said};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

const CLOCK: &str = "2026-04-10T09:00";

/// Files by their names in `content/`; those of a theme begin with `../`.
type Files = Vec<(String, String)>;

struct Case {
    rule: &'static str,
    found: Vec<Files>,
    fine: Vec<Files>,
}

fn case(rule: &'static str, found: Vec<Files>, fine: Vec<Files>) -> Case {
    Case { rule, found, fine }
}

fn file(name: &str, text: &str) -> Files {
    vec![(name.to_owned(), text.to_owned())]
}

/// A document with more front matter.
fn front(more: &str, text: &str) -> Files {
    named("news/b.md", more, text)
}

fn named(name: &str, more: &str, text: &str) -> Files {
    file(name, &format!("---\n标题: 公示\n发布日期: 2026-04-01\n{more}---\n\n{text}\n"))
}

fn text(text: &str) -> Files {
    front("", text)
}

fn both(one: Files, other: Files) -> Files {
    [one, other].concat()
}

/// One text a case.
fn texts(all: &[&str]) -> Vec<Files> {
    all.iter().map(|one| text(one)).collect()
}

fn column(folder: &str, more: &str) -> Files {
    file(&format!("{folder}/_index.md"), &format!("---\n名称: 栏目{folder}\n{more}---\n"))
}

/// A column whose only document is of this day.
fn dated(folder: &str, more: &str, day: &str) -> Files {
    let document = format!("---\n标题: 公示\n发布日期: {day}\n---\n");
    both(column(folder, more), file(&format!("{folder}/a.md"), &document))
}

/// Every document of the county older than two weeks.
fn old_news() -> Files {
    file("news/a.md", "---\n标题: 春耕\n发布日期: 2026-03-20\n---\n")
}

fn many(count: usize, each: impl Fn(&str) -> Files) -> Files {
    (0..count).flat_map(|at| each(&format!("c{at}"))).collect()
}

/// All that a site needs that is no preview.
const SETTINGS: &str = "网站名称: 云溪县\n网址: https://www.example.gov.cn/yunxi/\n网站标识码: '6205990001'\n主办单位: 云溪县人民政府\n联系方式: 0938-0000000\nICP备案编号: 陇ICP备00000000号\n公安备案号: 甘公网安备 62059900000000号\n找错链接: https://www.example.gov.cn/jiucuo/\n党政机关标识链接: https://www.example.gov.cn/biaozhi/\n";

fn settings() -> Files {
    file("site.yaml", SETTINGS)
}

/// A site that nobody is responsible for.
const NOBODY: &str = "网站名称: 云溪县\n网址: https://www.example.gov.cn/yunxi/\n预览: true\n";

/// A template of the theme with one text for another.
fn template(name: &str, from: &str, to: &str) -> Files {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/county").join(name);
    let before = std::fs::read_to_string(path).expect("the theme's file");
    assert!(before.contains(from), "{name} has no {from}");
    file(&format!("../themes/county/{name}"), &before.replace(from, to))
}

fn head(from: &str, to: &str) -> Files {
    template("templates/base.html", from, to)
}

const META: &str = "<meta name=\"{{ meta.name }}\" content=\"{{ meta.content }}\">";

fn plan(more: &str, text: &str) -> Files {
    let units = "- {编号: jyj, 名称: 县教育局, 类别: 部门}\n";
    let more = format!("类型: 实施方案\n起止: {{起: 2026-04-01, 止: 2026-12-31}}\n{more}");
    both(named("plans/b.md", &more, text), file("units.yaml", units))
}

fn meeting(time: &str, more: &str) -> Files {
    front(&format!("类型: 会议\n环节: 通知\n会议名称: 大会\n时间: {time}\n{more}"), "")
}

fn roster(members: &str, office: &str) -> Files {
    let units = "- {编号: jyj, 名称: 县教育局, 类别: 部门}\n";
    let more =
        format!("类型: 领导小组名单\n小组名称: 创建工作领导小组\n成员: [{members}]\n{office}");
    both(front(&more, ""), file("units.yaml", units))
}

fn numbered(number: u32, more: &str, body: &str) -> Files {
    let more = format!("发文字号: 云政发〔2026〕{number}号\n{more}");
    named(&format!("news/n{number}.md"), &more, body)
}

/// A document with a text file attached.
fn attached(name: &str, bytes: &str) -> Files {
    let document = front(&format!("附件: [{{文件: {name}, 名称: 名单}}]\n"), "");
    both(document, file(&format!("news/{name}"), bytes))
}

fn cases() -> Vec<Case> {
    let mut all = freshness();
    all.extend(documents());
    all.extend(words());
    all.extend(privacy());
    all.extend(pages());
    all.extend(linked());
    all
}

fn freshness() -> Vec<Case> {
    vec![
        case("home-stale", vec![old_news()], vec![vec![]]),
        case(
            "column-stale",
            vec![old_news(), dated("x", "更新周期: 年度\n", "2025-04-09")],
            vec![
                dated("x", "更新周期: 归档\n", "2020-04-09"),
                dated("x", "更新周期: 年度\n", "2025-04-11"),
                both(
                    dated("x", "更新周期: 年度\n", "2024-12-09"),
                    file("site.yaml", &format!("{SETTINGS}年度栏目期限: 500\n")),
                ),
            ],
        ),
        case(
            "column-due",
            vec![
                dated("x", "更新周期: 动态\n", "2026-03-28"),
                dated("x", "更新周期: 通知\n", "2025-10-20"),
            ],
            vec![dated("x", "更新周期: 动态\n", "2026-04-02")],
        ),
        case("column-blank", vec![column("x", "")], vec![dated("x", "", "2026-04-01")]),
        case(
            "columns-veto",
            vec![
                many(5, |name| column(name, "")),
                many(5, |name| dated(name, "更新周期: 动态\n", "2026-03-01")),
                many(10, |name| dated(name, "更新周期: 年度\n", "2025-03-01")),
            ],
            vec![
                many(4, |name| column(name, "")),
                many(4, |name| dated(name, "更新周期: 动态\n", "2026-03-01")),
                many(9, |name| dated(name, "更新周期: 年度\n", "2025-03-01")),
            ],
        ),
    ]
}

fn documents() -> Vec<Case> {
    let whole = "任务分解: [{编号: '1', 任务: 建站, 牵头单位: [县教育局], 完成时限: 2026-12-31}]\n";
    let bare = "任务分解: [{编号: '1', 任务: 建站}]\n";
    let phases = |start: &str| {
        format!(
            "实施步骤: [{{名称: 动员, 起: 2026-04-01, 止: 2026-04-30}}, {{名称: 实施, 起: {start}, 止: 2026-12-31}}]\n"
        )
    };
    let two = "指标: [{编号: a, 名称: 甲, 目标值: 1}, {编号: b, 名称: 乙, 目标值: 2}]\n";
    let leader = "{职责: 组长, 姓名: 李明远, 职务: 县长}";
    let office = "办公室: {单位: 县教育局, 联系方式: {电话: 0938-0000000}}\n";
    let report = "类型: 会议\n环节: 报道\n会议名称: 大会\n会议通知: news/b\n";
    let abolishes = "《公示》（云政发〔2026〕1号）同时废止。";
    vec![
        case(
            "signed-after-published",
            vec![front("成文日期: 2026-04-02\n", "")],
            vec![front("成文日期: 2026-04-01\n", "")],
        ),
        case(
            "disclosure-late",
            vec![front("成文日期: 2026-02-10\n", "")],
            vec![front("成文日期: 2026-03-05\n", ""), front("成文日期: 2012-03-05\n", "")],
        ),
        case(
            "calendar-missing",
            vec![front("成文日期: 2012-03-05\n", "")],
            vec![front("成文日期: 2026-02-10\n", "")],
        ),
        case(
            "weekday",
            texts(&["定于4月2日（星期三）召开。", "2026年4月3日周六"]),
            texts(&[
                "定于4月2日（星期四）召开，2026年4月3日星期五结束。",
                "去年4月2日（星期三）",
                "每周日和每月3日周会",
            ]),
        ),
        case(
            "number-gap",
            vec![[numbered(1, "", ""), numbered(2, "", ""), numbered(5, "", "")].concat()],
            vec![
                [numbered(1, "", ""), numbered(2, "", ""), numbered(3, "", "")].concat(),
                both(numbered(1, "", ""), numbered(5, "", "")),
            ],
        ),
        case(
            "level-order",
            texts(&["一、总则\n\n（1）分解"]),
            texts(&[
                "一、总则\n\n（一）目标\n\n1.指标\n\n（1）分解",
                "一、总则\n\n1.指标\n\n二、其他",
            ]),
        ),
        case(
            "level-number",
            texts(&["一、总则\n\n三、其他"]),
            texts(&["## 一、总则\n\n## 二、其他", "```\n一、总则\n三、其他\n```"]),
        ),
        case(
            "indicator-count",
            vec![plan(two, "共有33项评估指标。")],
            vec![plan(two, "共有2项指标。"), plan("", "共有33项评估指标。")],
        ),
        case(
            "phase-gap",
            vec![plan(&phases("2026-05-03"), "")],
            vec![plan(&phases("2026-05-01"), "")],
        ),
        case("task-unit", vec![plan(bare, "")], vec![plan(whole, "")]),
        case("task-due", vec![plan(bare, "")], vec![plan(whole, "")]),
        case(
            "report-due",
            vec![meeting("2026-04-07 09:00", "")],
            vec![
                meeting("2026-04-08 09:00", ""),
                both(meeting("2026-04-07 09:00", ""), named("news/c.md", report, "")),
            ],
        ),
        case(
            "notice-late",
            vec![
                meeting("2026-03-31 09:00", ""),
                meeting("2026-04-20 09:00", "回执时限: 2026-04-20 18:00\n"),
            ],
            vec![
                meeting("2026-04-01", ""),
                meeting("2026-04-20 09:00", "回执时限: 2026-04-19 18:00\n"),
            ],
        ),
        case(
            "source-missing",
            vec![file("site.yaml", NOBODY)],
            vec![
                vec![],
                both(
                    file("site.yaml", NOBODY),
                    ["news", "notices", "plans"]
                        .iter()
                        .flat_map(|folder| {
                            named(&format!("{folder}/a.md"), "来源: 县融媒体中心\n", "")
                        })
                        .collect(),
                ),
            ],
        ),
        case(
            "roster-incomplete",
            vec![
                roster(leader, ""),
                roster(leader, "办公室: {单位: 县教育局}\n"),
                roster(&format!("{leader}, {{职责: 成员, 姓名: 王一平}}"), office),
            ],
            vec![roster(leader, office)],
        ),
        case(
            "replacement-unnamed",
            vec![front("有效性: {状态: 废止}\n", "")],
            vec![
                front("有效性: {状态: 废止, 替代文件: news/a}\n", ""),
                front("有效性: 有效\n", ""),
            ],
        ),
        case(
            "abolished-unmarked",
            vec![both(numbered(1, "", ""), numbered(2, "", abolishes))],
            vec![
                both(
                    numbered(1, "有效性: {状态: 废止, 替代文件: news/n2}\n", ""),
                    numbered(2, "", abolishes),
                ),
                both(
                    numbered(1, "", ""),
                    numbered(2, "", "落实云政发〔2026〕1号文件。旧办法废止。"),
                ),
                numbered(2, "", abolishes),
            ],
        ),
        case(
            "heading-order",
            vec![
                text("## 一\n\n#### 二"),
                template("templates/article.html", "{% extends", "{% extends")
                    .into_iter()
                    .chain(head("{% block content %}", "<h4>题</h4>{% block content %}"))
                    .collect(),
            ],
            texts(&["## 一\n\n### 二\n\n## 三", "### 一\n\n#### 二"]),
        ),
        case(
            "image-alt",
            vec![
                both(text("![](a.svg)"), file("news/a.svg", SVG)),
                both(front("题图: a.svg\n", ""), file("news/a.svg", SVG)),
                head("{% block content %}", "<img src=\"/yunxi/a.png\">{% block content %}"),
            ],
            vec![
                both(text("![会场](a.svg)"), file("news/a.svg", SVG)),
                both(front("题图: {文件: a.svg, 说明: 会场}\n", ""), file("news/a.svg", SVG)),
                head(
                    "{% block content %}",
                    "<img src=\"/yunxi/a.png\" alt=\"\">{% block content %}",
                ),
            ],
        ),
    ]
}

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>";

fn words() -> Vec<Case> {
    let list = |list: &str, body: &str| both(text(body), file("wordlists/own.yaml", list));
    vec![
        case(
            "wrong-name",
            texts(&["县人民攻府", "领导小姐", "中华人民共合国"]),
            texts(&["县人民政府", "领导小组", "中华人民共和国"]),
        ),
        case(
            "wrong-word",
            texts(&["截止目前共布署三次", "登陆系统填报"]),
            texts(&["截至目前共部署三次", "登录系统，火箭登陆月球", "一笔划转资金", "网站标识码"]),
        ),
        case(
            "site-word",
            vec![
                list("禁用: [莅临指导]\n", "莅临指导"),
                list("领导: [{姓名: 李明远, 职务: 县长}]\n", "县长李明元"),
            ],
            vec![
                list("禁用: [莅临指导]\n", "到场指导"),
                list("领导: [{姓名: 李明远, 职务: 县长}]\n", "县长李明远，副县长王小二"),
            ],
        ),
        case(
            "preferred-word",
            vec![list("推荐: [{词: 抓手, 改为: 着力点}]\n", "找抓手")],
            vec![list("推荐: [{词: 抓手, 改为: 着力点}]\n保留: [找抓手]\n", "找抓手")],
        ),
        case(
            "doubled-character",
            texts(&["要要按照要求"]),
            texts(&["重要要求", "目的的问题", "常常、人人"]),
        ),
        case(
            "punctuation",
            texts(&[
                "县政府,县委",
                "办法(试行)",
                "等等...",
                "云政发[2026]12号",
                "2026-2030年",
                "甲、乙、等部门",
            ]),
            texts(&[
                "GDP(亿元)增长3.5%,同比",
                "见 https://www.example.gov.cn/a,b",
                "8:30至9:30",
                "`县政府,县委`",
                "一等、二等奖",
            ]),
        ),
        case("punctuation-habit", texts(&["《甲》、《乙》"]), texts(&["《甲》和《乙》", "甲、乙"])),
        case(
            "number-style",
            texts(&["63～68%", "2026年08月01日", "3月1号召开", "二OO八年"]),
            texts(&["63%～68%", "2026年8月1日", "3号楼、12号文", "二〇〇八年", "10月20日"]),
        ),
    ]
}

fn privacy() -> Vec<Case> {
    let list = "| 姓名 | 身份证号 |\n|--|--|\n| 张某 | 620500 |\n";
    let health = |body: &str| {
        let column = file("health/_index.md", "---\n名称: 医疗救助\n更新周期: 归档\n---\n");
        both(column, named("health/a.md", "", body))
    };
    let relaxed = |body: &str| {
        let column =
            file("health/_index.md", "---\n名称: 医疗救助\n更新周期: 归档\n隐私从严: 否\n---\n");
        both(column, named("health/a.md", "", body))
    };
    vec![
        case(
            "identity-number",
            vec![
                text("证号11010519491231002X。"),
                front("来源: 11010519491231002X\n", ""),
                text("| 号 |\n|--|\n| 440524188001010014 |"),
                both(text("![11010519491231002X](a.svg)"), file("news/a.svg", SVG)),
                attached("a.csv", "姓名,证号\n张某,11010519491231002X\n"),
                attached("11010519491231002X.txt", "名单\n"),
                file("people.yaml", "- {编号: zhang, 姓名: 张某某, 职务: 11010519491231002X}\n"),
                text("证号&#49;1010519491231002X"),
                head("{% block content %}", "<p>11010519491231002X</p>{% block content %}"),
            ],
            texts(&[
                "11010519491231002Y",
                "110105194912310021",
                "索引号013930000/2026-00012",
                "统一社会信用代码 11620500MB1234567X",
            ]),
        ),
        case(
            "bank-card",
            texts(&["卡号6222020000000000000"]),
            texts(&["卡号6222020000000000001", "尾号0000", "金额6222020000000000000.00元"]),
        ),
        case(
            "mobile-number",
            texts(&["手机13800138000", "138-0013-8000", "电话 138 0013 8000。"]),
            texts(&["电话0938-0000000", "138****8000", "https://www.example.gov.cn/13800138000/"]),
        ),
        case("passport-number", texts(&["护照号E12345678"]), texts(&["编号E12345678"])),
        case(
            "home-address",
            vec![text("家庭住址：白塔镇河湾村3组"), attached("a.txt", "现住址 人民路5号\n")],
            texts(&["地址：云台镇人民路1号", "家庭住址：", "家住云台镇的群众"]),
        ),
        case(
            "private-list",
            vec![text(list), attached("a.csv", "序号,姓名,银行账号\n1,张某,620\n")],
            vec![
                text("| 姓名 | 身份证号 |\n|--|--|\n|  |  |\n"),
                text("| 姓名 | 职务 |\n|--|--|\n| 张某 | 县长 |\n"),
                attached("a.csv", "序号,姓名,银行账号\n1,,\n"),
            ],
        ),
        case(
            "strict-private",
            vec![
                health(list),
                health("证号620523********1234"),
                health("张某某，男，36岁"),
                health("| 姓名 | 家庭年收入 |\n|--|--|\n| 张某 | 12000 |\n"),
                named("news/b.md", "", "证号620523********1234")
                    .into_iter()
                    .map(|(name, text)| (name, text.replace("公示", "低保对象公示")))
                    .collect(),
            ],
            vec![
                relaxed("证号620523********1234"),
                text("证号620523********1234"),
                health("| 姓名 | 办公电话 |\n|--|--|\n| 张某 | 0938-0000000 |\n"),
                health("| 姓名 | 村 |\n|--|--|\n| 张某 | 河湾村 |\n"),
            ],
        ),
        case(
            "attachment-unread",
            vec![attached("a.docx", "nothing"), attached("a.pdf", "%PDF-1.4")],
            vec![attached("a.txt", "名单\n")],
        ),
    ]
}

fn pages() -> Vec<Case> {
    let heavy = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><!--{}--></svg>",
        "a".repeat(1_100_000)
    );
    let outside = "<p><a href=\"https://www.example.com/\">去</a></p>{% block content %}";
    let asked =
        "<p><a class=\"leaves\" href=\"https://www.example.com/\">去</a></p>{% block content %}";
    vec![
        case(
            "table-head",
            vec![head(
                "{% block content %}",
                "<table><tr><td>1</td></tr></table>{% block content %}",
            )],
            texts(&["| 甲 |\n|--|\n| 1 |"]),
        ),
        case("page-language", vec![head("<html lang", "<html data-lang")], vec![vec![]]),
        case(
            "colour-contrast",
            vec![template("styles/tokens.css", "--accent: #a61b1b", "--accent: #f0a0a0")],
            vec![vec![], template("styles/tokens.css", "--accent: #a61b1b", "--accent: #8a1010")],
        ),
        case(
            "page-weight",
            vec![both(text("![图](a.svg)"), file("news/a.svg", &heavy))],
            vec![both(text("[图](a.svg)"), file("news/a.svg", &heavy))],
        ),
        case(
            "outside-request",
            vec![head(
                "<link rel=\"icon\"",
                "<script src=\"https://www.example.com/a.js\"></script><link rel=\"icon\"",
            )],
            vec![head(
                "<link rel=\"icon\"",
                "<link rel=\"me\" href=\"https://www.example.com/\"><link rel=\"icon\"",
            )],
        ),
        case("meta-missing", vec![head(META, "")], vec![settings()]),
        case(
            "meta-value",
            vec![
                head(META, &META.replace("{{ meta.content }}", "null")),
                head(META, &[META, META].concat()),
                head("{{ meta.content }}", "{{ meta.content | replace(from=\":\", to=\"∶\") }}"),
            ],
            vec![settings()],
        ),
        case(
            "title-heading",
            vec![
                head("<title>{{ page.title }}</title>", "<title></title>"),
                head("{% block content %}", "<h1>又一个</h1>{% block content %}"),
                template("templates/document.html", "<h1>{{ doc.title", "<h1>又{{ doc.title"),
            ],
            vec![settings()],
        ),
        case(
            "footer-item",
            vec![
                both(
                    settings(),
                    template("templates/parts/footer.html", "{{ site.icp.name }}", ""),
                ),
                both(
                    settings(),
                    template("templates/parts/footer.html", "{{ site.site_map_url }}", "/"),
                ),
                both(
                    settings(),
                    template("templates/parts/footer.html", "{{ site.find_error_url }}", "/"),
                ),
            ],
            vec![settings()],
        ),
        case(
            "leaving-notice",
            vec![head("{% block content %}", outside)],
            vec![
                head("{% block content %}", asked),
                text("[去](https://www.example.com/)"),
                settings(),
            ],
        ),
    ]
}

/// What linking finds: what documents, units, people and links say of each other. Most of it stops the build.
fn linked() -> Vec<Case> {
    let members = |members: &str| {
        front(&format!("类型: 领导小组名单\n小组名称: 专班\n成员: [{members}]\n"), "")
    };
    let (leader, other) = ("{职责: 组长, 姓名: 王甲}", "{职责: 组长, 姓名: 王乙}");
    let whole = members(leader);
    let second = |post: &str| {
        let more = format!(
            "类型: 领导小组名单\n小组名称: 二组\n成员: [{{职责: 组长, 姓名: 王甲, 职务: {post}}}]\n"
        );
        both(members("{职责: 组长, 姓名: 王甲, 职务: 县长}"), named("news/c.md", &more, ""))
    };
    let one = "{编号: a, 名称: 甲, 目标值: 1}";
    let progress = |indicator: &str, percent: &str| {
        let more = format!(
            "类型: 进展\n方案: plans/b\n截至: 2026-04-01\n指标值: [{{指标: {indicator}, 数值: 1}}]\n任务进展: [{{任务: '1', 状态: 推进中, 完成率: {percent}}}]\n"
        );
        let tasks =
            "任务分解: [{编号: '1', 任务: 建站, 牵头单位: [县教育局], 完成时限: 2026-12-31}]\n";
        both(plan(&format!("指标: [{one}]\n{tasks}"), ""), named("news/c.md", &more, ""))
    };
    let people = |list: &str| both(file("people.yaml", list), front("人员: [王甲]\n", ""));
    let units = |list: &str| both(file("units.yaml", list), front("单位: [县教育局]\n", ""));
    let school = "- {编号: jyj, 名称: 县教育局, 类别: 部门}\n";
    let photo =
        |file: &str| meeting("2026-04-08 09:00", &format!("照片: [{{{file}说明: 会场}}]\n"));
    let index = |name: &str, number: &str| named(name, &format!("索引号: {number}\n"), "");
    let draft = named("news/d.md", "草稿: 是\n", "");
    let svg = || file("news/a.svg", SVG);
    let set = |rule: &str| {
        let base = "网站名称: 云溪县\n网址: https://www.example.gov.cn/\n主办单位: 云溪县人民政府\n预览: true\n";
        file("site.yaml", &format!("{base}检查: [{{规则: {rule}, 级别: 提示}}]\n"))
    };
    let except = |rule: &str| front(&format!("检查例外: [{{规则: {rule}, 理由: 原文如此}}]\n"), "");
    vec![
        case(
            "duplicate-doc-number",
            vec![both(numbered(1, "", ""), front("发文字号: 云政发〔2026〕1号\n", ""))],
            vec![both(numbered(1, "", ""), numbered(2, "", ""))],
        ),
        case(
            "duplicate-index",
            vec![both(index("news/b.md", "1/2026-1"), index("news/c.md", "1/2026-1"))],
            vec![both(index("news/b.md", "1/2026-1"), index("news/c.md", "1/2026-2"))],
        ),
        case(
            "time-order",
            vec![meeting("{起: 2026-04-08 09:00, 止: 2026-04-08 08:00}", "")],
            vec![meeting("{起: 2026-04-08 09:00, 止: 2026-04-08 10:00}", "")],
        ),
        case(
            "duplicate-id",
            vec![plan(&format!("指标: [{one}, {one}]\n"), "")],
            vec![plan(&format!("指标: [{one}]\n"), "")],
        ),
        case("unknown-in-plan", vec![progress("b", "50")], vec![progress("a", "50")]),
        case("percent", vec![progress("a", "101")], vec![progress("a", "100")]),
        case("no-leader", vec![members("{职责: 成员, 姓名: 王甲}")], vec![whole.clone()]),
        case("two-leaders", vec![members(&format!("{leader}, {other}"))], vec![whole.clone()]),
        case(
            "twice-in-group",
            vec![members(&format!("{leader}, {{职责: 成员, 姓名: 王甲}}"))],
            vec![whole],
        ),
        case("two-posts", vec![second("县委书记")], vec![second("县长")]),
        case(
            "ambiguous-person",
            vec![people("- {编号: a, 姓名: 王甲}\n- {编号: b, 姓名: 王甲}\n")],
            vec![people("- {编号: a, 姓名: 王甲}\n")],
        ),
        case(
            "duplicate-person",
            vec![people("- {编号: a, 姓名: 王甲}\n- {编号: a, 姓名: 王乙}\n")],
            vec![people("- {编号: a, 姓名: 王甲}\n- {编号: b, 姓名: 王乙}\n")],
        ),
        case("unknown-unit", vec![front("单位: [县教育局]\n", "")], vec![units(school)]),
        case(
            "duplicate-unit",
            vec![units(&format!("{school}- {{编号: b, 名称: 县教育局, 类别: 部门}}\n"))],
            vec![units(&format!("{school}- {{编号: b, 名称: 县财政局, 类别: 部门}}\n"))],
        ),
        case(
            "wrong-kind",
            vec![front("类型: 会议\n环节: 报道\n会议名称: 大会\n会议通知: news/a\n", "")],
            vec![both(
                meeting("2026-04-08 09:00", ""),
                named(
                    "news/c.md",
                    "类型: 会议\n环节: 报道\n会议名称: 大会\n会议通知: news/b\n",
                    "",
                ),
            )],
        ),
        case("lost-photo", vec![photo("")], vec![both(photo("文件: a.svg, "), svg())]),
        case(
            "unknown-rule",
            vec![set("weekdya"), except("weekdya")],
            vec![set("weekday"), except("weekday")],
        ),
        case(
            "fixed-rule",
            vec![set("scheme"), except("scheme")],
            vec![set("weekday"), except("weekday")],
        ),
        case(
            "dangling-reference",
            vec![front("相关: [news/z]\n", "")],
            vec![front("相关: [news/a]\n", "")],
        ),
        case(
            "dangling-link",
            texts(&["[去](z.md)", "[去](/z/)"]),
            texts(&["[去](a.md)", "[去](/news/)"]),
        ),
        case("dangling-heading", texts(&["[去](#二)\n\n## 一"]), texts(&["[去](#一)\n\n## 一"])),
        case("hidden-target", vec![both(draft, text("[去](d.md)"))], texts(&["[去](a.md)"])),
        case(
            "missing-file",
            vec![front("附件: [{文件: a.svg, 名称: 图}]\n", "")],
            vec![both(front("附件: [{文件: a.svg, 名称: 图}]\n", ""), svg())],
        ),
        case(
            "broken-picture",
            vec![both(text("![会场](a.png)"), file("news/a.png", "no picture"))],
            vec![both(text("![会场](a.svg)"), svg())],
        ),
        case("outside", texts(&["[去](../../a.md)"]), texts(&["[去](../news/a.md)"])),
        case(
            "outside-picture",
            texts(&["![会场](https://www.example.gov.cn/a.png)"]),
            vec![both(text("![会场](a.svg)"), svg())],
        ),
        case("scheme", texts(&["[去](javascript:a)"]), texts(&["[去](tel:12345)"])),
        case("slug", vec![front("网址名: ../a\n", "")], vec![front("网址名: b-1\n", "")]),
        case(
            "alias",
            vec![front("旧网址: [https://www.example.com/]\n", "")],
            vec![front("旧网址: [/2012/1.html]\n", "")],
        ),
        case(
            "same-address",
            vec![front("旧网址: [/news/a/]\n", "")],
            vec![front("旧网址: [/news/old/]\n", "")],
        ),
        case("unknown-block", texts(&["::没有"]), texts(&["没有"])),
        case(
            "empty-block",
            texts(&["::附件"]),
            vec![both(front("附件: [{文件: a.svg, 名称: 图}]\n", "::附件"), svg())],
        ),
    ]
}

/// What the external links and the review need a server and signatures for; they have tests of their own.
const ELSEWHERE: [&str; 5] =
    ["dead-link", "suspect-link", "review-missing", "review-void", "review-log"];

fn found(files: &Files) -> Vec<String> {
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let site = county(&files);
    codes(site.path(), CLOCK, &[])
}

/// The same of a site that is not built: a note follows the problems.
fn stopping(files: &Files) -> Vec<String> {
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let site = county(&files);
    let output = check(site.path(), CLOCK, &["--format", "json"]);
    let said = said(&output);
    assert!(said.ends_with("mend the errors above first\n"), "{said}");
    let problems = said.lines().filter_map(|line| serde_json::from_str(line).ok());
    problems.map(|problem: Value| problem["code"].as_str().expect("a code").to_owned()).collect()
}

#[test]
fn every_rule_finds_what_it_is_for_and_nothing_else() {
    let cases = cases();
    let mut wrong = Vec::new();
    for Case { rule, found: faulty, fine } in &cases {
        assert!(!faulty.is_empty() && !fine.is_empty(), "{rule} has cases of both sides");
        let look = match rules::named(rule).is_some_and(|rule| rule.stops) {
            true => stopping,
            false => found,
        };
        for files in faulty {
            let codes = look(files);
            if !codes.iter().any(|code| code == rule) {
                wrong.push(format!("{rule} misses {files:?}, found {codes:?}"));
            }
        }
        for files in fine {
            let codes = found(files);
            if codes.iter().any(|code| code == rule) {
                wrong.push(format!("{rule} must not find anything in {files:?}"));
            }
        }
    }
    let short: Vec<String> = wrong.iter().map(|line| line.chars().take(400).collect()).collect();
    assert!(wrong.is_empty(), "{}", short.join("\n"));
}

#[test]
fn every_rule_has_a_case() {
    let tested: BTreeSet<&str> = cases().iter().map(|case| case.rule).chain(ELSEWHERE).collect();
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.code.name()).collect();
    assert_eq!(tested, rules);
}

#[test]
fn a_whole_county_has_nothing_to_find() {
    assert_eq!(found(&settings()), [""; 0]);
}
