//! An element of a page -> blocks of text.

use super::article::{Weights, is_left_out};
use super::tree::{Id, Tree};
use crate::chinese::is_wide;
use crate::import::manuscript::{Asset, Block, ListKind, Manuscript, Place, Run, Table, Text};
use crate::import::read::assets::{self, FileKind};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use std::path::Path;

/// Elements inside each other that are told apart; deeper ones give their characters alone.
const DEPTH: usize = 200;
/// Pictures smaller than this are marks of the page, in pixels.
const ICON: u32 = 24;
/// A row may not claim more columns, nor a table more cells.
const COLUMNS: usize = 200;
const CELLS: usize = 200_000;

/// Makes blocks of a page.
pub(super) struct Writer<'t> {
    tree: &'t Tree,
    weights: &'t Weights,
    /// The page's file, beside which pictures are looked for; none where only words are wanted.
    page: Option<&'t Path>,
    /// Takes the assets.
    manuscript: &'t mut Manuscript,
    /// Addresses of frames and of pictures and films that are not on this machine.
    pub(super) elsewhere: Vec<String>,
    blocks: Vec<Block>,
    text: Text,
    /// What follows the paragraph that is being written.
    after: Vec<Block>,
    style: Run,
    number: u32,
}

impl<'t> Writer<'t> {
    /// A writer that has written nothing.
    pub(super) fn new(
        tree: &'t Tree,
        weights: &'t Weights,
        page: Option<&'t Path>,
        manuscript: &'t mut Manuscript,
    ) -> Self {
        Self {
            tree,
            weights,
            page,
            manuscript,
            elsewhere: Vec::new(),
            blocks: Vec::new(),
            text: Text::empty(Place::Paragraph(1)),
            after: Vec::new(),
            style: Run::default(),
            number: 1,
        }
    }

    /// The blocks of an element.
    pub(super) fn write(&mut self, id: Id) -> Vec<Block> {
        self.walk(id, 0);
        self.flush();
        std::mem::take(&mut self.blocks)
    }

    fn flush(&mut self) {
        let place = Place::Paragraph(self.number + 1);
        let text = std::mem::replace(&mut self.text, Text::empty(place)).trimmed();
        if text.is_blank() {
            self.text.place = Place::Paragraph(self.number);
        } else {
            self.number += 1;
            self.blocks.push(Block::Paragraph(text));
        }
        self.blocks.append(&mut self.after);
    }

    fn walk(&mut self, id: Id, depth: usize) {
        if let Some(text) = self.tree.text(id) {
            return self.characters(text);
        }
        if is_left_out(self.tree, self.weights, id) {
            return self.leave_out(id);
        }
        if depth > DEPTH {
            return self.characters(&self.tree.words(id));
        }
        match self.tree.name(id) {
            "br" | "hr" => self.flush(),
            "img" => self.picture(id),
            "video" | "audio" | "embed" => self.elsewhere(id),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(id, depth),
            "ul" | "ol" => self.list(id, depth),
            "table" => self.table(id, depth),
            "pre" => self.lines(id),
            "a" => self.link(id, depth),
            "b" | "strong" => self.styled(id, depth, |style| style.strong = true),
            "i" | "em" => self.styled(id, depth, |style| style.emphasis = true),
            "span" | "font" if self.is_bold(id) => {
                self.styled(id, depth, |style| style.strong = true)
            }
            name if is_inline(name) => self.children(id, depth),
            _ => {
                self.flush();
                self.children(id, depth);
                self.flush();
            }
        }
    }

    fn children(&mut self, id: Id, depth: usize) {
        for child in self.tree.children(id) {
            self.walk(*child, depth + 1);
        }
    }

    fn styled(&mut self, id: Id, depth: usize, change: impl FnOnce(&mut Run)) {
        let before = self.style.clone();
        change(&mut self.style);
        self.children(id, depth);
        self.style = before;
    }

    fn is_bold(&self, id: Id) -> bool {
        let style = self.tree.attribute(id, "style").unwrap_or_default();
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        ["font-weight:bold", "font-weight:700"].iter().any(|bold| style.contains(bold))
    }

