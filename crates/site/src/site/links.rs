//! What names, paths and links lead to.

use super::misnamed::{Nearly, SmallNames, on_a_computer};
use super::picture::{PicturePlaces, unshown};
use super::registry::{Unit, UnitNames};
use super::{Column, DocumentId, Route, Site, Unpublished};
use crate::config::limits::SUGGESTIONS;
use crate::config::rules::with_mending;
use crate::diagnostic::{Code, Diagnostic, Source, Span};
use crate::document::column::HomeFront;
use crate::document::registry::PersonEntry;
use crate::document::{BlockName, Document, KindName};
use crate::markdown::Facts;
use crate::markdown::scheme;
use crate::read::{Broken, IndexFile, Registry, Unread, decoded, join};
use crate::record::{FileName, KeyPath, Record, Reference, Scalar, Visitor, WebAddress};
use crate::say;
use rapidhash::RapidHashMap as HashMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What names in documents mean; made once, before the arena is filled.
#[derive(Debug)]
pub struct Lookup {
    documents: HashMap<String, DocumentId>,
    routes: Vec<Route>,
    columns: HashMap<String, Route>,
    hidden: HashMap<String, Unpublished>,
    files: BTreeSet<String>,
    units: UnitNames,
    unread: Unread,
    /// Documents with errors, by path: of their data something may be missing.
    broken: BTreeSet<String>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A document, with the heading.
    Document(DocumentId, Option<String>),
    /// A column or the home page, or any path of the site that is not a document; with the heading.
    Page(String, Option<String>),
    /// A file of the content folder.
    File(String),
    /// A heading of the same document.
    Here(String),
    /// Another site, a mailbox or a telephone.
    Outside(String),
    /// A document that the public may not see now.
    Hidden(Unpublished),
    /// Nothing.
    Nowhere,
    /// Out of the content folder.
    Escapes,
    /// A scheme that no public page may use.
    Forbidden,
}

