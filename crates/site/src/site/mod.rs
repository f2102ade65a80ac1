//! Documents -> one graph: addresses, references both ways, units, people, columns, years, directory.
//!
//! [`link`] makes a [`Site`] once; nothing in it changes afterwards. Everything points into the arena
//! by id, so nothing is looked up by name again.

mod addresses;
mod broken;
mod carried;
mod claims;
mod collision;
mod column;
mod consistency;
mod edges;
mod facet;
mod former;
mod index_number;
mod links;
mod mentions;
mod misnamed;
mod picture;
mod registry;
mod resource;
mod route;
#[cfg(test)]
pub mod sample;
mod search;
mod slug;
mod standing;
mod unused;
pub mod url;

pub use addresses::extracts;
pub use collision::theme_claims;
pub use column::Column;
pub use edges::{Edge, Relation};
pub use facet::{Facet, FacetKind};
pub use former::OldAddress;
pub use links::{Destination, Lookup, handed_out};
pub use mentions::{Mention, Mentions, Part, UnitMentions};
pub use picture::{Picture, PicturePlaces, Variant};
pub use picture::{broken as broken_picture, share, too_large as too_large_picture};
pub use registry::{Person, Unit, UnitNames};
pub use resource::{
    Counted, Extract, FeedFormat, FeedScope, Handling, Inspected, Resource, count_name,
};
pub use route::Route;
pub use search::{SearchFile, Segment};
pub use standing::standing;
pub use standing::{IndicatorStanding, Reach, Sample, Standing, TaskStanding, elapsed, reach};

use crate::config::Settings;
use crate::diagnostic::{Diagnostic, Source};
use crate::document::column::HomeFront;
use crate::document::common::ValidityState;
use crate::document::{Document, Kind};
use crate::read::{Content, ContentFile, IndexFile, WordLists};
use crate::review::Reviews;
use jiff::civil::DateTime;
use rapidhash::RapidHashMap;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Deref;
use std::sync::Arc;

/// Declares a position in one of the site's lists.
macro_rules! id {
    ($(#[doc = $doc:literal] $name:ident,)*) => {$(
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The position, as an index.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id at a position of its list.
            pub fn from_index(index: usize) -> Self {
                Self::at(index)
            }

            pub(super) fn at(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }
    )*};
}

id! {
    /// A document of the site.
    DocumentId,
    /// A unit of the site.
    UnitId,
    /// A person of the site.
    PersonId,
    /// A column of the site.
    ColumnId,
    /// A keyword of the site.
    KeywordId,
}

/// Why a document is not on the public site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unpublished {
    /// 草稿.
    Draft,
    /// Its time has not come.
    Future,
    /// Its time is over.
    Expired,
    /// It lacks a review that the office asks for, or was edited after it.
    Unapproved,
    /// It cannot be read, which is told once, at its own place.
    Unread,
}

/// How a document lost its validity: what a list must not hide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lapse {
    /// 失效.
    Expired,
    /// 废止.
    Abolished,
    /// 已调整: a list of names that a newer one replaces.
    Adjusted,
    /// Any other document that a newer one replaces.
    Replaced,
}

/// What a build includes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// What the public may see.
    Public,
    /// Drafts and future documents too, marked.
    Office,
}

/// When a site is looked at, for whom, and whether they may search it.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    /// County time.
    pub clock: DateTime,
    /// Who may see the result.
    pub audience: Audience,
    /// Whether readers may search the site, where its settings don't say no.
    pub search: bool,
}

/// A document with its place in the graph.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The document.
    pub document: Arc<Document>,
    place: Arc<Place>,
    /// Whether it is the very document that was linked, and no later reading of it.
    is_linked: bool,
}

impl Deref for Entry {
    type Target = Place;

    fn deref(&self) -> &Place {
        &self.place
    }
}

