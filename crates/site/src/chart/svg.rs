//! The writer that every chart draws with: it alone knows how an element is spelt and how text is escaped.

use std::fmt::Write;

use super::text::{clean, escape, fit, number, push_escaped, push_number};
use super::{Frame, Width};

/// A point in px, x to the right and y down.
pub(super) type Spot = (f64, f64);

/// A rectangle in px.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Area {
    /// The rectangle between two positions on the x axis, whichever comes first.
    pub(super) fn between(a: f64, b: f64, y: f64, height: f64) -> Area {
        Area { x: a.min(b), y, width: (a - b).abs(), height }
    }
}

/// Which end of a text stands at its spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
    /// As the group around it says.
    Inherited,
}

/// A text that is cut to its room.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label<'a> {
    pub(super) class: &'a str,
    pub(super) text: &'a str,
    pub(super) size: f64,
    pub(super) room: f64,
}

/// An SVG element under construction.
#[derive(Debug)]
pub(super) struct Svg {
    out: String,
    hatch: String,
}

impl Svg {
    /// Opens the element with its name and description; `kind` is the class after `chart-`.
    pub(super) fn open(frame: &Frame<'_>, kind: &str, size: (f64, f64)) -> Svg {
        let (width, height) = (number(size.0), number(size.1));
        let (suffix, class) = match frame.width {
            Width::Wide => ("", "chart-wide"),
            Width::Narrow => ("-narrow", "chart-narrow"),
        };
        let id = identifier(frame.id) + suffix;
        let label = accessible_name(frame.title, frame.desc);
        // Width and height hold its room until the style sheet is there. Of its own accord not every screen reader reads
        // the title of an `<svg>`: the role and the label make it a picture with words.
        let out = format!(
            "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             class=\"chart chart-{kind} {class}\" role=\"img\" aria-label=\"{label}\">"
        );
        Svg { out, hatch: format!("{id}-hatch") }
    }

    /// Defines the diagonal hatch that [`Svg::hatch`] paints with.
    pub(super) fn define_hatch(&mut self) {
        self.push(format_args!(
            "<defs><pattern id=\"{}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><path class=\"chart-hatch\" d=\"M0 0V6\"/></pattern></defs>",
            self.hatch.clone()
        ));
    }

    /// Lays the hatch over an area, a difference that survives a grey printer.
    pub(super) fn hatch(&mut self, area: Area) {
        self.out.push_str("<rect fill=\"url(#");
        self.out.push_str(&self.hatch);
        self.out.push_str(")\"");
        self.place(area);
        self.out.push_str("/>");
    }

    pub(super) fn rect(&mut self, class: &str, area: Area) {
        self.out.push_str("<rect");
        self.class(class);
        self.place(area);
        self.out.push_str("/>");
    }

    pub(super) fn line(&mut self, class: &str, from: Spot, to: Spot) {
        self.out.push_str("<line");
        self.class(class);
        self.number("x1", from.0);
        self.number("y1", from.1);
        self.number("x2", to.0);
        self.number("y2", to.1);
        self.out.push_str("/>");
    }

    pub(super) fn circle(&mut self, class: &str, centre: Spot, radius: f64) {
        self.out.push_str("<circle");
        self.class(class);
        self.number("cx", centre.0);
        self.number("cy", centre.1);
        self.number("r", radius);
        self.out.push_str("/>");
    }

    /// A line through the spots; nothing for fewer than two.
    pub(super) fn polyline(&mut self, class: &str, spots: &[Spot]) {
        if spots.len() > 1 {
            self.out.push_str("<polyline");
            self.class(class);
            self.points(spots);
            self.out.push_str("/>");
        }
    }

    /// A closed shape through the spots.
    pub(super) fn polygon(&mut self, class: &str, spots: &[Spot]) {
        self.out.push_str("<polygon");
        self.class(class);
        self.points(spots);
        self.out.push_str("/>");
    }

    /// The tick of something reached, 11 px wide, around its middle.
    pub(super) fn tick(&mut self, middle: Spot) {
        let (x, y) = middle;
        self.polyline("chart-done", &[(x - 5.0, y), (x - 1.5, y + 4.0), (x + 5.5, y - 4.5)]);
    }

    pub(super) fn text(&mut self, class: &str, at: Spot, anchor: Anchor, text: &str) {
        self.out.push_str("<text");
        self.class(class);
        self.number("x", at.0);
        self.number("y", at.1);
        self.out.push_str(match anchor {
            Anchor::Start | Anchor::Inherited => ">",
            Anchor::Middle => " text-anchor=\"middle\">",
            Anchor::End => " text-anchor=\"end\">",
        });
        push_escaped(&mut self.out, text);
        self.out.push_str("</text>");
    }

