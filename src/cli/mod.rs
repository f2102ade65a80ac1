//! The command line: clap reads it, the doc comments are its English help, `translation` holds the other.

mod early;
mod options;
mod translation;
mod values;

pub use early::{colors, language};
pub use options::{AsOf, BuiltSite, ChosenTarget, Drafts, Poll, ShownAs, SiteFolder, Work};
pub use values::{CheckFormat, Color, Level, Refused};

use crate::diagnostic::{Language, plain_line};
use crate::document::KindName;
use crate::document::common::Stage;
use crate::export::Form;
use crate::publish::{ConfigPart, ReleaseId, WebServer};
use crate::record::Moment;
use crate::schema::SchemaTopic;
use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;

/// Builds the website of a county office from a folder of Markdown and YAML
#[derive(Debug, Parser)]
#[command(
    name = "gongbao",
    version,
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What every command understands.
    #[command(flatten)]
    pub global: Global,
}

/// The options that may stand anywhere on the line.
#[derive(Debug, Args)]
pub struct Global {
    /// Language of the messages, and of what is written; else that of the system
    #[arg(long, global = true, value_parser = values::LANGUAGE.parser(), value_name = "LANGUAGE")]
    pub lang: Option<Language>,
    /// Whether to colour the messages
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Print this help
    #[arg(short, long, global = true, action = ArgAction::Help)]
    pub help: Option<bool>,
    /// Print the version
    #[arg(short = 'V', long, action = ArgAction::Version)]
    pub version: Option<bool>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a site with an example county in it
    Init(Init),
    /// Create a document with every key of its kind
    New(New),
    /// Make drafts of what the office already has
    Import(Import),
    /// Build the site
    Build(Build),
    /// Say what an inspection of the site would find
    Check(Check),
    /// Approve documents before they are published
    Review(Review),
    /// Build the site again whenever its files change
    Watch(Watch),
    /// Show the site in a browser while it is written
    Serve(Serve),
    /// Publish the site to its web servers
    Publish(Publish),
    /// List the releases of a target
    Releases(Releases),
    /// Show an earlier release to visitors again
    Rollback(Rollback),
    /// Compare what visitors see with what was published
    Verify(Verify),
    /// Turn a document into a file for Word or Excel
    Export(Export),
    /// Print the JSON Schema of what staff write, or its field reference
    Schema(Schema),
}

/// `gongbao init`
#[derive(Debug, Args)]
pub struct Init {
    /// The folder; it is created where it is missing, and must be empty
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
}

/// `gongbao new`
#[derive(Debug, Args)]
pub struct New {
    /// The kind of document, in English or Chinese
    #[arg(value_parser = values::KIND.parser(), value_name = "KIND")]
    pub kind: KindName,
    /// The title; the file is named after it in pinyin
    #[arg(value_name = "TITLE", value_parser = values::title)]
    pub title: String,
    /// The column's folder in `content`; else the first column of that kind
    #[arg(long, value_name = "DIR")]
    pub column: Option<PathBuf>,
    /// The site.
    #[command(flatten)]
    pub site: SiteFolder,
    /// The day of publication, with or without the time; else today
    #[arg(long, value_name = "DATE", value_parser = values::moment)]
    pub date: Option<Moment>,
}

/// `gongbao import`
#[derive(Debug, Args)]
#[command(mut_arg("format", |format| format.help(ShownAs::REPORT)))]
pub struct Import {
    /// Files, or folders of them
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The kind of document, in English or Chinese; else it is recognised
    #[arg(long, value_parser = values::KIND.parser(), value_name = "KIND")]
    pub kind: Option<KindName>,
    /// The column's folder in `content`, or any folder; else the first column of that kind
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
    /// The year of days that are written without one
    #[arg(long, value_name = "YEAR", value_parser = values::year)]
    pub year: Option<i16>,
    /// The day of publication, with or without the time; the year follows from it
    #[arg(long, value_name = "DATE", value_parser = values::moment)]
    pub date: Option<Moment>,
    /// The site.
    #[command(flatten)]
    pub site: SiteFolder,
    /// More surnames and posts, in the form of `content/wordlists/*.yaml`
    #[arg(long, value_name = "FILE")]
    pub names: Option<PathBuf>,
    /// Say what would be made, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write over drafts that are there already
    #[arg(long)]
    pub force: bool,
    /// Let LibreOffice turn `.doc`, `.wps` and other old formats into new ones first
    #[arg(long)]
    pub convert: bool,
    /// How problems are shown.
    #[command(flatten)]
    pub shown: ShownAs,
}

/// `gongbao build`
#[derive(Debug, Args)]
pub struct Build {
    /// The site.
    #[command(flatten)]
    pub site: BuiltSite,
    /// Whom it is for.
    #[command(flatten)]
    pub drafts: Drafts,
    /// Leave out the search of the site
    #[arg(long)]
    pub no_search: bool,
    /// Say what would change on the public site, and write nothing
    #[arg(long)]
    pub plan: bool,
    /// Say what each stage, template and page took
    #[arg(long)]
    pub profile: bool,
    /// How it works.
    #[command(flatten)]
    pub work: Work,
}

