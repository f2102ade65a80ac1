//! What the makers of views may know of a site, question by question.
//!
//! A maker is given a [`Lens`] and never the site. All that it is told of documents, lists, units, people and files is the
//! answer to a question that [`questions!`] declares, and every question that is asked is noted. What was made then stays
//! right for as long as all its questions have the answers that they had: a maker is a function of what it was told, so
//! with the same answers it would ask the same and make the same. Nothing can be forgotten: what is handed to the maker
//! and what is compared later are one expression, of which all is hashed ([`Told`](super::told::Told)). What needs no
//! question follows from a thing's own name, by which questions are kept ([`keys`](super::keys)), or from the settings, on
//! which everything depends.
//!
//! So an answer should hold no more than makers need: where a list asks for the heads of its documents, their texts may
//! change without its being made again. And an answer must cost less than what is made of it.

use super::document::Card;
use super::expose::Shared;
use super::keys::{FacetValue, Key, Keyed, Keys, Name};
use super::told::{Hasher, Told};
use crate::config::Settings;
use crate::config::limits::SHOWN;
use crate::document::column::HomeFront;
use crate::document::{Document, Kind, KindName, Label, ancestors};
use crate::markdown::Facts;
use crate::read::IndexFile;
use crate::record::Moment;
use crate::site::{
    ColumnId, Destination, DocumentId, Extract, FacetKind, KeywordId, Lapse, Part, Person,
    PersonId, Picture, Relation, Resource, Route, Site, Standing, Unit, UnitId, UnitMentions,
    UnitNames, Unpublished,
};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::cmp::Reverse;
use std::hash::{Hash, Hasher as _};
use std::sync::{Arc, OnceLock};

/// What answers come from.
#[derive(Clone, Copy)]
pub(super) struct Known<'s> {
    pub(super) site: &'s Site,
    pub(super) keys: &'s Keys,
    pub(super) cards: &'s Cards,
}

/// The cards of a site's documents, which many pages show: each is made when it is first asked for, then shared.
#[derive(Debug)]
pub(super) struct Cards {
    slots: Vec<Slot>,
    make: fn(&Lens<'_>, DocumentId) -> Card,
}

/// A card, the same for templates, and what it was made of.
pub(super) type Made = (Card, Shared, Trace);

#[derive(Debug, Default)]
struct Slot {
    made: OnceLock<Arc<Made>>,
    /// That of the site before, which may still be right.
    before: Option<Arc<Made>>,
}

impl Cards {
    /// No card is made yet; `before` gives what there was of a document.
    pub(super) fn new(
        site: &Site,
        make: fn(&Lens<'_>, DocumentId) -> Card,
        before: impl Fn(DocumentId) -> Option<Arc<Made>>,
    ) -> Self {
        let slot = |id| Slot { made: OnceLock::new(), before: before(id) };
        Self { slots: site.ids().map(slot).collect(), make }
    }

    fn get(&self, known: Known<'_>, id: DocumentId) -> &Made {
        let Slot { made, before } = &self.slots[id.index()];
        made.get_or_init(|| {
            let of = Resource::Document(id);
            if let Some(before) = before.as_ref().filter(|before| before.2.holds(known, &of)) {
                return Arc::clone(before);
            }
            let lens = Lens::new(known);
            let card = (self.make)(&lens, id);
            let shared = Shared::new(&card);
            Arc::new((card, shared, lens.trace(&of)))
        })
    }

    /// What there is of a document, here or in the site before.
    pub(super) fn last(&self, id: DocumentId) -> Option<Arc<Made>> {
        let Slot { made, before } = &self.slots[id.index()];
        made.get().or(before.as_ref()).cloned()
    }
}

/// A site as one maker sees it.
pub struct Lens<'s> {
    known: Known<'s>,
    asked: RefCell<Vec<Question>>,
    /// Everything depends on them.
    pub settings: &'s Settings,
}

/// The questions that something was made of, and the hash of what was made and of their answers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Trace {
    /// Sorted, and each once.
    asked: Box<[Question]>,
    answers: u64,
}

