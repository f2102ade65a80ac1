//! What is written where: every file of a site is claimed once, by the file that it becomes on a disk or a server.
//!
//! `/x` and `/x/` and `/x/index.html`, a file and a folder of one name, names that differ in capitals, in how their
//! characters are composed or in percent signs are one claim: some disk or server would take them for one.

use super::former::{Former, OldAddress};
use super::{DocumentId, FeedScope, Resource, Route};
use crate::diagnostic::Span;
use crate::read::decoded;
use icu_normalizer::ComposingNormalizerBorrowed;
use rayon::slice::ParallelSliceMut;

/// Who has something written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Claimant {
    /// What stands at an address.
    Resource(Resource),
    /// `robots.txt` and the site map for search engines.
    ForRobots,
    /// A file of the theme.
    Theme,
}

/// An address with who claims it.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// The file that it becomes, as the most careless disk tells files apart; `/` is the lowest character of all, so that
    /// what lies in a folder follows it at once.
    key: String,
    /// How many claims were made before.
    pub(super) order: u32,
    pub(super) route: Route,
    pub(super) claimant: Claimant,
    /// Where it was written, where that is not where the claimant was.
    pub(super) span: Option<Span>,
    /// Set where no file is written, since the web server leads on.
    pub(super) served: Option<OldAddress>,
}

/// Two claims that cannot both be kept.
#[derive(Debug)]
pub(super) struct Collision {
    /// The one that was made before.
    pub(super) first: Claim,
    pub(super) second: Claim,
    pub(super) conflict: Conflict,
}

impl Collision {
    fn new(one: &Claim, other: &Claim, conflict: Conflict) -> Self {
        let (first, second) = if one.order < other.order { (one, other) } else { (other, one) };
        Self { first: first.clone(), second: second.clone(), conflict }
    }
}

/// The claims of a site.
pub(super) struct Claims<'a> {
    /// The path below which the site stands on its host.
    prefix: &'a str,
    claims: Vec<Claim>,
}

impl<'a> Claims<'a> {
    pub(super) fn new(prefix: &'a str) -> Self {
        Self { prefix, claims: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.claims.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Claim> {
        self.claims.iter()
    }

    /// Claims a file.
    pub(super) fn add(&mut self, route: Route, claimant: Claimant) {
        self.push(key(&route.output()), route, claimant, None, None);
    }

    /// Claims what a document's former address needs.
    pub(super) fn add_former(&mut self, former: Former, document: DocumentId, span: Span) {
        let claimant = Claimant::Resource(Resource::Redirect(document));
        match former {
            Former::Page(route) => {
                self.push(key(&route.output()), route, claimant, Some(span), None);
            }
            Former::Server(address) => {
                let route = Route::file(&decoded(&address.path));
                let key = self.served_key(&address);
                self.push(key, route, claimant, Some(span), Some(address));
            }
        }
    }

    /// An address without a query that a page could have too is compared with pages, others among themselves.
    fn served_key(&self, address: &OldAddress) -> String {
        let below = address.path.strip_prefix(self.prefix);
        match (below, &address.query) {
            (Some(path), None) => key(&Route::folder(&decoded(path)).output()),
            (_, query) => format!("\0{}?{}", address.path, query.as_deref().unwrap_or_default()),
        }
    }

    fn push(
        &mut self,
        key: String,
        route: Route,
        claimant: Claimant,
        span: Option<Span>,
        served: Option<OldAddress>,
    ) {
        let order = u32::try_from(self.claims.len()).unwrap_or(u32::MAX);
        self.claims.push(Claim { key, order, route, claimant, span, served });
    }

    /// Keeps those that can be kept; the others are told of, each with what is in its way.
    pub(super) fn settle(&mut self) -> Vec<Collision> {
        self.claims.par_sort_by(|a, b| (&a.key, a.order).cmp(&(&b.key, b.order)));
        let mut collisions = Vec::new();
        let mut kept: Vec<Claim> = Vec::with_capacity(self.claims.len());
        for claim in std::mem::take(&mut self.claims) {
            match kept.last().and_then(|last| Some((last, last.conflict(&claim)?))) {
                Some((last, conflict)) => collisions.push(Collision::new(last, &claim, conflict)),
                None => kept.push(claim),
            }
        }
        for packed in kept.iter().filter(|claim| is_packed(&claim.key)) {
            let page = &packed.key[..packed.key.len() - ".gz".len()];
            if let Ok(at) = kept.binary_search_by(|claim| claim.key.as_str().cmp(page)) {
                collisions.push(Collision::new(&kept[at], packed, Conflict::Packed));
            }
        }
        self.claims = kept;
        collisions
    }

    /// What was claimed, by the file.
    pub(super) fn into_claims(self) -> Vec<Claim> {
        self.claims
    }
}

/// A path of the output folder as the most careless disk reads it.
fn key(output: &str) -> String {
    if output.contains('%') {
        return key_of_decoded(&decoded(output));
    }
    key_of_decoded(output)
}

fn key_of_decoded(output: &str) -> String {
    if output.is_ascii() {
        let careless =
            |byte: u8| if byte == b'/' { '\0' } else { byte.to_ascii_lowercase().into() };
        return output.bytes().map(careless).collect();
    }
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(output);
    composed.to_lowercase().replace('/', "\0")
}

/// Servers take `x.csv.gz` for a form of `x.csv`, and publishing makes it.
fn is_packed(key: &str) -> bool {
    key.ends_with(".gz") || key.ends_with(".br")
}

/// How two claims exclude each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Conflict {
    /// They are one file.
    File,
    /// One is a file where the other needs a folder.
    Folder,
    /// One is the name of the other's compressed form.
    Packed,
}

impl Claim {
    /// How a claim that follows in their order excludes this one.
    fn conflict(&self, next: &Self) -> Option<Conflict> {
        let rest = next.key.strip_prefix(&self.key)?;
        if rest.is_empty() {
            // Two spellings of an old address may both be needed, where disks tell them apart.
            return (self.claimant != next.claimant).then_some(Conflict::File);
        }
        rest.starts_with('\0').then_some(Conflict::Folder)
    }

