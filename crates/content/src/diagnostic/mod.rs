//! Everything a user is told about a problem is a [`Diagnostic`]: a value with a place, in two languages.
//!
//! Stages return diagnostics, they never print them. [`print`](Printer) turns them into one of three forms.

mod code;
mod human;
mod json;
mod nearest;
mod plain;
mod printer;
mod progress;
mod source;

pub use code::Code;
pub use nearest::nearest;
pub use plain::{plain, plain_json, plain_line, plain_xml};
pub use printer::{Format, Printer};
pub use progress::{Progress, Silent};
pub use source::{Place, Source, Span};

use std::path::Path;
use std::sync::Arc;

/// The two languages that a user of the program may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// 简体中文.
    Chinese,
    /// English.
    English,
}

/// One sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Words {
    /// As a Chinese clerk reads it.
    pub zh: String,
    /// As an English reader reads it.
    pub en: String,
}

impl Words {
    /// The sentence in `language`.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// Says one thing in Chinese and in English: `say!("缺少{key}", "{key} is missing")`.
///
/// Both texts are format strings over the names in scope.
#[macro_export]
macro_rules! say {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::diagnostic::Words { zh: format!($zh), en: format!($en) }
    };
}

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a thought; nothing is wrong by any rule.
    Hint,
    /// The site is built, but somebody should look.
    Warning,
    /// Nothing is published until it is mended.
    Error,
}

impl Severity {
    /// What other programs know it by: `error`, `warning`, `hint`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }

    /// What a reader calls it: `错误`, `error`.
    pub fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (_, Language::English) => self.code(),
            (Self::Error, Language::Chinese) => "错误",
            (Self::Warning, Language::Chinese) => "警告",
            (Self::Hint, Language::Chinese) => "提示",
        }
    }
}

/// A place in a file, with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file.
    pub source: Arc<Source>,
    /// The bytes of the file that are meant.
    pub span: Span,
    /// What is there; may be empty.
    pub words: Words,
}

/// What would mend a problem: other bytes in the place of some of the first label's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The bytes that go.
    pub span: Span,
    /// What stands there instead.
    pub text: String,
}

/// One problem: what, where, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What kind of problem it is.
    pub code: Code,
    /// The problem in a sentence.
    pub message: Words,
    /// The file where no place in it can be shown (it could not be read), relative to the site.
    pub path: Option<String>,
    /// The places, the most important first.
    pub labels: Vec<Label>,
    /// What to do next.
    pub hints: Vec<Words>,
    /// What mends it, where that is certain.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A problem that stops the build.
    pub fn error(code: Code, message: Words) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A problem that somebody should look at.
    pub fn warning(code: Code, message: Words) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    fn new(severity: Severity, code: Code, message: Words) -> Self {
        Self {
            severity,
            code,
            message,
            path: None,
            labels: Vec::new(),
            hints: Vec::new(),
            fix: None,
        }
    }

    /// Names the file as a whole.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Marks a place.
    #[must_use]
    pub fn at(self, source: &Arc<Source>, span: Span) -> Self {
        self.with(source, span, say!("", ""))
    }

    /// Marks a place and says what is there.
    #[must_use]
    pub fn with(mut self, source: &Arc<Source>, span: Span, words: Words) -> Self {
        self.labels.push(Label { source: Arc::clone(source), span, words });
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn hint(mut self, words: Words) -> Self {
        self.hints.push(words);
        self
    }

    /// Marks a place and says what should stand there instead.
    #[must_use]
    pub fn replace(self, source: &Arc<Source>, span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        let fix = Some(Fix { span, text });
        Self { fix, ..self.at(source, span) }
    }

    /// Adds a hint with the nearest valid name, where one is near.
    #[must_use]
    pub fn did_you_mean<'a>(self, wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(wrong, valid) {
            Some(name) => self.hint(say!("是不是“{name}”？", "did you mean `{name}`?")),
            None => self,
        }
    }

    /// A file or folder that the operating system refused: names the path, says what was tried.
    pub fn io(doing: Doing, path: &Path, error: &std::io::Error) -> Self {
        let shown = path.display();
        let Words { zh, en } = reason(error);
        let message = match doing {
            Doing::Read => say!("读不了“{shown}”：{zh}", "cannot read {shown}: {en}"),
            Doing::Write => say!("写不了“{shown}”：{zh}", "cannot write {shown}: {en}"),
            Doing::Remove => say!("删不了“{shown}”：{zh}", "cannot remove {shown}: {en}"),
        };
        Self::error(Code::Io, message).in_file(shown.to_string())
    }

    /// The file that the problem stands in.
    pub fn file(&self) -> Option<&str> {
        let labelled = self.labels.first().map(|label| label.source.path.as_str());
        labelled.or(self.path.as_deref())
    }

    /// Where the problem stands: path and, if known, line and column (both from 1).
    pub fn place(&self) -> (Option<&str>, Option<Place>) {
        match self.labels.first() {
            Some(label) => {
                (Some(label.source.path.as_str()), Some(label.source.place(label.span.start)))
            }
            None => (self.path.as_deref(), None),
        }
    }
}

/// What was tried when the operating system refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Opening, listing or reading.
    Read,
    /// Creating, writing or renaming.
    Write,
    /// Deleting.
    Remove,
}

/// The operating system's reason in both languages; the system's own text where we have no better.
fn reason(error: &std::io::Error) -> Words {
    use std::io::ErrorKind::{
        AlreadyExists, FileTooLarge, IsADirectory, NotADirectory, NotFound, PermissionDenied,
        ReadOnlyFilesystem, StorageFull,
    };
    let (zh, en) = match error.kind() {
        NotFound => ("没有这个文件", "no such file"),
        PermissionDenied => ("没有权限", "permission denied"),
        AlreadyExists => ("已经存在", "it exists already"),
        StorageFull => ("磁盘满了", "the disk is full"),
        FileTooLarge => ("文件超过系统限制", "the file is larger than the system allows"),
        ReadOnlyFilesystem => ("磁盘是只读的", "the file system is read-only"),
        IsADirectory => ("它是文件夹", "it is a folder"),
        NotADirectory => ("路径中有一段不是文件夹", "a part of the path is not a folder"),
        _ => return say!("{error}", "{error}"),
    };
    say!("{zh}", "{en}")
}

/// Whether a problem among them stops the build.
pub fn has_errors(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|p| p.severity == Severity::Error)
}

/// Puts a stable order on problems: by file, then by place, errors before warnings on one place.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_cached_key(|problem| {
        let start = problem.labels.first().map(|label| label.span.start);
        let severity = std::cmp::Reverse(problem.severity);
        (problem.file().map(str::to_owned), start, severity, problem.code)
    });
}
