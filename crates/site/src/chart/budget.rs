//! Money set aside and money spent, item by item.

use super::Frame;
use super::scale::{Scale, finite};
use super::svg::{Anchor, Area, Label, Svg};
use super::text::{LABEL, SMALL, width};

const ROW: f64 = 42.0;
const BAR: f64 = 12.0;

/// One item of a budget.
#[derive(Debug, Clone, Copy)]
pub struct BudgetItem<'a> {
    /// What the money is for.
    pub label: &'a str,
    /// The money set aside, as printed.
    pub amount_text: &'a str,
    /// The money set aside, in the unit of all items.
    pub amount: f64,
    /// The money spent.
    pub spent: Option<f64>,
    /// The money spent, as printed; may be empty.
    pub spent_text: &'a str,
}

/// What the two bars mean, for the key above them; nothing is printed for an empty word.
#[derive(Debug, Clone, Copy)]
pub struct BudgetLegend<'a> {
    /// `预算`.
    pub amount: &'a str,
    /// `已支出`.
    pub spent: &'a str,
}

/// A bar for each amount, filled as far as it is spent; what is spent beyond it is hatched.
#[derive(Debug, Clone, Copy)]
pub struct Budget<'a> {
    /// Name and room.
    pub frame: Frame<'a>,
    /// The key.
    pub legend: BudgetLegend<'a>,
    /// The items from top to bottom.
    pub items: &'a [BudgetItem<'a>],
}

impl Budget<'_> {
    /// Draws the chart.
    pub fn render(&self) -> String {
        let right = self.frame.width.pixels();
        let money = self.items.iter().flat_map(|item| [Some(item.amount), item.spent]);
        let scale = Scale::from_zero(money.flatten(), (1.0, right - 1.0));
        let top = 24.0;
        let bottom = top + self.items.iter().map(|_| ROW).sum::<f64>();
        let mut svg = Svg::open(&self.frame, "budget", (right, bottom));
        svg.define_hatch();
        self.key(&mut svg);
        let mut y = top;
        for item in self.items {
            words(&mut svg, item, y, right);
            bars(&mut svg, &scale, item, y + 20.0);
            y += ROW;
        }
        svg.close()
    }

    fn key(&self, svg: &mut Svg) {
        let mut x = 1.0;
        let room = self.frame.width.pixels() / 2.0 - 36.0;
        for (class, text) in
            [("chart-spent", self.legend.spent), ("chart-amount", self.legend.amount)]
        {
            if text.is_empty() {
                continue;
            }
            let swatch = Area { x, y: 4.0, width: 16.0, height: 10.0 };
            svg.rect(class, swatch);
            let label = Label { class: "chart-small", text, size: SMALL, room };
            svg.label((x + 21.0, 13.0), Anchor::Start, label);
            x += 21.0 + width(text, SMALL).min(room) + 14.0;
        }
    }
}

/// What it is for at the left, the money at the right: spent, then the whole.
fn words(svg: &mut Svg, item: &BudgetItem<'_>, y: f64, right: f64) {
    let money = if item.spent_text.is_empty() {
        item.amount_text.to_owned()
    } else {
        format!("{} / {}", item.spent_text, item.amount_text)
    };
    let room = right * 0.6;
    let taken = width(&money, SMALL).min(room);
    let label =
        Label { class: "chart-label", text: item.label, size: LABEL, room: right - taken - 12.0 };
    svg.label((0.0, y + 14.0), Anchor::Start, label);
    let label = Label { class: "chart-small", text: &money, size: SMALL, room };
    svg.label((right, y + 14.0), Anchor::End, label);
}

fn bars(svg: &mut Svg, scale: &Scale, item: &BudgetItem<'_>, y: f64) {
    let zero = scale.at(0.0);
    let amount = finite(item.amount).map(|amount| scale.at(amount));
    let spent = item.spent.and_then(finite).map(|spent| scale.at(spent));
    if let Some(amount) = amount {
        svg.rect("chart-amount", Area::between(zero, amount, y, BAR));
    }
    if let Some(spent) = spent {
        let within = amount.map_or(spent, |amount| spent.min(amount.max(zero)));
        svg.rect("chart-spent", Area::between(zero, within, y, BAR));
        if spent > within {
            let over = Area::between(within, spent, y, BAR);
            svg.rect("chart-over", over);
            svg.hatch(over);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Width, check};
    use proptest::prelude::*;

    fn budget<'a>(items: &'a [BudgetItem<'a>]) -> Budget<'a> {
        Budget {
            frame: check::frame("m", "标题"),
            legend: BudgetLegend { amount: "预算", spent: "已支出" },
            items,
        }
    }

    fn item(amount: f64, spent: Option<f64>) -> BudgetItem<'static> {
        BudgetItem {
            label: "垃圾转运站",
            amount_text: "120 万元",
            amount,
            spent,
            spent_text: "83 万元",
        }
    }

    #[test]
    fn spending_beyond_the_amount_is_hatched() {
        for (amount, spent, over) in [
            (120.0, Some(83.0), 0),
            (120.0, Some(120.0), 0),
            (120.0, Some(150.0), 1),
            (0.0, Some(5.0), 1),
            (120.0, None, 0),
            (0.0, Some(0.0), 0),
        ] {
            let items = [item(amount, spent)];
            let drawn = budget(&items).render();
            check::sound(&drawn);
            assert_eq!(drawn.matches("chart-over").count(), over, "{amount} {spent:?}");
        }
    }

    #[test]
    fn nothing_to_pay_draws() {
        check::sound(&budget(&[]).render());
    }

    proptest! {
        #[test]
        fn any_budget_draws(
            rows in prop::collection::vec((prop::num::f64::ANY, prop::option::of(prop::num::f64::ANY)), 0..6),
            words in check::any_text(),
        ) {
            let items: Vec<BudgetItem<'_>> = rows
                .iter()
                .map(|(amount, spent)| BudgetItem { label: &words, spent_text: &words, ..item(*amount, *spent) })
                .collect();
            for width in [Width::Wide, Width::Narrow] {
                let mut budget = budget(&items);
                budget.frame.width = width;
                check::sound(&budget.render());
            }
        }
    }
}
