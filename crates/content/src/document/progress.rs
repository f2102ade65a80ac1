//! 进展: a dated report on one plan.

use super::{KindRecord, Label, Nature};
use crate::record::{Amount, Date, Number, Reference, Said, Spanned, Text, UnitName};

crate::choice! {
    /// 状态 of a task.
    pub enum TaskState {
        NotStarted "not-started" "未启动",
        Ongoing "ongoing" "推进中",
        Done "done" "已完成",
        Overdue "overdue" "逾期",
    }
}

crate::record! {
    /// The value of one indicator, for the county or for one unit.
    pub struct Reading "value" "指标值" {
        indicator: required Spanned<Text>, "indicator" "指标", "指标编号", "the indicator's id", "demo-villages";
        value: required Number, "value" "数值", "数值", "the value", "42.5";
        unit: optional UnitName, "unit" "单位", "单位；不写为全县", "the unit; else the whole county", "云台镇";
        note: optional Text, "note" "备注", "备注", "a remark", "含新增两个村";
    }
}

crate::record! {
    /// The values of several units for one indicator.
    pub struct ByUnit "by_unit" "各单位指标值" {
        indicator: required Spanned<Text>, "indicator" "指标", "指标编号", "the indicator's id", "demo-villages";
        values: required Vec<UnitValue>, "values" "数值", "各单位的数值", "each unit's value", "[{单位: 云台镇, 数值: 42.5}]";
    }
}

crate::record! {
    /// One unit's value.
    pub struct UnitValue "unit_value" "单位数值" {
        unit: required UnitName, "unit" "单位", "单位", "the unit", "云台镇";
        value: required Number, "value" "数值", "数值", "the value", "42.5";
    }
}

crate::record! {
    /// Where one task stands.
    pub struct TaskProgress "task_progress" "任务进展" {
        task: required Spanned<Text>, "task" "任务", "任务编号", "the task's id", "1";
        done: optional Number, "done" "完成率", "完成的百分比，0 到 100", "percent done, 0 to 100", "60";
        state: optional TaskState, "state" "状态", "未启动、推进中、已完成或逾期", "not-started, ongoing, done or overdue", "推进中";
        note: optional Text, "note" "备注", "备注", "a remark", "主体完工";
    }
}

crate::record! {
    /// 支出: money spent so far.
    pub struct Spending "spending" "支出" {
        source: required Spanned<Text>, "source" "来源", "资金来源，与方案一致", "the source of money, as in the plan", "县财政";
        amount: required Amount, "amount" "金额", "累计支出（元）", "yuan spent so far", "2350000";
    }
}

crate::record! {
    /// 进展.
    pub struct Progress "progress" "进展" {
        plan: required Reference, "plan" "方案", "所报告的方案", "the plan that it reports on", "plans/2026-quality-service";
        as_of: required Date, "as_of" "截至", "数据截至", "the day of the figures", "2026-06-30";
        values: many Reading, "values" "指标值", "指标值", "values of indicators", "[{指标: demo-villages, 数值: 42.5}]";
        by_unit: many ByUnit, "by_unit" "各单位指标值", "各单位的指标值", "values by unit", "[{指标: villages, 数值: [{单位: 云台镇, 数值: 42.5}]}]";
        tasks: many TaskProgress, "tasks" "任务进展", "任务进展", "where tasks stand", "[{任务: '1', 完成率: 60, 状态: 推进中}]";
        spent: many Spending, "spent" "支出", "累计支出", "money spent so far", "[{来源: 县财政, 金额: 2350000}]";
    }
}

impl KindRecord for Progress {
    const NATURE: Nature = Nature::Figures;

    fn label(&self) -> Label {
        Label::new(4, "进展", "Progress")
    }

    fn skeleton(_: &str) -> Said {
        SKELETON
    }
}

const SKELETON: Said = Said {
    zh: "（截至×月×日，……工作总体进展。指标、任务和支出写在上面的数据里，页面会自动汇总。）

## 一、主要做法

……

## 二、存在问题

……

## 三、下一步工作

……
",
    en: "(Where the work stands on the day of the figures. Indicators, tasks and money stand in the data above; the page adds them up.)

## 1. What was done

…

## 2. Difficulties

…

## 3. Next steps

…
",
};
