//! A maker of pages and texts as sites of counties have them, with invented people and figures, so that the right answer is known.

use super::pdf;
use encoding_rs::GB18030;

/// What is true of a made document, and how its source says it.
pub(crate) struct Made {
    /// The name of its file.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    /// 类型.
    pub(crate) kind: &'static str,
    /// The right values of the keys that the source says.
    pub(crate) fields: Vec<(&'static str, String)>,
    /// The paragraphs of its text, none of which may be lost.
    pub(crate) text: Vec<String>,
}

/// A document before it is laid out.
struct Facts {
    title: String,
    issuer: String,
    number: String,
    /// Year, month and day.
    signed: [u32; 3],
    published: [u32; 3],
    time: &'static str,
    source: String,
    index: String,
    subject: &'static str,
    recipients: &'static str,
    text: Vec<String>,
}

const COUNTIES: [(&str, &str); 5] = [
    ("青禾县", "青政"),
    ("白鹭县", "白政"),
    ("石岭县", "石政"),
    ("南渡县", "渡政"),
    ("云溪县", "云政"),
];
const WORKS: [&str; 7] = [
    "春季农业生产",
    "农村道路养护",
    "森林草原防火",
    "城乡居民医保",
    "节约用水",
    "学校食品安全",
    "防汛抗旱",
];
const RECIPIENTS: [&str; 3] =
    ["各乡镇人民政府，县政府各部门", "各乡镇人民政府、县直各部门、各有关单位", "县直有关部门"];
const SUBJECTS: [&str; 3] = ["农业、林业、水利", "综合政务", "卫生、体育"];

impl Facts {
    fn of(seed: usize) -> Self {
        let pick = |all: usize| seed * 7 % all;
        let (county, code) = COUNTIES[seed % COUNTIES.len()];
        let work = WORKS[pick(WORKS.len())];
        let office = if seed.is_multiple_of(2) { "人民政府" } else { "人民政府办公室" };
        let kind = ["意见", "通知", "通知"][seed % 3];
        let issuer = format!("{county}{office}");
        let day = u32::try_from(seed % 27).unwrap_or(0) + 1;
        Self {
            title: format!("{issuer}关于做好{work}工作的{kind}"),
            number: format!(
                "{code}{}〔2026〕{}号",
                if seed.is_multiple_of(2) { "发" } else { "办发" },
                seed + 3
            ),
            signed: [2026, 3, day],
            published: [2026, 4, day],
            time: ["09:30", "16:05", "10:00"][seed % 3],
            source: format!("{county}融媒体中心"),
            index: format!("0{seed:02}39300/2026-{seed:05}"),
            subject: SUBJECTS[seed % 3],
            recipients: RECIPIENTS[seed % 3],
            text: vec![
                format!("为做好今年{work}工作，保障群众利益，现将有关事项通知如下。"),
                format!(
                    "一、压实工作责任。{county}各乡镇要建立台账，逐项明确责任人，按月调度进展情况，确保各项措施落到实处。"
                ),
                "二、加强协调配合。各部门要各司其职，加强信息沟通，遇到重大问题及时报告。"
                    .to_owned(),
                format!("三、强化督促检查。县政府将{work}工作纳入年度考核，对落实不力的予以通报。"),
            ],
            issuer,
        }
    }

    fn all(&self) -> Vec<(&'static str, String)> {
        let mut all = self.said(&[
            "标题",
            "发文机关",
            "发文字号",
            "成文日期",
            "发布日期",
            "主送机关",
            "索引号",
            "主题分类",
        ]);
        all.retain(|(_, value)| !value.is_empty());
        all
    }

    /// The right values of some keys.
    fn said(&self, keys: &[&'static str]) -> Vec<(&'static str, String)> {
        let value = |key: &&'static str| {
            let value = match *key {
                "标题" => self.title.clone(),
                "发文机关" => self.issuer.clone(),
                "发文字号" => self.number.clone(),
                "成文日期" => iso(self.signed),
                "发布日期" => iso(self.published),
                "主送机关" => self.recipients.to_owned(),
                "来源" => self.source.clone(),
                "索引号" => self.index.clone(),
                "主题分类" => self.subject.to_owned(),
                other => unreachable!("{other}"),
            };
            (*key, value)
        };
        keys.iter().map(value).collect()
    }

