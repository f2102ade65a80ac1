//! The phases of a campaign and where it stands today.

use super::Frame;
use super::scale::{Scale, finite};
use super::svg::{Anchor, Area, Label, Svg};
use super::text::{LABEL, SMALL, fit, width};

const ROW: f64 = 44.0;
const BAR: f64 = 12.0;
const SPACE: f64 = 10.0;

/// Where a phase stands relative to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Over.
    Past,
    /// Under way.
    Current,
    /// Not begun.
    Future,
}

impl State {
    fn class(self) -> &'static str {
        match self {
            State::Past => "chart-phase chart-past",
            State::Current => "chart-phase chart-current",
            State::Future => "chart-phase chart-future",
        }
    }
}

/// One phase.
#[derive(Debug, Clone, Copy)]
pub struct Phase<'a> {
    /// What is done in it.
    pub name: &'a str,
    /// Its first day, counted from any origin.
    pub start_day: f64,
    /// Its last day, from the same origin.
    pub end_day: f64,
    /// The first day as printed.
    pub start_text: &'a str,
    /// The last day as printed; empty or the same as the first for a single day.
    pub end_text: &'a str,
    /// Where it stands.
    pub state: State,
}

/// Today, for the line across the phases.
#[derive(Debug, Clone, Copy)]
pub struct Today<'a> {
    /// Counted from the origin of the phases.
    pub day: f64,
    /// What is printed at the line, `今天 6月12日`.
    pub label: &'a str,
}

/// Phases as bars on one scale of time, each under its name and dates.
#[derive(Debug, Clone, Copy)]
pub struct Timeline<'a> {
    /// Name and room.
    pub frame: Frame<'a>,
    /// The phases from top to bottom.
    pub phases: &'a [Phase<'a>],
    /// Today; drawn where it falls within the phases.
    pub today: Option<Today<'a>>,
}

impl Timeline<'_> {
    /// Draws the chart.
    pub fn render(&self) -> String {
        let right = self.frame.width.pixels();
        let days = self.phases.iter().flat_map(|phase| [phase.start_day, phase.end_day]);
        let scale = Scale::covering(days, (7.0, right - 7.0));
        let today = self.today.filter(|today| !self.phases.is_empty() && scale.covers(today.day));
        let top = if today.is_some() { 22.0 } else { 2.0 };
        let bottom = top + self.phases.iter().map(|_| ROW).sum::<f64>();
        let mut svg = Svg::open(&self.frame, "timeline", (right, bottom + 2.0));
        let mut y = top;
        for phase in self.phases {
            draw_bar(&mut svg, &scale, phase, y + 20.0);
            y += ROW;
        }
        if let Some(today) = today {
            draw_today(&mut svg, &scale, today, (bottom, right));
        }
        let mut y = top;
        for phase in self.phases {
            let start = span(phase).map_or(0.0, |(first, last)| scale.at(first.min(last)));
            draw_words(&mut svg, phase, (start, y + 14.0), right);
            y += ROW;
        }
        svg.close()
    }
}

/// The line of today over the bars and under the words, its label at the top.
fn draw_today(svg: &mut Svg, scale: &Scale, today: Today<'_>, (bottom, right): (f64, f64)) {
    let x = scale.at(today.day);
    svg.line("chart-casing", (x, 17.0), (x, bottom));
    svg.line("chart-today", (x, 17.0), (x, bottom));
    let text = fit(today.label, SMALL, right);
    let half = width(&text, SMALL) / 2.0;
    let middle = x.min(right - half).max(half);
    svg.text("chart-small chart-today-label", (middle, 13.0), Anchor::Middle, &text);
}

/// First and last day, where both are known.
fn span(phase: &Phase<'_>) -> Option<(f64, f64)> {
    finite(phase.start_day).zip(finite(phase.end_day))
}

