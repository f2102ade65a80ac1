//! 网页部件: what was copied along with a text from a page and is no part of it: the line that says where the page stands, buttons,
//! the foot.

use super::{Change, Said, Step};
use crate::import::manuscript::Block;
use crate::import::passage::Passage;

pub(super) const STEP: Step = Step {
    code: "page-bars",
    name: Said { zh: "去掉网页的导航和按钮", en: "bars and buttons of a page taken out" },
};

/// How many paragraphs at the start and at the end of a text are looked at, those that go not counted.
const HEAD: usize = 4;
const TAIL: usize = 4;

/// No page has more bars and buttons at either end.
const NEAR: usize = 80;

/// No such line is longer, in characters.
const LONGEST: usize = 120;

/// How the line begins that says where a page stands.
const WHERE: &[&str] = &[
    "当前位置",
    "您的位置",
    "您所在的位置",
    "您现在的位置",
    "您当前的位置",
    "您当前所在位置",
    "你的位置",
    "你当前的位置",
    "所在位置",
    "现在位置",
    "当前所在位置",
    "当前页面",
];

/// Names of a site's first page.
const HOMES: &[&str] = &["首页", "网站首页", "主页", "本站首页"];

/// Names of columns that every site of an office has: each stands alone where a menu was copied line by line.
const MENU: &[&str] = &[
    "首页",
    "网站首页",
    "政务公开",
    "信息公开",
    "政府信息公开",
    "新闻中心",
    "新闻动态",
    "政务动态",
    "政务服务",
    "办事服务",
    "互动交流",
    "政民互动",
    "通知公告",
    "公示公告",
    "公告公示",
    "专题专栏",
    "政策文件",
    "政策法规",
    "数据开放",
    "政府数据",
    "无障碍",
    "长者模式",
    "无障碍浏览",
    "关怀版",
    "登录",
    "无标题",
    "无标题文档",
    "未命名",
    "注册",
    "搜索",
    "繁体",
    "简体",
    "English",
    "正文",
    "详细内容",
    "内容详情",
];

/// What buttons are called.
const TOOLS: &[&str] = &[
    "打印",
    "打印本页",
    "打印此页",
    "打印文章",
    "打印内容",
    "关闭",
    "关闭窗口",
    "关闭本页",
    "关闭页面",
    "关闭此页",
    "分享",
    "分享到",
    "分享至",
    "收藏",
    "收藏本页",
    "加入收藏",
    "纠错",
    "我要纠错",
    "内容纠错",
    "放大",
    "缩小",
    "默认",
    "复制",
    "复制链接",
    "返回",
    "返回顶部",
    "返回列表",
    "返回首页",
    "返回上一页",
    "顶部",
    "TOP",
    "top",
    "扫一扫",
    "微信",
    "微博",
    "新浪微博",
    "腾讯微博",
    "QQ空间",
    "QQ好友",
    "QQ",
    "朋友圈",
    "人人网",
    "语音播报",
    "朗读",
    "转发",
    "保护视力色",
    "大",
    "中",
    "小",
    "特大",
    "字体",
    "字号",
    "字体大小",
    "A",
    "A+",
    "A-",
    "T",
    "T+",
    "T-",
    "更多",
    "全文",
    "下载",
    "正文下载",
];

/// How longer ones begin.
const LONG_TOOLS: &[&str] = &[
    "扫一扫在手机",
    "扫一扫分享",
    "用微信扫",
    "使用微信扫",
    "微信扫一扫",
    "手机扫一扫",
    "扫描二维码",
    "扫码",
    "点击打印",
    "打开微信",
];

/// How lines begin that lead to other pages.
const NEIGHBOURS: &[&str] = &[
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "上一页",
    "下一页",
    "上篇",
    "下篇",
    "相关链接",
    "相关阅读",
    "相关文章",
    "相关新闻",
];

/// What the foot of a page holds, and no text.
const FEET: &[&str] = &[
    "版权所有",
    "网站标识码",
    "ICP备",
    "公网安备",
    "网站地图",
    "Copyright",
    "copyright",
    "建议使用",
    "最佳浏览",
    "技术支持：",
    "技术支持:",
    "政府网站找错",
];

/// Takes such lines out near both ends; those of a foot only where nothing comes behind.
pub(super) fn cut(blocks: &mut Vec<Block<Passage>>, changes: &mut Vec<Change>) {
    let count = blocks.len();
    let near = |at: usize| at < NEAR || at + NEAR >= count;
    let judged = blocks.iter().enumerate().map(|(at, block)| near(at) && is_furniture(block));
    let judged: Vec<bool> = judged.collect();
    let all = judged.iter().filter(|is| !**is).count();
    if all == 0 || all == judged.len() {
        return;
    }
    let (mut before, mut judged) = (0, judged.into_iter());
    blocks.retain(|block| {
        let is = judged.next().unwrap_or(false);
        before += usize::from(!is);
        match block {
            Block::Paragraph(text) | Block::Heading(_, text) if is => {
                let most = if is_foot(&text.words()) { 0 } else { TAIL };
                let near = all - before <= most || (most > 0 && before < HEAD);
                changes.extend(near.then(|| change(text)));
                !near
            }
            _ => true,
        }
    });
}

fn change(passage: &Passage) -> Change {
    Change {
        step: &STEP,
        whence: passage.whence(&(0..passage.chars.len())),
        before: passage.words(),
        after: String::new(),
    }
}

fn is_furniture(block: &Block<Passage>) -> bool {
    let (Block::Paragraph(passage) | Block::Heading(_, passage)) = block else {
        return false;
    };
    if passage.chars.len() > LONGEST || passage.chars.last() == Some(&'。') {
        return false;
    }
    let words = passage.words();
    let text = words.trim();
    is_path(text)
        || is_site(text)
        || is_tools(text)
        || is_neighbour(text)
        || is_menu(text)
        || is_foot(text)
}

