//! The organisation chart (组织图) of a leading group: who leads, who assists, who belongs, which office does the work.

use super::svg::{Anchor, Area, Label, Svg};
use super::text::{LABEL, SMALL, wrap_evenly};
use super::{Frame, Width};

const HEAD: f64 = 26.0;
const LINE: f64 = 16.0;
const CONNECTOR: f64 = 22.0;
const NAME: f64 = 14.0;
const POST_LINES: usize = 3;

/// A person and the post they hold.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their post; may be empty.
    pub post: &'a str,
}

/// Those of one role.
#[derive(Debug, Clone)]
pub struct Level<'a> {
    /// `组长`, `副组长`, `成员`.
    pub role: &'a str,
    /// Who holds it, in order of precedence.
    pub members: Vec<Member<'a>>,
}

/// The office of the group: 办公室.
#[derive(Debug, Clone)]
pub struct Office<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is printed in it, a line each: where it is, its director, its duties.
    pub lines: Vec<&'a str>,
}

/// A box for each role from top to bottom, its members in a grid; the height grows with them.
#[derive(Debug, Clone, Copy)]
pub struct GroupChart<'a> {
    /// Name and room.
    pub frame: Frame<'a>,
    /// The roles from the top.
    pub levels: &'a [Level<'a>],
    /// The office at the foot.
    pub office: Option<&'a Office<'a>>,
}

/// How a box is drawn: its class, its heading, its width and the rows in it.
struct Panel<'a> {
    class: String,
    heading: &'a str,
    width: f64,
    cell: f64,
    rows: Vec<Row<'a>>,
}

/// Cells side by side, as high as the highest.
struct Row<'a> {
    cells: Vec<RowCell<'a>>,
    height: f64,
}

/// A name and the lines below it, with the whole of their text for where they are cut.
struct RowCell<'a> {
    name: Option<&'a str>,
    whole: &'a str,
    lines: Vec<String>,
}

impl GroupChart<'_> {
    /// Draws the chart.
    pub fn render(&self) -> String {
        let right = self.frame.width.pixels();
        let mut panels: Vec<Panel<'_>> =
            (0..).zip(self.levels).map(|(rank, level)| self.level_panel(rank, level)).collect();
        panels.extend(self.office.map(|office| office_panel(office, right)));
        let heights: f64 = panels.iter().map(Panel::height).sum();
        let gaps: f64 = panels.iter().skip(1).map(|_| CONNECTOR).sum();
        let mut svg = Svg::open(&self.frame, "group", (right, heights + gaps + 2.0));
        let mut y = 1.0;
        for (index, panel) in panels.iter().enumerate() {
            if index > 0 {
                let middle = right / 2.0;
                svg.line("chart-link", (middle, y), (middle, y + CONNECTOR));
                y += CONNECTOR;
            }
            panel.draw(&mut svg, y, right);
            y += panel.height();
        }
        svg.close()
    }

    fn level_panel<'a>(&self, rank: usize, level: &'a Level<'a>) -> Panel<'a> {
        let right = self.frame.width.pixels();
        let most = match self.frame.width {
            Width::Wide => 4,
            Width::Narrow => 2,
        };
        let columns = balanced(level.members.len(), most);
        let cell = match (self.frame.width, columns) {
            (Width::Narrow, 1) => right * 0.7,
            (_, 1) => 240.0,
            _ => (right - 2.0) / real(most),
        };
        let rows = level
            .members
            .chunks(columns)
            .map(|members| Row::of_members(members, cell - 20.0))
            .collect();
        Panel {
            class: format!("chart-panel chart-rank-{}", rank.min(3)),
            heading: level.role,
            width: cell * real(columns),
            cell,
            rows,
        }
    }
}

fn office_panel<'a>(office: &'a Office<'a>, right: f64) -> Panel<'a> {
    let room = (right - 2.0).min(480.0);
    let rows = office.lines.iter().map(|line| {
        let lines = wrap_evenly(line, SMALL, room - 24.0, 4);
        let height = real(lines.len()) * LINE + 4.0;
        let cell = RowCell { name: None, whole: line, lines };
        Row { cells: vec![cell], height }
    });
    Panel {
        class: "chart-panel chart-office".to_owned(),
        heading: office.name,
        width: room,
        cell: room,
        rows: rows.collect(),
    }
}

impl<'a> Row<'a> {
    fn of_members(members: &'a [Member<'a>], room: f64) -> Row<'a> {
        let cells: Vec<_> = members
            .iter()
            .map(|member| RowCell {
                name: Some(member.name),
                whole: member.post,
                lines: wrap_evenly(member.post, SMALL, room, POST_LINES),
            })
            .collect();
        let lines = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0);
        Row { cells, height: 32.0 + real(lines) * LINE }
    }
}

