//! Options that several commands have: each is declared once, and says what it means to the program.

use super::values;
use crate::diagnostic::Format;
use crate::record::Moment;
use crate::site::Audience;
use crate::watch::Mode;
use clap::Args;
use jiff::civil::DateTime;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// The site that a command works on.
#[derive(Debug, Args)]
pub struct SiteFolder {
    /// The folder that holds `content`
    #[arg(long, value_name = "DIR", default_value = ".")]
    source: PathBuf,
}

impl SiteFolder {
    /// The folder that holds `content`.
    pub fn source(&self) -> &Path {
        &self.source
    }
}

/// A site that is built, and where to.
#[derive(Debug, Args)]
pub struct BuiltSite {
    #[command(flatten)]
    folder: SiteFolder,
    /// The folder that the site is written to; else `public` in the source folder
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// When it is.
    #[command(flatten)]
    pub clock: AsOf,
}

impl BuiltSite {
    /// The folder that holds `content`.
    pub fn source(&self) -> &Path {
        self.folder.source()
    }

    /// The folder that it is written to.
    pub fn output(&self) -> PathBuf {
        self.output.clone().unwrap_or_else(|| self.source().join("public"))
    }
}

/// The time that a site is looked at.
#[derive(Debug, Args)]
pub struct AsOf {
    /// Build as of this moment (+08:00), such as 2026-04-01T08:00; else now
    #[arg(long, value_name = "TIME", value_parser = values::moment)]
    clock: Option<Moment>,
}

impl AsOf {
    /// What `check` says of it.
    pub(super) const CHECK: &str =
        "Check as of this moment (+08:00), such as 2026-04-01T08:00; else now";
    /// What commands say that go on from there.
    pub(super) const BEGIN: &str =
        "Begin at this moment (+08:00), such as 2026-04-01T08:00; else now";

    /// County time; `None` is now.
    pub fn moment(&self) -> Option<DateTime> {
        self.clock.map(|moment| moment.at)
    }
}

/// Whom a site is built for.
#[derive(Debug, Args)]
pub struct Drafts {
    /// Build drafts too, and what is not approved
    #[arg(long)]
    drafts: bool,
}

impl Drafts {
    /// The office sees drafts, the public does not.
    pub fn audience(&self) -> Audience {
        if self.drafts { Audience::Office } else { Audience::Public }
    }
}

/// How changes are seen.
#[derive(Debug, Args)]
pub struct Poll {
    /// Look at the files every second, for file systems that report no changes
    #[arg(long)]
    poll: bool,
}

impl Poll {
    /// The way of watching.
    pub fn mode(&self) -> Mode {
        if self.poll { Mode::Poll } else { Mode::Events }
    }
}

/// How a command works that builds.
#[derive(Debug, Args)]
pub struct Work {
    /// How many threads work; else one for every processor
    #[arg(long, value_name = "N", value_parser = values::jobs)]
    pub jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    shown: ShownAs,
}

impl Work {
    /// The form in which problems are shown.
    pub fn format(&self) -> Format {
        self.shown.format
    }
}

/// How a command shows what it has to say.
#[derive(Debug, Args)]
pub struct ShownAs {
    /// The form in which problems are shown
    #[arg(long, value_parser = values::FORMAT.parser(), value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

impl ShownAs {
    /// What `import` says of it.
    pub(super) const REPORT: &str = "The form of the report and of the problems";
    /// What commands say that list things.
    pub(super) const LIST: &str = "The form in which they are shown";
}

/// The target of a command, which need not be named where there is only one.
#[derive(Debug, Args)]
pub struct ChosenTarget {
    /// The target's name in `site.yaml`; may be left out where there is only one
    #[arg(value_name = "TARGET")]
    target: Option<String>,
}

impl ChosenTarget {
    /// Its name.
    pub fn name(&self) -> Option<&str> {
        self.target.as_deref()
    }
}
