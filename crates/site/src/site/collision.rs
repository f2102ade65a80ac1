//! What is told of claims that cannot be kept: both parties, where they were written, why they are one, and the mend.

use super::claims::{Claim, Claimant, Claims, Collision, Conflict};
use super::{ColumnId, DocumentId, FeedScope, PersonId, Resource, Route, Site};
use crate::diagnostic::{Code, Diagnostic, Source, Span, Words};
use crate::say;
use icu_normalizer::ComposingNormalizerBorrowed;
use std::collections::HashSet;
use std::sync::Arc;

/// The longest name that file systems take, in bytes; a file's needs room for the `.gz` of its compressed form.
const LONGEST_NAME: usize = 255;

/// The longest path in bytes: object stores take 1,024 with the folder before it.
const LONGEST_PATH: usize = 1000;

/// One problem for two parties, however many files they share: that of the page, which is claimed before its feeds.
pub(super) fn collisions(site: &Site, mut found: Vec<Collision>) -> Vec<Diagnostic> {
    found.sort_by_key(|collision| collision.second.order);
    let mut told = HashSet::new();
    let party = |claim: &Claim| (claim.owner(), claim.span);
    found.retain(|found| told.insert([party(&found.first), party(&found.second)]));
    found.iter().map(|found| collision(site, found)).collect()
}

/// What no disk takes, whoever claims it.
pub(super) fn faults(site: &Site, claims: &Claims<'_>) -> Vec<Diagnostic> {
    claims.iter().filter_map(|claim| fault(site, claim)).collect()
}

/// Problems of files of a theme that would lie over what stands on the site; their addresses are known when it is loaded.
pub fn theme_claims<'r>(site: &Site, assets: impl Iterator<Item = &'r Route>) -> Vec<Diagnostic> {
    let mut claims = Claims::new(&site.settings.prefix);
    let near = |route: &&Route| {
        let first = route.as_str().trim_start_matches('/').split('/').next().unwrap_or_default();
        first.eq_ignore_ascii_case("assets")
    };
    for route in site.routes.keys().filter(near) {
        claims.add(route.clone(), Claimant::Resource(site.routes[route].clone()));
    }
    assets.for_each(|route| claims.add(route.clone(), Claimant::Theme));
    collisions(site, claims.settle())
}

/// What a claim is called, and where it was written.
struct Party {
    words: Words,
    place: Option<(Arc<Source>, Span)>,
    /// Of a file that is published as it is, from the site's folder.
    file: Option<String>,
}

impl Party {
    fn of(site: &Site, claim: &Claim) -> Self {
        let mut party = Self::claimant(site, &claim.claimant);
        if let (Some((_, span)), Some(written)) = (&mut party.place, claim.span) {
            *span = written;
        }
        party
    }

