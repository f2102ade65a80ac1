//! What is wrong with data as it was typed: a sentence for each, for people who do not know YAML.

use crate::diagnostic::{Code, Diagnostic, Source, Span, Words};
use crate::say;
use granit_parser::{ErrorKind, ScanError};
use std::sync::Arc;

/// What is told of data that cannot be read as it stands.
fn wrong(source: &Arc<Source>, span: Span, message: Words, hint: Words) -> Diagnostic {
    Diagnostic::error(Code::Yaml, message).at(source, span).hint(hint)
}

/// `标题：内容`.
pub(super) fn wide_colon(source: &Arc<Source>, span: Span, key: &str) -> Diagnostic {
    wrong(
        source,
        span,
        say!("“{key}”后面是全角冒号", "a full-width colon stands after `{key}`"),
        say!(
            "改成半角冒号加一个空格：“{key}: 内容”",
            "write an ASCII colon and a space: `{key}: text`"
        ),
    )
}

/// `{职责: 组长，姓名: 李明远}`.
pub(super) fn wide_comma(source: &Arc<Source>, span: Span, mark: char) -> Diagnostic {
    wrong(
        source,
        span,
        say!("括号里的两项之间是“{mark}”", "`{mark}` stands between two items in brackets"),
        say!("改成半角逗号“,”", "write an ASCII comma `,`"),
    )
}

/// Blanks at the start of a line that are no spaces.
pub(super) fn odd_indent(source: &Arc<Source>, span: Span, blank: char) -> Diagnostic {
    let (zh, en) = match blank {
        '\t' => ("制表符（Tab）", "a tab"),
        '\u{3000}' => ("全角空格", "a full-width space"),
        _ => ("网页上复制来的特殊空格", "a special space, as web pages have them"),
    };
    wrong(
        source,
        span,
        say!(
            "行首有一个看不见的字符：{zh}",
            "the line begins with a character that cannot be seen: {en}"
        ),
        say!(
            "删掉行首的空白，要缩进就用半角空格",
            "delete the blanks before the text; indent with ordinary spaces"
        ),
    )
}

/// A line that begins neither where those above do nor deeper below a key that is open.
pub(super) fn not_aligned(source: &Arc<Source>, span: Span, spaces: usize) -> Diagnostic {
    wrong(
        source,
        span,
        say!("这一行的缩进与上面不对齐", "the line is not aligned with those above"),
        match spaces {
            0 => say!(
                "行首不要空格，与上面的键对齐",
                "leave no space before it, like the keys above"
            ),
            _ => say!(
                "行首空 {spaces} 格，与上面同级的行对齐",
                "put {spaces} spaces before it, like the lines above that it belongs to"
            ),
        },
    )
}

/// `1、请提前入场` where a list is expected.
pub(super) fn list_mark(source: &Arc<Source>, span: Span, mark: &str) -> Diagnostic {
    wrong(
        source,
        span,
        say!("列表的一项以“{mark}”开头", "an item of a list begins with `{mark}`"),
        say!(
            "改成半角减号加一个空格：“- 内容”",
            "begin it with an ASCII hyphen and a space: `- text`"
        ),
    )
}

/// `地点: - 县委礼堂`.
pub(super) fn list_in_line(source: &Arc<Source>, span: Span) -> Diagnostic {
    wrong(
        source,
        span,
        say!("列表不能从键的同一行开始", "a list cannot begin on the line of its key"),
        say!(
            "“- ”另起一行；不是列表就给整个值加上引号",
            "put `- ` on a line of its own, or the whole value in quotes if it is no list"
        ),
    )
}

/// A quote that no other closes.
pub(super) fn open_quote(source: &Arc<Source>, span: Span) -> Diagnostic {
    wrong(
        source,
        span,
        say!("这里的引号没有收尾", "the quote that opens here is not closed"),
        say!(
            "在值的末尾补上同样的半角引号，或删掉这一个",
            "close it with the same mark at the end of the value, or delete it"
        ),
    )
}

/// A bracket that no other closes.
pub(super) fn open_bracket(
    source: &Arc<Source>,
    span: Span,
    open: char,
    close: char,
) -> Diagnostic {
    wrong(
        source,
        span,
        say!("这里的“{open}”没有收尾", "the `{open}` that opens here is not closed"),
        say!(
            "在末尾补上半角的“{close}”；是文字就给整个值加上引号",
            "close it with `{close}`; if it is text, put the whole value in quotes"
        ),
    )
}

