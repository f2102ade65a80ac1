//! The form of a file of cases: marks at the beginning of lines, and everything between them as it is written.

use crate::page::Claim;
use std::fmt;

/// A file of cases. It is written back as it was read, but for what was blessed.
pub(crate) struct Script {
    /// What the file says of itself before the first case.
    preface: Vec<String>,
    pub(crate) cases: Vec<Case>,
}

/// Steps that are taken one after the other on a site of their own.
pub(crate) struct Case {
    /// Of its title, from 1.
    pub(crate) line: usize,
    /// Its title and what it says of itself.
    head: Vec<String>,
    pub(crate) steps: Vec<Step>,
}

/// One thing that is done.
pub(crate) struct Step {
    pub(crate) line: usize,
    /// As it is written, with the empty lines after it.
    lines: Vec<String>,
    pub(crate) deed: Deed,
}

pub(crate) enum Deed {
    /// A file of the site is written.
    Write {
        name: String,
        text: String,
    },
    /// Words of a file are put in the place of others.
    Change {
        name: String,
        changes: Vec<(String, String)>,
    },
    Run(Run),
}

/// The program is run, and this must come of it.
pub(crate) struct Run {
    pub(crate) variables: Vec<(String, String)>,
    pub(crate) args: Vec<String>,
    pub(crate) answer: Answer,
    pub(crate) claims: Vec<Claim>,
}

/// What a run says, line by line; `...` in what is expected stands for any lines.
#[derive(Default)]
pub(crate) struct Answer {
    pub(crate) code: i32,
    /// `None` where nothing is expected of standard output.
    pub(crate) out: Option<Vec<String>>,
    pub(crate) err: Vec<String>,
}

const TITLE: &str = "==== ";
const WRITE: &str = "---- ";
const CHANGE: &str = "~~~~ ";
const RUN: &str = "$ ";

/// What went wrong, and in which line, from 1.
pub(crate) type Wrong = (usize, String);

impl Script {
    pub(crate) fn read(text: &str) -> Result<Self, Wrong> {
        let mut script = Self { preface: Vec::new(), cases: Vec::new() };
        let numbered = (1..).zip(text.lines().map(str::to_owned)).collect::<Vec<_>>();
        let is_head = |line: &str| [TITLE, WRITE, CHANGE, RUN].iter().any(|m| line.starts_with(m));
        for piece in numbered.chunk_by(|_, next| !is_head(&next.1)) {
            let line = piece[0].0;
            let lines: Vec<String> = piece.iter().map(|(_, text)| text.clone()).collect();
            match script.cases.last_mut() {
                _ if lines[0].starts_with(TITLE) => {
                    script.cases.push(Case { line, head: lines, steps: Vec::new() });
                }
                Some(case) => case.steps.push(Step::read(line, lines)?),
                None if is_head(&lines[0]) => return Err((line, "this belongs to no case".into())),
                None => script.preface = lines,
            }
        }
        match script.cases.is_empty() {
            true => Err((1, "there is no case in it".into())),
            false => Ok(script),
        }
    }
}

impl Case {
    /// Whether a run is expected to say this on standard error.
    pub(crate) fn expects(&self, words: &str) -> bool {
        let runs = self.steps.iter().filter_map(|step| match &step.deed {
            Deed::Run(run) => Some(run),
            Deed::Write { .. } | Deed::Change { .. } => None,
        });
        runs.flat_map(|run| &run.answer.err).any(|line| line.contains(words))
    }
}

impl Step {
    fn read(line: usize, lines: Vec<String>) -> Result<Self, Wrong> {
        let wrong = |why: String| (line, why);
        let (head, body) = lines.split_first().expect("a step begins with its mark");
        let deed = if let Some(name) = head.strip_prefix(WRITE) {
            let end = body.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
            let text = body[..end].iter().map(|line| format!("{line}\n")).collect();
            Deed::Write { name: name.to_owned(), text }
        } else if let Some(name) = head.strip_prefix(CHANGE) {
            Deed::Change { name: name.to_owned(), changes: changes(body).map_err(wrong)? }
        } else {
            let command = head.strip_prefix(RUN).expect("the last mark that there is");
            Deed::Run(Run::read(command, (line + 1..).zip(body)).map_err(wrong)?)
        };
        Ok(Self { line, lines, deed })
    }

    /// Lets the step expect what its run has said; what it claims of files stays.
    pub(crate) fn bless(&mut self, found: &Answer) {
        let Deed::Run(run) = &self.deed else { return };
        let mut lines = vec![self.lines[0].clone()];
        if found.code != 0 {
            lines.push(format!("exit {}", found.code));
        }
        let out = run.answer.out.as_ref().and(found.out.as_ref());
        lines.extend(out.into_iter().flatten().map(|line| marked('>', line)));
        lines.extend(found.err.iter().map(|line| marked('!', line)));
        let claims = self.lines[1..].iter().filter(|line| Claim::read(line).is_some());
        lines.extend(claims.cloned());
        lines.extend(self.lines.iter().rev().take_while(|line| line.is_empty()).cloned());
        self.lines = lines;
    }
}

fn marked(mark: char, line: &str) -> String {
    format!("{mark} {line}").trim_end().to_owned()
}

/// Pairs of lines, what is there now and what takes its place.
fn changes(lines: &[String]) -> Result<Vec<(String, String)>, String> {
    let lines: Vec<&String> = lines.iter().filter(|line| !line.is_empty()).collect();
    let marked = |line: Option<&&String>, mark| Some(unmarked(line?.strip_prefix(mark)?));
    let pairs = lines.chunks(2).map(|pair| {
        let (from, to) = (marked(pair.first(), '-'), marked(pair.get(1), '+'));
        from.zip(to).ok_or_else(|| "a change is a line with `- ` and one with `+ `".to_owned())
    });
    pairs.collect()
}

