//! The rules as data: each with its weight, where it is written, what it asks for and how a finding is mended.
//!
//! What linking finds in documents and what an inspection finds are rules of this one table. `gongbao check --rules`
//! prints it, and the manual's page of the rules is made from it.

use crate::diagnostic::{Code, Diagnostic, Language, Severity, Words};
use crate::say;

/// What rules are about, in the order of the manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// 更新.
    Freshness,
    /// 文档.
    Documents,
    /// 用字、标点和数字.
    Wording,
    /// 链接.
    Links,
    /// 个人信息.
    Privacy,
    /// 无障碍和页面大小.
    Accessibility,
    /// 标签与标识.
    Marks,
    /// 三审三校.
    Review,
}

impl Area {
    /// In words.
    pub fn words(self) -> Words {
        match self {
            Self::Freshness => say!("更新", "Freshness"),
            Self::Documents => say!("文档", "Documents"),
            Self::Wording => say!("用字、标点和数字", "Wording, punctuation, numbers"),
            Self::Links => say!("链接", "Links"),
            Self::Privacy => say!("个人信息", "Privacy"),
            Self::Accessibility => say!("无障碍和页面大小", "Accessibility and weight"),
            Self::Marks => say!("标签与标识", "Tags and marks"),
            Self::Review => say!("三审三校", "Review"),
        }
    }
}

/// How binding a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// 法律法规.
    Law,
    /// 国家标准, "应当".
    Standard,
    /// 国家标准, "一般", "推荐".
    SoftStandard,
    /// 国务院办公厅文件.
    Policy,
    /// What inspectors and editors do.
    Practice,
}

/// How sure it is that the source says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    /// Two or more sources agree.
    Agreed,
    /// One source says so.
    OneSource,
    /// Nobody has looked it up: never said to be the rule.
    Unverified,
}

impl Basis {
    /// In words.
    pub fn words(self) -> Words {
        match self {
            Self::Law => say!("法律法规", "law"),
            Self::Standard => say!("国家标准", "national standard"),
            Self::SoftStandard => say!("推荐性标准", "recommended standard"),
            Self::Policy => say!("政策文件", "policy"),
            Self::Practice => say!("通行做法", "practice"),
        }
    }
}

impl Sure {
    /// In words.
    pub fn words(self) -> Words {
        match self {
            Self::Agreed => say!("多处来源一致", "sources agree"),
            Self::OneSource => say!("一处来源", "one source"),
            Self::Unverified => say!("未经核实", "not verified"),
        }
    }
}

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// What its findings are called.
    pub code: Code,
    /// What it is about.
    pub area: Area,
    /// How much a finding matters where the site does not say otherwise.
    pub severity: Severity,
    /// Whether the pages would be wrong with such a finding: then nothing is built, whatever the site says.
    pub stops: bool,
    /// How binding it is.
    pub basis: Basis,
    /// How sure that is.
    pub sure: Sure,
    /// Where it is written; empty for what is practice.
    pub source: &'static str,
    asks: (&'static str, &'static str),
    mend: (&'static str, &'static str),
}

impl Rule {
    /// What it asks for.
    pub fn asks(&self, language: Language) -> &'static str {
        pick(self.asks, language)
    }

    /// How a finding is mended, in both languages.
    pub fn mending(&self) -> Words {
        let (zh, en) = self.mend;
        say!("{zh}", "{en}")
    }

    /// How a finding is mended.
    pub fn mend(&self, language: Language) -> &'static str {
        pick(self.mend, language)
    }
}

fn pick((zh, en): (&'static str, &'static str), language: Language) -> &'static str {
    match language {
        Language::Chinese => zh,
        Language::English => en,
    }
}

/// Whether a finding fails the site at once (单项否决).
pub fn is_veto(code: Code) -> bool {
    matches!(
        code,
        Code::HomeStale | Code::ColumnsVeto | Code::WrongName | Code::SignedAfterPublished
    )
}

/// The rule with this code.
pub fn rule(code: Code) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

/// The rule of this name.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code.name() == name)
}