/// A document's place in the graph.
#[derive(Debug)]
pub struct Place {
    /// Its address.
    pub route: Route,
    /// Its column, unless it stands at the root.
    pub column: Option<ColumnId>,
    /// Set only where the build includes what the public may not see.
    pub unpublished: Option<Unpublished>,
    /// 单位 that it concerns, all mentions together, in order and once each.
    pub units: Vec<UnitId>,
    /// 人员 that it names, all mentions together, in order and once each.
    pub people: Vec<PersonId>,
    /// 关键词.
    pub keywords: Vec<KeywordId>,
    /// 索引号, for documents in the directory.
    pub index_no: Option<String>,
    /// What it refers to.
    pub out: Vec<Edge>,
    /// What refers to it.
    pub back: Vec<Edge>,
}

/// A keyword with its documents.
#[derive(Debug)]
pub struct Keyword {
    /// The word.
    pub name: String,
    /// The documents, the newest first.
    pub documents: Vec<DocumentId>,
}

/// The whole site, linked. A copy costs two pointers a document.
#[derive(Clone, Debug)]
pub struct Site {
    /// The documents, by path.
    pub entries: Vec<Entry>,
    /// Every address, with what stands there.
    pub routes: Arc<BTreeMap<Route, Resource>>,
    /// Former addresses at which no file can stand, with the documents to which the web server leads from there.
    pub served: Arc<[(OldAddress, DocumentId)]>,
    graph: Arc<Graph>,
}

impl Deref for Site {
    type Target = Graph;

    fn deref(&self) -> &Graph {
        &self.graph
    }
}

/// Everything about a site that is not one document's.
#[derive(Debug)]
pub struct Graph {
    /// The settings.
    pub settings: Settings,
    /// The build's time; the only time that anything depends on.
    pub clock: DateTime,
    /// The home page's `_index.md`.
    pub home: Option<IndexFile<HomeFront>>,
    /// The columns, in the order of the navigation.
    pub columns: Vec<Column>,
    /// The units, in the order of their lists.
    pub units: Vec<Unit>,
    /// The people, in the order of their lists.
    pub people: Vec<Person>,
    /// The keywords, by how many documents have them.
    pub keywords: Vec<Keyword>,
    /// Documents by year, the newest year and document first.
    pub years: BTreeMap<std::cmp::Reverse<i16>, Vec<DocumentId>>,
    /// 政府信息公开目录, the newest first.
    pub directory: Vec<DocumentId>,
    /// The ways to narrow the directory.
    pub facets: Vec<Facet>,
    /// Where every plan stands.
    pub standings: HashMap<DocumentId, Standing>,
    /// Who is mentioned where.
    pub mentions: mentions::Mentions,
    /// How the search divides the documents; empty where the site has no search.
    pub search: Vec<Segment>,
    /// The files of the content folder that are published as they are.
    pub used_files: BTreeSet<String>,
    /// 本站词表.
    pub words: WordLists,
    /// The pictures that a page uses.
    pub pictures: HashMap<String, Picture>,
    /// Where each of them is used first.
    pub picture_places: PicturePlaces,
    /// All files of the content folder.
    pub files: BTreeMap<String, ContentFile>,
    /// How many documents were left out, and why; and of how many an earlier version is shown.
    pub left_out: BTreeMap<&'static str, usize>,
    /// `units.yaml` and `people.yaml`, where they are.
    pub registries: Vec<Arc<Source>>,
    /// Which documents are approved.
    pub reviews: Reviews,
    lookup: Lookup,
    /// What each document wrote of others.
    references: Vec<Arc<[edges::Outgoing]>>,
    /// See [`links::Used::quiet`].
    quiet: Vec<bool>,
}

impl Site {
    /// The same site with other texts and titles of some documents, each different from the one before in nothing that
    /// links it: see [`Document::difference`].
    #[must_use]
    pub fn with_texts(&self, texts: Vec<(DocumentId, Arc<Document>)>) -> Self {
        let mut site = self.clone();
        for (id, document) in texts {
            let entry = &mut site.entries[id.index()];
            (entry.document, entry.is_linked) = (document, false);
        }
        site
    }

