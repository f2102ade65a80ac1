//! The stream of events to an open page: what changed for this visitor, and nothing else.
//!
//! The page says what it shows (its path and the mark that was in it); so a change between loading and listening, or a
//! server that was started again, is noticed at once.

use super::answer::{self, set};
use super::preview::Preview;
use super::request::Asked;
use super::{Body, Shared, stream};
use crate::diagnostic::{Diagnostic, Format, Language, Printer};
use http_body_util::channel::Sender;
use hyper::Response;
use hyper::body::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// A stream that is silent for longer may be taken for dead by something on the way.
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);

/// A page that lags behind by so many events has gone to sleep; it will ask again.
const BACKLOG: usize = 16;

/// Opens the stream that one page listens to.
pub(super) fn listen(asked: &Asked, shared: Shared) -> Response<Body> {
    let page = Listener {
        path: asked
            .parameter("path")
            .and_then(|path| super::request::plain_path(&path))
            .unwrap_or_default(),
        mark: asked.parameter("mark").unwrap_or_default(),
        told: None,
        language: shared.language,
    };
    let mut response = Response::new(match asked.head_only {
        true => answer::body(Vec::new()),
        false => stream::fed(BACKLOG, |sender| follow(page, shared, sender)),
    });
    set(&mut response, CONTENT_TYPE, "text/event-stream");
    set(&mut response, CACHE_CONTROL, "no-store");
    response
}

async fn follow(mut page: Listener, mut shared: Shared, mut sender: Sender<Bytes>) {
    loop {
        let preview = Arc::clone(&shared.shown.borrow_and_update());
        let looked = tokio::task::spawn_blocking(move || {
            let events = page.look(&preview);
            (page, events)
        });
        let Ok((listener, events)) = looked.await else {
            return;
        };
        page = listener;
        for event in events {
            if sender.send_data(event.into()).await.is_err() {
                return;
            }
        }
        loop {
            match tokio::time::timeout(SIGN_OF_LIFE, shared.shown.changed()).await {
                Ok(Ok(())) => break,
                Ok(Err(_)) => return,
                Err(_) => {
                    if sender.send_data(":\n\n".into()).await.is_err() {
                        return;
                    }
                }
            }
        }
    }
}

/// An open page.
struct Listener {
    path: String,
    /// What it shows.
    mark: String,
    /// The problems that it was last told of.
    told: Option<Value>,
    language: Language,
}

impl Listener {
    /// What the page must be told.
    fn look(&mut self, preview: &Preview) -> Vec<String> {
        let mut events = Vec::new();
        let problems = problems(preview, &self.path, self.language);
        if self.told.as_ref() != Some(&problems) {
            events.push(event("problems", &problems));
            self.told = Some(problems);
        }
        let mark = format!("{:x}", answer::mark(preview, &self.path, self.language));
        if mark == self.mark {
            let styles: serde_json::Map<String, Value> = preview
                .styles()
                .into_iter()
                .map(|(name, address)| (name, address.into()))
                .collect();
            events.push(event("styles", &styles.into()));
        } else {
            events.push(event("reload", &Value::Null));
            self.mark = mark;
        }
        events
    }
}

fn event(name: &str, data: &Value) -> String {
    format!("event: {name}\ndata: {data}\n\n")
}

/// The problems as the overlay shows them: the site's, and what an inspection would find in this page's document.
fn problems(preview: &Preview, path: &str, language: Language) -> Value {
    let printer = Printer { format: Format::Human, language, color: false };
    let one = |problem: &Diagnostic| {
        json!({
            "severity": problem.severity.code(),
            "text": printer.print(problem).trim_end(),
        })
    };
    let words = match language {
        Language::Chinese => json!({
            "behind": "内容里有错误：有错误的部分还是上一次的样子，或者先不显示",
            "warnings": "需要留意",
            "close": "关闭",
        }),
        Language::English => json!({
            "behind": "There are errors in the content; what has errors is shown as it was before, or not at all",
            "warnings": "Please look at",
            "close": "Close",
        }),
    };
    json!({
        "behind": preview.is_behind(),
        "list": preview.problems().iter().chain(&preview.findings(path)).map(one).collect::<Vec<_>>(),
        "words": words,
    })
}
