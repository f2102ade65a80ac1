//! A theme, ready to render: templates compiled, words chosen, files with names that change with their content.

use super::functions;
use super::theme_files::{self, ThemeFiles};
use crate::diagnostic::{Code, Diagnostic, Language, Source, Span};
use crate::file::fingerprint;
use crate::say;
use crate::site::{Route, Site, theme_claims};
use crate::view::{self, Fields, View};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use tera::{ErrorKind, Tera, Value};

/// A file of the theme that pages refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its address; the name carries a hash of the content, so it may be cached for ever.
    pub route: Route,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Templates, words and files.
pub struct Theme {
    tera: Tera,
    templates: BTreeMap<String, Arc<Source>>,
    assets: Vec<Asset>,
    fingerprint: u64,
    /// Of the site's own shell.
    shell: u64,
}

impl Theme {
    /// Loads the site's theme.
    ///
    /// # Errors
    /// Whatever in it cannot be read or compiled.
    pub fn load(root: &Path, site: &Site) -> Result<Self, Vec<Diagnostic>> {
        let settings = &site.settings;
        let name = settings.file.theme.as_ref().map_or("county", |t| &t.value);
        if name.contains(['/', '\\']) || name.starts_with('.') {
            return Err(vec![Diagnostic::error(
                Code::Theme,
                say!("主题名“{name}”不能带路径", "the theme's name `{name}` must not be a path"),
            )]);
        }
        let files = theme_files::load(root, name)?;
        let named = named_files(&files)?;
        let mut addresses = HashMap::new();
        let mut assets = Vec::new();
        for (name, bytes) in named {
            let bytes = match name.ends_with(".css") {
                true => with_addresses(&bytes, &files),
                false => bytes,
            };
            let route = fingerprinted(&name, &bytes);
            addresses.insert(name, site.url(&route));
            assets.push(Asset { route, bytes });
        }
        let problems = theme_claims(site, assets.iter().map(|asset| &asset.route));
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut tera = Tera::new();
        functions::register(&mut tera, settings.language, addresses);
        let templates = files.templates();
        let texts = templates.iter().map(|(name, source)| (name.as_str(), source.text.as_str()));
        tera.add_raw_templates(texts).map_err(|error| vec![explain(&error, &templates, None)])?;
        let code = match settings.language {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        };
        let strings = files.strings(code)?;
        let mut map = tera::Map::new();
        for (name, text) in &strings {
            map.insert(name.to_string().into(), Value::from(&**text));
        }
        let shell = view::shell(site);
        let texts: Vec<_> = templates.iter().collect();
        let names: Vec<_> = assets.iter().map(|asset| &asset.route).collect();
        let (fingerprint, shell_alone) =
            (fingerprint(&(&shell, texts, names, &strings)), fingerprint(&shell));
        let shared = tera.global_context();
        shared.insert_value("t", Value::from(map));
        shared.insert_value("site", shell.value());
        Ok(Self { tera, templates, assets, fingerprint, shell: shell_alone })
    }

    /// Whether the theme of one site, loaded again for another with the same settings, would be the same.
    pub fn fits(&self, site: &Site) -> bool {
        let routes = self.assets.iter().map(|asset| &asset.route);
        self.shell == fingerprint(&view::shell(site)) && theme_claims(site, routes).is_empty()
    }

    /// The hash of everything that all pages share: templates, words, addresses of files, and the site's own shell.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The files that pages refer to.
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// Renders a view with a template, named without its ending.
    pub(super) fn render(
        &self,
        template: &str,
        view: &View,
        route: &Route,
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut out = Vec::with_capacity(24 * 1024);
        match self.tera.render_to(&format!("{template}.html"), &view.context(), &mut out) {
            Ok(()) => Ok(out),
            Err(error) => Err(explain(&error, &self.templates, Some(route))),
        }
    }
}

/// The theme's files by the name that templates use.
fn named_files(files: &ThemeFiles) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    let mut named: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let joined =
        [("site.css", "styles", &files.file.styles), ("site.js", "scripts", &files.file.scripts)];
    for (name, folder, parts) in joined {
        let mut whole = String::new();
        for part in parts {
            let path = format!("{folder}/{part}");
            let Some(source) = files.text(&path) else {
                let problem = Diagnostic::error(
                    Code::Theme,
                    say!("主题里没有文件“{path}”", "the theme has no file `{path}`"),
                );
                return Err(vec![
                    problem.hint(say!("它写在 theme.yaml 里", "it is named in theme.yaml")),
                ]);
            };
            whole.push_str(source.text.trim_end());
            whole.push('\n');
        }
        named.insert(name.to_owned(), whole.into_bytes());
    }
    named
        .extend(files.statics().into_iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec())));
    Ok(named)
}

/// A style sheet whose `url(mark.svg)` names the theme's file as it is published, beside the sheet.
fn with_addresses(sheet: &[u8], files: &ThemeFiles) -> Vec<u8> {
    let mut sheet = String::from_utf8_lossy(sheet).into_owned();
    for (name, bytes) in files.statics() {
        let route = fingerprinted(name, bytes);
        let published = route.as_str().rsplit('/').next().unwrap_or(name);
        sheet = sheet.replace(&format!("url({name})"), &format!("url({published})"));
    }
    sheet.into_bytes()
}

/// `/assets/site.1a2b3c4d5e.css`.
fn fingerprinted(name: &str, bytes: &[u8]) -> Route {
    let hash = blake3::hash(bytes).to_hex();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
    Route::file(&format!("assets/{stem}.{}.{ending}", &hash[..10]))
}

/// The template engine's error as ours: with the template's place marked, and the page that failed.
fn explain(
    error: &tera::Error,
    templates: &BTreeMap<String, Arc<Source>>,
    page: Option<&Route>,
) -> Diagnostic {
    let (message, place) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let source = templates.get(report.filename());
            let range = &report.span().range;
            let span = Span::new(range.start, range.end);
            (report.message().to_owned(), source.map(|source| (source, span)))
        }
        _ => (error.to_string(), None),
    };
    let problem = Diagnostic::error(
        Code::Template,
        say!("模板出错：{message}", "the template failed: {message}"),
    );
    let problem = match place {
        Some((source, span)) => problem.at(source, span),
        None => problem,
    };
    match page {
        Some(route) => problem.hint(say!("出错的页面是 {route}", "the page is {route}")),
        None => problem,
    }
}