    fn claimant(site: &Site, claimant: &Claimant) -> Self {
        let resource = match claimant {
            Claimant::Resource(resource) => resource,
            Claimant::ForRobots => {
                return Self::own(say!(
                    "网站给搜索引擎的文件",
                    "the site's own files for search engines"
                ));
            }
            Claimant::Theme => return Self::own(say!("主题的文件", "a file of the theme")),
        };
        match resource {
            Resource::Document(id) => {
                Self::document(site, *id, |path| say!("文档 {path}", "the document {path}"))
            }
            Resource::Report(id) => Self::document(site, *id, |path| {
                say!("文档 {path} 的进展页", "the report page of {path}")
            }),
            Resource::Extract(id, _) => Self::document(site, *id, |path| {
                say!("文档 {path} 的数据文件", "a data file of {path}")
            }),
            Resource::Redirect(id) => Self::former(site, *id),
            Resource::Column(id, _) => {
                Self::column(site, *id, |path| say!("栏目 {path}", "the column {path}"))
            }
            Resource::Feed(FeedScope::Column(id), _) => Self::column(site, *id, |path| {
                say!("栏目 {path} 的订阅文件", "the feed of the column {path}")
            }),
            Resource::Keyword(id, _) => {
                let keyword = &site.keywords[id.index()];
                Self::term(site, &keyword.documents, &keyword.name, say!("关键词", "the keyword"))
            }
            Resource::Directory(Some((facet, value)), _) => {
                let (name, _, documents) = &site.facets[*facet].values[*value];
                Self::term(
                    site,
                    documents,
                    name,
                    say!("公开目录的分类", "the class of the directory"),
                )
            }
            Resource::Person(id) => Self::person(site, *id),
            Resource::Unit(id) => {
                let entry = &site.unit(*id).entry;
                let (name, span) = (&entry.name.value, entry.id.span);
                let file = site.registries.iter().find(|file| file.path.ends_with("units.yaml"));
                Self {
                    words: say!("单位“{name}”", "the unit `{name}`"),
                    place: file.map(|file| (Arc::clone(file), span)),
                    file: None,
                }
            }
            Resource::File(path) => Self::file(path, |path| say!("文件 {path}", "the file {path}")),
            Resource::Picture(path, _) => Self::file(path, |path| {
                say!("缩小了的图片 {path}", "a smaller form of the picture {path}")
            }),
            Resource::Traditional(page) => {
                let party = Self::claimant(site, &Claimant::Resource(page.as_ref().clone()));
                let Words { zh, en } = &party.words;
                Self {
                    words: say!("{zh}（繁体版）", "{en}, in traditional characters"), ..party
                }
            }
            own => Self::own(own_page(own)),
        }
    }

    fn own(words: Words) -> Self {
        Self { words, place: None, file: None }
    }

    fn document(site: &Site, id: DocumentId, words: fn(&str) -> Words) -> Self {
        let document = site.document(id);
        let slug = document.common.slug.as_ref().map(|slug| slug.span);
        let span = slug.unwrap_or(document.common.title.span);
        Self {
            words: words(&document.source.path),
            place: Some((Arc::clone(&document.source), span)),
            file: None,
        }
    }

    fn former(site: &Site, id: DocumentId) -> Self {
        let document = site.document(id);
        let path = &document.source.path;
        let first = document.common.aliases.first();
        Self {
            words: say!("文档 {path} 的旧网址", "a former address of {path}"),
            place: Some((Arc::clone(&document.source), first.map_or(document.front, |a| a.span))),
            file: None,
        }
    }

    fn column(site: &Site, id: ColumnId, words: fn(&str) -> Words) -> Self {
        let source = &site.column(id).source;
        Self {
            words: words(&source.path),
            place: Some((Arc::clone(source), Span::new(0, 3))),
            file: None,
        }
    }

    /// A word that documents are listed by.
    fn term(site: &Site, documents: &[DocumentId], name: &str, kind: Words) -> Self {
        let Words { zh, en } = kind;
        let place = documents.first().map(|id| {
            let document = site.document(*id);
            (Arc::clone(&document.source), document.in_front(&[name]))
        });
        let path = place.as_ref().map_or("", |(source, _)| source.path.as_str());
        Self {
            words: say!("{zh}“{name}”（{path}）", "{en} `{name}` ({path})"), place, file: None
        }
    }

    fn person(site: &Site, id: PersonId) -> Self {
        let name = &site.person(id).name;
        let documents: Vec<DocumentId> =
            site.mentions.of_person[id.index()].iter().map(|mention| mention.document).collect();
        Self::term(site, &documents, name, say!("人员", "the person"))
    }

    fn file(path: &str, words: fn(&str) -> Words) -> Self {
        let path = format!("content/{path}");
        Self { words: words(&path), place: None, file: Some(path) }
    }
}

