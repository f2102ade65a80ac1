//! gongbao 公报 turns what a Chinese county office writes, in Markdown and YAML, into a publishable website.
//!
//! ```
//! use gongbao::diagnostic::Silent;
//! use gongbao::session::{Request, build};
//! use gongbao::site::Audience;
//! use gongbao::write::Action;
//!
//! let folder = tempfile::tempdir()?;
//! std::fs::create_dir(folder.path().join("content"))?;
//! std::fs::write(
//!     folder.path().join("content/site.yaml"),
//!     "name: 云溪县\nbase_url: https://www.example.gov.cn/yunxi/\npreview: true\n",
//! )?;
//! let request = Request {
//!     source: folder.path().to_owned(),
//!     output: folder.path().join("public"),
//!     clock: jiff::civil::date(2026, 4, 1).at(8, 0, 0, 0),
//!     audience: Audience::Public,
//!     search: true,
//! };
//! let (report, problems) = build(&request, Action::Write, &Silent);
//! assert!(report.is_some() && problems.is_empty());
//! assert!(folder.path().join("public/index.html").exists());
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! Data flows one way; each stage is a function from the value before it:
//!
//! ```text
//! content/ ──read──▶ Document ──link──▶ Site ──view──▶ View ──render──▶ Page ──write──▶ public/ ──publish──▶ servers
//!                                        themes/ ──────────────▲
//! ```
//!
//! [`mod@read`] makes [`document`]s of files ([`yaml`], [`mod@record`], [`markdown`]); [`site`] links them into one graph;
//! [`mod@view`] says what each page may show ([`chart`] draws, [`search`] finds); [`render`] makes bytes of it in a theme; [`mod@write`] puts
//! them into the output folder, and [`mod@publish`] brings that to web servers as releases. [`check`] is the inspection
//! of a site, [`review`] knows what the office has approved. [`import`] reads the files that an office has already,
//! [`export`] turns documents into files for Word and Excel. [`session`] goes the way to the
//! folder, [`command`] the verbs of the program, and [`diagnostic`] everything that a user is told. What the program knows of
//! Chinese office text it knows once, in [`chinese`]. Start at
//! [`session::build`].

#[doc(inline)]
pub use gongbao_check::check;
#[doc(inline)]
pub use gongbao_content::{
    chinese, choice, config, diagnostic, document, file, markdown, markup, office, picture, read,
    record, review, say, scaffold, schema, yaml,
};
#[doc(inline)]
pub use gongbao_exchange::{export, import};
#[doc(inline)]
pub use gongbao_extract::extract;
#[doc(inline)]
pub use gongbao_publish::publish;
#[doc(inline)]
pub use gongbao_site::{chart, render, search, site, view, write};

pub mod cli;
pub mod command;
pub mod serve;
pub mod session;
pub mod watch;