    /// The head table, in the order in which sites have it.
    fn head(&self) -> [(&'static str, String); 8] {
        [
            ("索 引 号：", self.index.clone()),
            ("主题分类：", self.subject.to_owned()),
            ("发文机关：", self.issuer.clone()),
            ("成文日期：", words(self.signed)),
            ("标　　题：", self.title.clone()),
            ("发文字号：", self.number.clone()),
            ("发布日期：", words(self.published)),
            ("有 效 性：", "有效".to_owned()),
        ]
    }

    /// The text as paragraphs between these marks, recipients first.
    fn paragraphs(&self, open: &str, close: &str) -> String {
        let recipients = format!("{}：", self.recipients);
        let all = std::iter::once(&recipients).chain(&self.text);
        all.map(|text| format!("{open}{text}{close}")).collect()
    }
}

fn iso([year, month, day]: [u32; 3]) -> String {
    format!("{year}-{month:02}-{day:02}")
}

fn words([year, month, day]: [u32; 3]) -> String {
    format!("{year}年{month:02}月{day:02}日")
}

fn short([year, month, day]: [u32; 3]) -> String {
    format!("{year}年{month}月{day}日")
}

fn han(number: u32) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |n: u32| DIGITS[n as usize].to_string();
    match (number / 10, number % 10) {
        (0, one) => digit(one),
        (1, 0) => "十".to_owned(),
        (1, one) => format!("十{}", digit(one)),
        (ten, 0) => format!("{}十", digit(ten)),
        (ten, one) => format!("{}十{}", digit(ten), digit(one)),
    }
}

/// 二〇二六年四月一日, with the zero that is typed.
fn spelt([_, month, day]: [u32; 3], zero: &str) -> String {
    format!("二{zero}二六年{}月{}日", han(month), han(day))
}

/// A way to lay a document out.
type Layout = (&'static str, fn(&Facts) -> (String, Vec<&'static str>));

const OFFICIAL: [&str; 6] = ["标题", "发文机关", "发文字号", "成文日期", "发布日期", "主送机关"];

fn page(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\">{head}</head><body>{body}</body></html>"
    )
}

fn nav() -> &'static str {
    "<div class=\"header\"><ul class=\"nav\"><li><a href=\"/\">首页</a></li><li><a href=\"/xw/\">新闻中心</a></li></ul></div><div class=\"position\">当前位置：<a href=\"/\">首页</a> &gt; <a href=\"/gk/\">政务公开</a></div>"
}

fn foot() -> &'static str {
    "<div class=\"footer\"><p>主办：某县人民政府办公室　网站标识码：6200000001</p><p>陇ICP备00000001号</p></div>"
}

/// The article with its title, below whatever head.
fn article(facts: &Facts, class: &str) -> String {
    format!(
        "<div {class}><p align=\"center\"><b>{}</b></p><p align=\"center\">{}</p>{}<p align=\"right\">{}</p><p align=\"right\">{}</p><p>（此件公开发布）</p></div>",
        facts.title.replacen("关于", "<br>关于", 1),
        facts.number,
        facts.paragraphs("<p>　　", "</p>"),
        facts.issuer,
        short(facts.signed)
    )
}

fn cells(facts: &Facts, columns: usize, tag: &str) -> String {
    let pairs: Vec<(&str, String)> = facts.head().into_iter().collect();
    let row = |some: &[(&str, String)]| {
        let cells: String = some
            .iter()
            .map(|(name, value)| format!("<{tag}><b>{name}</b></{tag}><td>{value}</td>"))
            .collect();
        format!("<tr>{cells}</tr>")
    };
    pairs.chunks(columns / 2).map(row).collect::<String>()
}

