//! Documents that are right, with a few characters changed, as far as their pages: no panic, no hang, bounded memory, no message
//! that a clerk can't read, and no script that was not the theme's.
//!
//! `GONGBAO_FUZZ=600 cargo test --test incremental changed_documents -- --nocapture` goes on for ten minutes. Otherwise it takes a
//! short turn.

use crate::county::{CLOCKS, FILES};
use crate::long::{Chance, Taken, until};
use crate::site::{Site, Tree, example, tree};
use gongbao::diagnostic::{Diagnostic, Format, Language, Printer, Silent};
use gongbao::session::{Session, Update};
use gongbao::site::Audience;
use gongbao::write::{Action, Look, Stages, Writer};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

/// No changed file may take longer, in a build that is not optimised, on a machine that is busy.
const SLOW: Duration = Duration::from_secs(20);
/// Nor may all of them together need more memory, in kilobytes.
const MEMORY: usize = 1 << 20;
/// The turn that every run takes.
const SHORT: Duration = Duration::from_secs(4);

/// So many turns are taken however long they take.
const FEWEST: u64 = 20;

/// What means something in YAML, in Markdown, in HTML or to the theme.
const WORDS: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "[甲](javascript:alert(1))",
    "<a href=\"&#106;avascript:alert(1)\">",
    "<!--",
    "]]>",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "**",
    "`",
    "[",
    "](",
    "![](",
    "|",
    "[^1]",
    "\n\n",
    "\n- ",
    "\n# ",
    "\n> ",
    "\n::任务分解\n",
    "\n---\n",
    ": ",
    " #",
    "\"",
    "'",
    "&a",
    "*a",
    "!!str ",
    "　",
    "\t",
    "\u{200b}",
    "\u{202e}",
    "\u{0}",
    "𠮷",
    "99999999999999999999",
    "-1",
    "2026-02-30",
    "%",
];

/// A file that the county has or may have, and what stands in it before it is changed.
struct Seed {
    name: String,
    text: String,
}

/// The county of the edits, a session on it, and the folder that it is written to.
struct Press {
    site: Site,
    session: Session,
    writer: Writer,
}

/// What became of a changed file.
struct Outcome {
    is_built: bool,
    problems: Vec<Diagnostic>,
}

impl Press {
    fn new() -> Self {
        let site = Site::empty();
        for (name, text) in county() {
            site.write(&name, text);
        }
        let session = Session::new(site.root(), Audience::Public);
        let writer = Writer::new(&site.path("public"), site.root());
        Self { site, session, writer }
    }

    /// Writes a file, follows the change and writes the site where it can be built.
    fn print(&mut self, name: &str, bytes: &[u8]) -> Outcome {
        self.site.write(name, bytes);
        let clock = CLOCKS[0].parse().expect("a moment");
        let files = BTreeSet::from([self.site.path(name)]);
        let update = self.session.read_again(&files, clock, &mut Stages::default());
        let mut problems = self.session.problems().to_vec();
        let mut is_built = update != Update::Failed;
        if let Some(renderer) = self.session.renderer().filter(|_| is_built) {
            let mut stages = Stages::default();
            let written =
                self.writer.write(renderer, Action::Write, Look::Everything, &Silent, &mut stages);
            is_built = written.is_ok();
            problems.extend(written.err().unwrap_or_default());
        }
        Outcome { is_built, problems }
    }

    /// Puts back what stood there, or takes away what did not.
    fn restore(&self, seed: &Seed) {
        match county().into_iter().find(|(name, _)| *name == seed.name) {
            Some((name, text)) => drop(self.site.write(&name, text)),
            None => fs::remove_file(self.site.path(&seed.name)).expect("it was written"),
        }
    }

    /// What the pages say, of those that are not as they were.
    fn pages(&self, before: &Tree) -> Tree {
        let mut pages = tree(&self.site.path("public"));
        pages.retain(|name, bytes| before.get(name) != Some(bytes));
        pages
    }
}

/// The files of the county as they are at first.
fn county() -> Vec<(String, String)> {
    let files = FILES.iter().filter(|file| !file.names.good[0].is_empty());
    let text = |file: &crate::county::File| file.pieces.iter().map(|piece| piece.good[0]).collect();
    files.map(|file| (file.names.good[0].to_owned(), text(file))).collect()
}

