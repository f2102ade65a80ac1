//! The pages that add up what documents say: a plan's report, a unit, a person, the calendar.

use super::block::{Budget, IndicatorGroup, IndicatorRow, Matrix, Phases, TaskRow};
use super::document::Part;
use super::expose::{Html, Shared};
use super::media::Download;
use super::shell::Link;
use super::state::State;
use crate::view;

view! {
    /// How many, in words.
    pub struct Count {
        /// The state that is counted.
        state: State,
        /// How many.
        count: u32,
    }

    /// 排名 of units by one indicator.
    pub struct Ranking {
        /// The indicator's name with its unit.
        name: String,
        /// The bars.
        chart: Html,
        /// Rows, best first.
        rows: Vec<RankRow>,
    }

    /// A place in a ranking.
    pub struct RankRow {
        /// `1`; tied places share a number and say 并列.
        rank: String,
        /// The unit.
        unit: Link,
        /// The value.
        value: String,
    }

    /// `report`: where a plan stands.
    pub struct ReportView {
        /// The plan's card.
        plan: Shared,
        /// 截至; empty before the first report.
        as_of: String,
        /// Indicators by state.
        indicator_counts: Vec<Count>,
        /// Tasks by state.
        task_counts: Vec<Count>,
        /// One bar of the tasks by state.
        task_chart: Html,
        /// Percent of the indicators that are reached, as text; may be empty.
        reached: String,
        /// Every indicator.
        indicators: Vec<IndicatorGroup>,
        /// Tasks by state, overdue first.
        tasks: Vec<TaskGroup>,
        /// Unit by indicator.
        matrix: Option<Matrix>,
        /// Rankings of the indicators that are counted by unit.
        rankings: Vec<Ranking>,
        /// The phases with today's line.
        phases: Option<Phases>,
        /// The money.
        budget: Option<Budget>,
        /// What changed since the report before: sentences.
        changes: Vec<String>,
        /// The progress documents, the newest first.
        sources: Vec<Shared>,
        /// Data files.
        downloads: Vec<Download>,
    }

    /// Tasks of one state.
    pub struct TaskGroup {
        /// The state.
        state: State,
        /// The tasks.
        tasks: Vec<TaskRow>,
    }

    /// What a list leaves out.
    pub struct Rest {
        /// How many entries.
        count: u32,
        /// The documents that hold them.
        places: Vec<Link>,
    }

    /// `unit`: a unit's page.
    pub struct UnitView {
        /// The full name.
        name: String,
        /// Short names; may be empty.
        short: Vec<String>,
        /// 类别.
        kind: String,
        /// A few words; may be empty.
        summary: String,
        /// Office line; may be empty.
        contact: String,
        /// Where it is; may be empty.
        address: String,
        /// Its site; may be empty.
        url: String,
        /// The site is not the government's: the reader is asked first.
        url_leaves: bool,
        /// Units that it stands for.
        includes: Vec<Link>,
        /// Collective names that it belongs to.
        included_in: Vec<Link>,
        /// Tasks that it leads.
        leads: Vec<TaskRow>,
        /// The rest of them.
        more_leads: Option<Rest>,
        /// Tasks that it supports.
        supports: Vec<TaskRow>,
        /// The rest of them.
        more_supports: Option<Rest>,
        /// Its indicator values by plan.
        indicators: Vec<UnitIndicators>,
        /// People with posts in groups: roster, role, person.
        posts: Vec<UnitPost>,
        /// The rest of them.
        more_posts: Option<Rest>,
        /// Meetings, the newest first.
        meetings: Vec<Shared>,
        /// Other documents, the newest first.
        documents: Vec<Shared>,
        /// How many more meetings and documents there are than the two lists show.
        more: u32,
    }

    /// A unit's values in one plan.
    pub struct UnitIndicators {
        /// The plan's report page.
        plan: Link,
        /// 截至.
        as_of: String,
        /// The values; `state` and `chart` against the plan's target.
        rows: Vec<IndicatorRow>,
    }

    /// A post that someone of the unit has in a group.
    pub struct UnitPost {
        /// The roster.
        roster: Link,
        /// The role.
        role: String,
        /// The person.
        person: Link,
        /// The post; may be empty.
        post: String,
        /// The roster was replaced or lost its validity.
        past: bool,
    }

    /// `person`: the page of a person in a public role.
    pub struct PersonView {
        /// The name.
        name: String,
        /// The current post; may be empty.
        post: String,
        /// The unit.
        unit: Option<Link>,
        /// Posts in groups, current ones first.
        groups: Vec<PersonGroup>,
        /// Meetings with the part taken.
        meetings: Vec<PersonMeeting>,
        /// Posts over time, the newest first.
        posts: Vec<PersonPostAt>,
        /// Documents that name the person.
        documents: Vec<Shared>,
        /// How many more meetings and documents there are than the two lists show.
        more: u32,
    }

    /// A role in a group.
    pub struct PersonGroup {
        /// The roster.
        roster: Link,
        /// The role.
        role: String,
        /// The post; may be empty.
        post: String,
        /// `2026-03-28`.
        date: String,
        /// The roster was replaced or lost its validity.
        past: bool,
    }

    /// A part in a meeting.
    pub struct PersonMeeting {
        /// The meeting's card.
        card: Shared,
        /// 主持, 发言, 参加: words.
        part: String,
    }

    /// A post on a day.
    pub struct PersonPostAt {
        /// `2026-03-28`.
        date: String,
        /// The post.
        post: String,
        /// The document that says so.
        document: Link,
    }

    /// A day of the calendar.
    pub struct Day {
        /// The number, empty outside the month.
        number: String,
        /// `2026-03-31`.
        date: String,
        /// Meetings of the day.
        meetings: Vec<Shared>,
        /// The build's day.
        today: bool,
    }

    /// A week, Monday first.
    pub struct Week {
        /// Seven days.
        days: Vec<Day>,
    }

    /// A month.
    pub struct Month {
        /// `2026年3月`.
        name: String,
        /// Its weeks.
        weeks: Vec<Week>,
        /// Its meetings in time order.
        meetings: Vec<Shared>,
    }

    /// `calendar`: the calendar of meetings.
    pub struct CalendarView {
        /// The month that the page shows.
        month: Month,
        /// Meetings ahead at the build's clock (the calendar's first page alone).
        upcoming: Vec<Shared>,
        /// Every month with meetings, newest first.
        months: Vec<Link>,
        /// The month before that has meetings.
        earlier: Option<Link>,
        /// The month after that has meetings.
        later: Option<Link>,
        /// The calendar file with every meeting ahead.
        subscribe: String,
    }

    /// A plan on the home page.
    pub struct PlanGlance {
        /// The plan's card.
        card: Shared,
        /// The report page.
        report: Link,
        /// Percent of the indicators reached, as text; may be empty.
        reached: String,
        /// `12 / 33`; may be empty.
        ratio: String,
        /// 截至; may be empty.
        as_of: String,
        /// Tasks by state.
        tasks: Vec<Count>,
        /// One bar of the tasks by state.
        chart: Html,
    }

    /// A part of the home page.
    pub struct HomeSection {
        /// Its heading.
        name: String,
        /// The column.
        url: String,
        /// The documents.
        cards: Vec<Shared>,
    }

    /// `home`: the home page.
    pub struct HomeView {
        /// The leading story.
        lead: Option<Shared>,
        /// The parts in order.
        sections: Vec<HomeSection>,
        /// Meetings ahead at the build's clock.
        upcoming: Vec<Shared>,
        /// Plans that are under way.
        plans: Vec<PlanGlance>,
        /// Text of `_index.md`.
        body: Vec<Part>,
    }
}
