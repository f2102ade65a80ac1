//! The Chinese texts of the commands, and of their arguments by id.

/// One command.
pub(super) struct Page {
    /// Empty for the program itself; the part of a command stands behind it: `review sign`.
    pub(super) command: &'static str,
    pub(super) about: &'static str,
    pub(super) usage: &'static str,
    /// What it has alone, or says in words of its own.
    pub(super) arguments: &'static [Line],
}

/// One argument.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) id: &'static str,
    /// The name of its value; empty for a switch.
    pub(super) value: &'static str,
    pub(super) help: &'static str,
}

impl Page {
    /// What is said of an argument: the command's own words, else those that all commands share.
    pub(super) fn line(&self, id: &str) -> Option<&'static Line> {
        self.arguments.iter().chain(SHARED).find(|line| line.id == id)
    }
}

const fn line(id: &'static str, value: &'static str, help: &'static str) -> Line {
    Line { id, value, help }
}

/// What an argument says in every command that has no words of its own for it.
pub(super) const SHARED: &[Line] = &[
    line("source", "文件夹", "content 所在的文件夹；不写则为当前文件夹"),
    line("output", "文件夹", "网站写到哪里；不写则为 content 旁边的 public"),
    line("clock", "时间", "按这个时间生成（北京时间），例如 2026-04-01T08:00；不写则为现在"),
    line("drafts", "", "草稿和没有审核通过的也生成"),
    line("poll", "", "每秒查看一次文件，用于不报告变化的磁盘（网络共享）"),
    line("jobs", "个数", "同时工作的线程数；不写则与处理器数相同"),
    line("format", "形式", "问题的显示形式：human 带原文（默认）、short 一行一个、json 供程序读取"),
    line("target", "目标", "site.yaml 里发布目标的名称；只有一个时可以不写"),
];

/// The clock of commands that go on from there.
const BEGIN: Line =
    line("clock", "时间", "从这个时间开始走（北京时间），例如 2026-04-01T08:00；不写则为现在");

pub(super) const PROGRAM: Page = Page {
    command: "",
    about: "用一个文件夹的 Markdown 和 YAML 生成县级机关网站",
    usage: "gongbao [选项] <命令>",
    arguments: &[
        line("lang", "语言", "提示和生成内容的语言：zh 中文、en 英文；不写则随系统"),
        line("color", "时机", "提示是否带颜色：auto 在终端上（默认）、always 总是、never 从不"),
        line("help", "", "显示帮助"),
        line("version", "", "显示版本"),
    ],
};

