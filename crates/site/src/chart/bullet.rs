//! One measure against its target in one row, small enough for a table cell.

use super::scale::{Scale, finite};
use super::svg::{Anchor, Area, Label, Svg};
use super::text::{LABEL, SMALL, fit, number, quantity, width};
use super::{Frame, Width};

const SIZE: (f64, f64) = (240.0, 36.0);
/// Where the bars end; the value stands to the right.
const PLOT: f64 = 150.0;
const BAR: Area = Area { x: 0.0, y: 6.0, width: PLOT, height: 12.0 };
const TICK_ROOM: f64 = 16.0;

/// On which side of the target a measure has to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// At least the target.
    Higher,
    /// At most the target.
    Lower,
    /// The target itself.
    Equal,
}

impl Direction {
    fn sign(self) -> &'static str {
        match self {
            Direction::Higher => "≥",
            Direction::Lower => "≤",
            Direction::Equal => "=",
        }
    }
}

/// A progress bar with the target as a mark across it and the baseline as a tick below, 240 × 36.
#[derive(Debug, Clone, Copy)]
pub struct Bullet<'a> {
    /// Name and room; the width is always 240.
    pub frame: Frame<'a>,
    /// Where the measure started.
    pub baseline: Option<f64>,
    /// Where it stands.
    pub value: Option<f64>,
    /// Where it has to get to.
    pub target: f64,
    /// On which side of the target it has to end.
    pub direction: Direction,
    /// Printed after the numbers.
    pub unit: &'a str,
    /// Whether the target is reached: the caller's rule, since it may know of rounding.
    pub reached: bool,
}

impl Bullet<'_> {
    /// Draws the chart.
    pub fn render(&self) -> String {
        let frame = Frame { width: Width::Wide, ..self.frame };
        let mut svg = Svg::open(&frame, "bullet", SIZE);
        let scale = self.scale();
        svg.rect("chart-track", BAR);
        self.zone(&mut svg, &scale);
        self.bar(&mut svg, &scale);
        self.marks(&mut svg, &scale);
        self.reading(&mut svg);
        svg.close()
    }

    fn scale(&self) -> Scale {
        let known = [self.value, self.baseline, Some(self.target)];
        Scale::from_zero(known.into_iter().flatten(), (0.0, PLOT)).with_headroom(0.12)
    }

    /// The side of the target that is wanted, tinted.
    fn zone(&self, svg: &mut Svg, scale: &Scale) {
        let Some(target) = finite(self.target) else {
            return;
        };
        let far = match self.direction {
            Direction::Higher => PLOT,
            Direction::Lower => 0.0,
            Direction::Equal => return,
        };
        let area = Area::between(scale.at(target), far, BAR.y, BAR.height);
        svg.rect("chart-zone", area);
    }

    /// The value from zero, with zero marked where it is not the left edge.
    fn bar(&self, svg: &mut Svg, scale: &Scale) {
        let zero = scale.at(0.0);
        if zero > 0.0 {
            svg.line("chart-axis", (zero, BAR.y), (zero, BAR.y + BAR.height));
        }
        if let Some(value) = self.value.and_then(finite) {
            let class = if self.reached { "chart-bar chart-reached" } else { "chart-bar" };
            let (y, height) = (BAR.y + 2.0, BAR.height - 4.0);
            svg.rect(class, Area::between(zero, scale.at(value), y, height));
        }
    }

    /// The target across the bar with its number, and the baseline with its own where both have room.
    fn marks(&self, svg: &mut Svg, scale: &Scale) {
        let text_y = SIZE.1 - 3.0;
        let mut taken = None;
        if let Some(target) = finite(self.target) {
            let text = format!("{}{}{}", self.direction.sign(), number(target), self.unit);
            let text = fit(&text, SMALL, PLOT);
            let half = width(&text, SMALL) / 2.0;
            let x = scale.at(target);
            let middle = x.clamp(half, (PLOT - half).max(half));
            svg.line("chart-target", (x, BAR.y - 4.0), (x, BAR.y + BAR.height + 3.0));
            svg.text("chart-small chart-target-label", (middle, text_y), Anchor::Middle, &text);
            taken = Some((middle - half, middle + half));
        }
        if let Some(baseline) = self.baseline.and_then(finite) {
            let x = scale.at(baseline);
            let bottom = BAR.y + BAR.height;
            svg.line("chart-baseline", (x, bottom - 4.0), (x, bottom + 4.0));
            let text = number(baseline);
            let half = width(&text, SMALL) / 2.0;
            let middle = x.max(half);
            let apart = taken.is_none_or(|(left, right)| {
                middle + half + 4.0 < left || middle - half - 4.0 > right
            });
            if apart && middle + half <= PLOT {
                svg.text("chart-small", (middle, text_y), Anchor::Middle, &text);
            }
        }
    }

    /// The value at the right edge, ticked where the target is reached; its unit gives way to a long number, since it
    /// stands at the target too.
    fn reading(&self, svg: &mut Svg) {
        let room = SIZE.0 - PLOT - TICK_ROOM - 6.0;
        let value = self.value.and_then(finite);
        let whole = quantity(value, self.unit);
        let text = if width(&whole, LABEL) <= room { whole } else { quantity(value, "") };
        let y = BAR.y + 10.5;
        let label = Label { class: "chart-strong", text: &text, size: LABEL, room };
        svg.label((SIZE.0 - TICK_ROOM, y), Anchor::End, label);
        if self.reached {
            svg.tick((SIZE.0 - 6.0, BAR.y + 6.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check;
    use proptest::prelude::*;

    fn bullet() -> Bullet<'static> {
        Bullet {
            frame: check::frame("b", "标题"),
            baseline: Some(62.0),
            value: Some(83.5),
            target: 95.0,
            direction: Direction::Higher,
            unit: "%",
            reached: false,
        }
    }

    #[test]
    fn it_shows_value_target_and_direction() {
        for (direction, mark) in [
            (Direction::Higher, ">≥95%<"),
            (Direction::Lower, ">≤95%<"),
            (Direction::Equal, ">=95%<"),
        ] {
            let drawn = Bullet { direction, ..bullet() }.render();
            check::sound(&drawn);
            assert!(drawn.contains(mark) && drawn.contains(">83.5%<"), "{drawn}");
        }
    }

    #[test]
    fn a_reached_target_is_ticked() {
        let drawn = Bullet { reached: true, ..bullet() }.render();
        assert!(drawn.contains("chart-done") && drawn.contains("chart-reached"));
        assert!(!bullet().render().contains("chart-done"));
    }

    #[test]
    fn a_missing_value_is_a_dash_without_a_bar() {
        for value in [None, Some(f64::NAN), Some(f64::INFINITY)] {
            let drawn = Bullet { value, ..bullet() }.render();
            check::sound(&drawn);
            assert!(drawn.contains(">—<") && !drawn.contains("chart-bar"), "{drawn}");
        }
    }

    proptest! {
        #[test]
        fn any_numbers_draw(
            value in prop::option::of(prop::num::f64::ANY),
            baseline in prop::option::of(prop::num::f64::ANY),
            target in prop::num::f64::ANY,
            unit in check::any_text(),
        ) {
            check::sound(&Bullet { value, baseline, target, unit: &unit, ..bullet() }.render());
        }
    }
}
