//! Charts are drawn while the site is built: each is a plain struct that becomes inline SVG, so a page needs no script.
//!
//! Every chart carries its own accessible name, colours itself through `chart-…` classes only (a strict content security
//! policy allows no inline style; attributes such as `text-anchor` are none to it), and treats a number that is not finite as missing. The words in it come from the
//! caller, already in the page's language; the full data stands beside it in an HTML table.

mod budget;
mod bullet;
#[cfg(test)]
mod check;
mod group;
mod heat;
mod history;
mod ranking;
mod scale;
mod stacked;
mod svg;
mod text;
mod timeline;

pub use budget::{Budget, BudgetItem, BudgetLegend};
pub use bullet::{Bullet, Direction};
pub use group::{GroupChart, Level, Member, Office};
pub use heat::{Cell, Heat};
pub use history::{History, Point};
pub use ranking::{Ranked, Ranking};
pub use stacked::{Part, Stacked};
pub use timeline::{Phase, State, Timeline, Today};

/// What every chart has: its name for those who cannot see it, and the room it may take.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// Prefix of the ids of its patterns, unique on the page.
    pub id: &'a str,
    /// The chart's accessible name.
    pub title: &'a str,
    /// One or two sentences that say what the chart shows, with the important numbers.
    pub desc: &'a str,
    /// How wide the chart is drawn; charts with a natural size ignore it.
    pub width: Width,
}

/// The two widths a chart is drawn at; its text is the same size in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    /// 720 px: the text column of a desktop page, or a sheet of A4.
    #[default]
    Wide,
    /// 340 px: a telephone, or beside a table.
    Narrow,
}

impl Width {
    fn pixels(self) -> f64 {
        match self {
            Width::Wide => 720.0,
            Width::Narrow => 340.0,
        }
    }
}

/// A value drawn as a reference line, with the words to print at it, for example `目标 95%`.
#[derive(Debug, Clone, Copy)]
pub struct Mark<'a> {
    /// Where the line stands, in the chart's unit.
    pub value: f64,
    /// What is printed at the line.
    pub label: &'a str,
}

/// The same chart at both widths in one element; the style sheet shows the one that fits the screen. A single drawing that
/// shrinks to a telephone would take its words along, to half their size.
///
/// The narrow drawing's id ends in `-narrow`, so both may stand on one page.
pub fn pair(draw: impl Fn(Width) -> String) -> String {
    let (wide, narrow) = (draw(Width::Wide), draw(Width::Narrow));
    format!(r#"<div class="chart-pair">{wide}{narrow}</div>"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(width: Width, words: &str) -> String {
        let frame = Frame { title: words, desc: words, width, ..check::frame(words, words) };
        let history = History {
            frame,
            unit: words,
            points: &[Point { label: words, x: 1.0, y: Some(2.0) }],
            target: None,
            baseline: None,
        };
        history.render()
    }

    #[test]
    fn markup_in_the_words_stays_text() {
        let drawn = history(Width::Wide, check::HOSTILE);
        check::sound(&drawn);
        assert!(drawn.contains("&lt;script&gt;&amp;&quot;&#39;云溪"), "{drawn}");
    }

    #[test]
    fn a_pair_has_each_id_once() {
        let both = pair(|width| history(width, "进度"));
        check::well_formed(&both);
        assert_eq!(both.matches("aria-label=\"进度 进度\"").count(), 2, "{both}");
    }
}