impl Lookup {
    pub(super) fn new<'f>(
        documents: &[Arc<Document>],
        routes: &[Route],
        columns: &[Column],
        hidden: HashMap<String, Unpublished>,
        files: impl Iterator<Item = &'f String>,
        units: UnitNames,
    ) -> Self {
        let ids = documents.iter().enumerate().map(|(i, d)| (d.path.clone(), DocumentId::at(i)));
        Self {
            documents: ids.collect(),
            routes: routes.to_vec(),
            columns: columns.iter().map(|c| (c.folder.clone(), c.route.clone())).collect(),
            hidden: hidden.clone(),
            files: files.cloned().collect(),
            units,
            unread: Unread::default(),
            broken: BTreeSet::new(),
        }
    }

    /// The same, which knows what is there and cannot be read, or not all of it.
    pub(super) fn with_unread(self, unread: Unread, broken: &[Arc<Broken>]) -> Self {
        let broken = broken.iter().map(|broken| broken.path.clone()).collect();
        Self { unread, broken, ..self }
    }

    /// Whether every path leads where it leads in another site, and what is there can be read in both.
    pub(super) fn leads_like(&self, other: &Self) -> bool {
        self.documents == other.documents
            && self.columns == other.columns
            && self.hidden == other.hidden
            && self.files == other.files
            && self.broken == other.broken
            && self.unread == other.unread
    }

    /// What units are called.
    pub fn units(&self) -> &UnitNames {
        &self.units
    }

    /// The address of a document.
    pub fn route(&self, id: DocumentId) -> &Route {
        &self.routes[id.index()]
    }

    /// The document of a path from `content/`.
    pub fn document(&self, path: &str) -> Option<DocumentId> {
        self.documents.get(path).copied()
    }

    /// Whether a document stands at a path, whoever may see it.
    pub(super) fn is_there(&self, path: &str) -> bool {
        self.documents.contains_key(path) || self.hidden.contains_key(path)
    }

    /// The document of a reference.
    pub(super) fn named(&self, reference: &Reference) -> Option<DocumentId> {
        self.document(path_of(reference))
    }

    /// Why there is no document at a path: a dangling reference is an error, a hidden document a warning. What is wrong
    /// with one that cannot be read is told there. What is suggested is a document that `fits`, and never the one that
    /// refers.
    fn absent(
        &self,
        source: &Arc<Source>,
        span: Span,
        path: &str,
        fits: &dyn Fn(DocumentId) -> bool,
    ) -> Option<Diagnostic> {
        match self.hidden.get(path) {
            Some(why) => hidden(source, span, *why),
            None => Some(self.dangling(source, span, path, fits)),
        }
    }

    /// Whether a path of the site may be the address of something that is there and cannot be read.
    fn may_be_unread(&self, path: &str) -> bool {
        let path = path.trim_matches('/');
        let is_unread = |path: &str| {
            self.hidden.get(path) == Some(&Unpublished::Unread)
                || self.unread.columns.contains_key(path)
        };
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        is_unread(path) || above.into_iter().any(is_unread)
    }

    fn dangling(
        &self,
        source: &Arc<Source>,
        span: Span,
        path: &str,
        fits: &dyn Fn(DocumentId) -> bool,
    ) -> Diagnostic {
        let (folder, last) = path.rsplit_once('/').unwrap_or(("", path));
        let own = source.path.trim_start_matches("content/").trim_end_matches(".md");
        let own = own.strip_suffix("/index").unwrap_or(own);
        let near = |(known, id): &(&String, &DocumentId)| {
            let (f, l) = known.rsplit_once('/').unwrap_or(("", known));
            (f == folder || l == last) && *known != own && fits(**id)
        };
        let mut candidates: Vec<_> =
            self.documents.iter().filter(near).map(|(known, _)| known.as_str()).collect();
        candidates.sort_unstable();
        Diagnostic::error(
            Code::DanglingReference,
            say!("没有文档“{path}”", "there is no document `{path}`"),
        )
        .at(source, span)
        .did_you_mean(path, candidates)
        .hint(say!(
            "写从 content 起的路径，不带 .md，例如：plans/2026-quality-service",
            "write the path from `content/`, without .md: plans/2026-quality-service"
        ))
    }

    pub(super) fn document_of_link(&self, document: &Document, target: &str) -> Option<DocumentId> {
        match self.destination(&document.folder, target) {
            Destination::Document(id, _) => Some(id),
            _ => None,
        }
    }

    /// Where a link in a text of `folder` leads.
    pub fn destination(&self, folder: &str, target: &str) -> Destination {
        let target = target.trim();
        if let Some(known) = scheme(target) {
            let lower = known.to_ascii_lowercase();
            return match lower.as_str() {
                "http" | "https" | "mailto" | "tel" => Destination::Outside(target.to_owned()),
                _ => Destination::Forbidden,
            };
        }
        if target.starts_with("//") {
            return Destination::Outside(format!("https:{target}"));
        }
        // A file's own name may hold what separates parts of an address.
        if target.contains(['#', '?']) && !target.starts_with('#') {
            let whole = self.local(folder, target, None);
            if matches!(whole, Destination::Document(..) | Destination::File(_)) {
                return whole;
            }
        }
        let (path, fragment) = match target.split_once('#') {
            Some((path, fragment)) => (path, Some(decoded(fragment))),
            None => (target, None),
        };
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            return fragment.map_or(Destination::Nowhere, Destination::Here);
        }
        self.local(folder, path, fragment)
    }

    fn local(&self, folder: &str, path: &str, fragment: Option<String>) -> Destination {
        let meant = decoded(path);
        for spelled in [path, &meant] {
            let Some(joined) = join(folder, spelled) else {
                return Destination::Escapes;
            };
            let found = self.known(&joined, fragment.clone());
            if found != Destination::Nowhere {
                return found;
            }
        }
        match meant.starts_with('/') && !meant.ends_with(".md") {
            true => Destination::Page(meant, fragment),
            false => Destination::Nowhere,
        }
    }

    fn known(&self, path: &str, fragment: Option<String>) -> Destination {
        if let Some(stem) = path.strip_suffix(".md") {
            return self.markdown(stem, fragment);
        }
        if self.files.contains(path) {
            return Destination::File(path.to_owned());
        }
        self.markdown(path.trim_end_matches('/'), fragment)
    }

    fn markdown(&self, stem: &str, fragment: Option<String>) -> Destination {
        let stem = stem.strip_suffix("/index").unwrap_or(stem);
        if let Some(id) = self.document(stem) {
            return Destination::Document(id, fragment);
        }
        if let Some(why) = self.hidden.get(stem) {
            return Destination::Hidden(*why);
        }
        let folder = stem.strip_suffix("_index").map_or(stem, |f| f.trim_end_matches('/'));
        if folder.is_empty() {
            return Destination::Page("/".into(), fragment);
        }
        match self.columns.get(folder) {
            Some(route) => Destination::Page(route.to_string(), fragment),
            None if self.unread.columns.contains_key(folder) => {
                Destination::Hidden(Unpublished::Unread)
            }
            None => Destination::Nowhere,
        }
    }

    /// The document that a directive's argument names: a path from `content/`, or a relative one.
    pub fn document_of(&self, folder: &str, argument: &str) -> Option<DocumentId> {
        let path = argument.trim_start_matches('/').trim_end_matches(".md");
        self.document(path).or_else(|| match self.destination(folder, argument) {
            Destination::Document(id, _) => Some(id),
            _ => None,
        })
    }

    /// The file of the content folder that a document names; beside it, or from `content/` with a leading `/`.
    pub fn file(&self, folder: &str, name: &str) -> Result<String, Destination> {
        match self.destination(folder, name) {
            Destination::File(path) => Ok(path),
            other => Err(other),
        }
    }
}