    /// A text cut to its room; where it is cut, the whole of it is the title of its group.
    pub(super) fn label(&mut self, at: Spot, anchor: Anchor, label: Label<'_>) {
        let shown = fit(label.text, label.size, label.room);
        let cut = shown != clean(label.text);
        if cut {
            self.open_group("chart-cut", Some(label.text));
        }
        self.text(label.class, at, anchor, &shown);
        if cut {
            self.close_group();
        }
    }

    /// Opens a group; a title shows when the pointer rests on it.
    pub(super) fn open_group(&mut self, class: &str, title: Option<&str>) {
        self.push(format_args!("<g class=\"{class}\">"));
        if let Some(title) = title {
            let title = escape(title);
            self.push(format_args!("<title>{title}</title>"));
        }
    }

    /// Opens a group whose texts with [`Anchor::Inherited`] stand in the middle of their spots.
    pub(super) fn open_middle_group(&mut self, class: &str) {
        self.push(format_args!("<g class=\"{class}\" text-anchor=\"middle\">"));
    }

    pub(super) fn close_group(&mut self) {
        self.out.push_str("</g>");
    }

    pub(super) fn close(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }

    /// The class attribute; nothing for no class.
    fn class(&mut self, class: &str) {
        if !class.is_empty() {
            self.out.push_str(" class=\"");
            self.out.push_str(class);
            self.out.push('"');
        }
    }

    fn number(&mut self, name: &str, value: f64) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        push_number(&mut self.out, value);
        self.out.push('"');
    }

    fn place(&mut self, area: Area) {
        self.number("x", area.x);
        self.number("y", area.y);
        self.number("width", area.width.max(0.0));
        self.number("height", area.height.max(0.0));
    }

    fn points(&mut self, spots: &[Spot]) {
        self.out.push_str(" points=\"");
        for (index, (x, y)) in spots.iter().enumerate() {
            if index > 0 {
                self.out.push(' ');
            }
            push_number(&mut self.out, *x);
            self.out.push(',');
            push_number(&mut self.out, *y);
        }
        self.out.push('"');
    }

    fn push(&mut self, markup: std::fmt::Arguments<'_>) {
        self.out.write_fmt(markup).expect("writing to a string does not fail");
    }
}

/// The title and what the chart shows, escaped for an attribute.
pub(super) fn accessible_name(title: &str, desc: &str) -> String {
    let (title, desc) = (escape(title), escape(desc));
    if desc.is_empty() { title } else { format!("{title} {desc}") }
}

/// A class name's tail out of the caller's text: letters, digits and hyphens.
pub(super) fn class_suffix(text: &str) -> String {
    text.chars().filter(|symbol| symbol.is_ascii_alphanumeric() || *symbol == '-').collect()
}

/// An id has no space in it.
fn identifier(id: &str) -> String {
    let id: String = clean(id)
        .chars()
        .map(|symbol| match symbol {
            _ if symbol.is_alphanumeric() => symbol,
            '_' | '.' => symbol,
            _ => '-',
        })
        .collect();
    if id.is_empty() { "chart".to_owned() } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check;

    #[test]
    fn the_element_has_a_name() {
        let frame = check::frame("progress 1", "进度 <script>&\"");
        let drawn = Svg::open(&frame, "bullet", (240.0, 36.0)).close();
        assert!(drawn.contains(r#"aria-label="进度 &lt;script&gt;&amp;&quot; 说明""#), "{drawn}");
        check::well_formed(&drawn);
    }

    #[test]
    fn a_cut_text_keeps_the_whole_as_its_title() {
        let mut svg = Svg::open(&check::frame("a", "b"), "test", (10.0, 10.0));
        let label =
            Label {
                class: "chart-label", text: "云溪县人民政府办公室", size: 10.0, room: 40.0
            };
        svg.label((0.0, 0.0), Anchor::End, label);
        let drawn = svg.close();
        assert!(drawn.contains("<title>云溪县人民政府办公室</title>"));
        assert!(drawn.contains("text-anchor=\"end\">云溪县…</text>"));
        check::well_formed(&drawn);
    }

    #[test]
    fn class_suffixes_cannot_leave_the_attribute() {
        assert_eq!(class_suffix("over\" due><"), "overdue");
    }
}