    /// Adds characters; white space becomes one blank, and none where a line of Chinese is merely continued.
    fn characters(&mut self, text: &str) {
        let mut added = String::with_capacity(text.len());
        let mut last = self.text.runs.last().and_then(|run| run.text.chars().last());
        let mut blank: Option<bool> = None;
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                blank = Some(blank.unwrap_or(false) || c == '\n');
                continue;
            }
            if let Some(broken) = blank.take() {
                let continued = broken && last.is_some_and(is_wide) && is_wide(c);
                if !continued && last.is_some_and(|last| last != ' ') {
                    added.push(' ');
                }
            }
            added.push(c);
            last = Some(c);
        }
        if blank.is_some() && last.is_some_and(|last| last != ' ') {
            added.push(' ');
        }
        self.text.push(Run { text: added, ..self.style.clone() });
    }

    /// The text of an element as one piece.
    fn inline(&mut self, id: Id, depth: usize) -> Text {
        let inner = self.inside(|writer| writer.children(id, depth));
        let mut text = Text::empty(Place::Paragraph(self.number));
        let mut assets = Vec::new();
        for block in inner {
            match block {
                Block::Paragraph(part) | Block::Heading(_, part) => {
                    if !text.runs.is_empty() {
                        text.push(Run { text: "\n".to_owned(), ..Run::default() });
                    }
                    part.runs.into_iter().for_each(|run| text.push(run));
                }
                Block::List(_, items) => {
                    for word in items.iter().flatten().map(words) {
                        text.push(Run { text: format!("\n{word}"), ..Run::default() });
                    }
                }
                other => assets.push(other),
            }
        }
        self.after.append(&mut assets);
        text.trimmed()
    }

    /// What is written while `write` runs, apart from the rest.
    fn inside(&mut self, write: impl FnOnce(&mut Self)) -> Vec<Block> {
        let blocks = std::mem::take(&mut self.blocks);
        let after = std::mem::take(&mut self.after);
        let place = self.text.place.clone();
        let text = std::mem::replace(&mut self.text, Text::empty(place));
        write(self);
        self.flush();
        self.after = after;
        self.text = text;
        std::mem::replace(&mut self.blocks, blocks)
    }

    fn heading(&mut self, id: Id, depth: usize) {
        self.flush();
        let level = self.tree.name(id).as_bytes()[1] - b'0';
        let number = self.number;
        let mut text = self.inline(id, depth);
        for run in &mut text.runs {
            run.strong = false;
            run.text = run.text.replace('\n', "");
        }
        if !text.is_blank() {
            text.place = Place::Paragraph(number);
            self.number = number + 1;
            self.blocks.push(Block::Heading(level, text));
        }
        self.flush();
    }

    fn list(&mut self, id: Id, depth: usize) {
        self.flush();
        let start = self.tree.attribute(id, "start").and_then(|n| n.trim().parse().ok());
        let kind = match self.tree.name(id) {
            "ol" => ListKind::Numbers(start.unwrap_or(1)),
            _ => ListKind::Bullets,
        };
        let tree = self.tree;
        let mut items = Vec::new();
        for child in tree.children(id) {
            let item = self.inside(|writer| match tree.name(*child) {
                "li" => writer.children(*child, depth + 1),
                _ => writer.walk(*child, depth + 1),
            });
            if !item.is_empty() {
                items.push(item);
            }
        }
        if !items.is_empty() {
            self.blocks.push(Block::List(kind, items));
        }
    }

    fn lines(&mut self, id: Id) {
        self.flush();
        for line in self.tree.words(id).lines() {
            self.characters(line);
            self.flush();
        }
    }

    fn link(&mut self, id: Id, depth: usize) {
        let target = self.tree.attribute(id, "href").unwrap_or_default().trim().to_owned();
        let scheme = crate::markdown::scheme(&target).map(str::to_ascii_lowercase);
        let good = scheme
            .is_none_or(|scheme| ["http", "https", "mailto", "tel"].contains(&scheme.as_str()));
        if !good || target.is_empty() || target.starts_with('#') {
            return self.children(id, depth);
        }
        if assets::kind(&target) == Some(FileKind::Attachment)
            && let Some(asset) = self.beside(&target)
        {
            let title = self.inline(id, depth);
            let title = match title.is_blank() {
                true => Text::plain(&self.manuscript.assets[asset].name, title.place),
                false => title,
            };
            self.after.push(Block::Attachment(asset, title));
            return;
        }
        self.styled(id, depth, |style| style.link = Some(target));
    }

    fn beside(&mut self, address: &str) -> Option<usize> {
        assets::asset(self.manuscript, self.page?, address)
    }

    fn picture(&mut self, id: Id) {
        let keys = ["data-original", "data-src", "src"];
        let source = keys.iter().find_map(|key| self.tree.attribute(id, key));
        let Some(source) = source.map(str::trim).filter(|source| !source.is_empty()) else {
            return;
        };
        let alt = self.tree.attribute(id, "alt").or(self.tree.attribute(id, "title"));
        let alt = alt.map(str::trim).filter(|alt| !alt.is_empty());
        if self.is_mark(id, source) {
            return;
        }
        let asset = match source.strip_prefix("data:") {
            Some(data) => self.embedded(data),
            None => self.beside(source),
        };
        let Some(asset) = asset else { return };
        if self.manuscript.assets[asset].bytes.is_none() {
            self.elsewhere.push(source.to_owned());
        }
        let place = Place::Paragraph(self.number);
        let alt = alt.map(|alt| Text::plain(alt, place));
        self.after.push(Block::Picture(asset, alt));
    }

    /// Whether a picture is one of the page's own marks: a file's icon, a dot, a counter.
    fn is_mark(&self, id: Id, source: &str) -> bool {
        let small = |key| {
            let size = self.tree.attribute(id, key).unwrap_or_default().trim_end_matches("px");
            size.trim().parse::<u32>().is_ok_and(|size| size < ICON)
        };
        let name = assets::file_name(source).unwrap_or_default().to_ascii_lowercase();
        let icon = ["icon", "blank.gif", "spacer", "space.gif", "qrcode"]
            .iter()
            .any(|word| name.contains(word));
        small("width") || small("height") || icon && !source.starts_with("data:")
    }

    /// A picture that is written into the page.
    fn embedded(&mut self, data: &str) -> Option<usize> {
        let (kind, body) = data.split_once(',')?;
        let ending = match kind.split(';').next()? {
            "image/jpeg" => "jpg",
            "image/png" => "png",
            "image/gif" => "gif",
            "image/webp" => "webp",
            _ => return None,
        };
        let body: String = body.chars().filter(|c| !c.is_whitespace()).collect();
        let bytes = BASE64_STANDARD.decode(body).ok().filter(|_| kind.ends_with(";base64"))?;
        let number = self.manuscript.assets.len() + 1;
        self.manuscript.assets.push(Asset {
            name: format!("image{number}.{ending}"),
            bytes: Some(bytes),
            origin: "data:".to_owned(),
        });
        Some(number - 1)
    }

    /// Frames may hold the text itself; of other parts that are left out only what moves is worth a word.
    fn leave_out(&mut self, id: Id) {
        if matches!(self.tree.name(id), "iframe" | "object") {
            self.elsewhere(id);
        }
    }

    fn elsewhere(&mut self, id: Id) {
        let inside = self.tree.below(id);
        let address = |id| {
            let keys = ["src", "data"];
            let value = keys.iter().find_map(|key| self.tree.attribute(id, key));
            value.map(str::trim).filter(|value| !value.is_empty() && *value != "about:blank")
        };
        let found: Vec<String> = inside.filter_map(address).map(str::to_owned).collect();
        self.elsewhere.extend(found);
    }

    fn table(&mut self, id: Id, depth: usize) {
        self.flush();
        if self.tree.is_frame(id) {
            self.children(id, depth);
            return self.flush();
        }
        let number = self.number;
        let table = self.grid(id, depth);
        if table.rows.iter().flatten().any(|cell| !cell.is_blank()) {
            self.number = number + 1;
            self.text.place = Place::Paragraph(self.number);
            self.blocks.push(Block::Table(table));
        }
        self.blocks.append(&mut self.after);
    }

    fn grid(&mut self, id: Id, depth: usize) -> Table {
        let rows = self.tree.rows(id);
        let (mut grid, mut heads): (Vec<Vec<Option<Text>>>, usize) =
            (vec![Vec::new(); rows.len()], 0);
        let mut count = 0;
        for (at, (row, in_head)) in rows.iter().enumerate() {
            let cells = self.tree.cells(*row);
            let all_heads =
                cells.iter().all(|cell| self.tree.name(*cell) == "th") && !cells.is_empty();
            if (*in_head || all_heads) && heads == at {
                heads += 1;
            }
            for cell in cells {
                let column = grid[at].iter().position(Option::is_none).unwrap_or(grid[at].len());
                let wide = self.span(cell, "colspan", COLUMNS);
                let high = self.span(cell, "rowspan", rows.len() - at);
                count += wide * high;
                if column + wide > COLUMNS || count > CELLS {
                    continue;
                }
                let text = self.inline(cell, depth);
                for row in &mut grid[at..at + high] {
                    row.resize(row.len().max(column + wide), None);
                    row[column..column + wide].fill(Some(Text::empty(text.place.clone())));
                }
                grid[at][column] = Some(text);
            }
        }
        let width = grid.iter().map(Vec::len).max().unwrap_or_default();
        let place = Place::Paragraph(self.number);
        let full = |mut row: Vec<Option<Text>>| {
            row.resize(width, None);
            let blank = || Text::empty(place.clone());
            row.into_iter().map(|cell| cell.unwrap_or_else(blank)).collect()
        };
        Table { heads, rows: grid.into_iter().map(full).collect(), name: None }
    }

    fn span(&self, cell: Id, key: &str, most: usize) -> usize {
        let value = self.tree.attribute(cell, key).and_then(|n| n.trim().parse().ok());
        value.unwrap_or(1_usize).clamp(1, most)
    }
}

/// The characters of a block.
fn words(block: &Block) -> String {
    match block {
        Block::Heading(_, text) | Block::Paragraph(text) | Block::Markdown(text) => text.words(),
        Block::List(_, items) => items.iter().flatten().map(words).collect::<Vec<_>>().join("\n"),
        _ => String::new(),
    }
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "ruby"
            | "rb"
            | "html"
    )
}
