//! What the arguments may be.

use crate::diagnostic::{Format, Language, Words};
use crate::document::KindName;
use crate::document::common::Stage;
use crate::export::Form;
use crate::publish::{ConfigPart, ReleaseId, WebServer};
use crate::record::Moment;
use crate::say;
use crate::schema::SchemaTopic;
use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::fmt;
use std::io::IsTerminal;
use std::num::NonZeroUsize;

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Whether a stream gets colours.
    pub fn allowed_on(self, stream: &impl IsTerminal) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
                !refused && stream.is_terminal()
            }
        }
    }
}

/// How much a finding matters at least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Level {
    /// What must be mended
    Error,
    /// Warnings too
    Warning,
    /// Everything
    #[default]
    Hint,
}

/// The form of what `check` finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// By column, with excerpts
    #[default]
    Human,
    /// One line each
    Short,
    /// One JSON object a line
    Json,
    /// SARIF 2.1.0, for code hosts
    Sarif,
    /// JUnit, for CI servers
    Junit,
}

/// A type's values, and the words by which they are called; the first of each is shown.
#[derive(Clone, Copy)]
pub(super) struct OneOf<T: 'static> {
    all: &'static [T],
    word: fn(&T) -> PossibleValue,
}

impl<T: Copy + Send + Sync> OneOf<T> {
    /// What clap reads an argument with.
    pub(super) fn parser(self) -> impl TypedValueParser<Value = T> {
        PossibleValuesParser::new(self.all.iter().map(self.word)).map(move |typed| {
            self.meant(&typed, Letters::AsWritten).expect("no other word passes the parser")
        })
    }

    /// The value that a word means.
    pub(super) fn meant(&self, typed: &str, letters: Letters) -> Option<T> {
        let either = letters == Letters::Either;
        self.all.iter().find(|one| (self.word)(one).matches(typed, either)).copied()
    }
}

/// Whether capitals count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    /// They do.
    AsWritten,
    /// They do not.
    Either,
}

/// A language of the messages.
pub(super) const LANGUAGE: OneOf<Language> = OneOf {
    all: &[Language::Chinese, Language::English],
    word: |language| match language {
        Language::Chinese => PossibleValue::new("zh").aliases(["zh-CN", "中文"]),
        Language::English => PossibleValue::new("en").aliases(["en-US", "英文"]),
    },
};

/// A form of what is told.
pub(super) const FORMAT: OneOf<Format> = OneOf {
    all: &[Format::Human, Format::Short, Format::Json],
    word: |format| match format {
        Format::Human => PossibleValue::new("human").help("An excerpt with the place marked"),
        Format::Short => PossibleValue::new("short")
            .help("One line each: `path:line:column: severity[code] message`"),
        Format::Json => PossibleValue::new("json").help("One JSON object a line"),
    },
};

/// A kind of document.
pub(super) const KIND: OneOf<KindName> = OneOf {
    all: &KindName::KINDS,
    word: |kind| PossibleValue::new(kind.name()).alias(kind.alias()),
};

/// 审核环节.
pub(super) const STAGE: OneOf<Stage> = OneOf {
    all: &Stage::STAGES,
    word: |stage| PossibleValue::new(stage.name()).alias(stage.alias()),
};

/// A form of an exported document.
pub(super) const FORM: OneOf<Form> = OneOf {
    all: &[Form::Docx, Form::Xlsx, Form::Csv],
    word: |form| PossibleValue::new(form.ending()),
};

/// What a schema is for.
pub(super) const SCHEMA: OneOf<SchemaTopic> = OneOf {
    all: &SchemaTopic::ALL,
    word: |target| PossibleValue::new(target.name()).alias(target.alias()),
};

/// A web server.
pub(super) const SERVER: OneOf<WebServer> = OneOf {
    all: &[WebServer::Nginx, WebServer::Caddy],
    word: |server| match server {
        WebServer::Nginx => PossibleValue::new("nginx").help("nginx"),
        WebServer::Caddy => PossibleValue::new("caddy").help("Caddy"),
    },
};

/// A part of a web server's settings.
pub(super) const CONFIG_PART: OneOf<ConfigPart> = OneOf {
    all: &[ConfigPart::Server, ConfigPart::Location, ConfigPart::Redirects],
    word: |part| match part {
        ConfigPart::Server => PossibleValue::new("server").help("A whole server"),
        ConfigPart::Location => PossibleValue::new("location")
            .help("What stands in a server that is there already, such as a portal's"),
        ConfigPart::Redirects => PossibleValue::new("redirects").help("The old addresses alone"),
    },
};

/// Why a value was refused.
#[derive(Clone, Debug)]
pub struct Refused(pub Words);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl std::error::Error for Refused {}

/// A title on one line.
pub(super) fn title(text: &str) -> Result<String, Refused> {
    let blank = |c: char| c.is_control() || c.is_whitespace();
    let words: Vec<&str> = text.split(blank).filter(|w| !w.is_empty()).collect();
    match words.is_empty() {
        true => Err(Refused(say!("标题不能空着", "the title must not be empty"))),
        false => Ok(words.join(" ")),
    }
}

/// A day, with or without the time.
pub(super) fn moment(text: &str) -> Result<Moment, Refused> {
    Moment::parse(text).ok_or_else(|| {
        Refused(say!(
            "应当是存在的日期，例如 2026-03-31 或 2026-03-31T16:19",
            "expected a date that exists, such as 2026-03-31 or 2026-03-31T16:19"
        ))
    })
}

/// A year of our time.
pub(super) fn year(text: &str) -> Result<i16, Refused> {
    let year = text.trim_end_matches('年').parse().ok();
    year.filter(|year| (1900..=2200).contains(year)).ok_or_else(|| {
        Refused(say!("应当是四位数的年份，例如 2026", "expected a year such as 2026"))
    })
}

/// A release's number.
pub(super) fn release(text: &str) -> Result<ReleaseId, Refused> {
    ReleaseId::parse(text).ok_or_else(|| {
        Refused(say!("应当是版本的编号，例如 12", "expected the number of a release, such as 12"))
    })
}

/// A number of threads.
pub(super) fn jobs(text: &str) -> Result<NonZeroUsize, Refused> {
    let refused = || Refused(say!("应当是大于 0 的整数", "expected a whole number from 1"));
    text.parse().map_err(|_| refused())
}