    /// Whose fault a collision is: what belongs to one document or list is told once.
    pub(super) fn owner(&self) -> Claimant {
        match &self.claimant {
            Claimant::Resource(Resource::Report(id) | Resource::Extract(id, _)) => {
                Claimant::Resource(Resource::Document(*id))
            }
            Claimant::Resource(
                Resource::Column(id, _) | Resource::Feed(FeedScope::Column(id), _),
            ) => Claimant::Resource(Resource::Column(*id, 1)),
            Claimant::Resource(Resource::Keyword(id, _)) => {
                Claimant::Resource(Resource::Keyword(*id, 1))
            }
            Claimant::Resource(Resource::Year(year, _)) => {
                Claimant::Resource(Resource::Year(*year, 1))
            }
            Claimant::Resource(Resource::Directory(facet, _)) => {
                Claimant::Resource(Resource::Directory(*facet, 1))
            }
            other => other.clone(),
        }
    }

    pub(super) fn is_former(&self) -> bool {
        matches!(self.claimant, Claimant::Resource(Resource::Redirect(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(number: usize) -> Claimant {
        Claimant::Resource(Resource::Document(DocumentId::at(number)))
    }

    fn conflicts(routes: &[Route]) -> Vec<(usize, usize, Conflict)> {
        let mut claims = Claims::new("/yunxi");
        for (number, route) in routes.iter().enumerate() {
            claims.add(route.clone(), document(number));
        }
        let all = routes.len();
        let collisions = claims.settle();
        assert_eq!(
            claims.len() + collisions.iter().filter(|c| c.conflict != Conflict::Packed).count(),
            all
        );
        let told = |c: &Collision| (c.first.order as usize, c.second.order as usize, c.conflict);
        collisions.iter().map(told).collect()
    }

    #[test]
    fn what_some_disk_takes_for_one() {
        let (file, folder) = (Route::file, Route::folder);
        for (one, other, conflict) in [
            (folder("a"), folder("a"), Some(Conflict::File)),
            (folder("a"), file("a/index.html"), Some(Conflict::File)),
            (folder("A"), folder("a"), Some(Conflict::File)),
            (folder("caf\u{e9}"), folder("cafe\u{301}"), Some(Conflict::File)),
            (folder("CAF\u{c9}"), folder("cafe\u{301}"), Some(Conflict::File)),
            (folder("隆"), folder("\u{f9dc}"), Some(Conflict::File)),
            (folder("公告"), folder("%E5%85%AC%E5%91%8A"), Some(Conflict::File)),
            (file("a"), folder("a"), Some(Conflict::Folder)),
            (folder("a/b/c"), file("A/b"), Some(Conflict::Folder)),
            (file("a.csv"), file("a.csv.gz"), Some(Conflict::Packed)),
            (file("a/index.html.br"), folder("a"), Some(Conflict::Packed)),
            (folder("a"), folder("a/b"), None),
            (folder("a"), file("a.html"), None),
            (file("a!"), folder("a"), None),
            (folder("三农"), folder("三農"), None),
            (folder("５G"), folder("5G"), None),
            (folder("100%"), folder("100"), None),
        ] {
            let found = conflicts(&[one.clone(), other.clone()]);
            let expected: Vec<_> = conflict.into_iter().map(|conflict| (0, 1, conflict)).collect();
            assert_eq!(found, expected, "{one} {other}");
        }
    }

    #[test]
    fn what_lies_in_a_file_is_found_behind_its_neighbours() {
        let routes = ["a", "a!/x", "a b/x", "a/x/y", "a-/x"].map(Route::file);
        assert_eq!(conflicts(&routes), [(0, 3, Conflict::Folder)]);
    }

    #[test]
    fn one_document_may_claim_a_file_twice() {
        let mut claims = Claims::new("");
        for path in ["old.html", "Old.html", "old.html"] {
            let former = Former::Page(Route::file(path));
            claims.add_former(former, DocumentId::at(0), Span::default());
        }
        assert!(claims.settle().is_empty());
    }
}
