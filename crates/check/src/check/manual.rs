//! 规则手册: the rules as a page of the manual, made from their table.

use crate::config::rules::{Area, RULES, Rule, Sure, is_veto};
use crate::diagnostic::{Language, Words};
use crate::say;

/// The page, in Markdown.
pub fn manual(language: Language) -> String {
    let mut text = opening().in_language(language).to_owned();
    let mut area: Option<Area> = None;
    for rule in RULES {
        if area != Some(rule.area) {
            area = Some(rule.area);
            let heading = rule.area.words();
            text.push_str(&format!("\n## {}\n", heading.in_language(language)));
        }
        text.push_str(&entry(rule, language));
    }
    text
}

fn opening() -> Words {
    say!(
        "# 检查规则\n\n`gongbao check` 查的规则，由 `gongbao check --rules` 生成。级别可以在 `site.yaml` 的“检查”里改；一篇文档确实没有问题的，\n在它的“检查例外”里写规则和理由，检查报告会列出来。出处没有核实的规则不会是错误。标着“停止生成”的，\n`gongbao build` 就会停下：那样的网页是错的，所以不能改级别，也不能放过。\n",
        "# Rules of the inspection\n\nWhat `gongbao check` looks for; this page is made by `gongbao check --rules`. `checks` in `site.yaml` changes how much a rule\nmatters; a document that is right as it is names the rule and the reason in `exceptions`, and the report shows them. Rules\nwhose source nobody has verified are never errors. What “stops the build” makes pages wrong: `gongbao build` stops at it, and it can\nbe neither set nor excepted.\n"
    )
}

fn entry(rule: &Rule, language: Language) -> String {
    let of = |words: Words| words.in_language(language).to_owned();
    let (level, basis) = (rule.severity.name(language), of(rule.basis.words()));
    let stops = match rule.stops {
        true => of(say!(" · 停止生成", " · stops the build")),
        false => String::new(),
    };
    let veto = match is_veto(rule.code) {
        true => of(say!(" · 单项否决", " · a veto")),
        false => String::new(),
    };
    let source = match (rule.source, rule.sure) {
        ("", _) => String::new(),
        (source, Sure::Agreed) => of(say!("，{source}", ", {source}")),
        (source, sure) => {
            let Words { zh, en } = sure.words();
            of(say!("，{source}（{zh}）", ", {source} ({en})"))
        }
    };
    let (asks, mend) = (rule.asks(language), rule.mend(language));
    let line = of(say!("怎么改：{mend}。", "To mend it: {mend}."));
    let code = rule.code;
    format!(
        "\n### {code}\n\n{level}{stops}{veto} · {basis}{source}\n\n{}{}\n\n{line}\n",
        first_up(asks, language),
        of(say!("。", "."))
    )
}

/// An English sentence begins with a capital.
fn first_up(text: &str, language: Language) -> String {
    let mut chars = text.chars();
    match (language, chars.next()) {
        (Language::English, Some(first)) => first.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}
