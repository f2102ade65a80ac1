//! `watch --publish`: every version of the site goes to a target once nobody has saved for a while.

use crate::command::Console;
use crate::command::publish::{Brought, bring_unasked, inspected};
use crate::config::Target;
use crate::diagnostic::{Code, Diagnostic, Words};
use crate::file::{Flush, replace};
use crate::render::Renderer;
use crate::say;
use crate::session::{Session, now};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// After the first failure it is tried again so soon; each further one doubles it.
const RETRY: Duration = Duration::from_secs(15);

/// It is never longer than this until the next try.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// Publishes what `watch` builds.
pub(super) struct Publisher {
    target: String,
    source: PathBuf,
    output: PathBuf,
    due: Option<Instant>,
    failures: u32,
}

impl Publisher {
    pub(super) fn new(target: &str, source: &Path, output: &Path) -> Self {
        Self {
            target: target.to_owned(),
            source: source.to_owned(),
            output: output.to_owned(),
            due: None,
            failures: 0,
        }
    }

    /// What the user is told at the beginning.
    pub(super) fn notice(&self, quiet: Duration) -> Words {
        let (target, seconds) = (&self.target, quiet.as_secs());
        say!(
            "停止保存 {seconds} 秒后自动发布到“{target}”",
            "every version is published to `{target}`, {seconds} s after the last save"
        )
    }

    /// When there is something to do.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// There is a new version: it is published when `quiet` has passed without another one.
    pub(super) fn wait(&mut self, quiet: Duration) {
        self.failures = 0;
        self.due = Some(Instant::now() + quiet);
    }

    /// There are errors: the target keeps what it has.
    pub(super) fn hold(&mut self) {
        if self.due.take().is_some() || self.failures == 0 {
            self.note(json!({"state": "held", "message": "the site has errors"}));
        }
    }

    /// Publishes if it is time.
    pub(super) fn publish_if_due(&mut self, session: &Session, console: &Console) {
        if self.due.is_none_or(|due| Instant::now() < due) {
            return;
        }
        self.due = None;
        let renderer = session.renderer();
        let target = renderer.and_then(|renderer| Some((self.find(renderer)?, renderer)));
        let Some((target, renderer)) = target else {
            let name = &self.target;
            let words = say!(
                "site.yaml 里没有发布目标“{name}”了",
                "site.yaml has no target `{name}` any more"
            );
            return self.failed(vec![Diagnostic::error(Code::Target, words)], console);
        };
        self.note(json!({"state": "publishing"}));
        let found = inspected(renderer, session);
        let brought = match found.is_empty() {
            true => bring_unasked(&self.source, &self.output, target, renderer, console),
            false => Err(found),
        };
        match brought {
            Ok(Brought::Same(release)) => {
                self.failures = 0;
                self.note(json!({"state": "published", "release": release}));
            }
            Ok(Brought::Published { release, words, problems }) => {
                self.failures = 0;
                session.remember_reviews();
                if !problems.is_empty() {
                    console.report(problems);
                }
                console.say(&words);
                self.note(json!({"state": "published", "release": release}));
            }
            Err(problems) => self.failed(problems, console),
        }
    }

    fn find<'r>(&self, renderer: &'r Renderer) -> Option<&'r Target> {
        let mut targets = renderer.site().settings.targets.iter();
        targets.find(|target| target.name == self.target)
    }

    fn failed(&mut self, problems: Vec<Diagnostic>, console: &Console) {
        let wait = LONGEST.min(RETRY.saturating_mul(1 << self.failures.min(10)));
        self.failures += 1;
        self.due = Some(Instant::now() + wait);
        let first = problems
            .first()
            .map(|problem| problem.message.in_language(console.language).to_owned());
        console.report(problems);
        let seconds = wait.as_secs();
        console.note(&say!(
            "没有发布成功，网站保持原样；{seconds} 秒后再试",
            "not published, the site is as it was; trying again in {seconds} s"
        ));
        let state = json!({"state": "failed", "message": first, "failures": self.failures, "next_try_in_seconds": seconds});
        self.note(state);
    }

    /// Writes the status file, for whoever looks after the machine.
    fn note(&self, mut state: Value) {
        if let Some(state) = state.as_object_mut() {
            state.insert("target".into(), self.target.clone().into());
            state.insert("time".into(), now().to_string().into());
        }
        let folder = self.source.join(".gongbao/publish").join(&self.target);
        let text = format!("{state:#}\n");
        // Publishing goes on without it; a monitor sees that it grows old.
        drop(replace(&folder.join("status.json"), text.as_bytes(), Flush::Later));
    }
}