/// A bracket that closes nothing, or another sort of bracket.
pub(super) fn odd_bracket(source: &Arc<Source>, span: Span, found: char) -> Diagnostic {
    wrong(
        source,
        span,
        say!("“{found}”与前面的括号不成对", "`{found}` does not match the bracket before it"),
        say!(
            "“[”用“]”收尾，“{{”用“}}”收尾，一个对一个",
            "close `[` with `]` and `{{` with `}}`, one for one"
        ),
    )
}

/// A line that is neither a key nor an item.
pub(super) fn no_key(source: &Arc<Source>, span: Span, place: Place) -> Diagnostic {
    let message = say!("这一行不是“键: 值”", "this line is not `key: value`");
    let hint = match place {
        Place::FrontMatter => say!(
            "正文从这里开始的话，在它前面单独写一行“---”；是上一行的下文，就在行首空两格",
            "if the text begins here, put a line `---` before it; if it goes on with the line above, put two spaces before it"
        ),
        Place::File => say!(
            "写成“键: 值”；是上一行的下文，就在行首空两格",
            "write `key: value`; if it goes on with the line above, put two spaces before it"
        ),
    };
    wrong(source, span, message, hint)
}

/// Where data stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Above a text.
    FrontMatter,
    /// In a file of its own.
    File,
}

/// `地点: 县政府 # 待定`: with one blank before it, nobody can tell a comment from text.
pub(super) fn text_or_comment(source: &Arc<Source>, span: Span) -> Diagnostic {
    let message = say!(
        "“#”和后面的字算作内容，会公布",
        "`#` and what follows is taken as text, and published"
    );
    Diagnostic::warning(Code::YamlComment, message).at(source, span).hint(say!(
        "是注释，就在“#”前空两格，或单独写一行；是内容，就给整个值加上引号",
        "for a comment put two spaces before `#`, or give it a line of its own; for text put the whole value in quotes"
    ))
}

/// `地点: # 1楼`: a comment where a value was expected.
pub(super) fn comment_for_value(source: &Arc<Source>, span: Span) -> Diagnostic {
    let message = say!(
        "“#”和后面的字算作注释，不会公布",
        "`#` and what follows is taken as a comment, and not published"
    );
    Diagnostic::warning(Code::YamlComment, message).at(source, span).hint(say!(
        "是注释，就在“#”前空两格；是内容，就给它加上引号",
        "for a comment put two spaces before `#`; for text put it in quotes"
    ))
}

/// What the YAML parser could not read.
pub(super) fn syntax(source: &Arc<Source>, at: usize, error: &ScanError) -> Diagnostic {
    let at = boundary(&source.text, at.min(source.text.len()));
    let width = source.text[at..].chars().next().map_or(0, char::len_utf8);
    let span = Span::new(at, at + width);
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return super::too_deep(source, span);
    }
    let general = say!(
        "看看这一行和上一行：缩进是否对齐，引号和括号是否成对",
        "look at this line and the one before: is the indentation aligned, are quotes and brackets in pairs?"
    );
    let Words { zh, en } = explained(error.kind());
    wrong(source, span, say!("数据写法有误：{zh}", "the data cannot be read: {en}"), general)
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The parser's errors in words.
fn explained(kind: &ErrorKind) -> Words {
    let (zh, en) = match kind {
        ErrorKind::UnclosedQuotedScalar => ("引号没有收尾", "a quote is not closed"),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            ("括号没有收尾", "a bracket is not closed")
        }
        ErrorKind::MismatchedFlowCollectionEnd { .. } | ErrorKind::MisplacedFlowCollectionEnd => {
            ("括号不成对", "brackets are not in pairs")
        }
        ErrorKind::ExpectedFlowSequenceSeparator | ErrorKind::ExpectedFlowMappingSeparator => {
            ("括号里的各项要用半角逗号隔开", "separate the items in brackets with commas")
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart => ("缩进里有制表符（Tab）", "a tab is used to indent"),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            ("这里应当是“键: 值”", "expected `key: value` here")
        }
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed => {
            ("这一行的缩进与上面不对齐", "this line is not aligned with those above")
        }
        _ => ("从这里起读不懂", "it makes no sense from here on"),
    };
    say!("{zh}", "{en}")
}
