//! How a whole divides, such as tasks by state: one bar, its parts counted.

use super::Frame;
use super::svg::{Anchor, Area, Svg, class_suffix};
use super::text::{LABEL, fit, width};

const BAR: Area = Area { x: 0.0, y: 2.0, width: 0.0, height: 26.0 };
const LINE: f64 = 22.0;
const SWATCH: f64 = 12.0;

/// One part of the whole.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// What is counted.
    pub label: &'a str,
    /// How many.
    pub count: u64,
    /// Ends the class `chart-part-…`: `done`, `doing`, `late`, `todo`, or `0` to `3`.
    pub class_suffix: &'a str,
}

/// One bar divided by count, with a key that repeats each label and count.
#[derive(Debug, Clone, Copy)]
pub struct Stacked<'a> {
    /// Name and room.
    pub frame: Frame<'a>,
    /// The parts from left to right.
    pub parts: &'a [Part<'a>],
}

/// A part in the key: where it stands, and its words.
struct KeyLabel {
    x: f64,
    line: f64,
    label: String,
    count: String,
}

impl Stacked<'_> {
    /// Draws the chart.
    pub fn render(&self) -> String {
        let right = self.frame.width.pixels();
        let entries = self.entries(right);
        let lines = entries.last().map_or(0.0, |entry| entry.line + 1.0);
        let key = BAR.y + BAR.height + 6.0;
        let mut svg = Svg::open(&self.frame, "stacked", (right, key + lines * LINE));
        svg.define_hatch();
        svg.rect("chart-track", Area { width: right, ..BAR });
        self.bar(&mut svg, right);
        for (index, (part, entry)) in self.parts.iter().zip(&entries).enumerate() {
            let y = key + entry.line * LINE;
            let swatch = Area { x: entry.x + 0.5, y: y + 4.5, width: SWATCH, height: SWATCH };
            fill(&mut svg, part, index, swatch);
            let x = entry.x + SWATCH + 6.0;
            svg.text("chart-label", (x, y + 15.0), Anchor::Start, &entry.label);
            let x = x + width(&entry.label, LABEL) + 5.0;
            svg.text("chart-strong", (x, y + 15.0), Anchor::Start, &entry.count);
        }
        svg.close()
    }

    /// The parts that are not empty, side by side; the count stands in those that have room for it.
    fn bar(&self, svg: &mut Svg, right: f64) {
        let total = self.parts.iter().fold(0.0, |sum, part| sum + real(part.count));
        let mut x = 0.0;
        for (index, part) in self.parts.iter().enumerate().filter(|(_, part)| part.count > 0) {
            let share = real(part.count) / total * right;
            let area = Area { x, width: (share - 1.5).max(share * 0.5), ..BAR };
            fill(svg, part, index, area);
            let text = part.count.to_string();
            if width(&text, LABEL) + 10.0 < area.width {
                let class = format!("chart-strong chart-on-{}", class_suffix(part.class_suffix));
                let spot = (x + area.width / 2.0, BAR.y + 17.5);
                svg.text(&class, spot, Anchor::Middle, &text);
            }
            x += share;
        }
    }

    fn entries(&self, right: f64) -> Vec<KeyLabel> {
        let (mut x, mut line) = (0.0, 0.0);
        let mut entries = Vec::new();
        for part in self.parts {
            let count = part.count.to_string();
            let fixed = SWATCH + 6.0 + 5.0 + width(&count, LABEL);
            let label = fit(part.label, LABEL, right - fixed);
            let taken = fixed + width(&label, LABEL);
            if x > 0.0 && x + taken > right {
                (x, line) = (0.0, line + 1.0);
            }
            entries.push(KeyLabel { x, line, label, count });
            x += taken + 18.0;
        }
        entries
    }
}

/// Every second part is hatched, so that neighbours differ without colour.
fn fill(svg: &mut Svg, part: &Part<'_>, index: usize, area: Area) {
    let class = format!("chart-part chart-part-{}", class_suffix(part.class_suffix));
    svg.rect(&class, area);
    if index % 2 == 1 {
        svg.hatch(area);
    }
}

/// Counts are far below 2^53; beyond it a bar loses nothing that shows.
fn real(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Width, check};
    use proptest::prelude::*;

    fn part<'a>(label: &'a str, count: u64, class_suffix: &'a str) -> Part<'a> {
        Part { label, count, class_suffix }
    }

    fn stacked<'a>(parts: &'a [Part<'a>]) -> Stacked<'a> {
        Stacked { frame: check::frame("s", "标题"), parts }
    }

    #[test]
    fn every_part_is_in_the_key_even_where_it_is_empty() {
        let parts =
            [part("已完成", 18, "done"), part("推进中", 9, "doing"), part("逾期", 0, "late")];
        let drawn = stacked(&parts).render();
        check::sound(&drawn);
        for text in [">已完成<", ">推进中<", ">逾期<", ">0<"] {
            assert!(drawn.contains(text), "{text}");
        }
        assert_eq!(drawn.matches("chart-part-done").count(), 2, "bar and key");
        assert_eq!(drawn.matches("chart-part-late").count(), 1, "key alone");
    }

    #[test]
    fn nothing_counted_is_an_empty_track() {
        check::sound(&stacked(&[]).render());
        check::sound(&stacked(&[part("已完成", 0, "done")]).render());
    }

    proptest! {
        #[test]
        fn any_parts_draw(rows in prop::collection::vec((check::any_text(), any::<u64>(), check::any_text()), 0..8)) {
            let parts: Vec<Part<'_>> = rows.iter().map(|(label, count, class)| part(label, *count, class)).collect();
            for width in [Width::Wide, Width::Narrow] {
                let mut stacked = stacked(&parts);
                stacked.frame.width = width;
                check::sound(&stacked.render());
            }
        }
    }
}