const PAGES: &[Layout] = &[
    ("table-4", |f| {
        let table = format!("<table>{}</table>", cells(f, 4, "td"));
        let body = format!("{}{table}{}{}", nav(), article(f, "id=\"UCAP-CONTENT\""), foot());
        (page("<title>某县人民政府</title>", &body), OFFICIAL.to_vec())
    }),
    ("table-2", |f| {
        let table = format!("<table class=\"xxgk\">{}</table>", cells(f, 2, "td"));
        (
            page(
                "<title>政府信息公开</title>",
                &format!("{table}{}", article(f, "class=\"TRS_Editor\"")),
            ),
            OFFICIAL.to_vec(),
        )
    }),
    ("table-6", |f| {
        let table = format!("<table>{}</table>", cells(f, 6, "td"));
        (
            page("", &format!("{}{table}{}", nav(), article(f, "class=\"article-content\""))),
            OFFICIAL.to_vec(),
        )
    }),
    ("table-th", |f| {
        let table = format!("<table>{}</table>", cells(f, 4, "th"));
        (page("", &format!("{table}{}", article(f, "id=\"zoom\""))), OFFICIAL.to_vec())
    }),
    ("dl", |f| {
        let list: String = f
            .head()
            .iter()
            .map(|(name, value)| format!("<dt>{}</dt><dd>{value}</dd>", name.replace('：', "")))
            .collect();
        (page("", &format!("<dl>{list}</dl>{}", article(f, "id=\"zoom\""))), OFFICIAL.to_vec())
    }),
    ("ul", |f| {
        let list: String = f
            .head()
            .iter()
            .map(|(name, value)| format!("<li><span>{name}</span>{value}</li>"))
            .collect();
        (
            page(
                "",
                &format!(
                    "{}<ul class=\"info\">{list}</ul>{}",
                    nav(),
                    article(f, "class=\"content\"")
                ),
            ),
            OFFICIAL.to_vec(),
        )
    }),
    ("divs", |f| {
        let list: String = f
            .head()
            .iter()
            .map(|(name, value)| format!("<div class=\"row\"><div class=\"k\">{name}</div><div class=\"v\">{value}</div></div>"))
            .collect();
        (
            page("", &format!("<div class=\"head\">{list}</div>{}", article(f, "id=\"content\""))),
            OFFICIAL.to_vec(),
        )
    }),
    ("names-above", |f| {
        let head = f.head();
        let row = |some: &[(&str, String)]| {
            let names: String = some
                .iter()
                .map(|(name, _)| format!("<th>{}</th>", name.replace('：', "")))
                .collect();
            let values: String =
                some.iter().map(|(_, value)| format!("<td>{value}</td>")).collect();
            format!("<tr>{names}</tr><tr>{values}</tr>")
        };
        let table: String = head.chunks(4).map(row).collect();
        (
            page("", &format!("<table>{table}</table>{}", article(f, "id=\"zoom\""))),
            OFFICIAL.to_vec(),
        )
    }),
    ("meta", |f| {
        let head = format!(
            "<title>{}_某县人民政府</title><meta name=\"SiteName\" content=\"某县人民政府\"><meta name=\"ColumnName\" content=\"通知公告\"><meta name=\"ArticleTitle\" content=\"{}\"><meta name=\"PubDate\" content=\"{} {}\"><meta name=\"ContentSource\" content=\"{}\">",
            f.title,
            f.title,
            iso(f.published),
            f.time,
            f.source
        );
        let body = format!("{}<h1>{}</h1>{}", nav(), f.title, article(f, "class=\"TRS_UEDITOR\""));
        (page(&head, &body), [&OFFICIAL[..], &["来源"]].concat())
    }),
    ("line", |f| {
        let line = format!(
            "<div class=\"info\">发布时间：{} {}　来源：{}　浏览次数：<span>35</span> <a href=\"#\">打印</a> 字体：[大 中 小]</div>",
            iso(f.published),
            f.time,
            f.source
        );
        let body =
            format!("{}<h1>{}</h1>{line}{}{}", nav(), f.title, article(f, "id=\"zoom\""), foot());
        (page(&format!("<title>{}</title>", f.title), &body), [&OFFICIAL[..], &["来源"]].concat())
    }),
    ("old-tables", |f| {
        let text = format!("{}：<br>　　{}", f.recipients, f.text.join("<br>　　"));
        let body = format!(
            "<form id=\"aspnetForm\"><table><tr><td><a href=/>首页</a>&gt;&gt;<a href=/a>公告</a></td></tr><tr><td align=center><font size=5>{}</font></td></tr><tr><td align=center>发布日期：{}　信息来源：{}</td></tr><tr><td><table><tr><td><font size=3>{text}<br>　　　　{}<br>　　　　{}</font></td></tr></table></td></tr><tr><td>【打印】【关闭】</td></tr></table></form>",
            f.title,
            iso(f.published),
            f.source,
            f.issuer,
            short(f.signed)
        );
        (
            page(&format!("<title>{}</title>", f.title), &body),
            vec!["标题", "发布日期", "来源", "发文机关", "成文日期", "主送机关"],
        )
    }),
    ("title-alone", |f| {
        let body = format!(
            "{}<div class=\"wp_articlecontent\">{}<p>{}</p><p>{}</p></div>",
            nav(),
            f.paragraphs("<p>", "</p>"),
            f.issuer,
            spelt(f.signed, "〇")
        );
        (
            page(&format!("<title>{}_青禾县人民政府</title>", f.title), &body),
            vec!["标题", "发文机关", "成文日期", "主送机关"],
        )
    }),
    ("one-line", |f| {
        let line: String =
            f.head().iter().map(|(name, value)| format!("<span>{name}{value}</span> ")).collect();
        (page("", &format!("<p>{line}</p>{}", article(f, "id=\"vsb_content\""))), OFFICIAL.to_vec())
    }),
    ("inside", |f| {
        let table = format!("<table>{}</table>", cells(f, 4, "td"));
        let inner =
            format!("{table}<p>{}</p><p>{}</p>{}", f.title, f.number, f.paragraphs("<p>", "</p>"));
        (
            page(
                "<title>文件</title>",
                &format!(
                    "<div class=\"content\">{inner}<p>{}</p><p>{}</p></div>",
                    f.issuer,
                    short(f.signed)
                ),
            ),
            OFFICIAL.to_vec(),
        )
    }),
    ("tools", |f| {
        let body = format!(
            "<div class=\"content\"><p>当前位置：首页 &gt; 政务公开 &gt; 文件</p><p>{}</p><p>【字体：大 中 小】　【打印】　【关闭】</p><p>{} {}</p>{}<p>{}　　{}</p><p>扫一扫在手机打开当前页</p><p>上一篇：<a href=\"1.html\">另一个文件</a></p><p>下一篇：没有了</p></div>",
            f.title,
            iso(f.published),
            f.time,
            f.paragraphs("<p>", "</p>"),
            f.issuer,
            short(f.signed)
        );
        (
            page("<title>正文</title>", &body),
            vec!["标题", "发布日期", "发文机关", "成文日期", "主送机关"],
        )
    }),
    ("organ", |f| {
        let body = format!(
            "<table><tr><td>索引号</td><td>{}</td><td>分类</td><td>其他</td></tr><tr><td>发布机构</td><td>{}</td><td>发文日期</td><td>{}</td></tr><tr><td>名称</td><td colspan=3>{}</td></tr><tr><td>文号</td><td>{}</td><td>主题词</td><td>农业</td></tr></table><div id=zoom>{}</div>",
            f.index,
            f.issuer,
            iso(f.signed),
            f.title,
            f.number,
            f.paragraphs("<p>", "</p>")
        );
        (page("", &body), vec!["标题", "发文机关", "发文字号", "成文日期", "主送机关"])
    }),
    ("spans", |f| {
        let line = format!(
            "<div class=\"article-info\"><span>来源：{}</span><span>时间：{} {}</span><span>点击：</span></div>",
            f.source,
            iso(f.published),
            f.time
        );
        let body = format!(
            "{}{line}<div class=\"article-con\">{}</div>",
            nav(),
            f.paragraphs("<p>", "</p>")
        );
        (
            page(&format!("<title>{}-青禾县人民政府</title>", f.title), &body),
            vec!["标题", "发布日期", "来源", "主送机关"],
        )
    }),
    ("fields-inside", |f| {
        let head: String = f
            .head()
            .iter()
            .map(|(name, value)| format!("<p><strong>{name}</strong>{value}</p>"))
            .collect();
        let body = format!("<div class=\"main\">{head}{}</div>", f.paragraphs("<p>", "</p>"));
        (page("", &body), OFFICIAL.to_vec())
    }),
];

