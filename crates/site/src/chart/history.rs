//! How one measure moved: a line small enough that many stand side by side.

use super::scale::{Scale, finite};
use super::svg::{Anchor, Label, Spot, Svg};
use super::text::{LABEL, MISSING, SMALL, fit, number, quantity, widest, width};
use super::{Frame, Mark, Width};

/// The least distance between two labels at the right edge.
const LEADING: f64 = 15.0;
/// From the top of the drawing to the top of the plot.
const TOP: f64 = 10.0;
/// From the bottom of the plot to the bottom of the drawing: the dates.
const BOTTOM: f64 = 24.0;

/// One reading.
#[derive(Debug, Clone, Copy)]
pub struct Point<'a> {
    /// A short date, `3月` or `2025-03`.
    pub label: &'a str,
    /// When, in days from any origin.
    pub x: f64,
    /// What was read; a missing one leaves a gap in the line.
    pub y: Option<f64>,
}

/// A line of readings with the target as a dashed line, 340 × 140 or 720 × 200.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    /// Name and room.
    pub frame: Frame<'a>,
    /// Printed after the last value.
    pub unit: &'a str,
    /// The readings in any order.
    pub points: &'a [Point<'a>],
    /// Where the measure has to get to.
    pub target: Option<Mark<'a>>,
    /// Where it started.
    pub baseline: Option<Mark<'a>>,
}

/// What is drawn: readings in order of time, and the two scales.
struct Plot<'a> {
    readings: Vec<(&'a str, f64, Option<f64>)>,
    x: Scale,
    y: Scale,
    left: f64,
    right: f64,
    bottom: f64,
}

/// A text at the right edge, at the height of what it names.
struct Tag {
    class: &'static str,
    text: String,
    y: f64,
    size: f64,
}

impl History<'_> {
    /// Draws the chart.
    pub fn render(&self) -> String {
        let size = match self.frame.width {
            Width::Wide => (720.0, 200.0),
            Width::Narrow => (340.0, 140.0),
        };
        let plot = self.plot(size);
        let mut svg = Svg::open(&self.frame, "history", size);
        plot.grid(&mut svg);
        self.references(&mut svg, &plot);
        plot.lines(&mut svg);
        plot.dates(&mut svg);
        self.tags(&mut svg, &plot, size.0);
        svg.close()
    }

    fn plot(&self, size: (f64, f64)) -> Plot<'_> {
        let mut readings: Vec<_> = self
            .points
            .iter()
            .filter_map(|point| Some((point.label, finite(point.x)?, point.y.and_then(finite))))
            .collect();
        readings.sort_by(|a, b| a.1.total_cmp(&b.1));
        let bottom = size.1 - BOTTOM;
        let marks = [self.target, self.baseline];
        let levels = readings.iter().filter_map(|reading| reading.2);
        let levels = levels.chain(marks.iter().flatten().map(|mark| mark.value));
        let y = Scale::covering(levels, (bottom, TOP)).padded(0.08);
        let axis: Vec<String> = y.ticks(3).into_iter().map(number).collect();
        let left = (widest(axis.iter().map(String::as_str), SMALL) + 8.0).min(70.0);
        let right = size.0 - self.tag_room(&readings, size.0);
        let times = readings.iter().map(|reading| reading.1);
        let x = Scale::covering(times, (left + 6.0, right - 6.0));
        Plot { readings, x, y, left, right, bottom }
    }

    /// Width of the right margin, for the widest text that stands in it.
    fn tag_room(&self, readings: &[(&str, f64, Option<f64>)], size: f64) -> f64 {
        let last = readings.iter().rev().find_map(|reading| reading.2);
        let value = width(&quantity(last, self.unit), LABEL);
        let marks = [self.target, self.baseline];
        let labels = widest(marks.iter().flatten().map(|mark| mark.label), SMALL);
        (value.max(labels) + 8.0).clamp(20.0, size * 0.3)
    }

    fn references(&self, svg: &mut Svg, plot: &Plot<'_>) {
        let lines = [(self.baseline, "chart-baseline"), (self.target, "chart-target chart-dashed")];
        for (mark, class) in lines {
            if let Some(value) = mark.and_then(|mark| finite(mark.value)) {
                let y = plot.y.at(value);
                svg.line(class, (plot.left, y), (plot.right, y));
            }
        }
    }

    /// Names the last value and the reference lines beside them, moved apart where they would overlap.
    fn tags(&self, svg: &mut Svg, plot: &Plot<'_>, size: f64) {
        let mut tags = Vec::new();
        if let Some(last) = plot.readings.iter().rev().find_map(|reading| reading.2) {
            tags.push(Tag {
                class: "chart-strong",
                text: quantity(Some(last), self.unit),
                y: plot.y.at(last),
                size: LABEL,
            });
        } else {
            let middle = ((plot.left + plot.right) / 2.0, (TOP + plot.bottom) / 2.0);
            svg.text("chart-label chart-halo", middle, Anchor::Middle, MISSING);
        }
        let marks =
            [(self.target, "chart-small chart-target-label"), (self.baseline, "chart-small")];
        for (mark, class) in marks {
            let Some(mark) = mark else { continue };
            if let Some(value) = finite(mark.value) {
                tags.push(Tag {
                    class,
                    text: mark.label.to_owned(),
                    y: plot.y.at(value),
                    size: SMALL,
                });
            }
        }
        spread(&mut tags, TOP, plot.bottom);
        for tag in &tags {
            let label = Label {
                class: tag.class,
                text: &tag.text,
                size: tag.size,
                room: size - plot.right - 6.0,
            };
            svg.label((plot.right + 6.0, tag.y + 4.5), Anchor::Start, label);
        }
    }
}