/// The problem with what its rule says of mending it, unless that stands there or the bytes that mend it are known.
pub fn with_mending(problem: Diagnostic) -> Diagnostic {
    let mending = rule(problem.code).map(Rule::mending);
    let new = mending.filter(|words| problem.fix.is_none() && !problem.hints.contains(words));
    match new {
        Some(words) => problem.hint(words),
        None => problem,
    }
}

/// There is no rule of this name.
pub fn no_such_rule(name: &str) -> Diagnostic {
    let words = say!("没有规则“{name}”", "there is no rule `{name}`");
    let names = RULES.iter().map(|rule| rule.code.name());
    with_mending(Diagnostic::warning(Code::UnknownRule, words).did_you_mean(name, names))
}

macro_rules! rules {
    ($([$area:ident] $($code:ident $level:ident $basis:ident $sure:ident $source:literal
        asks $asks_zh:literal $asks_en:literal
        mend $mend_zh:literal $mend_en:literal;)*)*) => {
        /// Every rule, in the order of the manual.
        pub const RULES: &[Rule] = &[$($(Rule {
            code: Code::$code,
            area: Area::$area,
            severity: rules!(@severity $level),
            stops: rules!(@stops $level),
            basis: Basis::$basis,
            sure: Sure::$sure,
            source: $source,
            asks: ($asks_zh, $asks_en),
            mend: ($mend_zh, $mend_en),
        },)*)*];
    };
    (@severity Stops) => { Severity::Error };
    (@severity $severity:ident) => { Severity::$severity };
    (@stops Stops) => { true };
    (@stops $severity:ident) => { false };
}