fn lines(parts: &[&str]) -> String {
    parts.join("\n") + "\n"
}

const TEXTS: &[Layout] = &[
    ("copied", |f| {
        let line = format!(
            "发布时间：{} {} 来源：{} 浏览次数：35 字体：[大 中 小]",
            iso(f.published),
            f.time,
            f.source
        );
        let text = f.text.join("\n");
        let names = format!("{}：", f.recipients);
        let parts = [
            "当前位置：首页 > 政务公开 > 通知公告",
            &f.title,
            &line,
            &names,
            &text,
            &f.issuer,
            &short(f.signed),
        ];
        (lines(&parts), vec!["标题", "发布日期", "来源", "主送机关", "发文机关", "成文日期"])
    }),
    ("field-lines", |f| {
        let head: Vec<String> =
            f.head().iter().map(|(name, value)| format!("{name}{value}")).collect();
        let names = format!("{}：", f.recipients);
        (
            lines(&[
                &head.join("\n"),
                &f.title,
                &f.number,
                &names,
                &f.text.join("\n"),
                &f.issuer,
                &short(f.signed),
            ]),
            OFFICIAL.to_vec(),
        )
    }),
    ("field-line", |f| {
        let head: Vec<String> =
            f.head().iter().map(|(name, value)| format!("{name}{value}")).collect();
        let names = format!("{}：", f.recipients);
        (
            lines(&[
                "首页　新闻中心　政务公开　互动交流",
                &head.join(" "),
                &names,
                &f.text.join("\n"),
                &f.issuer,
                &short(f.signed),
            ]),
            OFFICIAL.to_vec(),
        )
    }),
    ("names-over-values", |f| {
        let head: Vec<String> =
            f.head().iter().map(|(name, value)| format!("{name}\n{value}")).collect();
        let names = format!("{}：", f.recipients);
        (
            lines(&[
                &head.join("\n"),
                &names,
                &f.text.join("\n"),
                &f.issuer,
                &spelt(f.signed, "○"),
            ]),
            OFFICIAL.to_vec(),
        )
    }),
    ("tabs", |f| {
        let head: Vec<String> = f
            .head()
            .chunks(2)
            .map(|some| {
                some.iter()
                    .map(|(name, value)| format!("{name}\t{value}"))
                    .collect::<Vec<_>>()
                    .join("\t")
            })
            .collect();
        let names = format!("{}：", f.recipients);
        (
            lines(&[
                &head.join("\n"),
                &f.title,
                &names,
                &f.text.join("\n"),
                &f.issuer,
                &short(f.signed),
            ]),
            OFFICIAL.to_vec(),
        )
    }),
    ("marked", |f| {
        let mark = format!("{}文件", f.issuer);
        let names = format!("{}：", f.recipients);
        (
            lines(&[
                &mark,
                &f.number,
                &f.title.replacen("关于", "\n关于", 1),
                &names,
                &f.text.join("\n"),
                &f.issuer,
                &spelt(f.signed, "Ｏ"),
                "（此件公开发布）",
            ]),
            vec!["标题", "发文字号", "主送机关", "发文机关", "成文日期"],
        )
    }),
    ("number-between", |f| {
        let number = f.number.replace('〔', "[").replace('〕', "]");
        let (first, rest) = f.title.split_once("关于").unwrap_or(("", ""));
        let names = format!("{}：", f.recipients);
        (
            lines(&[
                first,
                &number,
                &format!("关于{rest}"),
                &names,
                &f.text.join("\n"),
                &format!("{}　　{}", f.issuer, short(f.signed)),
            ]),
            vec!["标题", "发文字号", "主送机关", "发文机关", "成文日期"],
        )
    }),
    ("spaced-day", |f| {
        let names = format!("{}：", f.recipients);
        let [year, month, day] = f.signed;
        (
            lines(&[
                &f.title,
                &f.number,
                "（试行）",
                &names,
                &f.text.join("\n"),
                "附件：1.任务分解表",
                "　　　2.责任清单",
                &f.issuer,
                &format!("{year} 年 {month} 月 {day} 日"),
            ]),
            vec!["标题", "发文字号", "主送机关", "发文机关", "成文日期"],
        )
    }),
    ("title-twice", |f| {
        let line =
            format!("【信息来源：{}】 【发布时间：{}】 【打印】", f.source, iso(f.published));
        let names = format!("{}：", f.recipients);
        (
            lines(&[
                &f.title,
                &line,
                &f.title.replacen("关于", "\n关于", 1),
                &f.number,
                &names,
                &f.text.join("\n"),
                &f.issuer,
                &short(f.signed),
            ]),
            vec!["标题", "发布日期", "来源", "发文字号", "主送机关", "发文机关", "成文日期"],
        )
    }),
    ("narrow", |f| {
        let names = format!("{}:", f.recipients.replace('，', ","));
        let text = f.text.join("\n").replace('，', ",");
        (
            lines(&[
                &f.title,
                &f.number.replace('〔', "(").replace('〕', ")"),
                &names,
                &text,
                &f.issuer,
                &short(f.signed),
            ]),
            vec!["标题", "发文字号", "主送机关", "发文机关", "成文日期"],
        )
    }),
    ("copies", |f| {
        let names = format!("{}：", f.recipients);
        (
            lines(&[
                &f.title,
                &names,
                &f.text.join("\n"),
                &f.issuer,
                &spelt(f.signed, "零"),
                "（联系人：何书宁　联系电话：0000-0000001）",
                "抄送：县委办公室，县人大常委会办公室。",
            ]),
            vec!["标题", "主送机关", "发文机关", "成文日期"],
        )
    }),
    ("to-the-right", |f| {
        let names = format!("{}：", f.recipients);
        let text: Vec<String> = f.text.iter().map(|text| format!("　　{text}")).collect();
        let right = " ".repeat(30);
        let parts = [
            &f.title.replacen("关于", " 关于", 1),
            &f.number,
            &names,
            &text.join("\n"),
            &format!("{right}{}", f.issuer),
            &format!("{right}{}", spelt(f.signed, "0")),
            "附件：任务分解表",
        ];
        (
            lines(&parts.map(|part| part as &str)),
            vec!["标题", "发文字号", "主送机关", "发文机关", "成文日期"],
        )
    }),
    ("above-the-mark", |f| {
        let names = format!("{}：", f.recipients);
        let number = format!("{}　　　签发人：陆知行", f.number);
        let parts = [
            "000001",
            "特急",
            &format!("{}文件", f.issuer),
            &number,
            &f.title,
            &names,
            &f.text.join("\n"),
            &f.issuer,
            &short(f.signed),
        ];
        (lines(&parts), vec!["标题", "发文字号", "主送机关", "发文机关", "成文日期"])
    }),
    ("portal", |f| {
        let names = format!("{}：", f.recipients);
        let line = format!("发布日期：{}来源：{}阅读：35次 【打印】", iso(f.published), f.source);
        let parts = [
            "青禾县人民政府门户网站",
            "今天是2026年4月30日 星期四",
            "首页",
            "政务公开",
            &f.title,
            &line,
            &names,
            &f.text.join("\n"),
            &f.issuer,
            &short(f.signed),
            "上一篇：无",
            "版权所有：青禾县人民政府",
        ];
        (lines(&parts), vec!["标题", "发布日期", "来源", "主送机关", "发文机关", "成文日期"])
    }),
];

