//! Documents that a page is hard to lay out for: long, wide, empty. All names are invented.

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The pages to look at.
pub(crate) const PAGES: [&str; 12] = [
    "",
    "news/",
    "news/long-title/",
    "news/wide-table/",
    "news/long-word/",
    "meetings/no-photos/",
    "plans/no-indicators/",
    "plans/no-indicators/report/",
    "plans/no-values/",
    "plans/no-values/report/",
    "rosters/two-hundred/",
    "units/quiet/",
];

/// Writes the site's content.
pub(crate) fn write(root: &Path) {
    let files = [
        ("site.yaml", SETTINGS.to_owned()),
        ("units.yaml", UNITS.to_owned()),
        ("news/_index.md", "---\n名称: 要闻\n---\n".to_owned()),
        ("meetings/_index.md", "---\n名称: 会议\n类型: 会议\n---\n".to_owned()),
        ("plans/_index.md", "---\n名称: 方案\n类型: 实施方案\n---\n".to_owned()),
        ("rosters/_index.md", "---\n名称: 名单\n类型: 领导小组名单\n---\n".to_owned()),
        ("progress/_index.md", "---\n名称: 进展\n类型: 进展\n---\n".to_owned()),
        ("news/long-title.md", long_title()),
        ("news/wide-table.md", wide_table()),
        ("news/long-word.md", LONG_WORD.to_owned()),
        ("meetings/no-photos.md", NO_PHOTOS.to_owned()),
        ("plans/no-indicators.md", NO_INDICATORS.to_owned()),
        ("plans/no-values.md", NO_VALUES.to_owned()),
        ("rosters/two-hundred.md", roster()),
    ];
    for (name, text) in files {
        let path = root.join("content").join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }
}

const SETTINGS: &str =
    "网站名称: 云溪县信息公开\n网址: https://www.example.gov.cn/yunxi/\n预览: true\n语言: en\n";
const UNITS: &str = "- {编号: quiet, 名称: 县档案馆, 类别: 部门}\n- {编号: office, 名称: 县政府办公室, 类别: 部门}\n";
const LONG_WORD: &str = "---\n标题: 网址和长编号\n发布日期: 2026-05-03\n---\n\nhttps://www.example.gov.cn/a/very/long/address/that/never/ends/0123456789012345678901234567890123456789012345678901234567890123456789/index.html\n\n`0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789`\n\n- 一级\n  - 二级\n    - 三级\n      - 四级\n        - 五级\n          - 六级，仍然要读得清楚\n\n> 引用\n>\n> > 再引用\n";
const NO_PHOTOS: &str = "---\n标题: 没有照片的会议\n发布日期: 2026-05-04\n环节: 报道\n会议名称: 没有照片的会议\n---\n\n会议开过了。\n";
const NO_INDICATORS: &str = "---\n标题: 没有指标的方案\n发布日期: 2026-05-05\n起止: {起: 2026-05-05, 止: 2026-12-31}\n---\n\n只有文字。\n";
const NO_VALUES: &str = "---\n标题: 指标没有数值的方案\n发布日期: 2026-05-06\n起止: {起: 2026-05-06, 止: 2026-12-31}\n指标:\n  - {编号: a, 名称: 一个从来没有报过数的指标而且名称特别长长到一行放不下还要再写几个字, 计量单位: '%', 目标值: 90}\n  - {编号: b, 名称: 越低越好的, 计量单位: 件, 基期值: 12, 目标值: 3, 方向: 越低越好}\n任务分解:\n  - {编号: '1', 任务: 没有单位也没有时限的任务}\n---\n\n::指标\n";

fn long_title() -> String {
    let title = "关于进一步规范和加强全县基层便民服务站所建设管理工作有关事项的补充通知".repeat(6);
    let title: String = title.chars().take(200).collect();
    format!("---\n标题: {title}\n发布日期: 2026-05-01\n摘要: {title}\n---\n\n正文。\n")
}

fn wide_table() -> String {
    let row = |cell: &dyn Fn(usize) -> String| {
        (0..30).fold("|".to_owned(), |row, n| row + &cell(n) + "|") + "\n"
    };
    let mut text = "---\n标题: 三十列的表\n发布日期: 2026-05-02\n---\n\n".to_owned();
    text += &row(&|n| format!("第{n}列"));
    text += &row(&|_| "---".to_owned());
    for line in 0..4 {
        text += &row(&|n| format!("{}", line * 1000 + n));
    }
    text
}

fn roster() -> String {
    let mut text =
        "---\n标题: 二百人的名单\n发布日期: 2026-05-07\n小组名称: 二百人领导小组\n成员:\n"
            .to_owned();
    let (surnames, given) = ("赵钱孙李周吴郑王冯陈", "文立言书宁若溪子墨思齐一平晓禾远明");
    for number in 0..200 {
        let role = match number {
            0 => "组长",
            1..=5 => "副组长",
            _ => "成员",
        };
        let surname = surnames.chars().nth(number % 10).unwrap_or('赵');
        let letters: Vec<char> = given.chars().collect();
        let ten = number / 10;
        let (a, b) = (letters[ten % letters.len()], letters[ten / letters.len() + 3]);
        writeln!(
            text,
            "  - {{职责: {role}, 姓名: {surname}{a}{b}, 职务: 第{number}个单位主要负责人}}"
        )
        .expect("a string takes all");
    }
    text + "---\n\n名单如下。\n"
}
