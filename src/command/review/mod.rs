//! `gongbao review`: each of its parts, and what they share: the site's documents and how they stand.

mod key;
mod show;
mod sign;
mod status;

use super::{Console, Outcome};
use crate::cli::ReviewCommand;
use crate::config::Policy;
use crate::diagnostic::{Code, has_errors};
use crate::diagnostic::{Diagnostic, Language, Words, plain_line};
use crate::document::Document;
use crate::read::{self, Content};
use crate::review::standing::Signed;
use crate::review::{Case, Memory, Reviews, State};
use crate::say;
use jiff::civil::Date;
use std::path::{Component, Path};

/// Does what was asked for.
pub fn run(command: &ReviewCommand, console: &Console) -> Outcome {
    let done = match command {
        ReviewCommand::Status(args) => status::run(args, console),
        ReviewCommand::Show(args) => show::run(args, console),
        ReviewCommand::Sign(args) => sign::run(args, console),
        ReviewCommand::Key(args) => key::run(args, console),
    };
    done.unwrap_or_else(|outcome| outcome)
}

/// A site with its reviews.
struct Office {
    content: Content,
    reviews: Reviews,
    memory: Memory,
}

impl Office {
    /// Reads the site in `source`. What is wrong in documents is for `build` to tell; a log that cannot be believed stops
    /// everything.
    fn enter(source: &Path, console: &Console) -> Result<Self, Outcome> {
        let (content, problems) = read::read(source);
        let Some(content) = content else {
            return Err(console.report(problems));
        };
        if content.settings.review.is_none() {
            let wrong = problems.into_iter().filter(|problem| problem.code == Code::ReviewPolicy);
            let wrong: Vec<Diagnostic> = wrong.collect();
            return Err(match wrong.is_empty() {
                true => console.refuse(no_policy()),
                false => console.report(wrong),
            });
        }
        let mut memory = Memory::new(source);
        let (reviews, problems) = memory.look(&content);
        if has_errors(&problems) {
            return Err(console.report(problems));
        }
        Ok(Self { content, reviews, memory })
    }

    fn policy(&self) -> &Policy {
        &self.reviews.policy
    }

    /// The document that an argument means, with how it stands.
    fn case(&self, argument: &Path) -> Result<&Case, Diagnostic> {
        let paths = paths(argument);
        let mut cases = paths.iter().filter_map(|path| self.reviews.cases.get(path));
        if let Some(case) = cases.next() {
            return Ok(case);
        }
        let mut documents = self.content.documents.iter();
        match documents.find(|document| paths.contains(&document.path)) {
            Some(document) => Err(not_asked_for(document)),
            None => Err(self.no_document(paths.last().map_or("", String::as_str))),
        }
    }

    fn no_document(&self, path: &str) -> Diagnostic {
        let documents = self.content.documents.iter();
        Diagnostic::error(
            Code::NoDocument,
            say!("没有文档“{path}”", "there is no document `{path}`"),
        )
        .did_you_mean(path, documents.map(|document| document.path.as_str()))
        .hint(say!(
            "写从 content 起的路径，例如：meetings/2026-03-31-mobilisation；文档本身有错误的，先用 gongbao build 看",
            "write the path from `content`, such as meetings/2026-03-31-mobilisation; where the document itself is wrong, `gongbao build` says so"
        ))
    }
}

/// What an argument may mean: `./content/news/a/index.md` is `news/a`, unless there is a `content/news/a` in `content`.
fn paths(argument: &Path) -> Vec<String> {
    let parts = argument.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    let parts: Vec<_> = parts.collect();
    let inner = parts.iter().enumerate();
    let inner = inner.filter_map(|(at, part)| (part == "content").then_some(at + 1));
    std::iter::once(0)
        .chain(inner)
        .map(|from| {
            let below = parts[from..].join("/");
            let stem = below.strip_suffix(".md").unwrap_or(&below);
            stem.strip_suffix("/index").unwrap_or(stem).to_owned()
        })
        .collect()
}

