//! The parts of a Word file that a text refers to: relations, notes, properties.

use crate::import::manuscript::{Place, Stated};
use crate::office::{Element, Fault, Package};
use std::collections::BTreeMap;

/// Where a part leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    /// A part's name, or an address.
    pub(super) target: String,
    /// The last word of its type: `image`, `hyperlink`.
    pub(super) kind: String,
    /// Whether it leads out of the file.
    pub(super) external: bool,
}

/// By their ids.
pub(super) type Relations = BTreeMap<String, Relation>;

/// Where the part `word/NAME` leads to.
pub(super) fn relations(package: &mut Package<'_>, name: &str) -> Result<Relations, Fault> {
    let root = root(package, &format!("word/_rels/{name}.rels"))?;
    let relations = root.all("Relationship").filter_map(|element| {
        let external = element.attribute("TargetMode") == Some("External");
        let target = element.attribute("Target")?;
        let kind = element.attribute("Type").unwrap_or_default();
        let relation = Relation {
            target: match external {
                true => target.to_owned(),
                false => within("word", target),
            },
            kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
            external,
        };
        Some((element.attribute("Id")?.to_owned(), relation))
    });
    Ok(relations.collect())
}

/// A part's name from the folder of the part that refers to it.
fn within(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

/// A part as a tree; an empty one where there is none.
pub(super) fn root(package: &mut Package<'_>, name: &str) -> Result<Element, Fault> {
    match package.text(name)? {
        Some(xml) => Element::parse(&xml),
        None => Ok(Element::default()),
    }
}

/// The notes of a part, by their ids; the lines that separate them are none.
pub(super) fn notes(
    package: &mut Package<'_>,
    name: &str,
    element: &str,
) -> Result<BTreeMap<String, Element>, Fault> {
    let root = root(package, name)?;
    let notes =
        root.all(element).filter(|note| note.attribute("type").is_none_or(|kind| kind == "normal"));
    let notes = notes.filter_map(|note| Some((note.attribute("id")?.to_owned(), note.clone())));
    Ok(notes.collect())
}

/// What the file's properties say (`docProps/core.xml`), under their names there.
pub(super) fn properties(package: &mut Package<'_>) -> Result<Vec<Stated>, Fault> {
    const NAMES: [(&str, &str); 6] = [
        ("title", "dc:title"),
        ("subject", "dc:subject"),
        ("creator", "dc:creator"),
        ("keywords", "cp:keywords"),
        ("created", "dcterms:created"),
        ("modified", "dcterms:modified"),
    ];
    let root = root(package, "docProps/core.xml")?;
    let stated = NAMES.iter().filter_map(|(name, key)| {
        let value = root.first(name)?.text().trim().to_owned();
        (!value.is_empty()).then(|| Stated { key: (*key).to_owned(), value, place: Place::Whole })
    });
    Ok(stated.collect())
}