/// Files of the county, the example's documents, and those that the cases are about.
fn seeds() -> Vec<Seed> {
    let is_text = |name: &str| name.ends_with(".md") || name.ends_with(".yaml");
    let own = county().into_iter().filter(|(name, _)| is_text(name));
    let mut seeds: Vec<Seed> = own.map(|(name, text)| Seed { name, text }).collect();
    let folders = ["content", "tests/cases/markdown", "tests/cases/check/rules"];
    for path in folders.iter().flat_map(|folder| files(&example().join(folder))) {
        let text = fs::read_to_string(&path).expect("a text of ours");
        if path.extension().is_some_and(|ending| ending == "case") {
            seeds.extend(documents(&text));
        } else {
            let name = path.strip_prefix(example()).expect("below the project");
            let name = name.to_string_lossy().replace('\\', "/").replace(".md", "-other.md");
            seeds.push(Seed { name, text });
        }
    }
    seeds
}

/// The documents and cases of a folder; what an index says of its column has one place.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let paths = entries.map(|entry| entry.expect("readable").into_path());
    let name = |path: &Path| path.to_string_lossy().into_owned();
    paths
        .filter(|path| name(path).ends_with(".case") || name(path).ends_with(".md"))
        .filter(|path| !path.ends_with("_index.md") && !path.ends_with("index.md"))
        .collect()
}

/// The documents of a file of cases, each in a column for anything.
fn documents(script: &str) -> Vec<Seed> {
    let document = |(number, case): (usize, &str)| {
        let (name, text) = case.split_once('\n')?;
        let end = ["\n$ ", "\n==== ", "\n~~~~ "].iter().filter_map(|mark| text.find(mark)).min();
        let text = text[..end.unwrap_or(text.len())].to_owned();
        let name = name.ends_with(".md").then(|| format!("content/news/case-{number}.md"))?;
        Some(Seed { name, text })
    };
    let cases = script.split("\n---- content/news/").skip(1);
    cases.enumerate().filter_map(document).collect()
}

/// Characters taken out, put in, said twice, made others; now and then a byte that makes no character.
fn change(text: &str, chance: &mut Chance) -> Vec<u8> {
    let mut letters: Vec<char> = text.chars().collect();
    // Most changes stand in the text: the front matter is soon wrong, and then nothing is made of it.
    let front = text.rfind("\n---\n").map_or(0, |end| text[..end].chars().count());
    for _ in 0..=chance.below(2) {
        let from = if chance.below(5) == 0 { 0 } else { front.min(letters.len()) };
        let at = from + chance.below(letters.len() - from);
        let end = (at + chance.below(12)).min(letters.len());
        match chance.below(6) {
            0 => drop(letters.drain(at..end)),
            1 => {
                let again = letters[at..end].to_vec();
                drop(letters.splice(at..at, again));
            }
            2 if at < letters.len() => {
                let other = chance.below(letters.len());
                letters.swap(at, other);
            }
            _ => drop(letters.splice(at..at, chance.one(WORDS).chars())),
        }
    }
    let mut bytes = letters.into_iter().collect::<String>().into_bytes();
    if chance.below(20) == 0 && !bytes.is_empty() {
        let at = chance.below(bytes.len());
        bytes[at] ^= 1 << chance.below(8);
    }
    bytes
}

/// Each problem in both languages, and none in the words of a parser.
fn must_be_readable(problems: &[Diagnostic]) {
    let printer = Printer { format: Format::Json, language: Language::English, color: false };
    for problem in problems {
        let line = printer.print(problem);
        let value: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let said =
            |language: &str| value["messages"][language].as_str().unwrap_or_default().to_owned();
        let (chinese, english) = (said("zh"), said("en"));
        assert!(!chinese.is_empty() && !english.is_empty(), "{line}");
        let is_han = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        assert!(chinese.chars().any(is_han), "{line}");
        for words in [
            "invalid type",
            "unknown variant",
            "missing field",
            "while parsing",
            "EOF",
            "utf-8 sequence",
        ] {
            assert!(!english.contains(words) && !chinese.contains(words), "{line}");
        }
    }
}

