//! One file a verb; here is what they share: where they speak, and how they end.

mod bar;
pub mod build;
pub mod check;
mod column;
pub mod export;
pub mod import;
pub mod init;
pub mod new;
pub mod publish;
pub mod releases;
pub mod review;
pub mod rollback;
pub mod schema;
pub mod serve;
pub mod verify;
pub mod watch;

use crate::cli::{self, Cli, Color, Stop};
use crate::diagnostic::{self, Diagnostic, Doing, Format, Language, Printer, Severity, Words};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 0: done; there may have been warnings.
    Done,
    /// 1: the site has problems.
    Problems,
    /// 2: the command cannot run.
    CannotRun,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Problems => 1,
            Outcome::CannotRun => 2,
        })
    }
}

/// Runs the command that was asked for; `language` is the system's, where the line names none.
pub fn run(cli: &Cli, language: Language) -> Outcome {
    let language = cli.global.lang.unwrap_or(language);
    let console = Console::new(language, cli.global.color);
    match &cli.command {
        cli::Command::Init(args) => init::run(args, &console),
        cli::Command::New(args) => new::run(args, &console),
        cli::Command::Build(args) => build::run(args, &console.in_format(args.work.format())),
        cli::Command::Check(args) => check::run(args, &console),
        cli::Command::Review(args) => review::run(&args.command, &console),
        cli::Command::Import(args) => import::run(args, &console.in_format(args.shown.format)),
        cli::Command::Serve(args) => serve::run(args, &console.in_format(args.work.format())),
        cli::Command::Watch(args) => watch::run(args, &console.in_format(args.work.format())),
        cli::Command::Publish(args) => publish::run(args, &console.in_format(args.work.format())),
        cli::Command::Releases(args) => releases::run(args, &console.in_format(args.shown.format)),
        cli::Command::Rollback(args) => rollback::run(args, &console.in_format(args.shown.format)),
        cli::Command::Verify(args) => verify::run(args, &console.in_format(args.shown.format)),
        cli::Command::Export(args) => export::run(args, &console.in_format(args.shown.format)),
        cli::Command::Schema(args) => schema::run(args, &console),
    }
}

/// Where a command speaks: results to standard output, problems to standard error. What a program reads is one stream: in
/// JSON problems are results too, and so is in every form what a command was asked to find.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    /// The language of every word.
    pub language: Language,
    /// Whether standard error gets colours.
    pub color: bool,
    /// What the user says of colours.
    setting: Color,
    /// The form of the problems.
    pub format: Format,
}

impl Console {
    /// A console that shows problems to people.
    pub fn new(language: Language, color: Color) -> Self {
        let on_error = color.allowed_on(&io::stderr());
        Self { language, color: on_error, setting: color, format: Format::Human }
    }

    /// The same console with another form for problems.
    #[must_use]
    pub fn in_format(self, format: Format) -> Self {
        Self { format, ..self }
    }

    /// Prints a result to standard output.
    pub fn print(&self, text: &str) -> Outcome {
        match write(&mut io::stdout().lock(), text) {
            Ok(()) => Outcome::Done,
            // In JSON it would be told where nothing can be written.
            Err(error) => self.in_format(Format::Human).refuse(Diagnostic::io(
                Doing::Write,
                Path::new("stdout"),
                &error,
            )),
        }
    }

    /// Prints a result in the console's language, and a line break.
    pub fn say(&self, words: &Words) -> Outcome {
        self.print(&format!("{}\n", words.in_language(self.language)))
    }

    /// Shows problems in a stable order, and how many there were; errors make the outcome.
    pub fn report(&self, mut problems: Vec<Diagnostic>) -> Outcome {
        diagnostic::sort(&mut problems);
        self.show(&problems);
        self.count(&problems)
    }

    /// Says how many problems there are; errors make the outcome.
    pub fn count(&self, problems: &[Diagnostic]) -> Outcome {
        let count = |severity| problems.iter().filter(|p| p.severity == severity).count();
        let errors = count(Severity::Error);
        if !problems.is_empty() && self.format != Format::Json {
            let summary = summary(errors, count(Severity::Warning), count(Severity::Hint));
            self.complain(&format!("{}\n", summary.in_language(self.language)));
        }
        match errors {
            0 => Outcome::Done,
            _ => Outcome::Problems,
        }
    }

    /// Shows why the command cannot run.
    pub fn refuse(&self, problem: Diagnostic) -> Outcome {
        self.show(&[problem]);
        Outcome::CannotRun
    }

    /// Answers where there is no command to run.
    pub fn stop(&self, stop: &Stop) -> Outcome {
        match stop {
            Stop::Answer(text) => self.print(text),
            Stop::Usage(text) => {
                self.complain(text);
                Outcome::CannotRun
            }
        }
    }

    /// Says something beside the result, on standard error.
    pub fn note(&self, words: &Words) {
        self.complain(&format!("{}\n", words.in_language(self.language)));
    }

    /// Shows problems in this order.
    pub fn show<'p>(&self, problems: impl IntoIterator<Item = &'p Diagnostic>) {
        match self.format {
            Format::Json => {
                self.print_found(problems);
            }
            _ => self.complain(&self.text(problems, self.color)),
        }
    }

    /// Prints problems in this order, as the result that was asked for.
    pub fn print_found<'p>(&self, found: impl IntoIterator<Item = &'p Diagnostic>) -> Outcome {
        let color = self.setting.allowed_on(&io::stdout());
        self.print(&self.text(found, color))
    }

    fn text<'p>(&self, problems: impl IntoIterator<Item = &'p Diagnostic>, color: bool) -> String {
        let printer = Printer { format: self.format, language: self.language, color };
        problems.into_iter().map(|problem| printer.print(problem)).collect()
    }

    fn complain(&self, text: &str) {
        // Where standard error cannot be written, nobody is left to be told.
        let _ = write(&mut io::stderr().lock(), text);
    }
}

/// Writes all of it; a reader that has gone away (`| head`) has read enough.
fn write(stream: &mut impl Write, text: &str) -> io::Result<()> {
    match stream.write_all(text.as_bytes()).and(stream.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// `2 errors, 1 warning`.
fn summary(errors: usize, warnings: usize, hints: usize) -> Words {
    let rows =
        [(errors, "个错误", "error"), (warnings, "个警告", "warning"), (hints, "个提示", "hint")];
    let there = || rows.iter().filter(|(count, ..)| *count > 0);
    let zh: Vec<String> = there().map(|(n, zh, _)| format!("{n} {zh}")).collect();
    let many = |n: usize| if n == 1 { "" } else { "s" };
    let en: Vec<String> = there().map(|(n, _, en)| format!("{n} {en}{}", many(*n))).collect();
    Words { zh: zh.join("，"), en: en.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say;

    #[test]
    fn summaries_count_in_both_languages() {
        for (errors, warnings, hints, zh, en) in [
            (1, 0, 0, "1 个错误", "1 error"),
            (0, 2, 1, "2 个警告，1 个提示", "2 warnings, 1 hint"),
            (3, 1, 0, "3 个错误，1 个警告", "3 errors, 1 warning"),
        ] {
            assert_eq!(summary(errors, warnings, hints), say!("{zh}", "{en}"));
        }
    }
}
