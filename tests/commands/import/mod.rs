//! Import as a clerk meets it: through the real binary, on small folders; cleaning and recognition scored on texts that were
//! damaged on purpose.

mod damage;
mod files;
mod fuzz;
mod maker;
mod pdf;
mod real;
mod robust;
mod score;

use crate::site::{Site, example};
use damage::DAMAGES;
use score::{Score, characters, fields};
use serde_yaml::Value;
use std::collections::BTreeMap;
use std::fs;

/// The site of the cases in `tests/cases/import/`, with a column for each kind that is imported.
pub(crate) fn site() -> Site {
    Site::like("tests/cases/import/site")
}

impl Site {
    /// The drafts of the site, by name.
    pub(crate) fn drafts(&self) -> BTreeMap<String, String> {
        let walk = walkdir::WalkDir::new(self.path("content")).into_iter();
        let files = walk.map(|entry| entry.expect("our own folder").into_path());
        let drafts = files.filter(|path| {
            path.extension().is_some_and(|e| e == "md") && !path.ends_with("_index.md")
        });
        let named = drafts.map(|path| {
            let name = path
                .strip_prefix(self.path("content"))
                .expect("below")
                .to_string_lossy()
                .replace('\\', "/");
            (name, fs::read_to_string(path).expect("UTF-8"))
        });
        named.collect()
    }

    /// The only draft: its name, front matter and text.
    #[track_caller]
    pub(crate) fn draft(&self) -> (String, Value, String) {
        let drafts = self.drafts();
        assert_eq!(drafts.len(), 1, "{:?}", drafts.keys());
        let (name, text) = drafts.into_iter().next().expect("one");
        let (front, body) = split(&text);
        (name, front, body)
    }

    /// Drafts build at once.
    #[track_caller]
    pub(crate) fn must_build(&self) {
        self.run(&["build", "--drafts", "--format", "short"]).must_end(0);
    }
}

/// Front matter without the marks of a draft, and the text without comments.
pub(crate) fn split(draft: &str) -> (Value, String) {
    let rest = draft.strip_prefix("---\n").expect("front matter");
    let (front, body) = rest.split_once("\n---\n").expect("front matter ends");
    let mut front: Value = serde_yaml::from_str(front).expect("YAML");
    let entries = front.as_mapping_mut().expect("keys");
    assert_eq!(entries.remove("草稿"), Some(Value::from("是")), "{draft}");
    entries.remove("类型");
    let paragraphs = body.split("\n\n").map(str::trim);
    let written = paragraphs.filter(|text| !text.is_empty() && !text.starts_with("<!--"));
    (front, written.collect::<Vec<_>>().join("\n"))
}

fn texts() -> Vec<(String, String, Value)> {
    let folder = example().join("tests/commands/import/texts");
    let names = ["report", "minutes", "notice", "plan", "roster", "news"];
    let each = names.map(|name| {
        let read =
            |ending: &str| fs::read_to_string(folder.join(format!("{name}.{ending}"))).expect(name);
        let front = serde_yaml::from_str(&read("yaml")).expect(name);
        (name.to_owned(), read("txt"), front)
    });
    each.into()
}

/// The front matter and the text of the draft that becomes of a file; the file stays as it is.
fn imported(bytes: &[u8]) -> (Value, String) {
    let site = site();
    site.write("source.txt", bytes);
    site.chinese(&["import", "source.txt", "--date", "2026-11-06"]).must_end(0);
    assert_eq!(
        fs::read(site.path("source.txt")).expect("it is there"),
        bytes,
        "the original is as it was"
    );
    let (_, front, body) = site.draft();
    (front, body)
}

#[test]
fn drafts_of_every_kind_build_at_once() {
    let site = site();
    for (name, text, _) in texts() {
        site.write(&format!("sources/{name}.txt"), text);
    }
    site.chinese(&["import", "sources", "--year", "2026"]).must_end(0);
    assert_eq!(site.drafts().len(), 6);
    site.must_build();
}