impl Run {
    fn read<'l>(
        command: &str,
        lines: impl Iterator<Item = (usize, &'l String)>,
    ) -> Result<Self, String> {
        let mut words = words(command)?.into_iter().peekable();
        let mut variables = Vec::new();
        while let Some((name, value)) = words.peek().and_then(|word| word.split_once('=')) {
            variables.push((name.to_owned(), value.to_owned()));
            words.next();
        }
        if words.next().as_deref() != Some("gongbao") {
            return Err("what is run is `gongbao`".to_owned());
        }
        let (mut answer, mut claims) = (Answer::default(), Vec::new());
        for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
            if let Some(code) = line.strip_prefix("exit ") {
                answer.code = code.parse().map_err(|_| format!("{code} is no exit code"))?;
            } else if let Some(text) = line.strip_prefix('>') {
                answer.out.get_or_insert_default().push(unmarked(text));
            } else if let Some(text) = line.strip_prefix('!') {
                answer.err.push(unmarked(text));
            } else if let Some(claim) = Claim::read(line) {
                claims.push(claim);
            } else {
                return Err(format!("line {number} says nothing that can be tested: {line}"));
            }
        }
        Ok(Self { variables, args: words.collect(), answer, claims })
    }
}

fn unmarked(text: &str) -> String {
    text.strip_prefix(' ').unwrap_or(text).to_owned()
}

/// The words of a command as a shell reads them, with single quotes alone.
fn words(command: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    for (part, text) in command.split('\'').enumerate() {
        if part % 2 == 1 {
            word.get_or_insert_default().push_str(text);
            continue;
        }
        for (at, piece) in text.split(' ').enumerate() {
            if at > 0 {
                words.extend(word.take());
            }
            if !piece.is_empty() {
                word.get_or_insert_default().push_str(piece);
            }
        }
    }
    words.extend(word);
    match command.matches('\'').count() % 2 {
        0 => Ok(words),
        _ => Err("a quote is left open".to_owned()),
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cases = self.cases.iter().flat_map(|case| {
            case.head.iter().chain(case.steps.iter().flat_map(|step| &step.lines))
        });
        self.preface.iter().chain(cases).try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl Answer {
    /// Whether this is what is expected, with any lines where it says `...`.
    pub(crate) fn fits(&self, found: &Self) -> bool {
        let out = self.out.as_ref().zip(found.out.as_ref());
        self.code == found.code
            && fits(&self.err, &found.err)
            && out.is_none_or(|(expected, found)| fits(expected, found))
    }

    /// The lines of a case that expects this; without standard output where nothing is expected of it.
    pub(crate) fn shown(&self, with_out: bool) -> String {
        let out = self.out.iter().flatten().filter(|_| with_out);
        let lines = out.map(|line| marked('>', line));
        let lines = lines.chain(self.err.iter().map(|line| marked('!', line)));
        lines.fold(format!("exit {}\n", self.code), |shown, line| shown + &line + "\n")
    }
}

fn fits(expected: &[String], found: &[String]) -> bool {
    match expected.split_first() {
        None => found.is_empty(),
        Some((first, rest)) if first == "..." => {
            (0..=found.len()).any(|at| fits(rest, &found[at..]))
        }
        Some((first, rest)) => {
            found.split_first().is_some_and(|(line, others)| line == first && fits(rest, others))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_a_shell() {
        for (command, expected) in [
            ("gongbao build", &["gongbao", "build"][..]),
            ("gongbao  new 'a b' '' c'd 'e", &["gongbao", "new", "a b", "", "cd e"]),
        ] {
            assert_eq!(words(command).expect("words"), expected, "{command}");
        }
        assert!(words("gongbao 'x").is_err());
    }

    #[test]
    fn three_dots_stand_for_any_lines() {
        let lines = |text: &str| text.chars().map(String::from).collect::<Vec<_>>();
        let expected = |text: &str| {
            let line = |c: char| if c == '*' { "...".to_owned() } else { c.into() };
            text.chars().map(line).collect::<Vec<_>>()
        };
        for (pattern, found, fit) in [
            ("", "", true),
            ("", "a", false),
            ("a", "", false),
            ("ab", "ab", true),
            ("ab", "ba", false),
            ("*", "", true),
            ("*b", "ab", true),
            ("a*c", "abbc", true),
            ("a*", "ba", false),
            ("a*b*", "acb", true),
        ] {
            assert_eq!(fits(&expected(pattern), &lines(found)), fit, "{pattern} {found}");
        }
    }

    #[test]
    fn what_is_wrong_in_a_script_is_told() {
        for (text, line, words) in [
            ("", 1, "no case"),
            ("Words\n$ gongbao build\n", 2, "belongs to no case"),
            ("==== a\n$ make\n", 2, "what is run is `gongbao`"),
            ("==== a\n\n$ gongbao build\nexit one\n", 3, "no exit code"),
            ("==== a\n$ gongbao build\nsome words\n", 2, "line 3 says nothing"),
            ("==== a\n~~~~ x\n- a\n", 2, "a change is"),
        ] {
            let wrong = Script::read(text).err().unwrap_or_else(|| panic!("{text} is read"));
            assert_eq!(wrong.0, line, "{text}");
            assert!(wrong.1.contains(words), "{}", wrong.1);
        }
    }
}