/// A page that follows from no single file.
fn own_page(resource: &Resource) -> Words {
    let (zh, en) = match resource {
        Resource::Home => ("首页", "home page"),
        Resource::Units => ("“单位”页", "page of units"),
        Resource::People => ("“人员”页", "page of people"),
        Resource::Keywords => ("“关键词”页", "page of keywords"),
        Resource::Years | Resource::Year(..) => ("“年份”页", "pages of years"),
        Resource::Directory(..) => ("政府信息公开目录", "directory"),
        Resource::Calendar(_) | Resource::CalendarFile => ("会议日历", "calendar of meetings"),
        Resource::SiteMap => ("网站地图", "site map"),
        Resource::SearchPage | Resource::Search(_) => ("站内搜索", "search"),
        Resource::StylePage => ("样式页", "page of the theme's style"),
        Resource::NotFound => ("“网页不存在”页", "page for what is not there"),
        Resource::Leaving => ("离站提示页", "page before a reader leaves"),
        Resource::Feed(..) => ("订阅文件", "feeds"),
        _ => ("网页", "page"),
    };
    say!("网站自己的{zh}", "the site's own {en}")
}

fn collision(site: &Site, found: &Collision) -> Diagnostic {
    let Collision { first, second, conflict } = found;
    let conflict = *conflict;
    let (one, other) = (Party::of(site, first), Party::of(site, second));
    let problem =
        Diagnostic::error(Code::SameAddress, said(site, (first, &one), (second, &other), conflict));
    let problem = match (one.place, other.place, one.file.or(other.file)) {
        (Some((source, span)), Some((again, place)), _) => problem
            .with(&again, place, say!("第二处", "the second"))
            .with(&source, span, say!("第一处在这里", "the first is here")),
        (Some((source, span)), None, _) | (None, Some((source, span)), _) => {
            problem.at(&source, span)
        }
        (None, None, Some(file)) => problem.in_file(file),
        (None, None, None) => problem,
    };
    let problem = match why_one(&shown(site, first), &shown(site, second)) {
        Some(why) if conflict == Conflict::File => problem.hint(why),
        _ => problem,
    };
    problem.hint(mending(first, second))
}

/// The address as it was written, else as a reader would ask for it.
fn shown(site: &Site, claim: &Claim) -> String {
    let Claimant::Resource(Resource::Redirect(id)) = &claim.claimant else {
        return claim.route.to_string();
    };
    let aliases = &site.document(*id).common.aliases;
    let alias = aliases.iter().find(|alias| Some(alias.span) == claim.span);
    alias.map_or_else(|| claim.route.to_string(), |alias| alias.value.to_string())
}

fn said(
    site: &Site,
    (first, one): (&Claim, &Party),
    (second, other): (&Claim, &Party),
    conflict: Conflict,
) -> Words {
    let (a, b) = (shown(site, first), shown(site, second));
    let (Words { zh: zh1, en: en1 }, Words { zh: zh2, en: en2 }) = (&one.words, &other.words);
    let depth = |output: &String| output.matches('/').count();
    let file = [first, second].map(|claim| claim.route.output()).into_iter().min_by_key(depth);
    let file = file.unwrap_or_default();
    match conflict {
        Conflict::File if a == b => say!(
            "网址“{a}”有两处要用：一处是{zh1}，一处是{zh2}",
            "the address {a} is wanted twice: by {en1} and by {en2}"
        ),
        Conflict::File => say!(
            "“{a}”和“{b}”是同一个网址，有两处要用：一处是{zh1}，一处是{zh2}",
            "{a} and {b} are one address, wanted twice: by {en1} and by {en2}"
        ),
        Conflict::Folder => say!(
            "“/{file}”不能又是文件又是文件夹：一处是{zh1}，一处是{zh2}",
            "/{file} cannot be a file and a folder: it is wanted by {en1} and by {en2}"
        ),
        Conflict::Packed => say!(
            "“{b}”是“{a}”压缩以后的文件名：一处是{zh1}，一处是{zh2}",
            "{b} is the name of {a} when it is compressed: they are wanted by {en2} and by {en1}"
        ),
    }
}

