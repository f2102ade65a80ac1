//! A small county with a document of every kind, and every way in which its files may be edited.
//!
//! A file is a row of pieces; a piece is one of several texts. So an edit is a number, any two edits can be made in any
//! order, and any of them can be left out: a sequence that fails can be made short.

/// A file, by all the names that it may have.
pub(crate) struct File {
    /// The empty name: there is no such file.
    pub(crate) names: Piece,
    /// What is in it, from the top.
    pub(crate) pieces: &'static [Piece],
}

/// A part of a file: first what it is at the beginning, then what it may become.
pub(crate) struct Piece {
    /// With each of these, and all else as at the beginning, the site can be built.
    pub(crate) good: &'static [&'static str],
    /// With each of these it can't.
    pub(crate) bad: &'static [&'static str],
}

const fn file(names: &'static [&'static str], pieces: &'static [Piece]) -> File {
    File { names: may(names, &[]), pieces }
}

/// A file that others refer to: without it, or under another name, they are wrong.
const fn needed(
    good: &'static [&'static str],
    bad: &'static [&'static str],
    pieces: &'static [Piece],
) -> File {
    File { names: may(good, bad), pieces }
}

const fn may(good: &'static [&'static str], bad: &'static [&'static str]) -> Piece {
    Piece { good, bad }
}

const fn text(good: &'static [&'static str]) -> Piece {
    may(good, &[])
}

const END: Piece = text(&["---\n"]);

/// Moments to build at; the first is that of the beginning. Between them documents appear, are taken down, tasks fall
/// due and days, months and years end.
pub(crate) const CLOCKS: [&str; 9] = [
    "2026-05-10T09:00",
    "2026-05-10T17:59",
    "2026-05-10T18:00",
    "2026-05-11T00:00",
    "2026-05-31T23:59",
    "2026-06-01T00:00",
    "2026-07-01T08:00",
    "2027-01-01T00:00",
    "2026-05-08T12:00",
];