/// The kinds of documents that a key (record, key) may name; other keys may name any.
const FITTING: [((&str, &str), &[KindName]); 7] = [
    (("meeting", "notice"), &[KindName::Meeting]),
    (("meeting", "report"), &[KindName::Meeting]),
    (("meeting", "issued"), &[KindName::Plan, KindName::Roster]),
    (("plan", "group"), &[KindName::Roster]),
    (("roster", "plan"), &[KindName::Plan]),
    (("roster", "supersedes"), &[KindName::Roster]),
    (("progress", "plan"), &[KindName::Plan]),
];

/// The path that a reference means.
fn path_of(reference: &Reference) -> &str {
    reference.text.trim_start_matches('/').trim_end_matches(".md").trim_end_matches('/')
}

fn hidden(source: &Arc<Source>, span: Span, why: Unpublished) -> Option<Diagnostic> {
    let (zh, en) = match why {
        Unpublished::Draft => ("还是草稿", "is a draft"),
        Unpublished::Future => ("还没到发布时间", "is not published yet"),
        Unpublished::Expired => ("已经撤下", "was taken down"),
        Unpublished::Unapproved => ("还没有审核通过", "is not approved"),
        Unpublished::Unread => return None,
    };
    let problem = Diagnostic::warning(
        Code::HiddenTarget,
        say!("所指的文档{zh}，页面上不显示这个链接", "the document {en}; the page shows no link"),
    );
    Some(problem.at(source, span))
}

/// What the texts refer to.
pub(super) struct Used {
    /// The files that pages use.
    pub(super) files: BTreeSet<String>,
    /// Those among them that a reader is led to, as they are.
    pub(super) linked: BTreeSet<String>,
    /// Where pictures among them are used first.
    pub(super) pictures: PicturePlaces,
    /// Links to a path of the site, which is known when every address is.
    pub(super) pages: Vec<PageLink>,
    /// Of each document whether there is nothing to say of it, and nothing in it leads to more than documents: while all paths
    /// lead where they do, that holds.
    pub(super) quiet: Vec<bool>,
}

/// A link to a path of the site.
pub(super) struct PageLink {
    source: Arc<Source>,
    span: Span,
    path: String,
}

/// All records that name something, with the texts that stand below some of them.
pub(super) struct Written<'a> {
    pub(super) documents: &'a [Arc<Document>],
    pub(super) home: Option<&'a IndexFile<HomeFront>>,
    pub(super) columns: &'a [Column],
    pub(super) units: (Option<&'a Arc<Source>>, &'a [Unit]),
    pub(super) people: Option<&'a Registry<PersonEntry>>,
}

