//! The organisation chart (组织图) of a leading group: who leads, who assists, who belongs, which office does the work.
//!
//! Boxes of words, so it is no drawing: the style sheet sets it at any width, and a long post is wrapped, never cut.

use super::svg::accessible_name;
use super::text::push_escaped;

/// Members side by side where there is room.
const MOST_COLUMNS: usize = 4;

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
    /// Its accessible name.
    pub title: &'a str,
    /// A sentence that says what it shows.
    pub desc: &'a str,
    /// The roles from the top.
    pub levels: &'a [Level<'a>],
    /// The office at the foot.
    pub office: Option<&'a Office<'a>>,
}

impl GroupChart<'_> {
    /// Draws the chart: a picture to screen readers, who have the table beside it.
    pub fn render(&self) -> String {
        let name = accessible_name(self.title, self.desc);
        let mut html = format!("<div class=\"chart-group\" role=\"img\" aria-label=\"{name}\">");
        for (rank, level) in (0..).zip(self.levels) {
            push_level(&mut html, rank, level);
        }
        if let Some(office) = self.office {
            push_office(&mut html, office);
        }
        html.push_str("</div>");
        html
    }
}

fn push_level(html: &mut String, rank: usize, level: &Level<'_>) {
    let (rank, columns) = (rank.min(3), balanced(level.members.len(), MOST_COLUMNS));
    html.push_str(&format!("<div class=\"chart-rank-{rank} chart-columns-{columns}\"><b>"));
    push_escaped(html, level.role);
    html.push_str("</b><div>");
    for member in &level.members {
        html.push_str("<span><b>");
        push_escaped(html, member.name);
        html.push_str("</b>");
        push_escaped(html, member.post);
        html.push_str("</span>");
    }
    html.push_str("</div></div>");
}

fn push_office(html: &mut String, office: &Office<'_>) {
    html.push_str("<div class=\"chart-office\"><b>");
    push_escaped(html, office.name);
    html.push_str("</b><div>");
    for line in &office.lines {
        html.push_str("<span>");
        push_escaped(html, line);
        html.push_str("</span>");
    }
    html.push_str("</div></div>");
}

/// Columns for so many members: as few rows as `most` allows, filled as evenly as they can be.
fn balanced(count: usize, most: usize) -> usize {
    let rows = count.div_ceil(most).max(1);
    count.div_ceil(rows).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check;
    use proptest::prelude::*;

    fn chart<'a>(levels: &'a [Level<'a>], office: Option<&'a Office<'a>>) -> GroupChart<'a> {
        GroupChart { title: "标题", desc: "说明", levels, office }
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
        check::well_formed(&drawn);
        assert_eq!(drawn.matches("<div class=").count(), 5);
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
        check::well_formed(&drawn);
        assert_eq!(drawn.matches(">王建国<").count(), 200);
    }

    #[test]
    fn an_empty_group_draws() {
        check::well_formed(&chart(&[], None).render());
        check::well_formed(&chart(&[level("组长", "", "", 0)], None).render());
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
            check::well_formed(&chart(&levels, Some(&office)).render());
        }
    }
}
