//! 实施方案: goals, phases, tasks, indicators and money of a piece of work.

use super::{KindRecord, Label, Nature};
use crate::record::{Amount, Date, Number, Reference, Said, Spanned, Text, UnitName};

crate::choice! {
    /// Which way an indicator gets better.
    pub enum Direction {
        Higher "higher" "越高越好",
        Lower "lower" "越低越好",
        Equal "equal" "等于",
    }
}

crate::choice! {
    /// For whom an indicator is counted.
    pub enum Scope {
        County "county" "全县",
        Units "units" "各单位",
    }
}

crate::record! {
    /// 起止.
    pub struct Span "span" "起止" {
        start: required Date, "start" "起", "开始", "the first day", "2026-03-31";
        end: required Date, "end" "止", "结束", "the last day", "2026-12-31";
    }
}

crate::record! {
    /// 实施步骤: one phase.
    pub struct Stage "phase" "实施步骤" {
        name: required Text, "name" "名称", "名称", "its name", "动员部署";
        start: required Date, "start" "起", "开始", "the first day", "2026-03-31";
        end: required Date, "end" "止", "结束", "the last day", "2026-04-30";
        what: optional Text, "what" "内容", "主要内容", "what is done", "召开动员大会，层层签订责任书";
    }
}

crate::record! {
    /// 任务分解: one task.
    pub struct Task "task" "任务" {
        id: required Spanned<Text>, "id" "编号", "编号，方案内不重复", "its id, once in the plan", "1";
        title: required Text, "title" "任务", "任务", "what is to be done", "规范建设乡镇服务站所";
        lead: many UnitName, "lead" "牵头单位", "牵头单位", "the leading units", "县卫生健康局";
        support: many UnitName, "support" "配合单位", "配合单位", "the supporting units", "[各乡镇]";
        due: optional Date, "due" "完成时限", "完成时限", "when it is due", "2026-12-31";
        deliverable: optional Text, "deliverable" "成果", "成果", "what it gives", "站所全部达标";
    }
}

crate::record! {
    /// 指标: one indicator.
    pub struct Indicator "indicator" "指标" {
        id: required Spanned<Text>, "id" "编号", "编号，方案内不重复", "its id, once in the plan", "demo-villages";
        group: optional Text, "group" "组别", "一级指标", "the group that it belongs to", "典型示范";
        name: required Text, "name" "名称", "指标名称", "its name", "达到示范点建设标准的行政村比例";
        unit: optional Text, "unit" "计量单位", "计量单位", "the unit of measure", "%";
        baseline: optional Number, "baseline" "基期值", "基期值", "where it started", "31.5";
        target: required Number, "target" "目标值", "目标值", "where it should be", "66.7";
        direction: optional Direction, "direction" "方向", "越高越好（默认）、越低越好或等于", "higher (the default), lower or equal", "越高越好";
        scope: optional Scope, "scope" "范围", "全县（默认）或各单位", "county (the default) or each unit", "全县";
    }
}

crate::record! {
    /// 经费: one source of money.
    pub struct Funds "budget" "经费" {
        source: required Text, "source" "来源", "资金来源", "where it comes from", "县财政";
        amount: required Amount, "amount" "金额", "金额（元），也可写600万", "yuan; 600万 is understood", "6000000";
        purpose: optional Text, "use" "用途", "用途", "what it is for", "创建经费";
    }
}

crate::record! {
    /// 实施方案.
    pub struct Plan "plan" "实施方案" {
        period: required Span, "period" "起止", "实施起止", "the days it covers", "{起: 2026-03-31, 止: 2026-12-31}";
        basis: many Text, "basis" "依据", "依据的文件", "what it rests on", "[《云溪县国民经济和社会发展第十五个五年规划纲要》]";
        goals: many Text, "goals" "目标", "目标", "its goals", "[年内通过评估验收]";
        group: optional Reference, "group" "领导小组", "领导小组名单的路径", "the roster of its leading group", "rosters/2026-quality-service";
        phases: many Stage, "phases" "实施步骤", "实施步骤", "its phases", "[{名称: 动员部署, 起: 2026-03-31, 止: 2026-04-30}]";
        tasks: many Task, "tasks" "任务分解", "任务分解", "its tasks", "[{编号: '1', 任务: 规范建设乡镇服务站所, 牵头单位: 县卫生健康局, 完成时限: 2026-12-31}]";
        indicators: many Indicator, "indicators" "指标", "指标", "its indicators", "[{编号: villages, 名称: 示范村比例, 计量单位: '%', 目标值: 66.7}]";
        budget: many Funds, "budget" "经费", "经费", "its budget", "[{来源: 县财政, 金额: 6000000, 用途: 创建经费}]";
        safeguards: many Text, "safeguards" "保障措施", "保障措施", "what secures it", "[加强组织领导, 强化督查考核]";
    }
}

impl KindRecord for Plan {
    const NATURE: Nature = Nature::Official;

    fn label(&self) -> Label {
        Label::new(3, "实施方案", "Plan")
    }

    fn skeleton(_: &str) -> Said {
        SKELETON
    }
}

const SKELETON: Said = Said {
    zh: "（写明制定方案的目的和依据，例如：为做好……工作，根据……，结合我县实际，制定本方案。）

## 一、总体要求

……

## 二、工作目标

……

## 三、重点任务

### （一）……

……

### （二）……

……

## 四、实施步骤

……

## 五、保障措施

……
",
    en: "(Say what the plan is for and what it rests on.)

## 1. General requirements

…

## 2. Goals

…

## 3. Main tasks

### 3.1 …

…

### 3.2 …

…

## 4. Phases

…

## 5. Safeguards

…
",
};