/// Checks every name in a record, and every link, picture, heading and block in a text. `is_quiet` says of which documents it
/// is known that they are [quiet](Used::quiet).
pub(super) fn check(
    written: &Written<'_>,
    lookup: &Lookup,
    is_quiet: impl Fn(usize) -> bool,
    problems: &mut Vec<Diagnostic>,
) -> Used {
    let mut checker = Checker {
        documents: written.documents,
        columns: written.columns,
        lookup,
        problems,
        used: BTreeSet::new(),
        linked: BTreeSet::new(),
        pictures: PicturePlaces::new(),
        small_names: SmallNames::default(),
        pages: Vec::new(),
        noted: 0,
    };
    let documents = written.documents.iter().enumerate();
    let quiet =
        documents.map(|(at, document)| is_quiet(at) || checker.is_quiet(document)).collect();
    if let Some(home) = written.home {
        checker.text(&home.source, home.body, "", &home.facts);
        checker.blocks(&home.source, home.body, "", &home.facts, None);
        home.front.visit(None, &mut checker.names(&home.source, ""));
    }
    for column in written.columns {
        let (source, folder, facts) = (&column.source, &column.folder, &column.facts);
        checker.text(source, column.body, folder, facts);
        checker.blocks(source, column.body, folder, facts, None);
        column.front.visit(None, &mut checker.names(source, folder));
    }
    if let (Some(source), units) = written.units {
        units.iter().for_each(|unit| unit.entry.visit(None, &mut checker.names(source, "")));
    }
    if let Some(Registry { source, entries }) = written.people {
        entries.iter().for_each(|entry| entry.visit(None, &mut checker.names(source, "")));
    }
    let Checker { used: files, linked, pictures, pages, .. } = checker;
    Used { files, linked, pictures, pages, quiet }
}

impl PageLink {
    /// The path that an address in a record means, where it is one of this site.
    fn written(source: &Arc<Source>, address: &WebAddress) -> Option<Self> {
        let path = address.text.split(['?', '#']).next().unwrap_or_default();
        let ours = path.starts_with('/') && !path.starts_with("//");
        ours.then(|| Self { source: Arc::clone(source), span: address.span, path: decoded(path) })
    }
}

/// Checks paths of the site against its addresses: those in `site.yaml`, and those found before.
pub(super) fn check_pages(site: &Site, pages: Vec<PageLink>, problems: &mut Vec<Diagnostic>) {
    let settings = &site.settings;
    let addresses = settings.file.addresses().into_iter();
    let in_settings = addresses.filter_map(|address| PageLink::written(&settings.source, address));
    let wrong = in_settings.chain(pages).filter(|link| site.page_at(&link.path).is_none());
    let wrong = wrong.filter(|link| !site.lookup.may_be_unread(&link.path));
    for (count, link) in wrong.enumerate() {
        problems.push(no_page(site, &link, count < SUGGESTIONS));
    }
}

fn no_page(site: &Site, link: &PageLink, suggest: bool) -> Diagnostic {
    let path = &link.path;
    let problem = Diagnostic::error(
        Code::DanglingLink,
        say!("本站没有网址“{path}”", "this site has no address `{path}`"),
    )
    .at(&link.source, link.span);
    let prefix = site.settings.prefix.as_str();
    let below = path
        .strip_prefix(prefix)
        .filter(|rest| !prefix.is_empty() && rest.starts_with('/') && site.page_at(rest).is_some());
    match below {
        Some(rest) => problem.hint(say!(
            "本站的路径不写开头的“{prefix}”，应当写“{rest}”",
            "paths of this site leave out `{prefix}`: write `{rest}`"
        )),
        None if suggest => problem.did_you_mean(path, site.routes.keys().map(Route::as_str)),
        None => problem,
    }
}

struct Checker<'a> {
    documents: &'a [Arc<Document>],
    columns: &'a [Column],
    lookup: &'a Lookup,
    problems: &'a mut Vec<Diagnostic>,
    used: BTreeSet<String>,
    linked: BTreeSet<String>,
    pictures: PicturePlaces,
    small_names: SmallNames,
    pages: Vec<PageLink>,
    /// How often something was used, or looked for in another document.
    noted: usize,
}

impl<'a> Checker<'a> {
    /// Checks a document; whether there was nothing to say of it, and nothing to note.
    fn is_quiet(&mut self, document: &Document) -> bool {
        let before = (self.problems.len(), self.noted);
        self.document(document);
        before == (self.problems.len(), self.noted)
    }

    /// A file that a page uses.
    fn uses(&mut self, path: String) {
        self.noted += 1;
        self.used.insert(path);
    }