/// `当前位置：首页 > 政务公开 > 通知公告`
fn is_path(text: &str) -> bool {
    let text = text.trim_start_matches(['【', '[', ' ', '\u{3000}']);
    let rest = WHERE.iter().find_map(|word| text.strip_prefix(word)).map(str::trim_start);
    let marked = |rest: &str| rest.is_empty() || rest.starts_with(['：', ':', '>', '＞', '》']);
    rest.is_some_and(|rest| marked(rest) || is_steps(rest))
        || (HOMES.iter().any(|home| text.starts_with(home)) && is_steps(text))
}

/// The name of the site, and how it greets.
fn is_site(text: &str) -> bool {
    const SITES: &[&str] = &["门户网站", "政府网站", "政务网", "政府网", "官方网站"];
    const GREETS: &[&str] = &["今天是", "欢迎您访问", "欢迎访问", "欢迎光临"];
    let short = text.chars().count() <= 20;
    short
        && (SITES.iter().any(|end| text.ends_with(end)) && !text.contains("关于")
            || GREETS.iter().any(|start| text.starts_with(start)))
}

/// Names between arrows.
fn is_steps(text: &str) -> bool {
    let steps: Vec<&str> = text.split(['>', '＞', '»', '›', '→', '/', '|', '-']).collect();
    steps.len() > 1 && !text.contains('。')
}

/// `【打印】【关闭】`, `[大 中 小]`: names of buttons and nothing else.
pub(in crate::import) fn is_tools(text: &str) -> bool {
    let parts =
        text.split(|c: char| c.is_whitespace() || "【】[]［］()（）|｜:：/、,，·>".contains(c));
    let mut parts = parts.filter(|part| !part.is_empty());
    let (mut count, mut letters) = (0, 0);
    let all = parts.all(|part| {
        count += 1;
        letters += part.chars().count();
        TOOLS.contains(&part) || LONG_TOOLS.iter().any(|tool| part.starts_with(tool))
    });
    // 大, or 全文, alone may be a word of the text.
    all && (letters > 2
        || (count > 0 && text.starts_with(['【', '[', '［']))
        || matches!(text, "打印" | "关闭" | "分享" | "收藏"))
}

/// `上一篇：…`
fn is_neighbour(text: &str) -> bool {
    let text = text.trim_start_matches(['【', '[', '［', '（', '(', ' ', '<', '·']);
    let rest = NEIGHBOURS.iter().find_map(|word| text.strip_prefix(word));
    rest.is_some_and(|rest| {
        rest.is_empty()
            || rest.starts_with(['：', ':', '】', ']', '］', '）', ')', ' ', '\u{3000}', '>'])
    })
}

/// `首页　新闻中心　政务公开`, or one of them alone.
fn is_menu(text: &str) -> bool {
    let mut parts = text
        .split(|c: char| c.is_whitespace() || matches!(c, '|' | '｜' | '·'))
        .filter(|part| !part.is_empty());
    let known = |part: &str| MENU.contains(&part);
    match text.contains(char::is_whitespace) {
        true => {
            let parts: Vec<&str> = parts.collect();
            let short = parts.iter().all(|part| part.chars().count() <= 8);
            short && parts.len() > 2 && parts.iter().filter(|part| known(part)).count() > 1
        }
        false => parts.next().is_some_and(known),
    }
}

fn is_foot(text: &str) -> bool {
    FEET.iter().any(|foot| text.contains(foot)) && !text.contains('。')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::manuscript::{Place, Text};

    #[test]
    fn bars_are_told_from_text() {
        for (text, expected) in [
            ("当前位置：首页 > 政务公开 > 通知公告", true),
            ("您现在的位置: 网站首页>>公告", true),
            ("首页 > 政务公开 > 正文", true),
            ("【打印】【关闭】", true),
            ("打印本页  关闭窗口", true),
            ("[大 中 小]", true),
            ("上一篇：关于另一件事的通知", true),
            ("首页　新闻中心　政务公开　魅力西部", true),
            ("政务公开", true),
            ("西部县人民政府门户网站", true),
            ("关于改版县政府网站", false),
            ("主办：西部县人民政府办公室　网站标识码：0000000001", true),
            ("打印机由各单位自备", false),
            ("大", false),
            ("关闭小煤矿工作方案", false),
            ("首页改版的说明", false),
            ("所在位置在县城以东。", false),
            ("西部县人民政府", false),
        ] {
            let block = Block::Paragraph(Passage::of(Text::plain(text, Place::Line(1, 1))));
            assert_eq!(is_furniture(&block), expected, "{text}");
        }
    }

    #[test]
    fn only_the_ends_of_a_text_are_looked_at() {
        let lines = [
            "当前位置：首页>公告",
            "一",
            "【打印】",
            "二",
            "三",
            "四",
            "五",
            "六",
            "七",
            "打印 关闭",
            "八",
            "九",
            "十",
            "甲",
            "乙",
            "版权所有",
            "丙",
            "下一篇：无",
        ];
        let block =
            |text: &&str| Block::Paragraph(Passage::of(Text::plain(*text, Place::Line(1, 1))));
        let mut blocks: Vec<_> = lines.iter().map(block).collect();
        cut(&mut blocks, &mut Vec::new());
        let left: Vec<String> = blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(text) => text.words(),
                _ => String::new(),
            })
            .collect();
        assert_eq!(left.concat(), "一二三四五六七打印 关闭八九十甲乙版权所有丙");
        let whole = blocks.clone();
        cut(&mut blocks, &mut Vec::new());
        assert_eq!(blocks, whole);
    }
}