impl Trace {
    /// Whether it is made of the same thing, and every question still has the same answer.
    pub(super) fn holds(&self, known: Known<'_>, resource: &Resource) -> bool {
        answers(resource, &self.asked, known) == self.answers
    }
}

fn answers(resource: &Resource, asked: &[Question], known: Known<'_>) -> u64 {
    let mut hash = Hasher::default();
    known.keys.settings.hash(&mut hash);
    resource.tell(known.keys, &mut hash);
    asked.iter().for_each(|question| question.tell(known, &mut hash));
    hash.finish()
}

/// Declares questions: the name of each, the method that asks it, what is asked for with the type of its key, the type of
/// the answer, and the answer.
macro_rules! questions {
    ($(
        $(#[$doc:meta])*
        $name:ident $method:ident($($asked:ident: $type:ty => $key:ty),*) -> $answer:ty = |$known:ident| $value:expr;
    )*) => {
        /// What a maker asked.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        enum Question { $($name($($key),*),)* }

        impl<'s> Lens<'s> {$(
            $(#[$doc])*
            pub(crate) fn $method(&self $(, $asked: $type)*) -> $answer {
                let $known = self.known;
                self.asked.borrow_mut().push(Question::$name($($asked.key(self.known.keys)),*));
                $value
            }
        )*}

        impl Question {
            fn tell<'s>(&'s self, known: Known<'s>, hash: &mut Hasher) {
                match self {$(
                    Self::$name($($asked),*) => {
                        let $known = known;
                        let answer = || -> Option<$answer> {
                            $(let $asked: $type = Keyed::of($asked, known.keys)?;)*
                            Some($value)
                        };
                        answer().tell(known.keys, hash);
                    }
                )*}
            }
        }
    };
}

questions! {
    /// All that stands in a document's file.
    Document document(id: DocumentId => Key) -> &'s Document = |known| known.site.document(id);
    /// What leads to a document.
    Head head(id: DocumentId => Key) -> Head<'s> = |known| Head::of(known.site, id);
    /// Where a document stands.
    Place place(id: DocumentId => Key) -> Place<'s> = |known| Place::of(known.site, id);
    /// The documents to which one refers in one way.
    To to(id: DocumentId => Key, relation: Relation => Relation) -> Vec<DocumentId> =
        |known| known.site.to(id, relation).collect();
    /// The documents that refer to one in one way.
    From from(id: DocumentId => Key, relation: Relation => Relation) -> Vec<DocumentId> =
        |known| known.site.from(id, relation).collect();
    /// How a document lost its validity.
    Lapse lapse(id: DocumentId => Key) -> Option<Lapse> = |known| known.site.lapse(id);
    /// A document as lists show it, and the same for templates.
    Shared shared(id: DocumentId => Key) -> &'s Shared = |known| &known.cards.get(known, id).1;
    /// Where a plan stands.
    Standing standing(id: DocumentId => Key) -> Option<&'s Standing> =
        |known| known.site.standings.get(&id);
    /// The data files of a document.
    Extracts extracts(id: DocumentId => Key) -> Vec<Extract> =
        |known| crate::site::extracts(known.site, id);
    /// The documents before and after one in its column's list.
    Neighbours neighbours(id: DocumentId => Key) -> (Option<DocumentId>, Option<DocumentId>) =
        |known| neighbours(known.site, id);

    /// Every column, in the order of the navigation.
    Columns columns() -> Vec<ColumnId> =
        |known| (0..known.site.columns.len()).map(ColumnId::from_index).collect();
    /// What pages say of a column.
    Column column(id: ColumnId => Key) -> ColumnHead<'s> = |known| ColumnHead::of(known.site, id);
    /// A column's own text: its `_index.md`.
    ColumnText column_text(id: ColumnId => Key) -> ColumnText<'s> =
        |known| ColumnText::of(known.site, id);
    /// The unit that is responsible for a column.
    Owner owner(id: ColumnId => Key) -> Option<UnitId> = |known| known.site.column(id).owner;
    /// The columns above a folder, that of the folder itself first.
    Above above(folder: &str => Box<str>) -> Vec<ColumnId> = |known| above(known.site, folder);

    /// A page of a column's list, and how many documents it has.
    ColumnPage column_page(id: ColumnId => Key, page: usize => u32) -> (&'s [DocumentId], usize) =
        |known| page_of(known.site, &known.site.column(id).documents, page);
    /// A page of a keyword's list.
    KeywordPage keyword_page(id: KeywordId => Key, page: usize => u32) -> (&'s [DocumentId], usize) =
        |known| page_of(known.site, &known.site.keywords[id.index()].documents, page);
    /// A page of a year's list.
    YearPage year_page(year: i16 => i16, page: usize => u32) -> (&'s [DocumentId], usize) =
        |known| page_of(known.site, year_list(known.site, year), page);
    /// A page of the directory.
    DirectoryPage directory_page(page: usize => u32) -> (&'s [DocumentId], usize) =
        |known| page_of(known.site, &known.site.directory, page);
    /// A page of the directory, narrowed.
    FacetPage facet_page(value: FacetValue => Key, page: usize => u32) -> (&'s [DocumentId], usize) =
        |known| page_of(known.site, &known.site.facets[value.0].values[value.1].2, page);
    /// The first documents of a column's list.
    First first(id: ColumnId => Key, count: usize => u32) -> &'s [DocumentId] =
        |known| head_of(&known.site.column(id).documents, count);
    /// The newest documents of a column.
    NewestIn newest_in(id: ColumnId => Key, count: usize => u32) -> Vec<DocumentId> =
        |known| newest(known.site, known.site.column(id).documents.iter().copied(), count);
    /// The newest documents of all.
    Newest newest(count: usize => u32) -> Vec<DocumentId> =
        |known| known.site.years.values().flatten().copied().take(count).collect();
    /// The newest article.
    NewestArticle newest_article() -> Option<DocumentId> = |known| newest_article(known.site);
    /// Plans whose time is now, the newest first.
    PlansNow plans_now(count: usize => u32) -> Vec<DocumentId> =
        |known| newest(known.site, plans_now(known.site), count);
    /// Documents that stand in no column, in the order of their weights.
    Standalone standalone() -> Vec<DocumentId> = |known| standalone(known.site);
    /// The home page's `_index.md`.
    Home home() -> Option<&'s IndexFile<HomeFront>> = |known| known.site.home.as_ref();

    /// Every keyword with the number of its documents.
    Keywords keywords() -> Vec<(KeywordId, usize)> = |known| {
        let counts = known.site.keywords.iter().map(|keyword| keyword.documents.len());
        counts.enumerate().map(|(at, count)| (KeywordId::from_index(at), count)).collect()
    };
    /// Every year with the number of its documents, the newest first.
    Years years() -> Vec<(i16, usize)> =
        |known| known.site.years.iter().map(|(year, list)| (year.0, list.len())).collect();
    /// The ways to narrow the directory: of each value the name, the last part of the address, how many documents.
    Facets facets() -> Vec<(FacetKind, FacetValues<'s>)> = |known| facets(known.site);

    /// Every unit, in the order of their list.
    Units units() -> Vec<UnitId> =
        |known| (0..known.site.units.len()).map(UnitId::from_index).collect();
    /// A unit.
    Unit unit(id: UnitId => Key) -> &'s Unit = |known| known.site.unit(id);
    /// What a unit leads, supports and is member of.
    Tasks unit_tasks(id: UnitId => Key) -> UnitTasks<'s> = |known| UnitTasks::of(known.site, id);
    /// The newest meetings and other documents that concern a unit, and how many more there are.
    UnitDocuments unit_documents(id: UnitId => Key) -> (Vec<DocumentId>, Vec<DocumentId>, usize) =
        |known| unit_documents(known.site, id);
    /// Plans whose reports give values of a unit.
    UnitPlans unit_plans(id: UnitId => Key) -> Vec<DocumentId> = |known| known.site.unit_plans(id);

    /// Everybody who has a page.
    People people() -> Vec<PersonId> = |known| {
        let all = (0..known.site.people.len()).map(PersonId::from_index);
        all.filter(|id| known.site.has_page(*id)).collect()
    };
    /// A person.
    Person person(id: PersonId => Key) -> &'s Person = |known| known.site.person(id);
    /// Where a person is named, in the order of the documents.
    Mentions mentions(id: PersonId => Key) -> Vec<Mention<'s>> =
        |known| mentions(known.site, id);
    /// What units are called.
    UnitNames unit_names() -> &'s UnitNames = |known| known.site.lookup().units();
    /// Everybody whom a name may mean.
    Namesakes namesakes(name: Name => Key) -> Namesakes<'s> =
        |known| namesakes(known, name);

    /// Where a link in a text of a folder (the first) leads.
    Destination target(link: [&str; 2] => Box<[String; 2]>) -> Destination =
        |known| known.site.lookup().destination(link[0], link[1]);
    /// The document that a directive in a text of a folder (the first) names.
    Argument argument(name: [&str; 2] => Box<[String; 2]>) -> Option<DocumentId> =
        |known| known.site.lookup().document_of(name[0], name[1]);
    /// The document of a path.
    Path document_at(path: &str => Box<str>) -> Option<DocumentId> =
        |known| known.site.lookup().document(path);
    /// The address that a path of the site means.
    PageAt page_at(path: &str => Box<str>) -> Option<&'s Route> = |known| known.site.page_at(path);
    /// Whether something stands at an address.
    Address has_address(route: &str => Box<str>) -> bool =
        |known| known.site.routes.contains_key(&Route::file(route));
    /// How large a file is, in bytes.
    Size file_size(path: &str => Box<str>) -> Option<u64> =
        |known| known.site.files.get(path).map(|file| file.size);
    /// A picture.
    Picture picture(path: &str => Box<str>) -> Option<&'s Picture> =
        |known| known.site.pictures.get(path);

    /// The day.
    Today today() -> Date = |known| known.site.clock.date();
    /// Months with meetings, the newest first.
    Months meeting_months() -> Vec<(i16, i8)> = |known| meeting_months(known.keys);
    /// The meetings of a month, in the order of their times.
    Month meetings_in(year: i16 => i16, month: i8 => i8) -> &'s [(DateTime, DocumentId)] =
        |known| meetings_in(known.keys, year, month);
    /// Meetings from today on, the next one first.
    Upcoming upcoming() -> &'s [(DateTime, DocumentId)] =
        |known| upcoming(known.keys, known.site.clock.date());
}

/// What leads to a document.
pub(crate) struct Head<'s> {
    pub(crate) title: &'s str,
    pub(crate) route: &'s Route,
    /// As it was written.
    pub(crate) date: Moment,
    /// By which lists are ordered.
    pub(crate) published: DateTime,
    pub(crate) kind: KindName,
    pub(crate) label: Label,
}

impl<'s> Head<'s> {
    fn of(site: &'s Site, id: DocumentId) -> Self {
        let entry = site.entry(id);
        let document = &entry.document;
        Self {
            title: &document.common.title.value,
            route: &entry.route,
            date: document.common.date,
            published: document.published(),
            kind: document.kind.name(),
            label: document.kind.label(),
        }
    }
}

/// Where a document stands.
pub(crate) struct Place<'s> {
    pub(crate) column: Option<ColumnId>,
    pub(crate) unpublished: Option<Unpublished>,
    pub(crate) units: &'s [UnitId],
    pub(crate) people: &'s [PersonId],
    pub(crate) keywords: &'s [KeywordId],
    pub(crate) index_no: Option<&'s str>,
}

impl<'s> Place<'s> {
    fn of(site: &'s Site, id: DocumentId) -> Self {
        let entry = site.entry(id);
        Self {
            column: entry.column,
            unpublished: entry.unpublished,
            units: &entry.units,
            people: &entry.people,
            keywords: &entry.keywords,
            index_no: entry.index_no.as_deref(),
        }
    }
}

/// What pages say of a column.
#[derive(Hash)]
pub(crate) struct ColumnHead<'s> {
    pub(crate) folder: &'s str,
    pub(crate) route: &'s Route,
    pub(crate) name: &'s str,
    pub(crate) description: &'s str,
    pub(crate) keywords: Vec<&'s str>,
    pub(crate) column_type: &'s str,
    pub(crate) hidden: bool,
}

impl<'s> ColumnHead<'s> {
    fn of(site: &'s Site, id: ColumnId) -> Self {
        let column = site.column(id);
        let front = &column.front;
        Self {
            folder: &column.folder,
            route: &column.route,
            name: &front.name,
            description: front.description.as_deref().unwrap_or_default(),
            keywords: front.keywords.iter().map(|word| &**word).collect(),
            column_type: front.column_type.as_deref().unwrap_or_default(),
            hidden: front.hidden == Some(true),
        }
    }
}

/// A column's own text.
pub(crate) struct ColumnText<'s> {
    pub(crate) markdown: &'s str,
    /// What it holds.
    pub(crate) facts: &'s Facts,
}

impl<'s> ColumnText<'s> {
    fn of(site: &'s Site, id: ColumnId) -> Self {
        let column = site.column(id);
        Self { markdown: &column.source.text[column.body..], facts: &column.facts }
    }
}

/// What a unit leads, supports and is member of: documents, and positions in them.
pub(crate) struct UnitTasks<'s> {
    pub(crate) leads: &'s [(DocumentId, usize)],
    pub(crate) supports: &'s [(DocumentId, usize)],
    pub(crate) members: &'s [(DocumentId, usize)],
}

impl<'s> UnitTasks<'s> {
    fn of(site: &'s Site, id: UnitId) -> Self {
        let UnitMentions { leads, supports, members, .. } = &site.mentions.of_unit[id.index()];
        Self { leads, supports, members }
    }
}

/// A person in a document.
pub(crate) struct Mention<'s> {
    pub(crate) document: DocumentId,
    pub(crate) part: &'s Part,
    pub(crate) post: Option<&'s str>,
    pub(crate) published: DateTime,
    pub(crate) kind: KindName,
}

fn mentions(site: &Site, id: PersonId) -> Vec<Mention<'_>> {
    let all = site.mentions.of_person[id.index()].iter();
    let mention = all.map(|mention| {
        let document = site.document(mention.document);
        Mention {
            document: mention.document,
            part: &mention.part,
            post: mention.post.as_deref(),
            published: document.published(),
            kind: document.kind.name(),
        }
    });
    mention.collect()
}