    /// A file that a reader is led to.
    fn leads_to(&mut self, path: String) {
        self.linked.insert(path.clone());
        self.uses(path);
    }

    /// A path of the site.
    fn page(&mut self, page: PageLink) {
        self.noted += 1;
        self.pages.push(page);
    }

    fn document(&mut self, document: &Document) {
        let source = &document.source;
        self.text(source, document.body.start as usize, &document.folder, &document.facts);
        self.blocks(
            source,
            document.body.start as usize,
            &document.folder,
            &document.facts,
            Some(document),
        );
        document.visit(&mut self.names(source, &document.folder));
        let leading = document.common.image.iter();
        let unnamed = leading.filter(|image| image.alt.is_none() && image.caption.is_none());
        self.problems.extend(unnamed.map(|image| without_words(source, image.file.span)));
    }

    /// Who checks the names in a record of a file.
    fn names<'c>(&'c mut self, source: &'c Arc<Source>, folder: &'c str) -> Names<'c, 'a> {
        Names { checker: self, source, folder }
    }

    fn text(&mut self, source: &Arc<Source>, body: usize, folder: &str, facts: &Facts) {
        let links = facts.links.iter().map(|l| (l.target.as_str(), &l.span));
        let images = facts.images.iter().map(|i| (i.target.as_str(), &i.span));
        for (target, range) in links {
            let span = Span::shifted(range, body);
            let found = self.lookup.destination(folder, target);
            self.destination(source, span, target, facts, found);
        }
        for (target, range) in images {
            let span = Span::shifted(range, body);
            match self.lookup.destination(folder, target) {
                Destination::File(path) => self.picture(source, span, path),
                Destination::Outside(_) => self.problems.push(outside_picture(source, span)),
                Destination::Nowhere => {
                    let problem = self.missing(source, span, folder, target);
                    self.problems.push(problem);
                }
                Destination::Page(..) if self.nearly(folder, target).is_some() => {
                    let problem = self.missing(source, span, folder, target);
                    self.problems.push(problem);
                }
                found => self.destination(source, span, target, facts, found),
            }
        }
        for image in facts.images.iter().filter(|i| i.alt.trim().is_empty()) {
            self.problems.push(without_words(source, Span::shifted(&image.span, body)));
        }
    }

    /// A file that is shown as a picture.
    fn picture(&mut self, source: &Arc<Source>, span: Span, path: String) {
        self.problems.extend(unshown(&path).map(|problem| problem.at(source, span)));
        if !self.pictures.contains_key(&path) {
            self.pictures.insert(path.clone(), (Arc::clone(source), span));
        }
        self.uses(path);
    }

    fn nearly(&self, folder: &str, target: &str) -> Option<Nearly> {
        self.small_names.nearly(&self.lookup.files, folder, target)
    }

    /// A file that is not there, or lies where no reader comes.
    fn missing(
        &mut self,
        source: &Arc<Source>,
        span: Span,
        folder: &str,
        target: &str,
    ) -> Diagnostic {
        if let Some(name) = on_a_computer(target) {
            return on_computer(source, span, target, name);
        }
        let words = say!("没有文件“{target}”", "there is no file `{target}`");
        let problem = Diagnostic::error(Code::MissingFile, words).at(source, span);
        match self.nearly(folder, target) {
            Some(Nearly { path, words }) => {
                self.uses(path);
                problem.hint(words)
            }
            None => {
                let beside = self.lookup.files.iter().filter_map(|f| f.strip_prefix(folder));
                problem
                    .did_you_mean(target, beside.map(|f| f.trim_start_matches('/')))
                    .hint(say!("文件放在文档旁边，或用“/”开头写从 content 起的路径", "put it beside the document, or write the path from `content/` with a leading `/`"))
            }
        }
    }

    /// Blocks of data in a text; `own` is the document whose text it is.
    fn blocks(
        &mut self,
        source: &Arc<Source>,
        body: usize,
        folder: &str,
        facts: &Facts,
        own: Option<&Document>,
    ) {
        for directive in &facts.directives {
            let span = Span::shifted(&directive.span, body);
            let Some(block) = BlockName::parse(&directive.name) else {
                self.problems.push(unknown_block(source, span, &directive.name));
                continue;
            };
            let of = match &directive.argument {
                None => own,
                Some(argument) => match self.block_of(source, span, folder, (block, argument)) {
                    Some(id) => Some(&*self.documents[id.index()]),
                    None => continue,
                },
            };
            let broken = of.filter(|document| self.lookup.broken.contains(&document.path));
            if broken.is_none() && !of.is_some_and(|document| block.is_in(document)) {
                self.problems.push(empty_block(source, span, block, of));
            }
        }
    }

    fn block_of(
        &mut self,
        source: &Arc<Source>,
        span: Span,
        folder: &str,
        (block, argument): (BlockName, &str),
    ) -> Option<DocumentId> {
        let found = self.lookup.document_of(folder, argument);
        self.noted += 1;
        if found.is_none() {
            let path = argument.trim_start_matches('/').trim_end_matches(".md");
            let fits = |id: DocumentId| block.is_in(&self.documents[id.index()]);
            self.problems.extend(self.lookup.absent(source, span, path, &fits));
        }
        found
    }

    fn destination(
        &mut self,
        source: &Arc<Source>,
        span: Span,
        target: &str,
        facts: &Facts,
        found: Destination,
    ) {
        match found {
            Destination::Outside(_) => {}
            Destination::Page(path, _) => {
                self.page(PageLink { source: Arc::clone(source), span, path });
            }
            Destination::File(path) => self.leads_to(path),
            Destination::Here(fragment) => self.heading(source, span, &fragment, facts, None),
            Destination::Document(id, fragment) => {
                let other = &self.documents[id.index()];
                if let Some(fragment) = fragment {
                    self.noted += 1;
                    self.heading(source, span, &fragment, &other.facts, Some(other));
                }
            }
            Destination::Hidden(why) => self.problems.extend(hidden(source, span, why)),
            Destination::Nowhere | Destination::Forbidden if on_a_computer(target).is_some() => {
                let name = on_a_computer(target).unwrap_or(target);
                self.problems.push(on_computer(source, span, target, name));
            }
            Destination::Nowhere => {
                let words = say!("链接“{target}”没有着落", "the link `{target}` leads nowhere");
                let problem = Diagnostic::error(Code::DanglingLink, words).at(source, span);
                let hint = match self.nearly(folder_of(source), target) {
                    Some(Nearly { path, words }) => {
                        self.uses(path);
                        words
                    }
                    None => say!(
                        "链接写相对路径，例如：../meetings/2026-03-31-mobilisation.md",
                        "write a relative path: ../meetings/2026-03-31-mobilisation.md"
                    ),
                };
                self.problems.push(problem.hint(hint));
            }
            Destination::Escapes => self.problems.push(
                Diagnostic::error(
                    Code::Outside,
                    say!("“{target}”在内容文件夹以外", "`{target}` is outside the content folder"),
                )
                .at(source, span)
                .hint(say!("把文件复制到 content 里", "copy the file into `content`")),
            ),
            Destination::Forbidden => self.problems.push(
                Diagnostic::error(
                    Code::Scheme,
                    say!("网页上不能用这种链接", "a public page may not use such a link"),
                )
                .at(source, span)
                .hint(say!(
                    "可用 https、http、mailto、tel 和相对路径",
                    "use https, http, mailto, tel or a relative path"
                )),
            ),
        }
    }

    fn heading(
        &mut self,
        source: &Arc<Source>,
        span: Span,
        fragment: &str,
        facts: &Facts,
        of: Option<&Document>,
    ) {
        let made = ["task-", "indicator-", "fn"].iter().any(|start| fragment.starts_with(start));
        if made || facts.headings.iter().any(|h| h.id == fragment) {
            return;
        }
        let problem = Diagnostic::error(
            Code::DanglingHeading,
            say!("没有标题“#{fragment}”", "there is no heading `#{fragment}`"),
        )
        .at(source, span)
        .did_you_mean(fragment, facts.headings.iter().map(|h| h.id.as_str()));
        self.problems.push(match of {
            Some(other) => problem.with(
                &other.source,
                Span::new(other.body.start as usize, other.body.start as usize),
                say!("应当在这篇文档里", "it should be in this document"),
            ),
            None => problem,
        });
    }

    fn column(&mut self, source: &Arc<Source>, reference: &Reference) {
        let name = reference.text.trim_matches('/');
        let is_known = self.columns.iter().any(|c| c.folder == name);
        if !is_known && !self.lookup.unread.columns.contains_key(name) {
            self.problems.push(
                Diagnostic::error(
                    Code::DanglingReference,
                    say!("没有栏目“{name}”", "there is no column `{name}`"),
                )
                .at(source, reference.span)
                .did_you_mean(name, self.columns.iter().map(|c| c.folder.as_str())),
            );
        }
    }

    /// A document that is named under a key, which may be for documents of one kind.
    fn reference(&mut self, source: &Arc<Source>, reference: &Reference, key: (&str, &str)) {
        if self.lookup.named(reference).is_none() {
            let path = path_of(reference);
            let kinds = FITTING.iter().find(|(known, _)| *known == key).map(|(_, kinds)| kinds);
            let fits = |id: DocumentId| {
                kinds.is_none_or(|kinds| kinds.contains(&self.documents[id.index()].kind.name()))
            };
            self.problems.extend(self.lookup.absent(source, reference.span, path, &fits));
        }
    }

    fn file(&mut self, source: &Arc<Source>, folder: &str, name: &FileName, published: Published) {
        match self.lookup.file(folder, &name.text) {
            Ok(path) if published == Published::AsPicture => self.picture(source, name.span, path),
            Ok(path) => self.leads_to(path),
            Err(Destination::Nowhere | Destination::Page(..)) => {
                let problem = self.missing(source, name.span, folder, &name.text);
                self.problems.push(problem);
            }
            Err(
                Destination::Document(..)
                | Destination::Here(_)
                | Destination::Hidden(_)
                | Destination::Outside(_),
            ) => self.problems.push(
                Diagnostic::error(
                    Code::MissingFile,
                    say!("这里应当是放在文档旁边的文件", "expected a file beside the document"),
                )
                .at(source, name.span),
            ),
            Err(found) => self.destination(source, name.span, &name.text, &Facts::default(), found),
        }
    }
}

