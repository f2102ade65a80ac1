//! One file -> one document of its kind.

use super::front_matter;
use super::text;
use super::tree::DocumentFile;
use crate::diagnostic::{Diagnostic, Source, Span};
use crate::document::{Common, Document, Kind, KindName};
use crate::file::fingerprint;
use crate::markdown;
use crate::record::{Entries, Field, Reader, Record};
use crate::yaml;
use std::sync::Arc;

/// Reads a document; `kind` is its column's, unless it names its own.
pub(super) fn read(
    source: Arc<Source>,
    file: &DocumentFile,
    kind: KindName,
) -> (Option<Document>, Vec<Diagnostic>) {
    let parts = match front_matter::split(&source) {
        Ok(parts) => parts,
        Err(problem) => return (None, vec![problem]),
    };
    let (node, mut problems) = yaml::read(&source, parts.front.clone());
    let Some(node) = node else {
        return (None, problems);
    };
    let mut reader = Reader::new(&source);
    let front = read_front(&node, kind, &mut reader);
    problems.extend(reader.into_problems());
    let body = &source.text[parts.body..];
    let facts = markdown::facts(body);
    problems.extend(text::problems(&source, parts.body, &facts));
    let document = front.map(|(common, kind)| Document {
        hash: fingerprint(&(&file.path, &file.folder, kind.name(), &source.text)),
        path: file.path.clone(),
        folder: file.folder.clone(),
        front: Span::new(parts.front.start, parts.front.end),
        body: Span::new(parts.body, source.text.len()),
        common,
        kind,
        facts,
        source: Arc::clone(&source),
    });
    (document, problems)
}

fn read_front(
    node: &yaml::Node<'_>,
    kind: KindName,
    reader: &mut Reader<'_>,
) -> Option<(Common, Kind)> {
    let mut entries = Entries::of(node, reader)?;
    // Asked first: whatever else is wrong, the keys are those of the kind that is named.
    let named =
        entries.peek("kind", "类型").filter(|node| !matches!(node.value, yaml::Value::Null));
    let name = match named {
        None => Some(kind),
        Some(node) => KindName::read(node, &mut Reader::new(reader.source())),
    };
    let common = Common::take(&mut entries, reader);
    // Of a kind that nobody knows no key is known, and that is told.
    let name = name?;
    let kind = name.take(&mut entries, reader);
    entries.finish(&[name.definition(), Common::DEFINITION], reader);
    Some((common?, kind?))
}