/// `gongbao check`
#[derive(Debug, Args)]
#[command(mut_arg("clock", |clock| clock.help(AsOf::CHECK)))]
pub struct Check {
    /// The site.
    #[command(flatten)]
    pub site: SiteFolder,
    /// The time.
    #[command(flatten)]
    pub clock: AsOf,
    /// Only this rule; may be given several times
    #[arg(long, value_name = "RULE")]
    pub only: Vec<String>,
    /// Only what matters at least so much
    #[arg(long, value_enum, value_name = "LEVEL", default_value = "hint")]
    pub level: Level,
    /// Only files that changed on this day or later
    #[arg(long, value_name = "DATE", value_parser = values::moment)]
    pub since: Option<Moment>,
    /// Ask other sites whether the pages that documents lead to are there
    #[arg(long)]
    pub external: bool,
    /// Mend what is certain, and show what was changed
    #[arg(long)]
    pub fix: bool,
    /// Write a report for the office too, one web page with everything in it
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// List the rules instead
    #[arg(long)]
    pub rules: bool,
    /// The form in which problems are shown
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    pub format: CheckFormat,
}

/// `gongbao review`
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub struct Review {
    /// What to do.
    #[command(subcommand)]
    pub command: ReviewCommand,
}

/// The parts of `gongbao review`.
#[derive(Debug, Subcommand)]
pub enum ReviewCommand {
    /// Say which documents wait, for whom, and which are approved
    Status(ReviewStatus),
    /// Show a document that is to be reviewed, or what was changed since it was approved
    Show(ReviewShow),
    /// Approve documents as they stand now
    Sign(ReviewSign),
    /// Make a key to sign with, and print its public half
    Key(ReviewKey),
}

/// `gongbao review status`
#[derive(Debug, Args)]
#[command(mut_arg("format", |format| format.help(ShownAs::LIST)))]
pub struct ReviewStatus {
    /// The site.
    #[command(flatten)]
    pub site: SiteFolder,
    /// How problems are shown.
    #[command(flatten)]
    pub shown: ShownAs,
}

/// `gongbao review show`
#[derive(Debug, Args)]
pub struct ReviewShow {
    /// The document: its path from `content`, or its file
    #[arg(value_name = "DOCUMENT")]
    pub document: PathBuf,
    /// The site.
    #[command(flatten)]
    pub site: SiteFolder,
}

/// `gongbao review sign`
#[derive(Debug, Args)]
pub struct ReviewSign {
    /// The documents: their paths from `content`, or their files
    #[arg(value_name = "DOCUMENT", required = true)]
    pub documents: Vec<PathBuf>,
    /// The review; else the next that each document lacks
    #[arg(long, value_parser = values::STAGE.parser(), value_name = "STAGE")]
    pub stage: Option<Stage>,
    /// The reviewer's name; else the holder of the key, or whom the document names in `review`
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// The file with the reviewer's secret key; else `~/.config/gongbao/review.key`
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// The site.
    #[command(flatten)]
    pub site: SiteFolder,
}

/// `gongbao review key`
#[derive(Debug, Args)]
pub struct ReviewKey {
    /// The new file; else `~/.config/gongbao/review.key`
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// The folder of the site, where no key may stand
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub source: PathBuf,
}

/// `gongbao watch`
#[derive(Debug, Args)]
#[command(mut_arg("clock", |clock| clock.help(AsOf::BEGIN)))]
pub struct Watch {
    /// The site.
    #[command(flatten)]
    pub site: BuiltSite,
    /// Whom it is for.
    #[command(flatten)]
    pub drafts: Drafts,
    /// Publish every version to this target of `site.yaml`, once nobody has saved for a while
    #[arg(long, value_name = "TARGET", conflicts_with = "drafts")]
    pub publish: Option<String>,
    /// How changes are seen.
    #[command(flatten)]
    pub poll: Poll,
    /// How it works.
    #[command(flatten)]
    pub work: Work,
}

/// `gongbao serve`
#[derive(Debug, Args)]
#[command(mut_arg("clock", |clock| clock.help(AsOf::BEGIN)))]
pub struct Serve {
    /// The site.
    #[command(flatten)]
    pub site: SiteFolder,
    /// The port; else 8710, or the next that is free
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// The address to listen on, such as 0.0.0.0 to let others look; else this machine alone
    #[arg(long, value_name = "ADDRESS")]
    pub bind: Option<IpAddr>,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
    /// The time.
    #[command(flatten)]
    pub clock: AsOf,
    /// How changes are seen.
    #[command(flatten)]
    pub poll: Poll,
    /// How it works.
    #[command(flatten)]
    pub work: Work,
}