impl Plot<'_> {
    fn grid(&self, svg: &mut Svg) {
        let mut previous = String::new();
        for tick in self.y.ticks(3) {
            let (y, text) = (self.y.at(tick), number(tick));
            if self.bottom - y > 4.0 {
                svg.line("chart-grid", (self.left, y), (self.right, y));
            }
            if text != previous {
                let text = fit(&text, SMALL, self.left - 6.0);
                svg.text("chart-small", (self.left - 6.0, y + 4.0), Anchor::End, &text);
            }
            previous = text;
        }
    }

    /// The runs of readings without a gap as lines, each reading as a dot, the last one larger.
    fn lines(&self, svg: &mut Svg) {
        let spot = |reading: &(&str, f64, Option<f64>)| -> Option<Spot> {
            Some((self.x.at(reading.1), self.y.at(reading.2?)))
        };
        for run in self.readings.split(|reading| reading.2.is_none()) {
            let spots: Vec<Spot> = run.iter().filter_map(spot).collect();
            svg.polyline("chart-line", &spots);
        }
        let last = self.readings.iter().rposition(|reading| reading.2.is_some());
        for (index, reading) in self.readings.iter().enumerate() {
            match spot(reading) {
                Some(centre) if Some(index) == last => {
                    svg.circle("chart-dot chart-last", centre, 4.0)
                }
                Some(centre) => svg.circle("chart-dot", centre, 2.0),
                None => svg.circle("chart-gap", (self.x.at(reading.1), self.bottom), 2.5),
            }
        }
    }

    /// The axis with as many dates as have room: the last, the first, then those between.
    fn dates(&self, svg: &mut Svg) {
        svg.line("chart-axis", (self.left, self.bottom), (self.right, self.bottom));
        let count = self.readings.len();
        let mut taken: Vec<(f64, f64)> = Vec::new();
        let order = [count.checked_sub(1), (count > 1).then_some(0)];
        for index in order.into_iter().flatten().chain(1..count.saturating_sub(1)) {
            let (text, x, _) = self.readings[index];
            let text = fit(text, SMALL, (self.right - self.left) / 2.0 - 8.0);
            let half = width(&text, SMALL) / 2.0;
            let spot = self.x.at(x);
            let middle = spot.max(half).min(self.right + 20.0 - half);
            let free = taken
                .iter()
                .all(|(left, right)| middle + half + 10.0 < *left || middle - half - 10.0 > *right);
            if free {
                svg.line("chart-axis", (spot, self.bottom), (spot, self.bottom + 4.0));
                svg.text("chart-small", (middle, self.bottom + 18.0), Anchor::Middle, &text);
                taken.push((middle - half, middle + half));
            }
        }
    }
}

/// Moves tags apart, first downwards, then up from the bottom, keeping their order.
fn spread(tags: &mut [Tag], top: f64, bottom: f64) {
    tags.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut least = top;
    for tag in tags.iter_mut() {
        tag.y = tag.y.max(least);
        least = tag.y + LEADING;
    }
    let mut most = bottom;
    for tag in tags.iter_mut().rev() {
        tag.y = tag.y.min(most);
        most = tag.y - LEADING;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check;
    use proptest::prelude::*;

    fn point(label: &str, x: f64, y: Option<f64>) -> Point<'_> {
        Point { label, x, y }
    }

    fn history<'a>(points: &'a [Point<'a>], target: Option<Mark<'a>>) -> History<'a> {
        History { frame: check::frame("h", "标题"), unit: "%", points, target, baseline: None }
    }

    #[test]
    fn a_gap_breaks_the_line() {
        let ys = [Some(1.0), Some(2.0), None, Some(4.0), Some(f64::NAN), Some(6.0), Some(7.0)];
        let points: Vec<Point<'_>> =
            (0u8..).zip(ys).map(|(x, y)| point("3月", f64::from(x), y)).collect();
        let drawn = history(&points, None).render();
        check::sound(&drawn);
        assert_eq!(drawn.matches("chart-line").count(), 2);
        assert_eq!(drawn.matches("chart-gap").count(), 2);
        assert!(drawn.contains(">7%<"));
    }

    #[test]
    fn one_point_is_a_dot() {
        let drawn = history(&[point("3月", 9.0, Some(5.0))], None).render();
        check::sound(&drawn);
        assert!(drawn.contains("chart-last") && !drawn.contains("chart-line"));
    }

    #[test]
    fn no_points_are_a_dash() {
        let drawn = history(&[], None).render();
        check::sound(&drawn);
        assert!(drawn.contains(">—<"));
    }

    #[test]
    fn labels_at_the_edge_stand_apart() {
        let tag = |y| Tag { class: "", text: String::new(), y, size: SMALL };
        let mut tags = [tag(99.0), tag(98.0), tag(20.0)];
        spread(&mut tags, 10.0, 100.0);
        assert_eq!(tags.map(|tag| tag.y), [20.0, 85.0, 100.0]);
    }

    proptest! {
        #[test]
        fn any_readings_draw(
            readings in prop::collection::vec(
                (check::any_text(), prop::num::f64::ANY, prop::option::of(prop::num::f64::ANY)), 0..12),
            target in prop::num::f64::ANY,
            label in check::any_text(),
        ) {
            let points: Vec<Point<'_>> = readings.iter().map(|(label, x, y)| point(label, *x, *y)).collect();
            let target = Some(Mark { value: target, label: &label });
            for width in [Width::Wide, Width::Narrow] {
                let mut history = history(&points, target);
                history.frame.width = width;
                check::sound(&history.render());
            }
        }
    }
}
