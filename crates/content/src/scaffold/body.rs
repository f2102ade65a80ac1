//! The skeleton of a text, as offices arrange theirs.

use super::Draft;
use crate::diagnostic::Language;
use crate::document::KindName;
use crate::document::meeting::Phase;
use crate::record::Said;

/// The Markdown after the front matter.
pub(super) fn skeleton(draft: &Draft<'_>) -> &'static str {
    let said = match draft.kind {
        KindName::Meeting => match phase(draft.title) {
            Phase::Notice => NOTICE,
            Phase::Report => REPORT,
            Phase::Minutes => MINUTES,
        },
        KindName::Plan => PLAN,
        KindName::Progress => PROGRESS,
        KindName::Roster => ROSTER,
        KindName::Article => ARTICLE,
        KindName::Page => PAGE,
    };
    match draft.language {
        Language::Chinese => said.zh,
        Language::English => said.en,
    }
}

/// The phase that the title of a meeting speaks of; most meetings are reported.
pub(super) fn phase(title: &str) -> Phase {
    let title = title.to_lowercase();
    let speaks_of = |words: [&str; 2]| words.iter().any(|word| title.contains(word));
    if speaks_of(["通知", "notice"]) {
        Phase::Notice
    } else if speaks_of(["纪要", "minutes"]) {
        Phase::Minutes
    } else {
        Phase::Report
    }
}

const NOTICE: Said = Said {
    zh: "（写明开会的目的和依据，例如：为安排部署……工作，经研究，决定召开……会议。现将有关事项通知如下。）

（时间、地点、参会人员、议程和有关要求写在上面的数据里，页面会自动列出。）

## 其他事项

（没有就删去这一节。）
",
    en: "(Say what the meeting is for, and on what ground it is called.)

(Time, place, attendees, agenda and requirements stand in the data above; the page lists them.)

## Other matters

(Take this section away if there are none.)
",
};

const REPORT: Said = Said {
    zh: "（×月×日，……召开……会议。写明谁出席、谁主持、谁讲话。）

会议指出，……

会议强调，……

会议要求，……
",
    en: "(On which day which meeting was held; who attended, who chaired it, who spoke.)

The meeting noted that …

The meeting stressed that …

The meeting asked that …
",
};

const MINUTES: Said = Said {
    zh: "（×年×月×日，……主持召开……会议，研究……。现将会议议定事项纪要如下。）

## 一、（议题）

会议认为，……

会议议定：

1. ……
2. ……

## 二、（议题）

会议议定：

1. ……
",
    en: "(On which day who chaired which meeting, and what it dealt with.)

## 1. (Subject)

The meeting found that …

It was agreed:

1. …
2. …

## 2. (Subject)

It was agreed:

1. …
",
};

const PLAN: Said = Said {
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

const PROGRESS: Said = Said {
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

const ROSTER: Said = Said {
    zh: "（写明成立或调整的原因，例如：为加强对……工作的组织领导，经研究，决定成立……领导小组。组成人员写在上面的数据里，页面会自动列出。）

领导小组成员如有变动，由接任人员自然替补，不再另行发文。
",
    en: "(Say why the group is set up or adjusted. Its members stand in the data above; the page lists them.)

Where a member's post passes to another person, that person takes the seat without a further document.
",
};

const ARTICLE: Said = Said {
    zh: "（第一段写清何时、何地、何人、何事；没有写摘要时，列表里显示这一段。）

……
",
    en: "(Say in the first paragraph when, where, who and what; lists show it where there is no summary.)

…
",
};

const PAGE: Said = Said {
    zh: "（页面内容。）

## 联系我们

……
",
    en: "(The page's text.)

## Contact

…
",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_the_phase() {
        for (title, phase_of_it) in [
            ("关于召开动员大会的通知", Phase::Notice),
            ("云溪县召开动员大会", Phase::Report),
            ("县政府第3次常务会议纪要", Phase::Minutes),
            ("Notice of a meeting", Phase::Notice),
            ("Minutes of the meeting", Phase::Minutes),
            ("The county met", Phase::Report),
        ] {
            assert_eq!(phase(title), phase_of_it, "{title}");
        }
    }
}