/// What becomes of a file that a record names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Published {
    /// Readers are led to it.
    AsItIs,
    /// Its page shows it, as a picture in several widths.
    AsPicture,
}

impl Published {
    fn of(path: &KeyPath<'_, '_>) -> Self {
        match path.record.name {
            "picture" | "photo" => Self::AsPicture,
            _ => Self::AsItIs,
        }
    }
}

/// The files that a document hands out to its readers, by the names that it gives them.
pub fn handed_out(document: &Document) -> Vec<&FileName> {
    struct Files<'v>(Vec<&'v FileName>);

    impl<'v> Visitor<'v> for Files<'v> {
        fn scalar(&mut self, path: &KeyPath<'_, 'v>, scalar: Scalar<'v>) {
            if let Scalar::File(name) = scalar
                && Published::of(path) == Published::AsItIs
            {
                self.0.push(name);
            }
        }
    }

    let mut files = Files(Vec::new());
    document.visit(&mut files);
    files.0
}

/// The names in a record of one file. Which of several people is meant is found out with their mentions.
struct Names<'c, 'a> {
    checker: &'c mut Checker<'a>,
    source: &'c Arc<Source>,
    folder: &'c str,
}

impl<'v> Visitor<'v> for Names<'_, '_> {
    fn scalar(&mut self, path: &KeyPath<'_, 'v>, scalar: Scalar<'v>) {
        let Self { checker, source, folder } = self;
        match scalar {
            Scalar::Reference(reference) => match path.names() {
                ("section", "column") => checker.column(source, reference),
                key => checker.reference(source, reference, key),
            },
            Scalar::File(name) => checker.file(source, folder, name, Published::of(path)),
            Scalar::Unit(_) if checker.lookup.unread.units => {}
            Scalar::Unit(name) => {
                checker.problems.extend(checker.lookup.units.unknown(source, name));
            }
            Scalar::Address(address) => {
                PageLink::written(source, address).into_iter().for_each(|page| checker.page(page));
            }
            Scalar::Person(_) | Scalar::Text(_) => {}
        }
    }
}