    /// The address that a path of the site means, with or without the `/` at its end.
    pub fn page_at(&self, path: &str) -> Option<&Route> {
        let route = Route::file(path);
        let found = self.routes.get_key_value(&route);
        let found = found.or_else(|| self.routes.get_key_value(&route.below("/")));
        found.map(|(route, _)| route)
    }

    /// A problem with a picture, said where a document uses it.
    pub fn in_document(&self, problem: Diagnostic) -> Diagnostic {
        picture::in_document(problem, &self.picture_places)
    }

    /// A document with its place in the graph.
    pub fn entry(&self, id: DocumentId) -> &Entry {
        &self.entries[id.index()]
    }

    /// A document.
    pub fn document(&self, id: DocumentId) -> &Document {
        &self.entries[id.index()].document
    }

    /// A unit.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.index()]
    }

    /// A person.
    pub fn person(&self, id: PersonId) -> &Person {
        &self.people[id.index()]
    }

    /// A column.
    pub fn column(&self, id: ColumnId) -> &Column {
        &self.columns[id.index()]
    }

    /// Ids of all documents.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = DocumentId> + Clone + use<> {
        (0..self.entries.len()).map(DocumentId::at)
    }

    /// What names in documents mean.
    pub fn lookup(&self) -> &Lookup {
        &self.lookup
    }

    /// How a document lost its validity, if it did.
    pub fn lapse(&self, id: DocumentId) -> Option<Lapse> {
        let document = self.document(id);
        match document.common.validity.as_ref().map(|validity| validity.state) {
            Some(ValidityState::Expired) => return Some(Lapse::Expired),
            Some(ValidityState::Abolished) => return Some(Lapse::Abolished),
            _ => {}
        }
        self.from(id, Relation::Supersedes).next()?;
        Some(match document.kind {
            Kind::Roster(_) => Lapse::Adjusted,
            _ => Lapse::Replaced,
        })
    }

    /// Documents that `id` refers to in one way.
    pub fn to(&self, id: DocumentId, relation: Relation) -> impl Iterator<Item = DocumentId> {
        let edges = &self.entry(id).out;
        edges.iter().filter(move |e| e.relation == relation).map(|e| e.document)
    }

    /// Documents that refer to `id` in one way.
    pub fn from(&self, id: DocumentId, relation: Relation) -> impl Iterator<Item = DocumentId> {
        let edges = &self.entry(id).back;
        edges.iter().filter(move |e| e.relation == relation).map(|e| e.document)
    }
}

/// Links what was read. Problems are all told; with an error among them nothing should be published.
pub fn link(content: Content, reviews: Reviews, sight: Sight) -> (Site, Vec<Diagnostic>) {
    link_after(None, content, reviews, sight)
}

