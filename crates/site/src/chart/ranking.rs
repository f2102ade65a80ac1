//! Units in order of one measure.

use super::scale::{Scale, finite};
use super::svg::{Anchor, Area, Label, Svg};
use super::text::{LABEL, SMALL, quantity, widest, width};
use super::{Frame, Mark};

const ROW: f64 = 26.0;
const BAR: f64 = 12.0;

/// One unit and its place.
#[derive(Debug, Clone, Copy)]
pub struct Ranked<'a> {
    /// The unit.
    pub name: &'a str,
    /// Its measure; a dash where it is not finite.
    pub value: f64,
    /// Its place as printed: ties are the caller's to word.
    pub rank: &'a str,
}

/// Horizontal bars in the order given, with the target as a line across them.
#[derive(Debug, Clone, Copy)]
pub struct Ranking<'a> {
    /// Name and room.
    pub frame: Frame<'a>,
    /// Printed after each value.
    pub unit: &'a str,
    /// The units, best first.
    pub items: &'a [Ranked<'a>],
    /// Where all have to get to.
    pub target: Option<Mark<'a>>,
}

/// The columns, px from the left.
struct Columns {
    rank: f64,
    name: f64,
    bars: f64,
    values: f64,
    right: f64,
}

impl Ranking<'_> {
    /// Draws the chart.
    pub fn render(&self) -> String {
        let values: Vec<String> =
            self.items.iter().map(|item| quantity(finite(item.value), self.unit)).collect();
        let columns = self.columns(&values);
        let target = self.target.filter(|target| target.value.is_finite());
        let known = self.items.iter().map(|item| item.value);
        let known = known.chain(target.map(|target| target.value));
        let scale = Scale::from_zero(known, (columns.bars, columns.values));
        let top = if target.is_some() { 22.0 } else { 2.0 };
        let bottom = top + self.items.iter().map(|_| ROW).sum::<f64>();
        let mut svg = Svg::open(&self.frame, "ranking", (columns.right, bottom + 4.0));
        let mut y = top;
        for (item, value) in self.items.iter().zip(&values) {
            self.row(&mut svg, &columns, &scale, (item, value, y));
            y += ROW;
        }
        let zero = scale.at(0.0);
        svg.line("chart-axis", (zero, top), (zero, bottom));
        if let Some(target) = target {
            let x = scale.at(target.value);
            svg.line("chart-target chart-dashed", (x, top - 4.0), (x, bottom + 2.0));
            let half = width(target.label, SMALL) / 2.0;
            let label = Label {
                class: "chart-small chart-target-label",
                text: target.label,
                size: SMALL,
                room: columns.right,
            };
            let middle = x.min(columns.right - half).max(half.min(columns.right / 2.0));
            svg.label((middle, 13.0), Anchor::Middle, label);
        }
        svg.close()
    }

    fn columns(&self, values: &[String]) -> Columns {
        let right = self.frame.width.pixels();
        let ranks = widest(self.items.iter().map(|item| item.rank), SMALL);
        let names = widest(self.items.iter().map(|item| item.name), LABEL);
        let rank = ranks.min(right * 0.14);
        let name = rank + 8.0;
        let bars = name + names.min(right * 0.3) + 8.0;
        let readings = widest(values.iter().map(String::as_str), LABEL);
        let values = right - readings.min(right * 0.25) - 8.0;
        Columns { rank, name, bars, values, right }
    }

    fn row(&self, svg: &mut Svg, columns: &Columns, scale: &Scale, row: (&Ranked<'_>, &str, f64)) {
        let (item, value, y) = row;
        let text_y = y + ROW / 2.0 + 4.5;
        let texts = [
            (columns.rank, Anchor::End, "chart-small", item.rank, columns.rank, SMALL),
            (
                columns.name,
                Anchor::Start,
                "chart-label",
                item.name,
                columns.bars - columns.name - 8.0,
                LABEL,
            ),
            (
                columns.right,
                Anchor::End,
                "chart-label",
                value,
                columns.right - columns.values - 8.0,
                LABEL,
            ),
        ];
        for (x, anchor, class, text, room, size) in texts {
            let label = Label { class, text, size, room: room + 0.5 };
            svg.label((x, text_y), anchor, label);
        }
        if let Some(value) = finite(item.value) {
            let top = y + (ROW - BAR) / 2.0;
            svg.rect("chart-bar", Area::between(scale.at(0.0), scale.at(value), top, BAR));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Width, check};
    use proptest::prelude::*;

    fn ranking<'a>(items: &'a [Ranked<'a>], target: Option<Mark<'a>>) -> Ranking<'a> {
        Ranking { frame: check::frame("r", "标题"), unit: "分", items, target }
    }

    #[test]
    fn rows_keep_their_order_and_their_rank_text() {
        let item = |name, value, rank| Ranked { name, value, rank };
        let items = [
            item("桥头镇", 96.5, "1"),
            item("石门乡", 90.0, "并列2"),
            item("白沙乡", f64::NAN, "—"),
        ];
        let target = Some(Mark { value: 95.0, label: "目标 95 分" });
        let drawn = ranking(&items, target).render();
        check::sound(&drawn);
        let place = |text: &str| drawn.find(text).expect("the text is drawn");
        assert!(place(">桥头镇<") < place(">石门乡<"));
        assert!(
            drawn.contains(">并列2<")
                && drawn.contains(">96.5分<")
                && drawn.contains(">目标 95 分<")
        );
        assert_eq!(drawn.matches("chart-bar").count(), 2, "a missing value has no bar");
    }

    #[test]
    fn negative_values_grow_to_the_left_of_zero() {
        let item = |value| Ranked { name: "甲", value, rank: "1" };
        check::sound(&ranking(&[item(5.0), item(-5.0)], None).render());
        check::sound(&ranking(&[], None).render());
    }

    proptest! {
        #[test]
        fn any_ranking_draws(
            rows in prop::collection::vec((check::any_text(), prop::num::f64::ANY, check::any_text()), 0..8),
            target in prop::num::f64::ANY,
            unit in check::any_text(),
        ) {
            let items: Vec<Ranked<'_>> =
                rows.iter().map(|(name, value, rank)| Ranked { name, value: *value, rank }).collect();
            for width in [Width::Wide, Width::Narrow] {
                let mut ranking = ranking(&items, Some(Mark { value: target, label: &unit }));
                ranking.frame.width = width;
                ranking.unit = &unit;
                check::sound(&ranking.render());
            }
        }
    }
}