pub(super) const COMMANDS: &[Page] = &[
    Page {
        command: "init",
        about: "新建一个网站，内有示例县的全部内容",
        usage: "gongbao init [选项] [文件夹]",
        arguments: &[line(
            "folder",
            "文件夹",
            "网站的文件夹：没有就新建，有则必须是空的；不写则为当前文件夹",
        )],
    },
    Page {
        command: "new",
        about: "新建一篇文档，列好这一类文档的全部项目",
        usage: "gongbao new [选项] <类型> <标题>",
        arguments: &[
            line("kind", "类型", "{values}"),
            line("title", "标题", "文档的标题；文件名取它的拼音"),
            line("column", "栏目", "content 里的栏目文件夹；不写则取这一类型的第一个栏目"),
            line("date", "日期", "发布日期，可带时间；不写则为今天"),
        ],
    },
    Page {
        command: "import",
        about: "把单位已有的材料变成草稿",
        usage: "gongbao import [选项] <文件>...",
        arguments: &[
            line("files", "文件", "要导入的文件，或者装文件的文件夹；可以写多个"),
            line("kind", "类型", "{values}；进展（progress）请用 gongbao new；不写则自动辨认"),
            line(
                "to",
                "栏目",
                "content 里的栏目文件夹，或任意文件夹；不写则取这一类型的第一个栏目",
            ),
            line("year", "年份", "原文日期没有写年份时，按这一年"),
            line("date", "日期", "发布日期，可带时间；没写的年份按它推算"),
            line("names", "文件", "补充的姓氏和职务，写法同 content/wordlists/ 里的词表"),
            line("dry_run", "", "只说会写成什么样，不写入任何文件"),
            line("force", "", "已有的草稿也覆盖"),
            line("convert", "", "先用 LibreOffice 把 .doc、.wps 等旧格式转成新格式"),
            line(
                "format",
                "形式",
                "报告和问题的显示形式：human 带原文（默认）、short 一行一个、json 供程序读取",
            ),
        ],
    },
    Page {
        command: "build",
        about: "生成网站",
        usage: "gongbao build [选项]",
        arguments: &[
            line("no_search", "", "不做站内搜索"),
            line("plan", "", "只说公开网站上会有哪些变化，不写入任何文件"),
            line("profile", "", "列出各阶段、各模板和最慢的页面各用多少时间"),
        ],
    },
    Page {
        command: "check",
        about: "检查网站，先于上级抽查发现问题",
        usage: "gongbao check [选项]",
        arguments: &[
            line(
                "clock",
                "时间",
                "按这个时间检查（北京时间），例如 2026-04-01T08:00；不写则为现在",
            ),
            line("only", "规则", "只查这条规则，可以写多次"),
            line(
                "level",
                "级别",
                "只列这一级以上的：error 必须改、warning 应当改、hint 全部（默认）",
            ),
            line("since", "日期", "只查这一天以来改过的文件"),
            line("external", "", "向别的网站询问，文档里链接的网页还在不在"),
            line("fix", "", "有把握的直接改正，并列出改了什么"),
            line("report", "文件", "另写一份检查报告，一个网页，可以直接呈送"),
            line("rules", "", "列出全部规则"),
            line(
                "format",
                "形式",
                "问题的显示形式：human 按栏目带原文（默认）、short 一行一个、json、sarif、junit 供程序读取",
            ),
        ],
    },
    Page {
        command: "review",
        about: "三审三校：发布前审核文档",
        usage: "gongbao review [选项] <命令>",
        arguments: &[],
    },
    Page {
        command: "review status",
        about: "列出哪些文档待审、由谁审，哪些已经通过",
        usage: "gongbao review status [选项]",
        arguments: &[line(
            "format",
            "形式",
            "显示形式：human 供人看（默认）、short 一行一个、json 供程序读取",
        )],
    },
    Page {
        command: "review show",
        about: "显示要审的文档；审核后又改过的，显示改了什么",
        usage: "gongbao review show [选项] <文档>",
        arguments: &[line("document", "文档", "文档从 content 起的路径，或者它的文件")],
    },
    Page {
        command: "review sign",
        about: "审核通过：签现在的这一版",
        usage: "gongbao review sign [选项] <文档>…",
        arguments: &[
            line("documents", "文档", "文档从 content 起的路径，或者它的文件，可以写多个"),
            line(
                "stage",
                "环节",
                "初审（first）、复审（second）、终审（final）；不写则为每篇文档还差的下一个",
            ),
            line("by", "姓名", "审核人；不写则为密钥的主人，或者文档“审核”里写的人"),
            line("key", "文件", "审核人的私钥文件；不写则为 ~/.config/gongbao/review.key"),
        ],
    },
    Page {
        command: "review key",
        about: "生成审核用的密钥，并给出公钥",
        usage: "gongbao review key [选项]",
        arguments: &[
            line("key", "文件", "新的私钥文件；不写则为 ~/.config/gongbao/review.key"),
            line("source", "文件夹", "网站的文件夹，私钥不能放在里面；不写则为当前文件夹"),
        ],
    },
    Page {
        command: "watch",
        about: "监视文件，一有变化就重新生成网站",
        usage: "gongbao watch [选项]",
        arguments: &[
            BEGIN,
            line("publish", "目标", "停止保存一会儿后，自动发布到 site.yaml 里的这个目标"),
        ],
    },
    Page {
        command: "serve",
        about: "在浏览器里预览网站，边写边看",
        usage: "gongbao serve [选项]",
        arguments: &[
            line("port", "端口", "端口；不写则为 8710，被占用时顺延"),
            line("bind", "地址", "监听的地址，例如 0.0.0.0 让同事也能看；不写则只有本机能看"),
            line("open", "", "同时打开浏览器"),
            BEGIN,
        ],
    },
    Page {
        command: "publish",
        about: "把网站发布到网页服务器",
        usage: "gongbao publish [选项] [目标]",
        arguments: &[
            line("dry_run", "", "只说访问者会看到哪些变化，目标保持原样"),
            line("yes", "", "发布前不再询问"),
            line("allow_deletes", "", "允许消失的网页超过“最多删除”的上限"),
            line("break_lock", "", "解开一次确已停止的发布留下的锁"),
            line("print_config", "软件", "改为输出网页服务器的设置：nginx 或 caddy"),
            line(
                "config_part",
                "部分",
                "输出设置的哪一部分：整个服务器（server）、放进现有服务器的部分（location），或者只有旧网址（redirects）",
            ),
        ],
    },
    Page {
        command: "releases",
        about: "列出目标上的各个版本",
        usage: "gongbao releases [选项] [目标]",
        arguments: &[],
    },
    Page {
        command: "rollback",
        about: "让访问者重新看到以前的版本",
        usage: "gongbao rollback [选项] <目标> [版本]",
        arguments: &[
            line("target", "目标", "site.yaml 里发布目标的名称"),
            line("release", "版本", "版本的编号；不写则为当前版本的前一个"),
            line("yes", "", "不再询问"),
        ],
    },
    Page {
        command: "verify",
        about: "核对访问者看到的是不是当初发布的",
        usage: "gongbao verify [选项] [目标]",
        arguments: &[],
    },
    Page {
        command: "export",
        about: "把一篇文档导出为 Word 或 Excel 文件",
        usage: "gongbao export [选项] <文档>",
        arguments: &[
            line(
                "document",
                "文档",
                "从 content 起的路径，例如 plans/2026-water-saving，也可以写文件",
            ),
            line(
                "to",
                "格式",
                "docx 按公文格式排好的 Word 文件（默认）；xlsx、csv 名单、任务、指标等表格",
            ),
            line("output", "文件", "写到哪个文件；不写则按文档的名字写在当前文件夹"),
            line("no_data", "", "文件里不带看不见的数据和原文，这样可以发给外单位"),
            line("force", "", "文件已经存在时覆盖它"),
        ],
    },
    Page {
        command: "schema",
        about: "输出各类文档和设置文件的 JSON Schema，或字段说明",
        usage: "gongbao schema [选项] [类型]",
        arguments: &[
            line("target", "类型", "{values}；不写则为全部"),
            line("markdown", "", "改为输出 Markdown 字段说明"),
        ],
    },
];