/// Texts of one kind each, with what is right of them.
fn others(seed: usize) -> Vec<Made> {
    let (county, code) = COUNTIES[seed % COUNTIES.len()];
    let work = WORKS[seed % WORKS.len()];
    let day = seed % 27 + 1;
    let office = format!("{county}人民政府办公室");
    let plan = format!("{county}{work}实施方案");
    let mut made = Vec::new();
    let mut add = |name: &str, kind, text: String, fields: &[(&'static str, &str)]| {
        made.push(Made {
            name: format!("{name}-{seed:02}.txt"),
            text: paragraphs(&text),
            bytes: text.into_bytes(),
            kind,
            fields: fields.iter().map(|(key, value)| (*key, (*value).to_owned())).collect(),
        });
    };
    add(
        "forwarded",
        "实施方案",
        format!(
            "{office}关于印发{plan}的通知\n{code}办发〔2026〕{day}号\n各乡镇人民政府，县直有关部门：\n《{plan}》已经县人民政府同意，现印发给你们，请认真组织实施。\n{office}\n2026年3月{day}日\n（此件公开发布）\n{plan}\n为做好{work}工作，制定本实施方案。\n一、总体要求\n坚持政府主导、群众参与，健全工作机制，确保取得实效。\n二、实施步骤\n（一）动员部署阶段（2026年4月1日至4月30日）。制定方案，明确责任。\n（二）全面实施阶段（2026年5月1日至11月30日）。逐项抓好落实。\n"
        ),
        &[
            ("标题", &format!("{office}关于印发{plan}的通知")),
            ("发文字号", &format!("{code}办发〔2026〕{day}号")),
            ("发文机关", &office),
            ("成文日期", &format!("2026-03-{day:02}")),
            ("主送机关", "各乡镇人民政府，县直有关部门"),
            ("附注", "此件公开发布"),
        ],
    );
    add(
        "report",
        "会议",
        format!(
            "{county}召开{work}工作推进会\n来源：{county}融媒体中心　发布时间：2026-04-{day:02}\n记者 何书宁　通讯员 周文慧\n2026年4月{day}日，{county}召开{work}工作推进会。县委书记孟川主持会议，县长陆知行出席会议并讲话。\n会议指出，要压实责任，细化措施，切实把各项工作抓实抓好。\n"
        ),
        &[
            ("标题", &format!("{county}召开{work}工作推进会")),
            ("来源", &format!("{county}融媒体中心")),
            ("发布日期", &format!("2026-04-{day:02}")),
            ("主持人", "孟川"),
        ],
    );
    add(
        "notice",
        "会议",
        format!(
            "{office}关于召开全县{work}工作会议的通知\n各乡镇人民政府：\n经研究，决定召开全县{work}工作会议，现将有关事项通知如下：\n一、会议时间：2026年 4月{day} 日（上午）9:00\n二、会议地点：县会议中心\n三、参会人员：各乡镇乡镇长\n{office}\n二〇二六年三月{}日\n",
            han(u32::try_from(day).unwrap_or(1))
        ),
        &[
            ("标题", &format!("{office}关于召开全县{work}工作会议的通知")),
            ("主送机关", "各乡镇人民政府"),
            ("发文机关", &office),
            ("成文日期", &format!("2026-03-{day:02}")),
            ("地点", "县会议中心"),
            ("参会人员", "各乡镇乡镇长"),
        ],
    );
    add(
        "untitled",
        "文章",
        format!(
            "各乡镇人民政府、县直各部门：\n为做好{work}工作，现将任务分解表印发给你们，请各单位认真抓好落实，确保按期完成。\n{office}\n2026年1月{day}日\n"
        ),
        &[
            ("主送机关", "各乡镇人民政府、县直各部门"),
            ("发文机关", &office),
            ("成文日期", &format!("2026-01-{day:02}")),
        ],
    );
    add(
        "minutes",
        "会议",
        format!(
            "{county}人民政府常务会议纪要\n2026年4月{day}日，县长陆知行在县政府会议室主持召开县政府常务会议。现纪要如下：\n一、听取了{work}工作汇报。会议强调，要抓紧抓好。\n出席：陆知行　秦牧　何千山\n列席：周文慧　何书宁\n"
        ),
        &[("标题", &format!("{county}人民政府常务会议纪要")), ("主持人", "陆知行")],
    );
    add(
        "roster",
        "领导小组名单",
        format!(
            "关于调整{county}{work}工作领导小组成员的通知\n各乡镇人民政府：\n因人事变动，决定调整领导小组成员，现通知如下：\n组　长：陆知行　县长\n副组长：秦　牧　副县长\n成　员：冯镭　县水务局局长\n　　　　巫山青　县应急局局长\n{office}\n2026年3月{day}日\n"
        ),
        &[
            ("标题", &format!("关于调整{county}{work}工作领导小组成员的通知")),
            ("发文机关", &office),
            ("成文日期", &format!("2026-03-{day:02}")),
            ("主送机关", "各乡镇人民政府"),
        ],
    );
    made
}

fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| line.contains('。')).map(str::to_owned).collect()
}