/// Of each value of a facet the name, the last part of the address, and how many documents have it.
type FacetValues<'s> = Vec<(&'s str, &'s str, usize)>;

/// People whom one name may mean.
pub(crate) struct Namesakes<'s>(Vec<(PersonId, &'s Person)>);

fn namesakes(known: Known<'_>, name: Name) -> Namesakes<'_> {
    let all = known.keys.namesakes(name).iter();
    Namesakes(all.map(|id| (*id, known.site.person(*id))).collect())
}

fn neighbours(site: &Site, id: DocumentId) -> (Option<DocumentId>, Option<DocumentId>) {
    let column = site.entry(id).column.map(|column| site.column(column));
    let Some((column, at)) = column.and_then(|column| Some((column, column.position(id)?))) else {
        return (None, None);
    };
    let at_place = |at: usize| column.documents.get(at).copied();
    (at.checked_sub(1).and_then(at_place), at_place(at + 1))
}

fn above(site: &Site, folder: &str) -> Vec<ColumnId> {
    let column = |folder: &str| site.columns.iter().position(|column| column.folder == folder);
    ancestors(folder).filter_map(column).map(ColumnId::from_index).collect()
}

fn page_of<'s>(site: &Site, list: &'s [DocumentId], page: usize) -> (&'s [DocumentId], usize) {
    let size = site.settings.page_size;
    let start = page.saturating_sub(1).saturating_mul(size);
    let rest = list.get(start..).unwrap_or_default();
    (&rest[..rest.len().min(size)], list.len())
}