/// Why two spellings are one address, where that is not plain to see.
fn why_one(one: &str, other: &str) -> Option<Words> {
    let folder = |path: &str| path.trim_end_matches("index.html").trim_end_matches('/').to_owned();
    let composed = |path: &str| ComposingNormalizerBorrowed::new_nfc().normalize(path).into_owned();
    if one == other {
        None
    } else if folder(one) == folder(other) {
        let is_index = [one, other].iter().any(|path| path.ends_with("index.html"));
        is_index.then(|| {
            say!(
                "“/”结尾的网址就是其中的 index.html",
                "an address that ends in `/` is its index.html"
            )
        })
    } else if one.to_lowercase() == other.to_lowercase() {
        Some(say!(
            "只是大小写不同：Windows、macOS 和有的服务器不分大小写",
            "only capitals differ: Windows, macOS and some servers do not tell them apart"
        ))
    } else if composed(one) == composed(other) {
        Some(say!(
            "看上去一样，只是字符的编码不同：把其中一个名字重新打一遍",
            "they look the same and are composed of other characters: type one of them again"
        ))
    } else if one.contains('#') || other.contains('#') {
        Some(say!(
            "浏览器不把“#”和它后面的部分发给服务器",
            "browsers do not send `#` and what follows it to a server"
        ))
    } else if one.contains('%') != other.contains('%') {
        Some(say!("带“%”的是另一个的编码写法", "the one with `%` is the other one, encoded"))
    } else {
        None
    }
}

fn mending(first: &Claim, second: &Claim) -> Words {
    let any = |wanted: fn(&Resource) -> bool| {
        [first, second].iter().any(|claim| match &claim.claimant {
            Claimant::Resource(resource) => wanted(resource),
            _ => false,
        })
    };
    if any(|resource| matches!(resource, Resource::Redirect(_))) {
        say!("去掉这个旧网址，或者改正", "take the former address out, or correct it")
    } else if any(|resource| matches!(resource, Resource::File(_) | Resource::Picture(..))) {
        say!(
            "给文件换个名字，引用它的地方一起改",
            "give the file another name, and write that where it is referred to"
        )
    } else if any(|resource| matches!(resource, Resource::Document(_))) {
        say!(
            "给文档换个文件名，或者写一个“网址名”",
            "give the document another file name, or a `slug`"
        )
    } else if any(|resource| matches!(resource, Resource::Column(..) | Resource::Feed(..))) {
        say!("给栏目的文件夹换个名字", "give the column's folder another name")
    } else if any(|resource| matches!(resource, Resource::Unit(_))) {
        say!("给单位换个编号", "give the unit another id")
    } else {
        say!("两处写成一样的", "write both in the same way")
    }
}

/// What is wrong with a name, whoever has it.
fn fault(site: &Site, claim: &Claim) -> Option<Diagnostic> {
    let words = too_long(&claim.route.output()).filter(|_| claim.served.is_none())?;
    let party = Party::of(site, claim);
    let (code, hint) = match claim.is_former() {
        true => (Code::Alias, say!("去掉这个旧网址", "take this former address out")),
        false => (Code::FileName, say!("换个短一些的文件名", "give it a shorter file name")),
    };
    let problem = Diagnostic::error(code, words).hint(hint);
    Some(match (party.place, party.file) {
        (Some((source, span)), _) => problem.at(&source, span),
        (None, Some(file)) => problem.in_file(file),
        (None, None) => problem,
    })
}

fn too_long(output: &str) -> Option<Words> {
    let (folders, file) = output.rsplit_once('/').unwrap_or(("", output));
    let parts = folders.split('/').map(|name| (name, LONGEST_NAME));
    let mut parts = parts.chain([(file, LONGEST_NAME - ".gz".len())]);
    if let Some((name, longest)) = parts.find(|(name, longest)| name.len() > *longest) {
        let (shown, length): (String, usize) = (name.chars().take(20).collect(), name.len());
        return Some(say!(
            "“{shown}……”这个名字太长：{length} 个字节，最多 {longest} 个（一个汉字 3 个）",
            "the name `{shown}…` is too long: {length} bytes, where {longest} are allowed"
        ));
    }
    let length = output.len();
    (length > LONGEST_PATH).then(|| {
        say!(
            "网址太长：{length} 个字节，最多 {LONGEST_PATH} 个（一个汉字 3 个）",
            "the address is too long: {length} bytes, where {LONGEST_PATH} are allowed"
        )
    })
}