/// Documents as offices print them: paragraphs for [`pdf::written`], and the keys that they say.
type Paper = (&'static str, fn(&Facts) -> (Vec<String>, Vec<&'static str>));

const PRINTED: [&str; 5] = ["标题", "发文字号", "主送机关", "发文机关", "成文日期"];

impl Facts {
    /// The title in the middle, in two lines.
    fn heading(&self) -> String {
        format!(">{}", self.title.replacen("关于", "\n关于", 1))
    }

    /// Recipients and text.
    fn letter(&self) -> Vec<String> {
        [format!("{}：", self.recipients)].into_iter().chain(self.text.clone()).collect()
    }
}

const PAPERS: &[Paper] = &[
    ("paper-marked", |f| {
        let head = [format!(">{}文件", f.issuer), format!("={}", f.number), f.heading()];
        let end = [
            format!("<{}", f.issuer),
            format!("<{}", short(f.signed)),
            "（此件公开发布）".to_owned(),
        ];
        (head.into_iter().chain(f.letter()).chain(end).collect(), PRINTED.to_vec())
    }),
    ("paper-number-below", |f| {
        let head = [f.heading(), format!("={}", f.number)];
        let end = [format!("<{}", f.issuer), format!("<{}", spelt(f.signed, "〇"))];
        (head.into_iter().chain(f.letter()).chain(end).collect(), PRINTED.to_vec())
    }),
    ("paper-pages", |f| {
        let head = [format!("={}", f.number), f.heading()];
        let more = (4..16).map(|number| {
            format!("{}、做好第{number}项工作，各乡镇按月报送进展情况，县直各部门加强指导，确保按期完成。", han(number))
        });
        let end = [format!("<{}", f.issuer), format!("<{}", short(f.signed))];
        (head.into_iter().chain(f.letter()).chain(more).chain(end).collect(), PRINTED.to_vec())
    }),
    ("paper-signer", |f| {
        let head = [format!("{}　　　　签发人：陆知行", f.number), f.heading()];
        let end = [format!("<{}", f.issuer), format!("<{}", short(f.signed))];
        (head.into_iter().chain(f.letter()).chain(end).collect(), PRINTED.to_vec())
    }),
];