fn unknown_block(source: &Arc<Source>, span: Span, name: &str) -> Diagnostic {
    let names: Vec<&str> = BlockName::names().collect();
    let all = names.join("、");
    let listed = names.join(", ");
    Diagnostic::error(
        Code::UnknownBlock,
        say!("没有叫“{name}”的内容块", "there is no block `{name}`"),
    )
    .at(source, span)
    .did_you_mean(name, names)
    .hint(say!("“::”后面可以写：{all}", "after `::` stands one of: {listed}"))
}

fn empty_block(
    source: &Arc<Source>,
    span: Span,
    block: BlockName,
    of: Option<&Document>,
) -> Diagnostic {
    let (zh, en) = (block.alias(), block.name());
    let problem = Diagnostic::warning(
        Code::EmptyBlock,
        say!(
            "没有“{zh}”可以显示，页面上略去这一行",
            "there are no {en} to show; the page leaves the line out"
        ),
    )
    .at(source, span);
    match of {
        Some(document) => {
            let path = &document.path;
            problem.hint(say!(
                "文档“{path}”的开头没有填“{zh}”",
                "the document {path} has no `{en}` in its front matter"
            ))
        }
        None => problem.hint(say!(
            "在后面写明是哪篇文档，例如：::{zh} plans/2026-quality-service",
            "name the document: ::{en} plans/2026-quality-service"
        )),
    }
}