/// The phase as a bar, or as a diamond where it is too short for one.
fn draw_bar(svg: &mut Svg, scale: &Scale, phase: &Phase<'_>, y: f64) {
    let Some((first, last)) = span(phase) else {
        return;
    };
    let (a, b) = (scale.at(first), scale.at(last));
    if (a - b).abs() < 4.0 {
        let middle = y + BAR / 2.0;
        let corners = [(a, middle - 7.0), (a + 7.0, middle), (a, middle + 7.0), (a - 7.0, middle)];
        svg.polygon(phase.state.class(), &corners);
    } else {
        svg.rect(phase.state.class(), Area::between(a, b, y, BAR));
    }
}

/// Name and dates on one line, from the start of the bar or as far left of it as they need, on a plate that interrupts
/// the line of today.
fn draw_words(svg: &mut Svg, phase: &Phase<'_>, (start, y): (f64, f64), right: f64) {
    let ticked = match phase.state {
        State::Past => 17.0,
        State::Current | State::Future => 0.0,
    };
    let dates = fit(&dates(phase), SMALL, right * 0.55);
    let dates_width = width(&dates, SMALL);
    let room = right - ticked - dates_width - SPACE;
    let name = fit(phase.name, LABEL, room);
    let name_width = width(&name, LABEL);
    let all = ticked + name_width + SPACE + dates_width;
    let x = start.min(right - all).max(0.0);
    let plate = Area { x, y: y - 13.0, width: all, height: 17.0 };
    svg.rect("chart-plate", plate);
    if ticked > 0.0 {
        svg.tick((x + 6.0, y - 4.0));
    }
    let class = match phase.state {
        State::Current => "chart-strong",
        State::Past | State::Future => "chart-label",
    };
    let label = Label { class, text: phase.name, size: LABEL, room };
    svg.label((x + ticked, y), Anchor::Start, label);
    let after = (x + ticked + name_width + SPACE, y);
    svg.text("chart-small", after, Anchor::Start, &dates);
}

fn dates(phase: &Phase<'_>) -> String {
    if phase.end_text.is_empty() || phase.end_text == phase.start_text {
        phase.start_text.to_owned()
    } else {
        format!("{}—{}", phase.start_text, phase.end_text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Width, check};
    use proptest::prelude::*;

    fn phase(name: &str, start_day: f64, end_day: f64, state: State) -> Phase<'_> {
        Phase { name, start_day, end_day, start_text: "3月1日", end_text: "5月31日", state }
    }

    fn timeline<'a>(phases: &'a [Phase<'a>], day: f64) -> Timeline<'a> {
        Timeline {
            frame: check::frame("t", "标题"),
            phases,
            today: Some(Today { day, label: "今天" }),
        }
    }

    #[test]
    fn states_differ_in_more_than_colour() {
        let phases = [
            phase("动员部署", 0.0, 30.0, State::Past),
            phase("集中整治", 30.0, 90.0, State::Current),
            phase("总结验收", 120.0, 120.0, State::Future),
        ];
        let drawn = timeline(&phases, 40.0).render();
        check::sound(&drawn);
        assert_eq!(drawn.matches("chart-done").count(), 1, "what is over is ticked");
        assert_eq!(drawn.matches("<polygon").count(), 1, "a single day is a diamond");
        assert!(drawn.contains("chart-current") && drawn.contains(">3月1日—5月31日<"));
    }

    #[test]
    fn today_outside_the_phases_is_left_out() {
        let phases = [phase("集中整治", 0.0, 90.0, State::Past)];
        assert!(timeline(&phases, 45.0).render().contains("chart-today"));
        for day in [-1.0, 91.0, f64::NAN] {
            assert!(!timeline(&phases, day).render().contains("chart-today"));
        }
    }

    proptest! {
        #[test]
        fn any_phases_draw(
            rows in prop::collection::vec((check::any_text(), prop::num::f64::ANY, prop::num::f64::ANY), 0..6),
            day in prop::num::f64::ANY,
        ) {
            let phases: Vec<Phase<'_>> =
                rows.iter().map(|(name, start, end)| phase(name, *start, *end, State::Past)).collect();
            for width in [Width::Wide, Width::Narrow] {
                let mut timeline = timeline(&phases, day);
                timeline.frame.width = width;
                check::sound(&timeline.render());
            }
        }
    }
}