impl Panel<'_> {
    fn height(&self) -> f64 {
        let rows: f64 = self.rows.iter().map(|row| row.height).sum();
        let padding = if self.rows.is_empty() { 0.0 } else { 12.0 };
        HEAD + rows + padding
    }

    fn draw(&self, svg: &mut Svg, y: f64, right: f64) {
        let middle = right / 2.0;
        let body =
            Area { x: middle - self.width / 2.0, y, width: self.width, height: self.height() };
        svg.open_group(&self.class, None);
        svg.rect("chart-box", body);
        svg.rect("chart-head", Area { height: HEAD, ..body });
        let label =
            Label { class: "chart-role", text: self.heading, size: LABEL, room: self.width - 16.0 };
        svg.label((middle, y + 18.0), Anchor::Middle, label);
        let mut top = y + HEAD + 6.0;
        for row in &self.rows {
            row.draw(svg, middle, top, self.cell);
            top += row.height;
        }
        svg.close_group();
    }
}

impl Row<'_> {
    /// The cells side by side, a short last row in the middle.
    fn draw(&self, svg: &mut Svg, middle: f64, top: f64, cell: f64) {
        let mut middle = middle - cell * (real(self.cells.len()) - 1.0) / 2.0;
        for RowCell { name, whole, lines } in &self.cells {
            let mut y = top + 4.0;
            if let Some(name) = name {
                let label =
                    Label { class: "chart-name", text: name, size: NAME, room: cell - 16.0 };
                y += 14.0;
                svg.label((middle, y), Anchor::Middle, label);
                y += 4.0;
            }
            let cut = lines.last().is_some_and(|line| line.ends_with('…'));
            if cut {
                svg.open_group("chart-cut", Some(whole));
            }
            for line in lines {
                y += LINE - 2.0;
                svg.text("chart-small", (middle, y), Anchor::Middle, line);
                y += 2.0;
            }
            if cut {
                svg.close_group();
            }
            middle += cell;
        }
    }
}

/// Columns for so many members: as few rows as `most` allows, filled as evenly as they can be.
fn balanced(count: usize, most: usize) -> usize {
    let rows = count.div_ceil(most).max(1);
    count.div_ceil(rows).max(1)
}

/// Counts of people and lines, far below 2^53.
fn real(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check;
    use proptest::prelude::*;

    fn chart<'a>(levels: &'a [Level<'a>], office: Option<&'a Office<'a>>) -> GroupChart<'a> {
        GroupChart { frame: check::frame("g", "标题"), levels, office }
    }

    fn level<'a>(role: &'a str, name: &'a str, post: &'a str, count: usize) -> Level<'a> {
        Level { role, members: vec![Member { name, post }; count] }
    }

    #[test]
    fn roles_stand_in_order_and_are_connected() {
        let levels = [
            level("组长", "陈明远", "县委副书记、县长", 1),
            level("副组长", "李静", "副县长", 2),
            level("成员", "王建国", "县财政局局长", 9),
        ];
        let office =
            Office { name: "领导小组办公室", lines: vec!["设在县农业农村局"] };
        let drawn = chart(&levels, Some(&office)).render();
        check::sound(&drawn);
        assert_eq!(drawn.matches("chart-link").count(), 3);
        assert_eq!(drawn.matches(">王建国<").count(), 9);
        let place = |text: &str| drawn.find(text).expect("the text is drawn");
        assert!(place(">组长<") < place(">副组长<") && place(">成员<") < place(">领导小组办公室<"));
    }

    #[test]
    fn members_fill_their_rows_evenly() {
        for (count, columns) in [(0, 1), (1, 1), (3, 3), (4, 4), (5, 3), (6, 3), (9, 3), (200, 4)] {
            assert_eq!(balanced(count, 4), columns, "{count}");
        }
    }

    #[test]
    fn two_hundred_members_all_stand_in_it() {
        let levels = [level("成员", "王建国", "县财政局党组书记、局长", 200)];
        let drawn = chart(&levels, None).render();
        check::sound(&drawn);
        assert_eq!(drawn.matches(">王建国<").count(), 200);
    }

    #[test]
    fn a_post_too_long_for_its_cell_is_whole_in_its_title() {
        let post = "县人民政府办公室党组成员、副主任".repeat(5);
        let levels = [level("成员", "王建国", &post, 1)];
        let drawn = chart(&levels, None).render();
        check::sound(&drawn);
        assert!(drawn.contains(&format!("<title>{post}</title>")), "{drawn}");
    }

    #[test]
    fn an_empty_group_draws() {
        check::sound(&chart(&[], None).render());
        check::sound(&chart(&[level("组长", "", "", 0)], None).render());
    }

    proptest! {
        #[test]
        fn any_group_draws(
            role in check::any_text(),
            name in check::any_text(),
            post in check::any_text(),
            counts in prop::collection::vec(0usize..12, 0..5),
        ) {
            let levels: Vec<Level<'_>> = counts.iter().map(|count| level(&role, &name, &post, *count)).collect();
            let office = Office { name: &name, lines: vec![&post, &role] };
            for width in [Width::Wide, Width::Narrow] {
                let mut chart = chart(&levels, Some(&office));
                chart.frame.width = width;
                check::sound(&chart.render());
            }
        }
    }
}