fn without_words(source: &Arc<Source>, span: Span) -> Diagnostic {
    let words = say!("图片没有替代文字", "the picture has no alternative text");
    with_mending(Diagnostic::warning(Code::ImageAlt, words).at(source, span))
}

/// The folder of the content that a file stands in.
fn folder_of(source: &Source) -> &str {
    let name = source.path.strip_prefix("content/").unwrap_or(&source.path);
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn on_computer(source: &Arc<Source>, span: Span, target: &str, name: &str) -> Diagnostic {
    let words = say!(
        "“{target}”是一台电脑里的路径，读者打不开",
        "`{target}` is a path on somebody's computer: no reader can open it"
    );
    Diagnostic::error(Code::Outside, words).at(source, span).hint(say!(
        "把文件复制到文档旁边，这里只写“{name}”",
        "copy the file beside the document, and write `{name}` alone"
    ))
}

fn outside_picture(source: &Arc<Source>, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::OutsidePicture,
        say!("图片不能引自别的网站", "a picture may not come from another site"),
    )
    .at(source, span)
    .hint(say!(
        "把图片保存到文档旁边再引用",
        "save the picture beside the document and refer to it there"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::sample::{is_key, lookup, sample};

    #[test]
    fn every_fitting_kind_is_that_of_a_key() {
        for ((record, key), _) in FITTING {
            assert!(is_key(record, key), "{record}.{key}");
        }
    }

    #[test]
    fn names_under_any_key_are_checked() {
        let (lookup, mut problems) = (lookup(), Vec::new());
        let (source, sample) = sample(
            "follows: plans/b\nenclosed: [a.pdf, c.pdf, /news/b.pdf]\nhosts: [县教育局, 县水务局]\n\
             guests: [{name: 李明远, unit: 县政府}]\nhomepage: /units/\n",
        );
        let mut checker = Checker {
            documents: &[],
            columns: &[],
            lookup: &lookup,
            problems: &mut problems,
            used: BTreeSet::new(),
            linked: BTreeSet::new(),
            pictures: PicturePlaces::new(),
            small_names: SmallNames::default(),
            pages: Vec::new(),
            noted: 0,
        };
        sample.visit(None, &mut checker.names(&source, "news"));
        let files = BTreeSet::from(["news/a.pdf".to_owned(), "news/b.pdf".to_owned()]);
        assert_eq!((&checker.used, &checker.linked), (&files, &files));
        let pages: Vec<&str> = checker.pages.iter().map(|page| page.path.as_str()).collect();
        assert_eq!(pages, ["/units/"]);
        let told = problems.iter().map(|p| (p.code.name(), &source.text[p.labels[0].span.range()]));
        let expected = [
            ("dangling-reference", "plans/b"),
            ("missing-file", "c.pdf"),
            ("unknown-unit", "县水务局"),
            ("unknown-unit", "县政府"),
        ];
        assert!(told.clone().eq(expected), "{:?}", told.collect::<Vec<_>>());
    }
}