fn head_of(list: &[DocumentId], count: usize) -> &[DocumentId] {
    &list[..list.len().min(count)]
}

fn year_list(site: &Site, year: i16) -> &[DocumentId] {
    site.years.get(&Reverse(year)).map(Vec::as_slice).unwrap_or_default()
}

/// The newest of some documents, in their order; of one moment, by path. It costs no more than a look at each.
fn newest(
    site: &Site,
    documents: impl Iterator<Item = DocumentId>,
    count: usize,
) -> Vec<DocumentId> {
    let order = |id: DocumentId| (Reverse(site.document(id).published()), id);
    let mut all: Vec<_> = documents.map(order).collect();
    if count > 0 && count < all.len() {
        all.select_nth_unstable(count - 1);
    }
    all.truncate(count);
    all.sort_unstable();
    all.into_iter().map(|(_, id)| id).collect()
}

fn newest_article(site: &Site) -> Option<DocumentId> {
    let is_article = |id: &&DocumentId| site.document(**id).kind.name() == KindName::Article;
    site.years.values().flatten().find(is_article).copied()
}

fn plans_now(site: &Site) -> impl Iterator<Item = DocumentId> {
    let today = site.clock.date();
    site.standings.keys().copied().filter(move |id| match &site.document(*id).kind {
        Kind::Plan(plan) => plan.period.start.0 <= today && today <= plan.period.end.0,
        _ => false,
    })
}