fn no_policy() -> Diagnostic {
    Diagnostic::error(
        Code::ReviewPolicy,
        say!("这个网站没有审核制度", "this site has no review policy"),
    )
    .in_file("content/site.yaml")
    .hint(say!(
        "在 site.yaml 里写“审核制度”，例如：审核制度: {{规则: [{{环节: [初审, 终审]}}], 审核人: [周文慧, 何书宁], 允许署名: 是}}",
        "write `review` in site.yaml, such as: review: {{rules: [{{stages: [first, final]}}], reviewers: [周文慧, 何书宁], plain_names: true}}"
    ))
}

fn not_asked_for(document: &Document) -> Diagnostic {
    let path = &document.path;
    let draft = document.common.draft == Some(true);
    let words = match draft {
        true => say!("“{path}”还是草稿", "{path} is a draft"),
        false => say!("“{path}”不用审核", "{path} needs no review"),
    };
    let problem = Diagnostic::error(Code::Review, words);
    match draft {
        true => problem.hint(say!(
            "写好以后删去“草稿”一行再送审；没有审核通过以前不会发布",
            "take the `draft` line away when it is written; it is not published before it is approved"
        )),
        false => problem.hint(say!(
            "哪些文档要审核，写在 site.yaml 的“审核制度”里",
            "`review` in site.yaml says which documents do"
        )),
    }
}

/// How a document stands, in a word.
fn state(state: State) -> Words {
    match state {
        State::Edited => say!("改后未审", "edited since it was approved"),
        State::Waiting => say!("待审", "waiting"),
        State::Approved => say!("已通过", "approved"),
    }
}

/// `初审 周文慧 2026-04-01 08:00`.
fn signature(signed: &Signed) -> Words {
    let Signed { stage, by, time, .. } = signed;
    let (zh, en) = (stage.alias(), stage.name());
    let time = time.get(..16).unwrap_or(time).replace('T', " ");
    match signed.is_sealed {
        true => say!("{zh} {by} {time}", "{en} {by} {time}"),
        false => say!("{zh} {by} {time}（署名）", "{en} {by} {time} (by name)"),
    }
}

/// The review that a document lacks, and who may make it.
fn lacking(case: &Case, policy: &Policy, today: Date) -> Option<Words> {
    let need = case.next()?;
    let (zh, en) = (need.stage.alias(), need.stage.name());
    let people = need.people;
    let able: Vec<&str> =
        case.able(policy, need.stage, today).map(|reviewer| reviewer.name.as_str()).collect();
    let (count_zh, count_en) = match people {
        1 => (String::new(), String::new()),
        _ => (format!(" {people} 人"), format!(" by {people} people")),
    };
    if able.len() < people {
        return Some(say!(
            "还差{zh}{count_zh}，名单里没有足够的人可签",
            "it lacks the {en} review{count_en}, and not enough of the reviewers may sign it"
        ));
    }
    let (able_zh, able_en) = (able.join("、"), able.join(", "));
    Some(say!(
        "还差{zh}{count_zh}：{able_zh} 可签",
        "it lacks the {en} review{count_en}: {able_en} may sign it"
    ))
}

/// The day, county time.
fn today() -> Date {
    crate::session::now().date()
}

/// Lines in one language.
struct Page {
    language: Language,
    text: String,
}

impl Page {
    fn new(language: Language) -> Self {
        Self { language, text: String::new() }
    }

    fn line(&mut self, words: &Words) {
        self.text.push_str(&plain_line(words.in_language(self.language)));
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_named_in_many_ways() {
        for (argument, expected) in [
            ("news/a", &["news/a"][..]),
            ("news/a.md", &["news/a"]),
            ("news/a/", &["news/a"]),
            ("./content/news/a.md", &["content/news/a", "news/a"]),
            ("/srv/content/a/index.md", &["srv/content/a", "a"]),
            ("news/content/a", &["news/content/a", "a"]),
            ("../content", &["content", ""]),
        ] {
            assert_eq!(paths(Path::new(argument)), expected, "{argument}");
        }
    }
}
