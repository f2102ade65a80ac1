//! The files of a theme: the site's own before the program's, the theme's before those of the one it extends.

use crate::diagnostic::{Code, Diagnostic, Doing, Source, Span};
use crate::record::{Field, Reader, Text};
use crate::say;
use crate::yaml;
use include_dir::{Dir, include_dir};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use walkdir::WalkDir;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../themes");

/// Themes that extend each other may go this deep.
const DEPTH: usize = 8;

crate::record! {
    /// `theme.yaml`.
    pub struct ThemeFile "theme" "主题" {
        name: required Text, "name" "名称", "主题名称", "the theme's name", "county";
        extends: optional crate::record::Spanned<Text>, "extends" "继承", "所继承的主题", "the theme that it extends", "county";
        styles: many Text, "styles" "样式", "样式文件，按次序", "its style sheets, in order", "[tokens.css, base.css]";
        scripts: many Text, "scripts" "脚本", "脚本文件，按次序", "its scripts, in order", "[tools.js]";
    }
}

/// One folder of theme files, from the site or from the program.
struct Layer {
    theme: String,
    files: HashMap<String, Arc<Source>>,
    binary: HashMap<String, Vec<u8>>,
}

/// All files of a theme and of those that it extends.
pub(super) struct ThemeFiles {
    /// The strongest first.
    layers: Vec<Layer>,
    pub(super) file: ThemeFile,
}

/// Finds a theme's files in the site's `themes/` and in the program.
///
/// # Errors
/// An unknown theme, a theme that extends itself, a `theme.yaml` that is wrong, an unreadable file.
pub(super) fn load(root: &Path, name: &str) -> Result<ThemeFiles, Vec<Diagnostic>> {
    let mut layers = Vec::new();
    let mut first: Option<ThemeFile> = None;
    let mut next = Some(name.to_owned());
    while let Some(theme) = next.take() {
        if layers.len() >= DEPTH * 2 {
            return Err(vec![Diagnostic::error(
                Code::Theme,
                say!("主题“{name}”的继承没有尽头", "the theme {name} extends itself"),
            )]);
        }
        let own =
            on_disk(&root.join("themes").join(&theme), &theme).map_err(|problem| vec![problem])?;
        let found: Vec<Layer> = own.into_iter().chain(built_in(&theme)).collect();
        let Some(source) = found.iter().find_map(|layer| layer.files.get("theme.yaml")) else {
            return Err(vec![unknown(&theme)]);
        };
        let file = read_theme_file(source)?;
        next = file.extends.as_ref().map(|t| t.value.to_string());
        layers.extend(found);
        first.get_or_insert(file);
    }
    match first {
        Some(file) => Ok(ThemeFiles { layers, file }),
        None => Err(vec![unknown(name)]),
    }
}

fn unknown(name: &str) -> Diagnostic {
    Diagnostic::error(Code::Theme, say!("没有主题“{name}”", "there is no theme `{name}`"))
        .did_you_mean(name, ["county"])
        .hint(say!(
            "主题放在 themes/{name}/，其中要有 theme.yaml；自带的主题是 county",
            "a theme stands in themes/{name}/ with a theme.yaml; `county` is built in"
        ))
}

fn read_theme_file(source: &Arc<Source>) -> Result<ThemeFile, Vec<Diagnostic>> {
    let node = yaml::parse(source, 0..source.text.len()).map_err(|problem| vec![problem])?;
    let node = node.unwrap_or(yaml::Node { span: Span::default(), value: yaml::Value::Null });
    let mut reader = Reader::new(source);
    let file = ThemeFile::read(&node, &mut reader);
    let problems = reader.into_problems();
    file.filter(|_| problems.is_empty()).ok_or(problems)
}

fn built_in(theme: &str) -> Option<Layer> {
    let dir = BUILT_IN.get_dir(theme)?;
    let mut layer =
        Layer { theme: theme.to_owned(), files: HashMap::new(), binary: HashMap::new() };
    let mut open = vec![dir];
    while let Some(dir) = open.pop() {
        open.extend(dir.dirs());
        for file in dir.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            let name = path.strip_prefix(&format!("{theme}/")).unwrap_or(&path).to_owned();
            layer.add(name, format!("themes/{path}"), file.contents().to_vec());
        }
    }
    Some(layer)
}

fn on_disk(folder: &Path, theme: &str) -> Result<Option<Layer>, Diagnostic> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let mut layer =
        Layer { theme: theme.to_owned(), files: HashMap::new(), binary: HashMap::new() };
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            Diagnostic::io(
                Doing::Read,
                &path,
                &error.into_io_error().unwrap_or_else(|| std::io::Error::other("a loop of links")),
            )
        })?;
        if !entry.file_type().is_file() || entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let bytes = std::fs::read(entry.path())
            .map_err(|error| Diagnostic::io(Doing::Read, entry.path(), &error))?;
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = relative.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        layer.add(name.clone(), format!("themes/{theme}/{name}"), bytes);
    }
    Ok(Some(layer))
}