fn standalone(site: &Site) -> Vec<DocumentId> {
    let mut pages: Vec<_> = site.ids().filter(|id| site.entry(*id).column.is_none()).collect();
    pages.sort_by_key(|id| (site.document(*id).common.weight.map_or(u32::MAX, |w| w.0), *id));
    pages
}

fn facets(site: &Site) -> Vec<(FacetKind, FacetValues<'_>)> {
    let facets = site.facets.iter().map(|facet| {
        let values = facet.values.iter();
        let values = values.map(|(name, part, list)| (name.as_str(), part.as_str(), list.len()));
        (facet.kind, values.collect())
    });
    facets.collect()
}

fn unit_documents(site: &Site, id: UnitId) -> (Vec<DocumentId>, Vec<DocumentId>, usize) {
    let all = site.mentions.of_unit[id.index()].documents.iter().copied();
    let is_meeting = |id: &DocumentId| site.document(*id).kind.name() == KindName::Meeting;
    let (meetings, others): (Vec<_>, Vec<_>) = all.partition(is_meeting);
    let more = [&meetings, &others].map(|list| list.len().saturating_sub(SHOWN)).iter().sum();
    let [meetings, others] = [meetings, others].map(|list| newest(site, list.into_iter(), SHOWN));
    (meetings, others, more)
}