/// What a browser would run or load by itself in a page, but for what the theme brings.
fn foreign_script(page: &[u8]) -> Option<String> {
    let mut found = None;
    let (mut tag, mut name, mut value) = (String::new(), String::new(), String::new());
    let mut attributes: Vec<(String, String)> = Vec::new();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                tag = text(name);
                attributes.clear();
            }
            CallbackEvent::AttributeName { name: bytes } => {
                name = text(bytes);
                attributes.push((name.clone(), String::new()));
            }
            CallbackEvent::AttributeValue { value: bytes } => {
                value = text(bytes);
                if let Some(last) = attributes.last_mut() {
                    last.1.push_str(&value);
                }
            }
            CallbackEvent::CloseStartTag { .. } if is_foreign(&tag, &attributes) => {
                found = Some(format!("<{tag} {attributes:?}>"));
            }
            _ => {}
        }
        None::<Infallible>
    });
    // What stands in scripts and styles is no markup.
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(page, emitter).for_each(|token| match token {
        Ok(never) | Err(never) => match never {},
    });
    found
}

fn is_foreign(tag: &str, attributes: &[(String, String)]) -> bool {
    let value = |wanted: &str| {
        let found = attributes.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.trim_matches(|c: char| c.is_ascii_control() || c == ' '))
    };
    let runs = |address: Option<&str>| {
        let address = address.unwrap_or_default();
        ["javascript:", "vbscript:", "data:text"].iter().any(|scheme| address.starts_with(scheme))
    };
    // The path before it is the site's, which the settings say.
    let is_ours = |source: &str| {
        source.starts_with('/') && !source.starts_with("//") && source.contains("/assets/")
    };
    match tag {
        "script" if value("type").is_some_and(|kind| kind.ends_with("json")) => false,
        "script" => !value("src").is_some_and(is_ours),
        "iframe" | "object" | "embed" | "base" | "style" => true,
        _ => {
            attributes.iter().any(|(name, _)| name.starts_with("on"))
                || runs(value("href"))
                || runs(value("src"))
                || runs(value("action"))
                || runs(value("xlink:href"))
        }
    }
}

/// Goes one turn; whether the changed file could be built.
fn turn(press: &mut Press, home: &Tree, name: &str, bytes: &[u8]) -> bool {
    let outcome = press.print(name, bytes);
    must_be_readable(&outcome.problems);
    if outcome.is_built {
        for (page, bytes) in press.pages(home).iter().filter(|(page, _)| page.ends_with(".html")) {
            let found = foreign_script(bytes);
            assert!(found.is_none(), "{page}: {}", found.unwrap_or_default());
        }
    }
    outcome.is_built
}

#[test]
fn changed_documents_do_no_harm() {
    let (mut press, mut seeds) = (Press::new(), seeds());
    press.print("content/more.md", "---\ntitle: 更多\ndate: 2026-01-01\n---\n".as_bytes());
    let home = tree(&press.site.path("public"));
    let until = until("GONGBAO_FUZZ", SHORT);
    let mut right = BTreeSet::new();
    let (mut turns, mut changed, mut built, mut slowest) = (0_u64, 0_u64, 0_u64, Duration::ZERO);
    while Instant::now() < until || turns < FEWEST {
        turns += 1;
        let mut chance = Chance::of(turns);
        let at = chance.below(seeds.len());
        let seed = &seeds[at];
        // Some refer to what this county lacks: what is wrong as it stands says nothing of a change.
        if right.insert(seed.name.clone())
            && !press.print(&seed.name, seed.text.as_bytes()).is_built
        {
            press.restore(&seeds.swap_remove(at));
            continue;
        }
        let bytes = change(&seed.text, &mut chance);
        let begun = Instant::now();
        let ended = catch_unwind(AssertUnwindSafe(|| turn(&mut press, &home, &seed.name, &bytes)));
        let took = begun.elapsed();
        slowest = slowest.max(took);
        if ended.is_err() || took > SLOW {
            let path = std::env::temp_dir().join(format!("gongbao-changed-{turns}.md"));
            fs::write(&path, &bytes).expect("the folder of temporary files");
            panic!("turn {turns}: {took:?}, {} as in {}", seed.name, path.display());
        }
        changed += 1;
        built += u64::from(ended.unwrap_or(false));
        press.restore(seed);
    }
    let peak = Taken::by(std::process::id()).peak;
    println!("{changed} changed files, {built} built, the slowest {slowest:?}, {} MB", peak >> 10);
    assert!(built * 4 >= changed, "{built} of {changed} were built: the changes are too rough");
    assert!(peak < MEMORY, "{} MB", peak >> 10);
}