/// `gongbao publish`
#[derive(Debug, Args)]
pub struct Publish {
    /// Where it goes.
    #[command(flatten)]
    pub target: ChosenTarget,
    /// The site.
    #[command(flatten)]
    pub site: BuiltSite,
    /// Say what visitors would find different, and leave the target as it is
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask before visitors see it
    #[arg(short, long)]
    pub yes: bool,
    /// Let more pages vanish than `max_deletes` allows
    #[arg(long)]
    pub allow_deletes: bool,
    /// Remove the lock of a publish that is known to have stopped
    #[arg(long)]
    pub break_lock: bool,
    /// Print settings for the web server instead
    #[arg(long, value_parser = values::SERVER.parser(), value_name = "SERVER")]
    pub print_config: Option<WebServer>,
    /// Which part of the settings: a whole server, what stands in one that is there already, or the old addresses
    #[arg(long, value_parser = values::CONFIG_PART.parser(), value_name = "PART", default_value = "server")]
    pub config_part: ConfigPart,
    /// How it works.
    #[command(flatten)]
    pub work: Work,
}

/// `gongbao releases`
#[derive(Debug, Args)]
#[command(mut_arg("format", |format| format.help(ShownAs::LIST)))]
pub struct Releases {
    /// Where it goes.
    #[command(flatten)]
    pub target: ChosenTarget,
    /// The site.
    #[command(flatten)]
    pub site: SiteFolder,
    /// How problems are shown.
    #[command(flatten)]
    pub shown: ShownAs,
}

/// `gongbao rollback`
#[derive(Debug, Args)]
pub struct Rollback {
    /// The target's name in `site.yaml`
    #[arg(value_name = "TARGET")]
    pub target: String,
    /// The release's number; else the one before the current one
    #[arg(value_name = "RELEASE", value_parser = values::release)]
    pub release: Option<ReleaseId>,
    /// The site.
    #[command(flatten)]
    pub site: SiteFolder,
    /// Do not ask first
    #[arg(short, long)]
    pub yes: bool,
    /// How problems are shown.
    #[command(flatten)]
    pub shown: ShownAs,
}

/// `gongbao verify`
#[derive(Debug, Args)]
pub struct Verify {
    /// Where it goes.
    #[command(flatten)]
    pub target: ChosenTarget,
    /// The site.
    #[command(flatten)]
    pub site: SiteFolder,
    /// How problems are shown.
    #[command(flatten)]
    pub shown: ShownAs,
}

/// `gongbao export`
#[derive(Debug, Args)]
pub struct Export {
    /// The document: its path from `content`, or its file
    #[arg(value_name = "DOC")]
    pub document: String,
    /// The form: docx in the official layout, xlsx or csv for its tables
    #[arg(long, value_parser = values::FORM.parser(), value_name = "FORM", default_value = "docx")]
    pub to: Form,
    /// The file to write; else one named after the document, here
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The site.
    #[command(flatten)]
    pub site: SiteFolder,
    /// Leave out the front matter and Markdown that the file carries unseen, so that it may be given away
    #[arg(long)]
    pub no_data: bool,
    /// Replace a file that is there
    #[arg(long)]
    pub force: bool,
    /// How problems are shown.
    #[command(flatten)]
    pub shown: ShownAs,
}

/// `gongbao schema`
#[derive(Debug, Args)]
pub struct Schema {
    /// A kind of document, or a file of the site, in English or Chinese; else all of them
    #[arg(value_parser = values::SCHEMA.parser(), value_name = "KIND")]
    pub target: Option<SchemaTopic>,
    /// Print the field reference as Markdown instead
    #[arg(long)]
    pub markdown: bool,
}

/// Why no command is run.
#[derive(Debug)]
pub enum Stop {
    /// Help or the version was asked for: this is the answer.
    Answer(String),
    /// The arguments are wrong: this is why.
    Usage(String),
}

/// The clap command with its help in one language.
pub fn command(language: Language) -> clap::Command {
    match language {
        Language::Chinese => translation::translate(Cli::command()),
        Language::English => Cli::command(),
    }
}

/// Reads the arguments, the program's own name first.
///
/// # Errors
/// Help or the version was asked for, or the arguments are wrong.
pub fn parse(args: &[OsString], language: Language, color: Color) -> Result<Cli, Stop> {
    let mut command = command(language);
    let parsed =
        command.try_get_matches_from_mut(args).and_then(|matches| Cli::from_arg_matches(&matches));
    parsed.map_err(|error| {
        // A file's name on the line may hold what a terminal obeys: the error is told of a line without.
        let safe = args.iter().map(|arg| plain_line(&arg.to_string_lossy()).into_owned());
        let error = command.try_get_matches_from_mut(safe).err().unwrap_or(error);
        let styled = match language {
            Language::Chinese => translation::explain(&error),
            Language::English => error.render(),
        };
        match error.use_stderr() {
            true => Stop::Usage(text(&styled, color.allowed_on(&std::io::stderr()))),
            false => Stop::Answer(text(&styled, color.allowed_on(&std::io::stdout()))),
        }
    })
}

fn text(styled: &clap::builder::StyledStr, colors: bool) -> String {
    match colors {
        true => styled.ansi().to_string(),
        false => styled.to_string(),
    }
}