rules! {
    [Freshness]
    HomeStale Error Policy Agreed "国办秘函〔2019〕19号"
        asks "首页两周内有更新（单项否决）" "the home page changes within two weeks (a veto)"
        mend "发布一篇新内容" "publish something new";
    ColumnStale Error Policy Agreed "国办秘函〔2019〕19号"
        asks "动态类栏目两周内、通知政策类栏目六个月内有更新；年度栏目一年是通行做法，可以在 site.yaml 里改"
            "columns change in time: news within two weeks, notices and policies within six months; a year for yearly ones is practice, and site.yaml may say otherwise"
        mend "在栏目里发布新内容；不再更新的栏目在 _index.md 里写“更新周期: 归档”"
            "publish something in the column; a column that is kept as a record has `update_cycle: archive`";
    ColumnDue Warning Practice Agreed ""
        asks "快要到期的栏目提前提醒" "columns that will soon be stale are told beforehand"
        mend "在期限以前发布新内容" "publish something before the day";
    ColumnBlank Error Policy Agreed "国办秘函〔2019〕19号"
        asks "没有空白栏目" "no column is empty"
        mend "发布内容，或者撤掉这个栏目" "publish something in it, or take it away";
    ColumnsVeto Error Policy Agreed "国办秘函〔2019〕19号"
        asks "超期栏目累计不到 5 个（年度栏目不到 10 个），空白栏目不到 5 个（单项否决）"
            "fewer than 5 stale columns (10 yearly ones) and fewer than 5 empty ones (a veto)"
        mend "先更新超期最久的栏目" "begin with the column that is stale the longest";
    [Documents]
    SignedAfterPublished Error Policy Agreed "国办秘函〔2019〕19号"
        asks "成文日期不晚于发布日期" "a document is signed before it is published"
        mend "核对两个日期" "look both days up";
    DisclosureLate Warning Law Agreed "政府信息公开条例第二十六条"
        asks "政府信息自形成之日起 20 个工作日内公开" "government information is public within 20 working days"
        mend "今后按时公开；日期写错的改正日期" "publish in time; mend the day if it is wrong";
    CalendarMissing Hint Practice Agreed "国务院办公厅每年的放假通知"
        asks "计算工作日要有当年的放假安排" "working days can be counted only where the year's holidays are known"
        mend "升级 gongbao，或者自己数一数" "update gongbao, or count by hand";
    Weekday Error Practice Agreed ""
        asks "写出的星期与日期一致" "a weekday that is written fits its day"
        mend "查日历，改正日期或星期" "look at a calendar and mend the one or the other";
    NumberGap Hint Practice OneSource ""
        asks "同一代字同一年份的发文字号没有跳号" "document numbers of one kind and year run on"
        mend "不公开的文件会留下跳号，属正常；漏发的补发" "documents that are not public leave gaps; publish what was forgotten";
    LevelOrder Warning Standard Agreed "GB/T 9704—2012 7.3.3"
        asks "结构层次依次为一、（一）1.（1），不越级" "levels follow each other: 一、（一）1.（1）"
        mend "补上中间一级，或者改正序号" "add the level between, or mend the number";
    LevelNumber Warning Practice OneSource ""
        asks "同级序号连续" "numbers of one level run on"
        mend "改正序号" "mend the number";
    IndicatorCount Warning Practice OneSource ""
        asks "正文所说的指标数与指标表一致" "the number of indicators in the text is that of the table"
        mend "补全指标表，或者改正正文" "complete the table, or mend the text";
    PhaseGap Warning Practice OneSource ""
        asks "实施步骤首尾相接" "phases follow each other without a gap"
        mend "补上中间的时段，或者改正起止日期" "fill the gap, or mend the days";
    TaskUnit Warning Practice Agreed ""
        asks "每项任务有牵头单位" "every task has a leading unit"
        mend "填“牵头单位”" "fill in `lead`";
    TaskDue Warning Practice Agreed ""
        asks "每项任务有完成时限" "every task is due on a day"
        mend "填“完成时限”" "fill in `due`";
    ReportDue Warning Practice OneSource ""
        asks "会议开过两天内有报道或纪要" "a meeting has its report or minutes two days after it"
        mend "发布报道，在报道里写“会议通知”指向这篇通知" "publish the report, with `notice` leading to this one";
    ReplacementUnnamed Hint Policy OneSource "国办发〔2017〕47号"
        asks "失效、废止的文件指明替代文件" "a document that lost validity names what replaced it"
        mend "在“有效性”里写“替代文件”；没有替代的加检查例外" "write `replaced_by` in `validity`, or an exception where nothing did";
    NoticeLate Warning Practice Agreed ""
        asks "会议通知在开会以前发布，回执时限在开会以前" "a notice is published, and answers are due, before the meeting"
        mend "核对发布日期、开会时间和回执时限" "look at the three times again";
    TimeContradicted Warning Practice OneSource ""
        asks "正文里的会议时间与开头的数据一致" "the time of a meeting in its text is that of its data"
        mend "核对哪个对，改正另一个" "find out which is right, and mend the other";
    RosterIncomplete Warning Practice OneSource ""
        asks "名单写全成员的职务或单位、办公室和联系方式" "a roster gives everybody's post or unit, its office and how to reach it"
        mend "补上缺的" "fill in what is missing";
    AbolishedUnmarked Warning Policy OneSource "国办发〔2017〕47号"
        asks "宣布废止的文件在本站标明废止" "a document that another abolishes is marked so"
        mend "在被废止的文件里写“有效性: 废止”和“替代文件”" "give the old one `validity: abolished` and `replaced_by`";
    SourceMissing Warning Policy OneSource "国办发〔2017〕47号"
        asks "文章写明来源" "articles say where they come from"
        mend "文档写“来源”，或者 site.yaml 写“主办单位”" "give the document its `source`, or site.yaml its `organiser`";
    TextLost Warning Practice Agreed ""
        asks "正文里写的，页面上都有" "what a text says is on its page"
        mend "正文的写法见使用手册《写稿》" "docs/staff.md shows how texts are written";
    Markup Warning Practice Agreed ""
        asks "正文里的标记都起作用，没有原样显示的" "marks in texts do what they are for, and none is shown as it is"
        mend "正文的写法见使用手册《写稿》" "docs/staff.md shows how texts are written";
    DuplicateDocNumber Stops Practice Agreed ""
        asks "一个发文字号只用在一篇文件上" "a document number belongs to one document"
        mend "核对两篇文件，改正写错的发文字号" "look both up and mend the number that is wrong";
    DuplicateIndex Stops Practice Agreed ""
        asks "索引号不重复" "an index number belongs to one document"
        mend "改正其中一个，或者不写，由程序来编" "mend one of them, or leave it out and let the program make it";
    TimeOrder Stops Practice Agreed ""
        asks "会议、方案、实施步骤的结束不早于开始" "meetings, plans and their phases do not end before they begin"
        mend "核对两个时间" "look both times up";
    DuplicateId Stops Practice Agreed ""
        asks "一份方案里任务、指标的编号不重复" "tasks and indicators of a plan have ids of their own"
        mend "给其中一项换个编号" "give one of them another id";
    UnknownInPlan Stops Practice Agreed ""
        asks "进展里写的指标、任务和资金来源，方案里都有" "a progress report speaks only of indicators, tasks and money that its plan has"
        mend "照方案里的写法改正" "write it as the plan does";
    Percent Stops Practice Agreed ""
        asks "完成率在 0 到 100 之间" "percent done is 0 to 100"
        mend "改正完成率" "mend the figure";
    FigureRange Warning Practice Agreed ""
        asks "百分数在 0 到 100 之间" "percentages are between 0 and 100"
        mend "核对数值，小数点是不是漏了；确实能超过的加检查例外" "look the figure up, its decimal point too, or add an exception where it may be more";
    FigureTwice Error Practice Agreed ""
        asks "一份进展里，一项指标、任务、资金来源一个单位只报一次" "a report says each figure of a unit, a task and a source of money once"
        mend "核对以后只留一个；网页上只会显示后一个" "look them up and keep one: pages would show the last";
    FigureMissing Warning Practice Agreed ""
        asks "各单位的指标值没有漏报的单位" "no unit is left out of the figures by unit"
        mend "补上这个单位的数值；确实不用报的加检查例外" "add the unit's figure, or an exception where it has none to report";
    FigureFalls Warning Practice Agreed ""
        asks "累计数、累计支出和完成率不比上一次少" "sums so far, money spent and percent done are not less than before"
        mend "核对这一次和上一次的数；确实核减了的加检查例外，写明原因" "look up this figure and the one before, or add an exception that says why it is less";
    FigureJumps Warning Practice Agreed ""
        asks "数值没有一下子变成上一次的十倍或者十分之一" "no figure is suddenly ten times what it was, or a tenth"
        mend "核对小数点和计量单位；确实如此的加检查例外" "look up the decimal point and the unit of measure, or add an exception where it is so";
    IndicatorUnit Warning Practice Agreed ""
        asks "指标写明计量单位，只写一遍" "indicators say their unit of measure, once"
        mend "单位写在“计量单位”里，名称里不写" "write it as `unit`, and leave it out of the name";
    NoLeader Stops Practice Agreed ""
        asks "领导小组名单有组长" "a roster has a leader"
        mend "给一位成员写“职责: 组长”" "give one member `role: leader`";
    TwoLeaders Stops Practice Agreed ""
        asks "领导小组名单只有一位组长" "a roster has one leader"
        mend "只留一位组长，其他写“第一组长”“常务副组长”或“副组长”" "keep one leader; the others are first-leader, executive-deputy or deputy";
    TwiceInGroup Warning Practice Agreed ""
        asks "一人在一份名单里只出现一次" "a roster names everybody once"
        mend "去掉一处；是同名的两个人，写 people.yaml 里的编号" "take one away; for two people of one name, write their ids from people.yaml";
    TwoPosts Warning Practice Agreed ""
        asks "同一个人在现行的各份名单里职务一致" "somebody has the same post in all current rosters"
        mend "在 people.yaml 里登记现任职务；如果是两个人，各给一个编号" "enter the current post in people.yaml; if they are two people, give each an id";
    AmbiguousPerson Stops Practice Agreed ""
        asks "有几个人同名的，写清是哪一位" "a name that several people have says which of them is meant"
        mend "写 people.yaml 里的编号" "write the id from people.yaml";
    DuplicatePerson Stops Practice Agreed ""
        asks "people.yaml 里的编号不重复" "people have ids of their own"
        mend "给其中一人换个编号" "give one of them another id";
    UnknownUnit Stops Practice Agreed ""
        asks "写到的单位在 units.yaml 里都有" "units.yaml knows every unit that is named"
        mend "改正单位名称，或者在 content/units.yaml 里登记这个单位" "mend the name, or enter the unit in content/units.yaml";
    DuplicateUnit Stops Practice Agreed ""
        asks "units.yaml 里单位的编号、名称和简称不重复" "ids, names and short names belong to one unit each"
        mend "改正其中一个" "mend one of them";
    WrongKind Stops Practice Agreed ""
        asks "引用指向该指的那一类文档" "a reference leads to the kind of document that it is for"
        mend "写那一类文档的路径" "write the path of a document of that kind";
    LostPhoto Warning Practice Agreed ""
        asks "会议照片有图片文件" "photos of meetings have their files"
        mend "找到图片放在文档旁边，再写“文件”" "put the picture beside the document and name it in `file`";
    DocumentCopy Warning Practice Agreed ""
        asks "同一篇文档不因为复制的文件发布两次" "a copied file does not publish a document twice"
        mend "只留一篇，其余删去；确实是两篇的，换一个文件名" "keep one and remove the other; where they are two documents, give one another name";
    UnusedFile Warning Practice Agreed ""
        asks "content 里给人看的文件都有用处" "every file in `content` that is meant for readers is used"
        mend "不用的，移到 content 外面" "move what is not needed out of `content`";
    UnknownRule Error Practice Agreed ""
        asks "“检查”和“检查例外”里写的规则都有" "`checks` and `exceptions` name rules that there are"
        mend "gongbao check --rules 列出全部规则" "`gongbao check --rules` lists them";
    FixedRule Warning Practice Agreed ""
        asks "停止生成的规则不改级别，也没有例外" "rules that stop the build are neither set nor excepted"
        mend "改正查出的问题，去掉这项设置" "mend what is found, and take the setting away";
    [Wording]
    WrongName Error Policy Agreed "国办秘函〔2019〕19号"
        asks "国家机关和重要表述没有错字（单项否决）" "names of state organs and set phrases are right (a veto)"
        mend "照提示改正" "write what is suggested";
    WrongWord Warning SoftStandard OneSource "GF 1001—2001"
        asks "不用不推荐的词形和常见错字" "recommended forms of words, no common slips"
        mend "照提示改正，gongbao check --fix 可以代劳" "write what is suggested; `gongbao check --fix` does it";
    SiteWord Error Practice Agreed ""
        asks "没有本站词表里禁用的词，人名职务照词表写" "no words that this site's own lists forbid; names and posts as they say"
        mend "照词表改正" "write what the list says";
    PreferredWord Warning Practice Agreed ""
        asks "用本站词表推荐的词" "words that this site's own lists prefer"
        mend "照词表改正，gongbao check --fix 可以代劳" "write what the list says; `gongbao check --fix` does it";
    DoubledCharacter Hint Practice OneSource ""
        asks "没有误打的重字" "no character is typed twice by mistake"
        mend "去掉一个；本来就是叠字的加检查例外" "take one away, or add an exception where it is right";
    InvisibleCharacter Warning Practice Agreed ""
        asks "标题、正文和文件名里没有看不见的字符（零宽字符、改变书写方向的字符、控制字符）" "no characters in titles, texts and names of files that nobody sees: without width, turning the direction, controls"
        mend "去掉；正文里的 gongbao check --fix 可以代劳，文件名要自己改" "take them away; in texts `gongbao check --fix` does it, files are renamed by hand";
    Punctuation Warning Standard Agreed "GB/T 15834—2011"
        asks "中文里用全角标点，省略号、书名号、连接号合规范" "full-width marks in Chinese text; dots, title marks and dashes as the standard has them"
        mend "照提示改正，gongbao check --fix 可以代劳" "write what is suggested; `gongbao check --fix` does it";
    PunctuationHabit Hint SoftStandard OneSource "GB/T 15834—2011"
        asks "并列的书名号、引号之间不用顿号" "no mark between title marks or quotes that stand side by side"
        mend "去掉顿号，gongbao check --fix --only punctuation-habit 可以代劳" "take the mark away; `gongbao check --fix --only punctuation-habit` does it";
    NumberStyle Warning Standard Agreed "GB/T 15835—2011"
        asks "数字、日期的写法合规范" "numbers and days as the standard writes them"
        mend "照提示改正，gongbao check --fix 可以代劳" "write what is suggested; `gongbao check --fix` does it";
    [Links]
    DeadLink Error Policy Agreed "国办秘函〔2019〕19号"
        asks "没有打不开的链接（用 --external 检查）" "no dead links (looked at with --external)"
        mend "换成新网址，或者去掉链接" "give the new address, or take the link away";
    SuspectLink Hint Practice OneSource ""
        asks "链接的网页能正常打开（用 --external 检查）" "pages that are linked open as they should (looked at with --external)"
        mend "自己打开看一看" "open it and see";
    LeavingNotice Warning Policy Agreed "国办发〔2017〕47号"
        asks "离开政府网站的链接先提示" "links that leave the government's sites ask first"
        mend "主题里给链接写 class=\"leaves\"；自己的域名写进 site.yaml 的“本站域名”" "links of the theme have class=\"leaves\"; own hosts stand in `own_hosts` of site.yaml";
    OutsideRequest Warning Practice Agreed ""
        asks "网页不从别的网站取东西" "pages fetch nothing from other sites"
        mend "把文件放进主题或 content" "put the file into the theme or content";
    DanglingReference Stops Practice Agreed ""
        asks "引用的文档和栏目都有" "documents and columns that are referred to are there"
        mend "写从 content 起的路径，不带 .md，例如：plans/2026-quality-service" "write the path from `content/`, without .md: plans/2026-quality-service";
    DanglingLink Stops Policy Agreed "国办秘函〔2019〕19号"
        asks "站内链接都有着落" "links within the site lead somewhere"
        mend "链接写相对路径，例如：../meetings/2026-03-31-mobilisation.md" "write a relative path: ../meetings/2026-03-31-mobilisation.md";
    DanglingHeading Stops Practice Agreed ""
        asks "链接所指的小标题都有" "headings that are linked are there"
        mend "照那篇文档的小标题改正" "write the heading as its document does";
    HiddenTarget Warning Practice Agreed ""
        asks "不指向读者看不到的文档" "nothing leads to a document that readers cannot see"
        mend "等那篇文档发布；不再发布的，去掉链接" "wait until it is published, or take the link away";
    MissingFile Stops Practice Agreed ""
        asks "附件和图片的文件都有" "attachments and pictures are there"
        mend "文件放在文档旁边，或用“/”开头写从 content 起的路径" "put it beside the document, or write the path from `content/` with a leading `/`";
    BrokenPicture Stops Practice Agreed ""
        asks "图片打得开，扩展名与内容相符" "pictures can be read and are what their endings say"
        mend "用看图软件打开检查，另存为 JPG 或 PNG" "open it in a viewer and save it again as JPG or PNG";
    PictureFormat Stops Practice Agreed ""
        asks "图片是浏览器能显示的格式" "pictures are in formats that browsers show"
        mend "用看图软件打开，另存为 JPG 或 PNG，再改这里的文件名" "open it in a viewer, save it as JPG or PNG, and change the name here";
    Outside Stops Practice Agreed ""
        asks "文件都在内容文件夹里" "files stand in the content folder"
        mend "把文件复制到 content 里" "copy the file into `content`";
    OutsidePicture Stops Practice Agreed ""
        asks "图片不引自别的网站" "pictures do not come from other sites"
        mend "把图片保存到文档旁边再引用" "save the picture beside the document and refer to it there";
    Scheme Stops Practice Agreed ""
        asks "链接只用 https、http、mailto、tel 和相对路径" "links are https, http, mailto, tel or relative"
        mend "换成这几种链接，或者去掉" "use one of these, or take the link away";
    Slug Stops Practice Agreed ""
        asks "网址名和编号能用在网址里" "slugs and ids can be part of an address"
        mend "只用字母、数字、汉字、“-”和“_”" "use letters, digits, Han characters, `-` and `_`";
    Alias Stops Practice Agreed ""
        asks "旧网址是本站的路径" "former addresses are paths on this site"
        mend "只写路径，例如：/2012/04/01/123.html" "write the path alone: /2012/04/01/123.html";
    AliasServer Hint Practice Agreed ""
        asks "带“?”等做不成文件的旧网址，网页服务器的设置里有" "former addresses at which no file can stand are known to the web server"
        mend "把 gongbao publish --print-config nginx --config-part redirects 输出的内容交给服务器管理员；已经交了就不用管"
            "give what `gongbao publish --print-config nginx --config-part redirects` prints to who runs the web server; where that is done, nothing is left to do";
    SameAddress Stops Practice Agreed ""
        asks "一个网址只有一处使用" "nothing takes another's address"
        mend "给其中一篇文档换个文件名或网址名" "give one of the documents another name or slug";
    UnknownBlock Stops Practice Agreed ""
        asks "正文里的内容块都认得" "blocks of data in texts are known ones"
        mend "照提示改正内容块的名称" "write one of the names that are suggested";
    EmptyBlock Warning Practice Agreed ""
        asks "正文里的内容块有数据可以显示" "blocks of data have something to show"
        mend "在文档开头填上这项数据，或者去掉这一行" "fill in the data in the front matter, or take the line away";
    [Privacy]
    IdentityNumber Error Law Agreed "个人信息保护法；政府信息公开条例第十五条"
        asks "没有公民身份号码" "no identity numbers of citizens"
        mend "删去这一项；公示名单只要能分清同名的人" "leave it out; a list need only tell people of one name apart";
    BankCard Error Law Agreed "个人信息保护法"
        asks "没有银行卡号" "no numbers of bank cards"
        mend "删去，或者只留后四位" "leave it out, or keep the last four digits";
    MobileNumber Error Law Agreed "个人信息保护法"
        asks "没有个人手机号码，办公电话除外" "no mobile numbers; office lines are allowed"
        mend "改用办公电话" "give an office line instead";
    PassportNumber Error Law Agreed "个人信息保护法"
        asks "没有护照号码" "no passport numbers"
        mend "删去这一项" "leave it out";
    HomeAddress Warning Law OneSource "个人信息保护法"
        asks "没有个人的家庭住址" "nobody's home address"
        mend "只写到乡镇或村" "name the township or village alone";
    PrivateList Warning Law OneSource "个人信息保护法"
        asks "公开的名单没有证件号、银行卡、住址、病情等栏目" "public lists have no columns of identity, bank cards, homes or illness"
        mend "删去这一栏；名单只要能分清同名的人" "leave the column out; a list need only tell people of one name apart";
    StrictPrivate Error Law OneSource "个人信息保护法；政府信息公开条例第十五条"
        asks "卫生、家庭、救助类栏目不公开个人的年龄、电话、收入、健康等情况，遮盖过的证件号也不行"
            "columns on health, family and relief say nothing of anybody's age, telephone, income or health, not even masked numbers"
        mend "删去；栏目不涉及个人的，在 _index.md 里写“隐私从严: 否”" "leave it out; where the column is not about people, its _index.md has `strict_privacy: false`";
    SecretMarking Error Law Agreed "保守国家秘密法；政府信息公开条例第十四条；GB/T 9704—2012"
        asks "文档和附件里没有密级标志（绝密、机密、秘密）" "neither documents nor files bear a mark of secrecy (绝密, 机密, 秘密)"
        mend "不要发布，已经发布的马上撤下，报保密办核实；已经解密或者只是举例的，加检查例外"
            "do not publish it, take it down at once where it is out, and ask the office of secrecy; what is declassified or an example gets an exception";
    AttachmentType Error Practice Agreed ""
        asks "附件是办公文件、图片、压缩包、音视频等常用类型，内容与扩展名相符，里面没有程序"
            "files are of common kinds (office files, pictures, archives, sound, films), are what their names say, and hold no program"
        mend "另存为 PDF、Word、Excel 等常用格式再附上；其他类型写进 site.yaml 的“附件类型”" "save it as PDF, Word, Excel or the like; other kinds go into `file_types` of site.yaml";
    AttachmentUnread Warning Practice Agreed ""
        asks "附件能打开，里面的文字查得到" "attachments open, and their text can be looked at"
        mend "去掉密码、换成完好的文件，或者打开看过后加检查例外" "take the password away, attach a whole file, or look at it yourself and add an exception";
    [Accessibility]
    HeadingOrder Warning Standard OneSource "GB/T 37668—2019"
        asks "小标题逐级往下，不跳级" "headings go down one level at a time"
        mend "把 # 的个数改对：## 下面是 ###" "mend the number of #: below ## comes ###";
    ImageAlt Warning Standard OneSource "GB/T 37668—2019"
        asks "图片有替代文字，看不见的人也知道画的是什么" "pictures have words for those who cannot see them"
        mend "正文里写 ![图上是什么](文件)，题图写“替代文字”" "write ![what it shows](file); leading pictures have `alt`";
    TableHead Warning Standard OneSource "GB/T 37668—2019"
        asks "表格有表头" "tables have heads"
        mend "第一行写表头；主题的模板里用 th" "the first row is the head; templates of the theme use th";
    PageLanguage Warning Standard OneSource "GB/T 37668—2019"
        asks "网页写明语言" "pages say their language"
        mend "主题的模板里写 <html lang>" "the theme's template has <html lang>";
    ColourContrast Warning SoftStandard Agreed "WCAG 2.1 1.4.3"
        asks "文字与底色的对比度不低于 4.5，大字不低于 3" "text stands out from its ground by 4.5 to 1, large text by 3 to 1"
        mend "把文字改深，或者把底色改浅" "darken the text, or lighten the ground";
    PageWeight Warning Policy OneSource "国办发〔2017〕47号"
        asks "网页三秒内打得开：连同图片不超过 1 MB" "a page opens in three seconds: 1 MB at most with its pictures"
        mend "SVG、GIF 等原样发布的图换成小的；照片用 JPG、PNG，会自动缩小" "use smaller files where pictures go out as they are (SVG, GIF); JPG and PNG are scaled";
    [Marks]
    MetaMissing Error Policy Agreed "国办发〔2017〕47号"
        asks "首页、栏目页、文章页有规定的标签" "home, column and article pages carry their tags"
        mend "主题的模板里输出 page.meta 的全部标签" "the theme's templates write all of page.meta";
    MetaValue Error Policy Agreed "国办发〔2017〕47号"
        asks "标签填上了内容，不重复，PubDate 是“年-月-日 时:分”" "tags have values, stand once, and PubDate is YYYY-MM-DD HH:MM"
        mend "主题的模板里原样输出 page.meta" "the theme's templates write page.meta as it is";
    TitleHeading Error Policy OneSource "国办发〔2017〕47号"
        asks "网页有标题，正好一个一级标题，与 ArticleTitle 相同" "a page has a title and one heading of level 1, the same as ArticleTitle"
        mend "改主题的模板；正文里不写 h1" "mend the theme's template; texts have no h1";
    FooterItem Error Policy OneSource "国办发〔2017〕47号"
        asks "每页页脚有规定的八项" "every page's footer has its eight items"
        mend "改主题的 parts/footer.html" "mend the theme's parts/footer.html";
    [Review]
    ReviewMissing Warning Practice Agreed ""
        asks "本站审核制度要求审核的文档都已审核通过；没有通过的不发布"
            "every document that this site's review policy names is approved; what is not is left out"
        mend "gongbao review show 看全文，gongbao review sign 签" "read it with `gongbao review show`, approve it with `gongbao review sign`";
    ReviewVoid Warning Practice Agreed ""
        asks "审核通过以后没有再改；改过的要重新审核" "nothing is edited after it is approved; what was needs another approval"
        mend "gongbao review show 看改了什么，gongbao review sign 重新签" "see what was changed with `gongbao review show`, approve it again with `gongbao review sign`";
    ReviewLog Stops Practice Agreed ""
        asks "审核记录完整，没有被改过、截断、调换，签名都是真的" "the log of the reviews is whole, unchanged and in order, and its signatures are true"
        mend "从备份或版本库里恢复 reviews/log.jsonl" "restore reviews/log.jsonl from a copy or from version control";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stand_once() {
        for (index, rule) in RULES.iter().enumerate() {
            assert!(RULES[..index].iter().all(|other| other.code != rule.code));
        }
    }

    #[test]
    fn what_nobody_verified_stops_nothing() {
        let sure = |rule: &&Rule| rule.sure == Sure::Unverified;
        for rule in RULES.iter().filter(sure) {
            assert_ne!(rule.severity, Severity::Error, "{}", rule.code);
        }
    }
}
