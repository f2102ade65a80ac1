//! What a Word file holds that a draft cannot: told once each, with how many there were.

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::say;
use std::collections::BTreeMap;

/// What was left out, or came another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Left {
    Macros,
    External,
    Embedded,
    Revisions,
    Comments,
    Hidden,
    Boxes,
    Nested,
    Formulas,
    Drawings,
    Changed,
}

/// Counts of them, with examples.
#[derive(Debug, Default)]
pub(super) struct LeftOut(BTreeMap<Left, (usize, Vec<String>)>);

impl LeftOut {
    /// Notes one, with an example of it where that helps.
    pub(super) fn note(&mut self, left: Left, example: &str) {
        let (count, examples) = self.0.entry(left).or_default();
        *count += 1;
        if !example.is_empty() && examples.len() < 3 {
            examples.push(example.to_owned());
        }
    }

    /// As problems of the file.
    pub(super) fn problems(&self, path: &str) -> Vec<Diagnostic> {
        let each = self.0.iter().map(|(left, (count, examples))| {
            let (code, message, hint) = left.words(*count, examples);
            Diagnostic::warning(code, message).in_file(path).hint(hint)
        });
        each.collect()
    }
}

impl Left {
    fn words(self, count: usize, examples: &[String]) -> (Code, Words, Words) {
        let (zh, en) = (examples.join("、"), examples.join(", "));
        match self {
            Self::Macros => (
                Code::Macros,
                say!(
                    "文件里有宏，没有读，更没有运行",
                    "the file holds macros; they were neither read nor run"
                ),
                say!(
                    "公文不需要宏：核对文件的来源",
                    "official documents need none: check where the file comes from"
                ),
            ),
            Self::External => (
                Code::External,
                say!(
                    "有 {count} 处引用文件以外的内容，没有去取：{zh}",
                    "{count} references lead out of the file and were not followed: {en}"
                ),
                say!(
                    "需要的内容请在 Word 里嵌入文件，或者放在草稿旁边",
                    "embed what is needed in the file, or put it beside the draft"
                ),
            ),
            Self::Embedded => (
                Code::Embedded,
                say!(
                    "有 {count} 个嵌入的对象没有读：{zh}",
                    "{count} embedded objects were not read: {en}"
                ),
                say!(
                    "需要的请在 Word 里另存成附件，放在草稿旁边",
                    "save those that are needed as files beside the draft"
                ),
            ),
            Self::Revisions => (
                Code::Revisions,
                say!(
                    "文件里有修订记录，按全部接受读取（{count} 处）",
                    "the file holds tracked changes; it was read as if all were accepted ({count})"
                ),
                say!(
                    "还没有定稿的，请在 Word 里处理完修订再导入",
                    "if the text is not final, settle them in Word and import again"
                ),
            ),
            Self::Comments => (
                Code::Comments,
                say!(
                    "有 {count} 条批注，没有读进草稿",
                    "{count} comments were not taken into the draft"
                ),
                say!("需要的意见请先改进正文", "work in what is needed before importing"),
            ),
            Self::Hidden => (
                Code::HiddenText,
                say!(
                    "有 {count} 处隐藏文字，没有读进草稿",
                    "{count} pieces of hidden text were not taken into the draft"
                ),
                say!(
                    "要公开的请在 Word 里取消“隐藏”",
                    "what is to be published must not be hidden in Word"
                ),
            ),
            Self::Boxes => (
                Code::TextBox,
                say!(
                    "有 {count} 个文本框，文字放在所在段落之后",
                    "{count} text boxes: their text stands after the paragraph that they hang on"
                ),
                say!("请看看次序对不对", "see whether the order is right"),
            ),
            Self::Nested => (
                Code::NestedTable,
                say!(
                    "有 {count} 个表格套在别的表格里，已经拆成文字",
                    "{count} tables inside of tables were turned into text"
                ),
                say!("请对照原件核对这些格子", "compare those cells with the original"),
            ),
            Self::Formulas => (
                Code::Formula,
                say!(
                    "有 {count} 个公式，只读了其中的字符",
                    "{count} formulas: only their characters were read"
                ),
                say!(
                    "复杂的公式请截图，作为图片放进正文",
                    "put complex formulas into the text as pictures"
                ),
            ),
            Self::Drawings => (
                Code::Drawing,
                say!(
                    "有 {count} 个图形（图表、矢量图）浏览器不能显示：{zh}",
                    "{count} drawings cannot be shown by browsers: {en}"
                ),
                say!("在 Word 里把它们另存为 PNG 图片", "save them as PNG pictures"),
            ),
            Self::Changed => (
                Code::DataChanged,
                say!(
                    "由数据生成的 {count} 处（标题、名单、任务表等）在 Word 里改过，改动没有读回来",
                    "{count} parts that show data (title, roster, tasks) were changed in Word; the changes were not read back"
                ),
                say!(
                    "请在草稿开头的数据里照着改：{zh}",
                    "make the same changes in the draft's front matter: {en}"
                ),
            ),
        }
    }
}