/// The county.
pub(crate) const FILES: &[File] = &[
    needed(
        &["content/site.yaml"],
        &[""],
        &[
            may(&["name: 平川县信息公开\n", "name: 平川县人民政府\n"], &["", "name: [甲]\n"]),
            may(
                &[
                    "base_url: https://www.example.gov.cn/pc/\n",
                    "base_url: https://pc.example.gov.cn/\n",
                ],
                &["base_url: 平川\n"],
            ),
            text(&["preview: true\n"]),
            text(&["", "language: en\n"]),
            may(&["", "theme: mine\n"], &["theme: none\n"]),
            text(&["page_size: 2\n", "page_size: 3\n", ""]),
            text(&["", "links: [{name: 市政府, url: \"https://www.example.gov.cn/\"}]\n"]),
            text(&["", "index_pattern: \"{org}/{yyyy}-{seq:03}\"\norg_code: \"013\"\n"]),
            may(&["", "# 备注\n"], &["nmae: 甲\n"]),
        ],
    ),
    needed(
        &["content/units.yaml"],
        &[""],
        &[
            may(
                &[
                    "- {id: jyj, name: 平川县教育局, short: [县教育局], kind: 部门, order: 20}\n",
                    "- {id: jyj, name: 平川县教育体育局, short: [县教育局], kind: 部门, order: 5, contact: 0938-0000001}\n",
                ],
                &["- {id: jyj, name: 平川县教育局, kind: 部门}\n"],
            ),
            may(
                &["- {id: swj, name: 平川县水务局, short: [县水务局], kind: 部门, order: 10}\n"],
                &["- {id: jyj, name: 平川县水务局, short: [县水务局], kind: 部门}\n"],
            ),
            text(&[
                "- {id: baita, name: 白塔镇人民政府, short: [白塔镇], kind: 乡镇, summary: 在河边}\n",
                "- {id: baita, name: 白塔镇人民政府, short: [白塔镇], kind: 街道}\n",
            ]),
            text(&["- {id: liuxi, name: 柳溪乡人民政府, short: [柳溪乡], kind: 乡镇}\n"]),
            text(&[
                "- {id: all, name: 各乡镇人民政府, short: [各乡镇], kind: 统称, includes: [白塔镇, 柳溪乡]}\n",
                "- {id: all, name: 各乡镇人民政府, short: [各乡镇], kind: 统称, includes: [柳溪乡]}\n",
            ]),
            text(&["", "- {id: tjj, name: 平川县统计局, short: [县统计局], kind: 部门}\n"]),
        ],
    ),
    file(
        &["content/people.yaml", ""],
        &[
            text(&[
                "- {id: li-ming, name: 李明, post: 县长, unit: 县教育局, order: 1}\n",
                "- {id: li-ming, name: 李明, post: 县委书记, unit: 白塔镇, order: 3}\n",
            ]),
            may(
                &["- {id: wang-shan, name: 王山, post: 副县长, order: 2}\n", ""],
                &["- {id: li-ming, name: 王山}\n"],
            ),
            text(&["", "- {id: zhao-he, name: 赵河, post: 县水务局局长, unit: 县水务局}\n"]),
        ],
    ),
    file(
        &["content/_index.md", ""],
        &[
            text(&["---\n"]),
            text(&["title: 首页\n", "title: 平川\n", ""]),
            may(&["lead: news/first\n", ""], &["lead: news/none\n"]),
            may(
                &[
                    "sections: [{column: news, count: 2}, meetings]\n",
                    "sections: [{column: news, title: 要闻, count: 1}]\n",
                    "",
                ],
                &["sections: [none]\n"],
            ),
            END,
            text(&["", "欢迎。\n"]),
        ],
    ),
    file(
        &["content/meetings/_index.md"],
        &[
            text(&["---\nname: "]),
            text(&["会议\n", "会议动态\n"]),
            may(&["kind: meeting\n"], &["kind: 会面\n", "kind: plan\n"]),
            text(&["order: 10\n", "order: 99\n", "order: 10\nhidden: true\n"]),
            text(&["", "owner: 县教育局\n"]),
            END,
        ],
    ),
    needed(
        &["content/meetings/notice.md"],
        &["", "content/meetings/2026-notice.md"],
        &[
            may(
                &["---\ntitle: 关于召开动员会的通知\n", "---\ntitle: 关于召开动员大会的通知\n"],
                &["---\n", "标题: 通知\n"],
            ),
            text(&["date: 2026-04-01 09:00\n", "date: 2026-05-02\n", "date: 2025-12-31\n"]),
            text(&["phase: notice\nname: 动员会\n", "phase: notice\nname: 动员大会\n"]),
            text(&[
                "time: {start: 2026-05-20 09:00, end: 2026-05-20 11:00}\n",
                "time: {start: 2026-05-10 15:00}\n",
                "time: 2026-06-02\n",
            ]),
            text(&["place: 县委礼堂\n", "place: 第一会议室\n", ""]),
            may(&["organiser: 县教育局\n", "organiser: 县水务局\n"], &["organiser: 县教体局\n"]),
            text(&[
                "agenda:\n  - {item: 宣读方案, speaker: 李明, post: 县长}\n",
                "agenda:\n  - {item: 宣读实施方案, speaker: 王山}\n  - 讲话\n",
                // A newcomer before all others moves their places in the list of people.
                "agenda:\n  - {item: 宣读方案, speaker: 丁一}\n",
                "",
            ]),
            text(&[
                "attendees: [{group: 乡镇, units: [各乡镇]}]\n",
                "attendees: [{group: 部门, units: [县水务局], roles: [局长]}]\n",
            ]),
            text(&["", "attachments: [{file: /files/form.txt, title: 回执}]\n"]),
            text(&["", "reply_by: 2026-05-18 18:00\n", "draft: true\n", "pinned: true\n"]),
            END,
            text(&[
                "定于五月召开动员会。\n\n::议程\n",
                "现通知如下。\n",
                "现通知如下，见[方案](../plans/water.md#目标)。\n\n## 目标\n",
            ]),
        ],
    ),
    file(
        &["content/meetings/report/index.md", ""],
        &[
            text(&[
                "---\ntitle: 平川县召开动员会\n",
                "---\ntitle: 平川县召开节水动员会\nsummary: 部署节水工作。\n",
            ]),
            text(&["date: 2026-05-03 18:00\n", "date: 2026-04-30\n"]),
            text(&["phase: report\nname: 动员会\ntime: 2026-05-03 09:00\n"]),
            text(&["notice: meetings/notice\n", ""]),
            text(&["chair: {name: 李明, post: 县长}\n", "chair: {name: 王山, post: 副县长}\n", ""]),
            text(&["present: 120\n", "present: 121\n"]),
            may(
                &[
                    "photos: [{file: hall.svg, caption: 会场, credit: 李晓}]\n",
                    "photos: [{file: hall.svg, caption: 大会会场}]\n",
                    "",
                ],
                &["photos: [{file: none.svg, caption: 会场}]\n"],
            ),
            text(&["image: {file: hall.svg, alt: 会场}\n", ""]),
            text(&["issued: [plans/water, rosters/new]\n", "issued: [rosters/new]\n", ""]),
            text(&["absent: [{name: 赵河, post: 县水务局局长, unit: 县水务局}]\n", ""]),
            may(
                &[
                    "aliases: [/2012/1.html]\n",
                    "aliases: [/2012/2.html, /old/, '/show.asp?id=1']\n",
                    "",
                ],
                &["aliases: [/index.html]\n"],
            ),
            text(&["", "related: [news/first]\n"]),
            text(&[
                "review: {first: {by: 周文, date: 2026-05-03}}\n",
                "review: {first: {by: 陈立, date: 2026-05-03}}\n",
            ]),
            END,
            may(
                &[
                    "会议由李明主持，宣读了[方案](../../plans/water.md)。\n",
                    "会议由**李明**主持。\n\n![会场](hall.svg)\n",
                    "会议开完了。\n\n[回执](/files/form.txt)\n",
                ],
                &["见[没有的](../../plans/none.md)。\n"],
            ),
        ],
    ),
    file(
        &["content/meetings/report/hall.svg"],
        &[
            text(&["<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\">"]),
            text(&["<path d=\"M0 0h9\"/>", "<path d=\"M0 0h8\"/>", "<path d=\"M0 0h10v10\"/>"]),
            text(&["</svg>\n"]),
        ],
    ),
    file(&["content/files/form.txt"], &[text(&["回执\n", "回执表\n", "回执二\n"])]),
    file(&["", "content/files/extra.csv"], &[text(&["甲,乙\n", "甲,丙\n"])]),
    file(
        &["content/plans/_index.md"],
        &[text(&["---\n名称: 方案\n类型: 实施方案\n"]), text(&["", "栏目描述: 全县的方案\n"]), END],
    ),
    needed(
        &["content/plans/water.md"],
        &[""],
        &[
            text(&["---\n标题: 平川县节水方案\n", "---\n标题: 平川县节约用水方案\n"]),
            text(&["发布日期: 2026-04-10\n", "发布日期: 2026-04-20 08:00\n"]),
            may(
                &[
                    "起止: {起: 2026-04-10, 止: 2026-12-31}\n",
                    "起止: {起: 2026-04-10, 止: 2027-06-30}\n",
                ],
                &["起止: {起: 2026-13-10, 止: 2026-12-31}\n"],
            ),
            text(&[
                "发文机关: 平川县人民政府\n发文字号: 平政发〔2026〕8号\n",
                "发文机关: 平川县人民政府\n",
                "",
            ]),
            text(&["领导小组: rosters/new\n", ""]),
            text(&[
                "实施步骤:\n  - {名称: 启动, 起: 2026-04-10, 止: 2026-05-10}\n",
                "实施步骤:\n  - {名称: 启动, 起: 2026-04-10, 止: 2026-05-31, 内容: 动员}\n",
            ]),
            text(&["任务分解:\n"]),
            text(&[
                "  - {编号: \"1\", 任务: 更换管网, 牵头单位: 县水务局, 配合单位: [各乡镇], 完成时限: 2026-05-10}\n",
                "  - {编号: \"1\", 任务: 更换旧管网, 牵头单位: [县水务局, 县教育局], 完成时限: 2026-05-31}\n",
            ]),
            text(&[
                "  - {编号: \"2\", 任务: 宣传, 牵头单位: 县教育局, 完成时限: 2026-06-30}\n",
                "",
            ]),
            may(
                &[
                    "指标:\n  - {编号: leak, 名称: 漏损率, 计量单位: \"%\", 基期值: 14, 目标值: 9, 方向: 越低越好}\n",
                ],
                &["指标:\n  - {编号: lake, 名称: 漏损率, 目标值: 9}\n"],
            ),
            text(&[
                "  - {编号: tap, 名称: 普及率, 目标值: 96, 范围: 各单位}\n",
                "  - {编号: tap, 名称: 自来水普及率, 目标值: 97, 范围: 各单位}\n",
            ]),
            text(&[
                "经费:\n  - {来源: 县财政, 金额: 600万, 用途: 管网}\n",
                "经费:\n  - {来源: 县财政, 金额: 700万}\n",
            ]),
            text(&["保障措施: [加强领导]\n", ""]),
            END,
            text(&[
                "为了节水，制定本方案。\n\n## 目标\n\n年内达标。\n\n::任务分解\n",
                "## 目标\n\n节水。\n\n::指标\n",
            ]),
        ],
    ),
    file(&["content/progress/_index.md"], &[text(&["---\n名称: 进展\n类型: 进展\n---\n"])]),
    file(
        &["content/progress/april.md", "content/progress/2026-04.md", ""],
        &[
            text(&["---\ntitle: 四月进展\ndate: 2026-05-01\nplan: plans/water\n"]),
            text(&["as_of: 2026-04-30\n", "as_of: 2026-04-15\n"]),
            may(
                &[
                    "values: [{indicator: leak, value: 13}]\n",
                    "values: [{indicator: leak, value: 12.5, note: 复核}]\n",
                ],
                &["values: [{indicator: none, value: 13}]\n"],
            ),
            text(&[
                "tasks: [{task: \"1\", done: 20, state: ongoing}]\n",
                "tasks: [{task: \"1\", done: 100, state: done}]\n",
                "",
            ]),
            END,
            text(&["四月开工。\n", "四月已经开工。\n"]),
        ],
    ),
    file(
        &["content/progress/may.md", ""],
        &[
            text(&[
                "---\ntitle: 五月进展\ndate: 2026-05-09\nplan: plans/water\nas_of: 2026-05-08\n",
            ]),
            text(&["values: [{indicator: leak, value: 11}]\n", ""]),
            text(&[
                "by_unit: [{indicator: tap, values: [{unit: 白塔镇, value: 90}, {unit: 柳溪乡, value: 80}]}]\n",
                "by_unit: [{indicator: tap, values: [{unit: 白塔镇, value: 85}, {unit: 柳溪乡, value: 95}]}]\n",
            ]),
            text(&[
                "tasks: [{task: \"1\", done: 60, state: ongoing, note: 主体完工}]\n",
                "tasks: [{task: \"1\", state: not-started}]\n",
            ]),
            text(&[
                "spent: [{source: 县财政, amount: 100万}]\n",
                "spent: [{source: 县财政, amount: 250万}]\n",
                "",
            ]),
            END,
            text(&["五月过半。\n", ""]),
        ],
    ),
    file(&["content/rosters/_index.md"], &[text(&["---\n名称: 名单\n类型: 领导小组名单\n---\n"])]),
    needed(
        &["content/rosters/new.md"],
        &[""],
        &[
            text(&[
                "---\n标题: 节水领导小组名单\n发布日期: 2026-04-12\n小组名称: 节水领导小组\n",
                "---\n标题: 节水工作领导小组名单\n发布日期: 2026-04-12\n小组名称: 节水工作领导小组\n",
            ]),
            text(&["调整: rosters/old\n", ""]),
            text(&["方案: plans/water\n", ""]),
            may(
                &[
                    "成员:\n  - {职责: 组长, 姓名: 李明, 职务: 县长}\n",
                    "成员:\n  - {职责: 组长, 姓名: 王山, 职务: 副县长}\n",
                ],
                &["成员:\n  - {职责: 头头, 姓名: 李明}\n", ""],
            ),
            text(&[
                "  - {职责: 成员, 姓名: 赵河, 职务: 县水务局局长, 单位: 县水务局}\n",
                "  - {职责: 成员, 姓名: 钱塘, 单位: 县教育局}\n",
                "",
            ]),
            text(&[
                "办公室: {单位: 县水务局}\n",
                "办公室: {单位: 县教育局, 联系方式: 0938-0000002}\n",
            ]),
            END,
        ],
    ),
    needed(
        &["content/rosters/old.md"],
        &[""],
        &[
            text(&["---\n标题: 节水小组名单\n发布日期: 2025-03-01\n小组名称: 节水小组\n"]),
            text(&[
                "成员: [{职责: 组长, 姓名: 王山, 职务: 副县长}]\n",
                "成员: [{职责: 组长, 姓名: 孙海, 职务: 副县长}]\n",
            ]),
            END,
        ],
    ),
    file(
        &["content/news/_index.md"],
        &[
            text(&["---\nname: 要闻\n"]),
            text(&["order: 1\n", ""]),
            text(&["description: 县里的事\n", "description: 县里的新闻\n"]),
            END,
        ],
    ),
    needed(
        &["content/news/first.md", "content/news/first/index.md"],
        &["", "content/news/1.md"],
        &[
            text(&[
                "---\ntitle: 白塔镇通水了\n",
                "---\ntitle: 白塔镇全面通水\n",
                "---\ntitle: 通水\nslug: water\n",
            ]),
            may(
                &["date: 2026-05-08 10:00\n", "date: 2026-05-08\n", "date: 2024-02-29\n"],
                &["date: 2026-02-30\n", ""],
            ),
            text(&["keywords: [通水, 民生]\n", "keywords: [通水]\n", ""]),
            may(&["units: [白塔镇]\n", "units: [柳溪乡, 县水务局]\n", ""], &["units: [黑塔镇]\n"]),
            text(&["people: [李明]\n", "people: [王山]\n", ""]),
            text(&["summary: 全镇通水。\n", "", "pinned: true\n"]),
            text(&["interprets: policies/measures\n", ""]),
            END,
            may(
                &[
                    "白塔镇各村通水。\n",
                    "白塔镇**各村**都通水。\n\n## 经过\n\n两年。\n",
                    "通水了，见[第二篇](/news/second.md)。\n",
                    "<script>甲</script>通水。\n\n| 村 | 户 |\n|---|---|\n| 甲 | 1 |\n",
                    "",
                ],
                &["[没有](none.md)\n"],
            ),
        ],
    ),
    file(
        &["content/news/second.md", "content/news/second.md.bak", ""],
        &[
            text(&["---\ntitle: 第二篇\n"]),
            text(&["date: 2026-05-09\n", "date: 2026-05-09\nauthor: 李晓\n"]),
            // Another word becomes the most used one.
            text(&["", "keywords: [民生]\n"]),
            // An address that the report has had.
            text(&["", "aliases: [/old/]\n"]),
            text(&[
                "",
                "publish_at: 2026-05-10 18:00\n",
                "expires_at: 2026-06-01\n",
                "draft: true\n",
            ]),
            END,
            text(&["这是第二篇。\n", "这是第二篇，改过。\n"]),
        ],
    ),
    file(
        &["content/news/third.md", "", "content/news/2026/third.md"],
        &[
            text(&[
                "---\ntitle: 第三篇\ndate: 2026-05-11 00:00\n",
                "---\ntitle: 第三篇\ndate: 2026-04-11 00:00\n",
            ]),
            text(&["", "expires_at: 2026-07-01 08:00\n"]),
            END,
            text(&["明天见报。\n"]),
        ],
    ),
    file(&["content/policies/_index.md"], &[text(&["---\nname: 政策\n---\n"])]),
    needed(
        &["content/policies/measures.md"],
        &[""],
        &[
            text(&[
                "---\ntitle: 节约用水办法\ndate: 2026-01-05\ngenre: measures\n",
                "---\ntitle: 节约用水管理办法\ndate: 2026-01-05\ngenre: rules\n",
            ]),
            text(&["", "validity: {state: abolished, date: 2026-05-10}\n", "validity: expired\n"]),
            text(&["subject: 水利\n", ""]),
            text(&["signed: 2026-01-02\nissuer: 平川县人民政府\n", ""]),
            END,
            text(&["第一条　节约用水。\n", "第一条　人人节约用水。\n\n第二条　施行。\n"]),
        ],
    ),
    file(
        &["content/about.md", ""],
        &[
            text(&["---\ntitle: 关于本站\ndate: 2026-01-01\n"]),
            text(&["order: 1\n", ""]),
            END,
            text(&["平川县的网站。\n", "平川县人民政府的网站。\n"]),
        ],
    ),
    file(
        &["", "content/guide/index.md"],
        &[text(&[
            "---\ntitle: 办事指南\ndate: 2026-01-02\n---\n先看[关于](/about.md)。\n",
            "---\ntitle: 指南\ndate: 2026-01-02\n---\n没有链接。\n",
        ])],
    ),
    file(
        &["", "content/news/villages/_index.md"],
        &[text(&["---\nname: 乡村\n---\n", "---\nname: 村里\nkind: page\n---\n"])],
    ),
    file(
        &["", "content/news/villages/one.md"],
        &[text(&[
            "---\ntitle: 一村一品\ndate: 2026-05-01\n---\n核桃。\n",
            "---\ntitle: 一村一景\ndate: 2026-05-01\n---\n梨花。\n",
        ])],
    ),
    file(&["", "content/.hidden.md", "content/news/~$first.md"], &[text(&["甲\n"])]),
    file(
        &["themes/county/templates/parts/byline.html", ""],
        &[may(
            &["<p>{{ doc.title }}</p>\n", "<p>来自本县</p>\n"],
            &["<p>{{ nothing.at.all }}</p>\n", "{% if %}\n"],
        )],
    ),
    file(
        &["themes/county/styles/tag.css", ""],
        &[text(&[".tag{color:red}\n", ".tag{color:blue}\n"])],
    ),
    file(
        &["themes/county/strings/zh-CN.yaml", ""],
        &[may(&["calendar: 日历\n", "calendar: 会议安排\n"], &["calendar: [\n"])],
    ),
    file(
        &["", "themes/county/static/mark.svg"],
        &[text(&[
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>\n",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\" height=\"1\"/>\n",
        ])],
    ),
    file(
        &["themes/mine/theme.yaml"],
        &[
            may(&["name: mine\nextends: county\nstyles: [mine.css]\n"], &[]),
            text(&["scripts: [tools.js]\n", "scripts: []\n"]),
        ],
    ),
    file(&["themes/mine/styles/mine.css"], &[text(&["body{margin:0}\n", "body{margin:1em}\n"])]),
];
