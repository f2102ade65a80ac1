//! A document's own data, as tables and charts: sections of its page, or blocks inside a text.

use super::expose::Html;
use super::media::{Download, Image};
use super::shell::Link;
use super::state::State;
use crate::view;

view! {
    /// One block, wherever it stands. Exactly one of the data fields is set: the one that `name` says.
    pub struct Block {
        /// `agenda`, `attendees`, `photos`, `members`, `tasks`, `phases`, `indicators`, `budget`, `attachments`.
        name: &'static str,
        /// The document that it comes from, where that is another one.
        of: Option<Link>,
        /// The data.
        data: Box<Blocks>,
    }

    /// All data that a document has; what it lacks is empty.
    #[derive(Default)]
    pub struct Blocks {
        /// 议程.
        agenda: Vec<AgendaRow>,
        /// 参会人员.
        attendees: Vec<AttendeeGroup>,
        /// 照片.
        photos: Vec<Image>,
        /// 领导小组.
        members: Option<Members>,
        /// 任务分解.
        tasks: Vec<TaskRow>,
        /// 实施步骤.
        phases: Option<Phases>,
        /// 指标.
        indicators: Vec<IndicatorGroup>,
        /// 经费.
        budget: Option<Budget>,
        /// 附件.
        attachments: Vec<Download>,
        /// Meetings alone: 时间, 地点, 主持人 …
        meeting: Option<MeetingFacts>,
        /// 依据.
        basis: Vec<String>,
        /// 目标.
        goals: Vec<String>,
        /// 保障措施.
        safeguards: Vec<String>,
        /// 有关要求.
        requirements: Vec<String>,
        /// Progress alone: what this report says, in rows.
        reading: Option<ProgressReading>,
    }

    /// A person with a post.
    pub struct PersonPost {
        /// The name, leading to the person's page.
        person: Link,
        /// The post; may be empty.
        post: String,
        /// The unit.
        unit: Option<Link>,
    }

    /// 会议: the facts of a meeting.
    pub struct MeetingFacts {
        /// 会议名称.
        name: String,
        /// `notice`, `report`, `minutes`.
        phase: State,
        /// `2026年3月31日（星期二）09:00—11:30`; may be empty.
        time: String,
        /// Machine-readable start, for `<time datetime>`; may be empty.
        start: String,
        /// 地点; may be empty.
        place: String,
        /// 级别; may be empty.
        level: String,
        /// 主办单位.
        organiser: Option<Link>,
        /// 主持人.
        chair: Option<PersonPost>,
        /// 到会人数, as text; may be empty.
        present: String,
        /// 请假.
        absent: Vec<PersonPost>,
        /// 联系人; may be empty.
        contact_name: String,
        /// 电话; may be empty.
        contact_phone: String,
        /// 回执时限; may be empty.
        reply_by: String,
        /// The calendar file of a notice.
        calendar: Option<Link>,
    }

    /// A row of the agenda.
    pub struct AgendaRow {
        /// From 1.
        number: u32,
        /// What is done.
        item: String,
        /// Who speaks.
        speaker: Option<Link>,
        /// The post; may be empty.
        post: String,
        /// A remark; may be empty.
        note: String,
    }

    /// A group of those who attend.
    pub struct AttendeeGroup {
        /// 组别.
        group: String,
        /// People.
        people: Vec<PersonPost>,
        /// Units.
        units: Vec<Link>,
        /// Roles.
        roles: Vec<String>,
    }

    /// 领导小组.
    pub struct Members {
        /// The group's name.
        name: String,
        /// Roles in order, each with its members.
        levels: Vec<MemberLevel>,
        /// 小组职责.
        duties: Vec<String>,
        /// 办公室设在.
        office_unit: Option<Link>,
        /// 主任, 副主任: role and person.
        office_people: Vec<OfficePerson>,
        /// 办公电话; may be empty.
        office_phone: String,
        /// 依据文号; may be empty.
        basis: String,
        /// 组织图.
        chart: Html,
        /// How many members.
        count: u32,
        /// Before and after, where it replaced an older list.
        comparison: Option<Comparison>,
    }

    /// A role with its members.
    pub struct MemberLevel {
        /// `leader`, `deputy`, `member` …
        code: &'static str,
        /// 组长, 副组长, 成员 …
        role: String,
        /// Those in it.
        members: Vec<PersonPost>,
    }

    /// Someone in the group's office.
    pub struct OfficePerson {
        /// The role in the site's language: 办公室主任 or 办公室副主任.
        role: String,
        /// The person.
        person: PersonPost,
    }

    /// 调整前后对比.
    pub struct Comparison {
        /// The list that it replaced.
        old: Link,
        /// Rows: joined, left, changed.
        rows: Vec<ComparisonRow>,
        /// How many stayed as they were.
        unchanged: u32,
    }

    /// One change in a group.
    pub struct ComparisonRow {
        /// `joined`, `left` or `changed`.
        change: State,
        /// The person.
        person: Link,
        /// Role and post before; may be empty.
        before: String,
        /// Role and post after; may be empty.
        after: String,
    }

    /// A task.
    pub struct TaskRow {
        /// Its id in the plan.
        id: String,
        /// The anchor on the plan's page: `task-1`.
        anchor: String,
        /// What is to be done.
        title: String,
        /// 牵头单位.
        lead: Vec<Link>,
        /// 配合单位.
        support: Vec<Link>,
        /// `2026-12-31`; may be empty.
        due: String,
        /// 成果; may be empty.
        deliverable: String,
        /// The last known state at the build's clock.
        state: State,
        /// Percent done, as text; empty where not known.
        done: String,
        /// The remark of the last report; may be empty.
        note: String,
        /// The plan, on pages that show tasks of several plans.
        plan: Option<Link>,
    }

    /// 实施步骤.
    pub struct Phases {
        /// Rows in time order.
        rows: Vec<PhaseRow>,
        /// The time line.
        chart: Html,
    }

    /// A phase.
    pub struct PhaseRow {
        /// Its name.
        name: String,
        /// `2026-03-31`.
        start: String,
        /// `2026-04-30`.
        end: String,
        /// What is done; may be empty.
        what: String,
        /// `past`, `current`, `future` at the build's clock.
        state: State,
    }

    /// A group of indicators.
    pub struct IndicatorGroup {
        /// Its name; may be empty.
        name: String,
        /// Its indicators.
        rows: Vec<IndicatorRow>,
    }

    /// An indicator; numbers are texts, ready to be shown.
    pub struct IndicatorRow {
        /// Its id.
        id: String,
        /// The anchor: `indicator-x`.
        anchor: String,
        /// Its name.
        name: String,
        /// 计量单位; may be empty.
        unit: String,
        /// 基期值; may be empty.
        baseline: String,
        /// 目标值, with `≥`, `≤` or `=`.
        target: String,
        /// The last value; may be empty.
        value: String,
        /// The day of the last value; may be empty.
        as_of: String,
        /// The change since the report before, signed; may be empty.
        change: String,
        /// `reached`, `progressing`, `behind`, `unknown`.
        state: State,
        /// A small bar.
        chart: Html,
        /// Its history; empty with fewer than two values.
        history: Html,
        /// The history as rows, the table behind the chart.
        points: Vec<Point>,
    }

    /// One value of one day.
    pub struct Point {
        /// `2026-06-30`.
        date: String,
        /// The value.
        value: String,
    }

    /// 经费.
    pub struct Budget {
        /// Rows.
        rows: Vec<BudgetRow>,
        /// The sum: `700万元`.
        total: String,
        /// Spent: `235万元`; may be empty.
        spent: String,
        /// Percent spent; may be empty.
        percent: String,
        /// The chart.
        chart: Html,
    }

    /// A source of money.
    pub struct BudgetRow {
        /// 来源.
        source: String,
        /// `600万元`.
        amount: String,
        /// 用途; may be empty.
        purpose: String,
        /// Spent; may be empty.
        spent: String,
        /// Percent spent; may be empty.
        percent: String,
    }

    /// 进展: what one report says.
    pub struct ProgressReading {
        /// The plan.
        plan: Link,
        /// 截至 `2026年6月30日`.
        as_of: String,
        /// The county's values.
        indicators: Vec<IndicatorRow>,
        /// The tasks that it reports on.
        tasks: Vec<TaskRow>,
        /// The money.
        budget: Option<Budget>,
        /// Unit by indicator.
        matrix: Option<Matrix>,
    }

    /// Unit by indicator.
    pub struct Matrix {
        /// The heat map.
        chart: Html,
        /// Column heads.
        columns: Vec<String>,
        /// One row a unit.
        rows: Vec<MatrixRow>,
    }

    /// A unit's values.
    pub struct MatrixRow {
        /// The unit.
        unit: Link,
        /// As many as there are columns; empty where not known.
        cells: Vec<String>,
    }
}