impl Layer {
    fn add(&mut self, name: String, shown: String, bytes: Vec<u8>) {
        match String::from_utf8(bytes) {
            Ok(text) => drop(self.files.insert(name, Arc::new(Source::new(shown, text)))),
            Err(error) => drop(self.binary.insert(name, error.into_bytes())),
        }
    }
}

impl ThemeFiles {
    /// The strongest text file of a name.
    pub(super) fn text(&self, name: &str) -> Option<&Arc<Source>> {
        self.layers.iter().find_map(|layer| layer.files.get(name))
    }

    /// Every template by its name. One that a stronger one covers is there as `theme/name` where a
    /// template names it so, to extend it; else it would only bring its components in a second time.
    pub(super) fn templates(&self) -> BTreeMap<String, Arc<Source>> {
        let mut templates: BTreeMap<String, Arc<Source>> = BTreeMap::new();
        let mut covered: BTreeMap<String, Arc<Source>> = BTreeMap::new();
        for layer in &self.layers {
            for (name, source) in &layer.files {
                let Some(name) = name.strip_prefix("templates/") else {
                    continue;
                };
                match templates.entry(name.to_owned()) {
                    Entry::Vacant(free) => drop(free.insert(Arc::clone(source))),
                    Entry::Occupied(_) => {
                        let name = format!("{}/{name}", layer.theme);
                        covered.entry(name).or_insert_with(|| Arc::clone(source));
                    }
                }
            }
        }
        let named = |name: &str, by: &BTreeMap<String, Arc<Source>>| {
            let quoted = [format!("\"{name}\""), format!("'{name}'")];
            by.values().any(|t| quoted.iter().any(|q| t.text.contains(q)))
        };
        while let Some(name) = covered.keys().find(|name| named(name, &templates)).cloned() {
            templates.extend(covered.remove_entry(&name));
        }
        templates
    }

    /// Files below `static/`, the strongest of each name.
    pub(super) fn statics(&self) -> BTreeMap<&str, &[u8]> {
        let mut statics: BTreeMap<&str, &[u8]> = BTreeMap::new();
        for layer in &self.layers {
            let text = layer.files.iter().map(|(name, source)| (name, source.text.as_bytes()));
            let binary = layer.binary.iter().map(|(name, bytes)| (name, bytes.as_slice()));
            for (name, bytes) in text.chain(binary) {
                if let Some(name) = name.strip_prefix("static/") {
                    statics.entry(name).or_insert(bytes);
                }
            }
        }
        statics
    }

    /// The words of a language; a stronger file changes single words, the rest stays.
    pub(super) fn strings(&self, language: &str) -> Result<BTreeMap<Text, Text>, Vec<Diagnostic>> {
        let name = format!("strings/{language}.yaml");
        let mut strings = BTreeMap::new();
        for source in self.layers.iter().rev().filter_map(|layer| layer.files.get(&name)) {
            let Some(node) =
                yaml::parse(source, 0..source.text.len()).map_err(|problem| vec![problem])?
            else {
                continue;
            };
            let mut reader = Reader::new(source);
            let read = BTreeMap::<Text, Text>::read(&node, &mut reader);
            let problems = reader.into_problems();
            if !problems.is_empty() {
                return Err(problems);
            }
            strings.extend(read.unwrap_or_default());
        }
        Ok(strings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::KindName;

    fn county() -> ThemeFiles {
        load(Path::new("no-such-folder"), "county").expect("it comes with the program")
    }

    #[test]
    fn every_kind_has_a_template() {
        let templates = county().templates();
        for kind in KindName::KINDS {
            let name = format!("{}.html", kind.name());
            assert!(templates.contains_key(&name), "themes/county/templates/{name} is missing");
        }
    }

    /// The names that a template takes from `t`.
    fn words(template: &str) -> impl Iterator<Item = &str> {
        let part_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        template.match_indices("t.").filter_map(move |(at, dot)| {
            let before = template[..at].chars().next_back();
            let rest = &template[at + dot.len()..];
            let end = rest.find(|c| !part_of_name(c)).unwrap_or(rest.len());
            let is_name = end > 0 && !before.is_some_and(|c| part_of_name(c) || c == '.');
            is_name.then_some(&rest[..end])
        })
    }

    #[test]
    fn every_word_of_a_template_is_there_in_both_languages() {
        let files = county();
        for language in ["zh-CN", "en"] {
            let strings = files.strings(language).expect("they can be read");
            let known: Vec<&str> = strings.keys().map(|name| &**name).collect();
            for source in files.templates().values() {
                for word in words(&source.text) {
                    let path = &source.path;
                    assert!(known.contains(&word), "{path}: strings/{language}.yaml has no {word}");
                }
            }
        }
    }
}