fn meeting_months(keys: &Keys) -> Vec<(i16, i8)> {
    let mut months: Vec<_> = keys.meetings.iter().map(|(at, _)| (at.year(), at.month())).collect();
    months.dedup();
    months.reverse();
    months
}

fn meetings_in(keys: &Keys, year: i16, month: i8) -> &[(DateTime, DocumentId)] {
    let of = |(at, _): &(DateTime, DocumentId)| (at.year(), at.month());
    let from = keys.meetings.partition_point(|meeting| of(meeting) < (year, month));
    let rest = &keys.meetings[from..];
    &rest[..rest.partition_point(|meeting| of(meeting) == (year, month))]
}

fn upcoming(keys: &Keys, today: Date) -> &[(DateTime, DocumentId)] {
    &keys.meetings[keys.meetings.partition_point(|(at, _)| at.date() < today)..]
}

/// What follows from the name of a thing, or from the settings: no question.
impl<'s> Lens<'s> {
    /// Nothing is asked yet.
    pub(super) fn new(known: Known<'s>) -> Self {
        Self { known, asked: RefCell::default(), settings: &known.site.settings }
    }

    /// What was asked to make this.
    pub(super) fn trace(self, resource: &Resource) -> Trace {
        let mut asked = self.asked.into_inner();
        asked.sort_unstable();
        asked.dedup();
        let answers = answers(resource, &asked, self.known);
        Trace { asked: asked.into(), answers }
    }