/// The same with the site before at hand: what was found in a document that is the same is not looked for again. The result
/// is the same too.
pub fn link_after(
    before: Option<&Site>,
    content: Content,
    reviews: Reviews,
    sight: Sight,
) -> (Site, Vec<Diagnostic>) {
    let Sight { clock, audience, search } = sight;
    let mut problems = Vec::new();
    let settings = content.settings;
    let unit_file = content.units.as_ref().map(|file| Arc::clone(&file.source));
    let people = content.people.as_ref();
    let people_file = people.map(|file| Arc::clone(&file.source));
    let registries: Vec<Arc<Source>> = unit_file.iter().cloned().chain(people_file).collect();
    let (units, unit_names) = registry::units(content.units, &mut problems);
    let people_known = registry::known_people(people, &unit_names, &mut problems);
    let all = content.documents.clone();
    let (documents, mut hidden) = publishable(content.documents, clock, audience, &reviews);
    let left_out = left_out(&documents, &hidden, &reviews);
    for broken in &content.broken {
        problems.extend(broken::set_aside(broken, clock, &reviews, &mut hidden));
    }
    let columns = column::columns(content.columns, &unit_names);
    let routes_of = slug::routes(&documents, &mut problems);
    let lookup =
        Lookup::new(&documents, &routes_of, &columns, hidden, content.files.keys(), unit_names)
            .with_unread(content.unread, &content.broken);

    let carried = carried::Carried::new(before, &documents, &registries, &lookup);
    let known = mentions::Known { units: &units, unit_names: lookup.units(), people: people_known };
    let (mentions, (references, used)) = both(
        &mut problems,
        |problems| mentions::collect(&documents, known, &|at| carried.found(at), problems),
        |problems| {
            let written = links::Written {
                documents: &documents,
                home: content.home.as_ref(),
                columns: &columns,
                units: (unit_file.as_ref(), &units),
                people,
            };
            let references = edges::written(&documents, &lookup, &|at| carried.references(at));
            let quiet = |at| carried.is_quiet(at);
            (references, links::check(&written, &lookup, quiet, problems))
        },
    );
    let edges = edges::Edges::new(&references);
    problems.extend(unused::check(&content.files, &used.files, &lookup, || unused::Others {
        documents: all.iter().chain(&content.copies).collect(),
        folders: content.broken.iter().map(|broken| broken.folder.as_str()).collect(),
    }));
    consistency::check(&documents, &edges, &mentions.people, &mentions, &mut problems);
    let (index_numbers, (keyword_list, keyword_ids)) = both(
        &mut problems,
        |problems| index_number::assign(&documents, &settings, problems),
        |_| column::keywords(&documents),
    );

    let entries = entries(Parts {
        documents,
        routes_of,
        edges,
        index_numbers,
        keyword_ids,
        columns: &columns,
        mentions: &mentions,
        reviews: &reviews,
        clock,
    });
    let columns = column::fill(columns, &entries);
    let standings = standing::all(&entries, clock, lookup.units());
    let years = column::years(&entries);
    let directory = column::directory(&entries);
    let facets = facet::facets(&entries, &directory, &settings);
    let search = match settings.file.search.unwrap_or(true) && search {
        true => search::segments(&entries),
        false => Vec::new(),
    };
    let pictures = picture::sizes(&content.files, &used.files, &used.pictures, &mut problems);
    let resized = |path: &str| pictures.get(path).is_some_and(|p| !p.widths.is_empty());
    let mut used_files = used.files;
    used_files.retain(|path| used.linked.contains(path) || !resized(path));
    let graph = Graph {
        references,
        quiet: used.quiet,
        search,
        home: content.home,
        columns,
        units,
        people: mentions.people.clone(),
        keywords: keyword_list,
        years,
        directory,
        facets,
        standings,
        mentions,
        pictures,
        picture_places: used.pictures,
        used_files,
        files: content.files,
        words: content.words,
        left_out,
        registries,
        reviews,
        lookup,
        settings,
        clock,
    };
    let (routes, served) = (Arc::default(), Arc::from([]));
    let mut site = Site { entries, routes, served, graph: Arc::new(graph) };
    let addresses = addresses::all(&site, &mut problems);
    site.routes = Arc::new(addresses.routes);
    site.served = addresses.served.into();
    links::check_pages(&site, used.pages, &mut problems);
    (site, problems)
}

/// Two steps side by side; their problems stay in order.
fn both<A: Send, B: Send>(
    problems: &mut Vec<Diagnostic>,
    one: impl FnOnce(&mut Vec<Diagnostic>) -> A + Send,
    other: impl FnOnce(&mut Vec<Diagnostic>) -> B + Send,
) -> (A, B) {
    let mut found = (Vec::new(), Vec::new());
    let values = rayon::join(|| one(&mut found.0), || other(&mut found.1));
    problems.extend(found.0);
    problems.extend(found.1);
    values
}