/// Headings are marked, the characters are those of the text.
fn plain(body: &str) -> String {
    let lines = body.lines().map(|line| line.trim_start_matches('#').trim_start());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn damaged_texts_are_cleaned_and_recognised() {
    let mut all = (Score::default(), Score::default());
    let texts = texts();
    let whole: Vec<String> =
        texts.iter().map(|(_, text, _)| plain(&imported(text.as_bytes()).1)).collect();
    for damage in DAMAGES {
        let mut sum = (Score::default(), Score::default());
        for ((name, text, front), whole) in texts.iter().zip(&whole) {
            let (found, body) = imported(&(damage.bytes)(text));
            let body = plain(&body);
            let (letters, values) = (characters(&body, whole), fields(&found, front));
            if letters.recall() < 1.0 || letters.precision() < 1.0 {
                println!("{} of {name}:\n{body}", damage.name);
            }
            let (found, wanted) = (score::leaves(&found), score::leaves(front));
            let missed: Vec<_> = wanted.iter().filter(|leaf| !found.contains(leaf)).collect();
            let invented: Vec<_> = found.iter().filter(|leaf| !wanted.contains(leaf)).collect();
            if !missed.is_empty() || !invented.is_empty() {
                println!("{} of {name}: missed {missed:?}, invented {invented:?}", damage.name);
            }
            sum.0.add(letters);
            sum.1.add(values);
        }
        println!("{:16} text: {}; fields: {}", damage.name, sum.0, sum.1);
        all.0.add(sum.0);
        all.1.add(sum.1);
    }
    println!("{:16} text: {}; fields: {}", "all", all.0, all.1);
    assert!(all.0.precision() > 0.999 && all.0.recall() > 0.999, "text: {}", all.0);
    assert!(all.1.precision() > 0.98 && all.1.recall() > 0.98, "fields: {}", all.1);
}

#[test]
fn a_clean_text_says_what_it_said() {
    let (_, text, _) = texts().swap_remove(5);
    let (_, body) = imported(text.as_bytes());
    let expected: Vec<&str> = text.split("\n\n").skip(2).map(str::trim).collect();
    assert_eq!(body, expected.join("\n"));
}

/// Of the keys of made pages and texts so much is right at least, in hundredths: what is found, and what is to be found.
const FLOORS: &[(&str, f64)] = &[
    ("标题", 0.99),
    ("发布日期", 0.99),
    ("来源", 0.99),
    ("发文字号", 0.99),
    ("发文机关", 0.99),
    ("成文日期", 0.99),
    ("主送机关", 0.99),
    ("附注", 0.99),
    ("主持人", 0.99),
];

#[test]
fn facts_are_found_wherever_they_stand() {
    let site = site();
    let made = maker::made();
    for one in &made {
        site.write(&format!("in/{}", one.name), &one.bytes);
    }
    let run = site.run(&["--lang", "zh", "import", "in", "--format", "json"]);
    let mut scores: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut kinds = 0;
    for (one, report) in made_reports(&made, &run.out) {
        let draft = fs::read_to_string(site.path(report["draft"].as_str().expect("a path")));
        let draft = draft.expect("a draft");
        let (front, _) = split(&draft);
        let of =
            |key: &str| one.fields.iter().find(|(name, _)| *name == key).map(|(_, value)| value);
        for (key, _) in FLOORS {
            let (found, wanted) = (said(&front, key), of(key));
            let score = scores.entry(key).or_default();
            score.1 += usize::from(found.is_some() && wanted.is_some());
            score.2 += usize::from(wanted.is_some());
            let right =
                wanted.zip(found.as_ref()).is_some_and(|(wanted, found)| fits(found, wanted));
            score.0 += usize::from(right);
            if wanted.is_some() && !right {
                println!("{} {key}: {found:?} for {wanted:?}", one.name);
            }
        }
        let kind = report["kind"].as_str().and_then(kind_of).unwrap_or_default();
        kinds += usize::from(kind == one.kind);
        if kind != one.kind {
            println!("{}: {kind} for {}", one.name, one.kind);
        }
        assert!(!run.err.contains("import-caption"), "{}", run.err);
        nothing_is_lost(one, &draft, &report);
    }
    for (key, floor) in FLOORS {
        let (right, found, wanted) = scores[key];
        let share = |of: usize| right as f64 / of.max(1) as f64;
        println!(
            "{key:8} precision {:6.3}, recall {:6.3} of {wanted}",
            share(found),
            share(wanted)
        );
        assert!(share(found) >= *floor && share(wanted) >= *floor, "{key}");
    }
    assert!(kinds * 100 >= made.len() * 99, "kinds: {kinds} of {}", made.len());
    site.must_build();
    what_was_imported_is_clean(&site);
}

/// A draft that is imported again changes nowhere.
fn what_was_imported_is_clean(site: &Site) {
    std::fs::create_dir(site.path("again")).expect("our own folder");
    let drafts = ["content/news", "content/meetings", "content/plans", "content/rosters"];
    let args = [&["import"], &drafts[..], &["--to", "again", "--format", "json"]].concat();
    let run = site.run(&args);
    let reports = reports(&run.out);
    for report in &reports {
        assert_eq!(report["changes"], serde_json::json!([]), "{}", report["source"]);
    }
    assert!(reports.len() >= site.drafts().len(), "{}: {}", reports.len(), run.err);
}

/// The reports of files; the problems between them have a severity.
pub(crate) fn reports(out: &str) -> Vec<serde_json::Value> {
    let values = out.lines().map(serde_json::from_str::<serde_json::Value>);
    let values = values.map(|value| value.expect("JSON"));
    values.filter(|value| value.get("severity").is_none()).collect()
}

/// The report of each made file.
fn made_reports<'m>(
    made: &'m [maker::Made],
    out: &str,
) -> Vec<(&'m maker::Made, serde_json::Value)> {
    let reports = reports(out);
    assert_eq!(reports.len(), made.len(), "every file has its report");
    let own = |one: &maker::Made, report: &serde_json::Value| {
        report["source"].as_str().is_some_and(|path| path.ends_with(&format!("in/{}", one.name)))
    };
    let find = |one| reports.iter().find(|report| own(one, report)).cloned();
    made.iter().map(|one| (one, find(one).expect("a report"))).collect()
}

fn kind_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "meeting" => "会议",
        "plan" => "实施方案",
        "roster" => "领导小组名单",
        "article" => "文章",
        _ => return None,
    })
}

/// A value as text; of somebody the name.
fn said(front: &Value, key: &str) -> Option<String> {
    let value = front.get(key)?;
    let named = value.get("姓名").unwrap_or(value);
    named.as_str().map(str::to_owned)
}

/// A day may have its time.
fn fits(found: &str, wanted: &str) -> bool {
    found == wanted
        || found.split_once(' ').is_some_and(|(day, time)| day == wanted && time.len() == 5)
}

/// Every paragraph stands in the draft, but for what cleaning changed and the report says.
fn nothing_is_lost(one: &maker::Made, draft: &str, report: &serde_json::Value) {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric() && !c.is_ascii()).collect()
    };
    let left = letters(draft) + &letters(&report["changes"].to_string());
    for paragraph in &one.text {
        for sentence in paragraph.split(['，', '。', '；', '：', '、', '（', '）', '　']) {
            assert!(
                left.contains(&letters(sentence)),
                "{}: “{sentence}” is lost\n{draft}",
                one.name
            );
        }
    }
}
