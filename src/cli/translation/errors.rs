//! What clap has against a line, in Chinese.

use crate::cli::values::Refused;
use crate::document::KindName;
use crate::document::common::Stage;
use crate::schema::SchemaTopic;
use clap::builder::{StyledStr, Styles};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error;
use std::fmt::Write;

/// What clap has to say, in Chinese.
pub(in crate::cli) fn explain(error: &clap::Error) -> StyledStr {
    use ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
    match error.kind() {
        DisplayHelp | DisplayHelpOnMissingArgumentOrSubcommand | DisplayVersion => error.render(),
        _ => StyledStr::from(report(error)),
    }
}

fn report(error: &clap::Error) -> String {
    let styles = Styles::styled();
    let (red, bold) = (styles.get_error(), styles.get_header());
    let mut text = format!("{red}错误{red:#}：{}\n", message(error));
    for advice in advice(error) {
        text.push_str(&format!("  {advice}\n"));
    }
    let usage = context(error, ContextKind::Usage);
    if let Some(usage) = usage.as_deref().and_then(|u| u.split_once(": ")) {
        text.push_str(&format!("\n{bold}用法：{bold:#}{}\n", usage.1.trim_end()));
    }
    text.push_str("\n更多说明请加 --help 查看\n");
    text
}

fn message(error: &clap::Error) -> String {
    let find = |kind| context(error, kind).unwrap_or_default();
    let (argument, value) = (find(ContextKind::InvalidArg), find(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”后面要写一个值"),
        ErrorKind::InvalidValue => format!("“{argument}”不能是“{value}”"),
        ErrorKind::ValueValidation => {
            format!("“{argument}”不能是“{value}”：{}", reason(error))
        }
        ErrorKind::UnknownArgument => format!("不认识的参数“{argument}”"),
        ErrorKind::InvalidSubcommand => {
            format!("不认识的命令“{}”", find(ContextKind::InvalidSubcommand))
        }
        ErrorKind::NoEquals => format!("“{argument}”和它的值之间要写等号"),
        ErrorKind::TooManyValues => format!("“{argument}”不能再有值“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("“{argument}”的值的个数不对")
        }
        ErrorKind::ArgumentConflict => match find(ContextKind::PriorArg) {
            prior if prior == argument || prior.is_empty() => format!("“{argument}”只能写一次"),
            prior => format!("“{argument}”不能和“{prior}”一起用"),
        },
        ErrorKind::MissingRequiredArgument => format!("还缺少：{argument}"),
        ErrorKind::MissingSubcommand => "还缺少命令".to_owned(),
        ErrorKind::InvalidUtf8 => "参数不是 UTF-8 文字".to_owned(),
        _ => format!("命令行有误（{}）", error.kind()),
    }
}

fn reason(error: &clap::Error) -> String {
    let source = error.source();
    match source.and_then(|source| source.downcast_ref::<Refused>()) {
        Some(Refused(words)) => words.zh.clone(),
        None => source.map(ToString::to_string).unwrap_or_default(),
    }
}

/// What may be written instead.
fn advice(error: &clap::Error) -> Vec<String> {
    let mut advice = Vec::new();
    for kind in [ContextKind::ValidValue, ContextKind::ValidSubcommand] {
        if let Some(ContextValue::Strings(valid)) = error.get(kind) {
            let words: Vec<String> = valid.iter().map(|word| in_both(word)).collect();
            advice.push(format!("可以写：{}", words.join("、")));
        }
    }
    for kind in
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
    {
        if let Some(near) = nearest(error, kind) {
            advice.push(format!("是不是“{near}”？"));
        }
    }
    advice
}

/// The best of what clap suggests stands last.
fn nearest(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::Strings(words) => words.last().cloned(),
        _ => context(error, kind),
    }
}

/// The Chinese name of a kind, its English name after it.
fn in_both(name: &str) -> String {
    let kinds = KindName::KINDS.map(|k| (k.name(), k.alias()));
    let targets = SchemaTopic::ALL.map(|t| (t.name(), t.alias()));
    let stages = Stage::STAGES.map(|s| (s.name(), s.alias()));
    let found = kinds.iter().chain(&targets).chain(&stages).find(|(n, _)| *n == name);
    match found {
        Some((_, alias)) => format!("{alias}（{name}）"),
        None => name.to_owned(),
    }
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    let value = error.get(kind)?;
    let mut text = String::new();
    match value {
        ContextValue::Strings(words) => text.push_str(&words.join("、")),
        other => write!(text, "{other}").ok()?,
    }
    Some(text)
}