fn printed(number: usize, seed: usize) -> Made {
    let (name, lay_out) = PAPERS[number];
    let facts = Facts::of(200 + number * 3 + seed);
    let (paragraphs, keys) = lay_out(&facts);
    let said = facts.all().into_iter();
    Made {
        name: format!("{name}-{seed}.pdf"),
        bytes: pdf::written(&paragraphs),
        kind: "文章",
        fields: said.filter(|(key, _)| keys.contains(key)).collect(),
        text: facts.text,
    }
}

/// Every layout with several documents in it.
pub(crate) fn made() -> Vec<Made> {
    const EACH: usize = 3;
    let mut all = Vec::new();
    let layouts = PAGES.iter().map(|layout| (layout, "html"));
    let layouts = layouts.chain(TEXTS.iter().map(|layout| (layout, "txt")));
    for (number, ((name, lay_out), ending)) in layouts.enumerate() {
        for seed in 0..EACH {
            let facts = Facts::of(number * EACH + seed);
            let (text, keys) = lay_out(&facts);
            let bytes = match seed {
                1 => GB18030.encode(&text.replace("utf-8", "gb2312")).0.into_owned(),
                _ => text.into_bytes(),
            };
            let said = facts.all().into_iter().chain(facts.said(&["来源"]));
            all.push(Made {
                name: format!("{name}-{seed}.{ending}"),
                bytes,
                kind: "文章",
                fields: said.filter(|(key, _)| keys.contains(key)).collect(),
                text: facts.text,
            });
        }
    }
    all.extend((0..EACH * 2).flat_map(others));
    all.extend(
        (0..PAPERS.len()).flat_map(|number| (0..EACH).map(move |seed| printed(number, seed))),
    );
    all
}