fn why_word(why: Unpublished) -> &'static str {
    match why {
        Unpublished::Draft => "draft",
        Unpublished::Future => "future",
        Unpublished::Expired => "expired",
        Unpublished::Unapproved => "unapproved",
        Unpublished::Unread => "unread",
    }
}

fn left_out(
    documents: &[Arc<Document>],
    hidden: &RapidHashMap<String, Unpublished>,
    reviews: &Reviews,
) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for why in hidden.values() {
        *counts.entry(why_word(*why)).or_insert(0) += 1;
    }
    let kept = |document: &&Arc<Document>| {
        let kept = reviews.kept(&document.path);
        kept.is_some_and(|kept| Arc::ptr_eq(kept, document))
    };
    match documents.iter().filter(kept).count() {
        0 => counts,
        count => {
            counts.insert("edited", count);
            counts
        }
    }
}

/// Keeps what the audience may see; what stays out is remembered by path, with the reason.
fn publishable(
    documents: Vec<Arc<Document>>,
    clock: DateTime,
    audience: Audience,
    reviews: &Reviews,
) -> (Vec<Arc<Document>>, RapidHashMap<String, Unpublished>) {
    let mut hidden = RapidHashMap::default();
    let mut shown = Vec::with_capacity(documents.len());
    for document in documents {
        let document = match (status(&document, clock, reviews), audience) {
            (Some(Unpublished::Unapproved), Audience::Public) => {
                reviews.kept(&document.path).cloned().unwrap_or(document)
            }
            _ => document,
        };
        match status(&document, clock, reviews) {
            Some(why) if audience == Audience::Public || why == Unpublished::Expired => {
                hidden.insert(document.path.clone(), why);
            }
            _ => shown.push(document),
        }
    }
    shown.sort_by(|a, b| a.path.cmp(&b.path));
    (shown, hidden)
}

fn status(document: &Arc<Document>, clock: DateTime, reviews: &Reviews) -> Option<Unpublished> {
    let common = &document.common;
    if common.draft == Some(true) {
        Some(Unpublished::Draft)
    } else if common.expires_at.is_some_and(|m| m.at <= clock) {
        Some(Unpublished::Expired)
    } else if !reviews.allow(document) {
        Some(Unpublished::Unapproved)
    } else if document.published() > clock {
        Some(Unpublished::Future)
    } else {
        None
    }
}

struct Parts<'a> {
    documents: Vec<Arc<Document>>,
    routes_of: Vec<Route>,
    edges: edges::Edges,
    index_numbers: Vec<Option<String>>,
    keyword_ids: Vec<Vec<KeywordId>>,
    columns: &'a [Column],
    mentions: &'a mentions::Mentions,
    reviews: &'a Reviews,
    clock: DateTime,
}

fn entries(parts: Parts<'_>) -> Vec<Entry> {
    let by_folder: HashMap<&str, ColumnId> = parts
        .columns
        .iter()
        .enumerate()
        .map(|(i, c)| (c.folder.as_str(), ColumnId::at(i)))
        .collect();
    let rest = parts
        .routes_of
        .into_iter()
        .zip(parts.edges.out)
        .zip(parts.edges.back)
        .zip(parts.index_numbers)
        .zip(parts.keyword_ids);
    parts
        .documents
        .into_iter()
        .zip(rest)
        .enumerate()
        .map(|(index, (document, ((((route, out), back), index_no), keywords)))| {
            let id = DocumentId::at(index);
            let column = crate::document::ancestors(&document.folder)
                .find_map(|f| by_folder.get(f).copied());
            let place = Place {
                column,
                unpublished: status(&document, parts.clock, parts.reviews),
                units: parts.mentions.units_of(id),
                people: parts.mentions.people_of(id),
                keywords,
                index_no,
                out,
                back,
                route,
            };
            Entry { document, place: Arc::new(place), is_linked: true }
        })
        .collect()
}