    /// The card of a document.
    pub(crate) fn card(&self, id: DocumentId) -> &'s Card {
        self.shared(id);
        &self.known.cards.get(self.known, id).0
    }

    /// Whom a name in a document means.
    pub(crate) fn person_named(
        &self,
        name: &str,
        post: Option<&str>,
        unit: Option<UnitId>,
    ) -> Option<PersonId> {
        self.namesakes(Name::new(name));
        self.known.site.mentions.person(name, post, unit)
    }

    /// A document's path.
    pub(crate) fn path(&self, id: DocumentId) -> &'s str {
        &self.known.site.document(id).path
    }

    /// A keyword.
    pub(crate) fn keyword(&self, id: KeywordId) -> &'s str {
        &self.known.site.keywords[id.index()].name
    }

    /// Where a page finds a picture; see [`Site::picture_urls`].
    pub(crate) fn picture_urls(&self, path: &str) -> (String, String) {
        self.picture(path);
        self.known.site.picture_urls(path)
    }

    /// The file of the content folder that a document in a folder names.
    pub(crate) fn file(&self, folder: &str, name: &str) -> Option<String> {
        match self.target([folder, name]) {
            Destination::File(path) => Some(path),
            _ => None,
        }
    }

    /// The address of a keyword's list.
    pub(crate) fn keyword_route(&self, id: KeywordId) -> Route {
        self.known.site.keyword_route(id)
    }

    /// The address of a facet's value.
    pub(crate) fn facet_route(&self, facet: usize, value: usize) -> Route {
        self.known.site.facet_route(facet, value)
    }

    /// A path as it stands in pages.
    pub(crate) fn url(&self, route: &Route) -> String {
        self.known.site.url(route)
    }

    /// A full address.
    pub(crate) fn full_url(&self, route: &Route) -> String {
        self.known.site.full_url(route)
    }

    /// The full address of a path that carries the sub-path already.
    pub(crate) fn absolute(&self, url: &str) -> String {
        self.known.site.absolute(url)
    }

    /// An address as the settings give it.
    pub(crate) fn written_url(&self, url: &str) -> String {
        self.known.site.written_url(url)
    }

    /// The address of a page in traditional characters, where it has one.
    pub(crate) fn traditional(&self, route: &Route) -> Option<Route> {
        let wanted = self.settings.file.traditional == Some(true);
        let mirror = wanted.then(|| self.known.site.traditional_route(route))?;
        self.has_address(mirror.as_str()).then_some(mirror)
    }

    /// The address of the search.
    pub(crate) fn search_route(&self) -> Route {
        self.known.site.search_route()
    }
}

impl Told for Head<'_> {
    fn tell(&self, _: &Keys, hash: &mut Hasher) {
        let Self { title, route, date, published, kind, label } = self;
        (title, route, date, published, kind, label.number).hash(hash);
    }
}

impl Told for Place<'_> {
    fn tell(&self, keys: &Keys, hash: &mut Hasher) {
        let Self { column, unpublished, units, people, keywords, index_no } = self;
        unpublished.hash(hash);
        (column, *units, *people, *keywords).tell(keys, hash);
        index_no.hash(hash);
    }
}

impl Told for ColumnHead<'_> {
    fn tell(&self, _: &Keys, hash: &mut Hasher) {
        self.hash(hash);
    }
}

/// The facts follow from the text.
impl Told for ColumnText<'_> {
    fn tell(&self, _: &Keys, hash: &mut Hasher) {
        self.markdown.hash(hash);
    }
}

impl Told for UnitTasks<'_> {
    fn tell(&self, keys: &Keys, hash: &mut Hasher) {
        let Self { leads, supports, members } = self;
        (*leads, *supports, *members).tell(keys, hash);
    }
}

impl Told for Mention<'_> {
    fn tell(&self, keys: &Keys, hash: &mut Hasher) {
        let Self { document, part, post, published, kind } = self;
        document.tell(keys, hash);
        (part, post, published, kind).hash(hash);
    }
}

impl Told for Namesakes<'_> {
    fn tell(&self, keys: &Keys, hash: &mut Hasher) {
        self.0.len().hash(hash);
        self.0.iter().for_each(|namesake| namesake.tell(keys, hash));
    }
}
