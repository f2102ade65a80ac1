//! Paragraphs, lists and tables of no meaning and the right shape.

use super::county::County;
use super::random::Random;
use super::words::{DEMANDS, HEADINGS, MEASURES, OBJECTS, OPENINGS, RESULTS, TOWNS, VERBS};
use std::fmt::Write;

/// Three sentences of some forty characters; the first may carry a link to another text.
pub(crate) fn paragraph(out: &mut String, county: &County, topic: &str, random: &mut Random) {
    for at in 0..3 {
        let opening = random.pick(&OPENINGS);
        let unit = &random.pick(&county.units).short;
        let (verb, object) = (random.pick(&VERBS), random.pick(&OBJECTS));
        let result = random.pick(&RESULTS);
        out.push_str(&match at {
            0 => format!("{opening}，{unit}把{topic}摆在重要位置，{verb}{object}，{result}。"),
            1 => format!("{unit}等{}个单位{verb}{object}，{result}。", random.between(2, 9)),
            _ => format!("截至目前，**{}**处已完成{object}，{result}。", random.between(12, 96)),
        });
    }
    out.push_str("\n\n");
}

/// A text of some 1.5 KB: headings, paragraphs, a list, a table, and links to the given documents.
pub(crate) fn body(
    out: &mut String,
    county: &County,
    topic: &str,
    links: &[(String, &str)],
    random: &mut Random,
) {
    paragraph(out, county, topic, random);
    for (link, words) in links {
        writeln!(out, "另见[{words}]({link}.md)。\n").expect("a string takes any text");
    }
    let headings = random.several(&HEADINGS, 2);
    out.push_str(&format!("## {}\n\n", headings[0]));
    paragraph(out, county, topic, random);
    for demand in random.several(&DEMANDS, 3) {
        out.push_str(&format!("- {demand}；\n"));
    }
    out.push_str(&format!("\n## {}\n\n", headings[1]));
    paragraph(out, county, topic, random);
    table(out, random);
}

fn table(out: &mut String, random: &mut Random) {
    let measures = random.several(&MEASURES, 2);
    out.push_str(&format!("| 乡镇 | {} | {} |\n| --- | ---: | ---: |\n", measures[0], measures[1]));
    for (_, town) in random.several(&TOWNS, 4) {
        let (one, two) = (random.between(60, 99), random.between(60, 99));
        out.push_str(&format!("| {town} | {one}% | {two}% |\n"));
    }
}
