//! Where a build's time went: `gongbao build --profile`.

use crate::diagnostic::Language;
use crate::write::Cost;
use std::collections::BTreeMap;
use std::time::Duration;

/// So many pages are named.
const PAGES: usize = 10;

/// A table of the templates and one of the slowest pages; times are those of one thread, added up.
pub(super) fn text(costs: &[Cost], language: Language) -> String {
    if costs.is_empty() {
        return match language {
            Language::Chinese => "  没有文件变化，什么都不用重做\n".to_owned(),
            Language::English => "  no file has changed: nothing had to be made\n".to_owned(),
        };
    }
    let (templates, pages) = match language {
        Language::Chinese => {
            ("  模板              个数   重做     取数     排版\n", "  最慢的页面（取数＋排版）\n")
        }
        Language::English => (
            "  template         pages   made     view   render\n",
            "  slowest pages (view + render)\n",
        ),
    };
    let mut text = templates.to_owned();
    for (template, sum) in by_template(costs) {
        text.push_str(&format!(
            "  {template:<16} {:>5} {:>6} {:>8} {:>8}\n",
            sum.pages,
            sum.made,
            milliseconds(sum.view),
            milliseconds(sum.render),
        ));
    }
    let mut slowest: Vec<&Cost> = costs.iter().collect();
    slowest.sort_by_key(|cost| std::cmp::Reverse(cost.view + cost.render));
    text.push_str(pages);
    for cost in slowest.iter().take(PAGES) {
        let time = milliseconds(cost.view + cost.render);
        text.push_str(&format!("  {time:>9}  {}\n", cost.name));
    }
    text
}

#[derive(Default)]
struct Sum {
    pages: usize,
    made: usize,
    view: Duration,
    render: Duration,
}

/// The most expensive first.
fn by_template(costs: &[Cost]) -> Vec<(&str, Sum)> {
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    for cost in costs {
        let sum = sums.entry(&cost.template).or_default();
        sum.pages += 1;
        sum.made += usize::from(cost.made);
        sum.view += cost.view;
        sum.render += cost.render;
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.view + sum.render));
    sums
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
