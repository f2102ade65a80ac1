//! 中文帮助: the Chinese texts of the command line, laid over the clap command.

mod errors;
mod texts;

pub(super) use errors::explain;

use clap::builder::{Resettable, Styles};
use clap::{Arg, Command};
use texts::{COMMANDS, Line, PROGRAM, Page};

/// Puts the Chinese texts on every command and argument.
pub(super) fn translate(program: Command) -> Command {
    let program = dress(program, &PROGRAM);
    COMMANDS.iter().fold(program, |program, page| dress_at(program, page.command, page))
}

/// Dresses the command of a name, or the part of one.
fn dress_at(above: Command, name: &'static str, page: &Page) -> Command {
    match name.split_once(' ') {
        None => above.mut_subcommand(name, |command| dress(command, page)),
        Some((name, part)) => above.mut_subcommand(name, |command| dress_at(command, part, page)),
    }
}

fn dress(command: Command, page: &Page) -> Command {
    let template = template(&command);
    command
        .about(page.about)
        .long_about(Resettable::Reset)
        .override_usage(page.usage)
        .help_template(template)
        .mut_args(|argument| match page.line(argument.get_id().as_str()) {
            Some(line) => say(argument, line),
            None => argument,
        })
}

/// The parts of a help page under Chinese headings.
fn template(command: &Command) -> String {
    let styles = Styles::styled();
    let header = styles.get_header();
    let mut template = format!("{{about-with-newline}}\n{header}用法：{header:#}{{usage}}\n");
    let parts = [
        ("命令", "subcommands", command.has_subcommands()),
        ("参数", "positionals", command.get_positionals().next().is_some()),
        ("选项", "options", true),
    ];
    for (heading, tag, _) in parts.into_iter().filter(|(_, _, there)| *there) {
        template.push_str(&format!("\n{header}{heading}：{header:#}\n{{{tag}}}\n"));
    }
    template
}

fn say(argument: Arg, line: &Line) -> Arg {
    let help = line.help.replace("{values}", &values(&argument, line));
    let argument = argument
        .help(help)
        .long_help(Resettable::Reset)
        // Han characters are two columns wide: a column of texts beside them would not be straight.
        .next_line_help(true);
    match line.value {
        "" => argument,
        name => argument.value_name(name).hide_default_value(true).hide_possible_values(true),
    }
}

/// The values that an argument may have in both languages, but for those that its text has a word of its own about.
fn values(argument: &Arg, line: &Line) -> String {
    let values = argument.get_possible_values();
    let listed = values.iter().filter(|value| !line.help.contains(value.get_name()));
    let named = listed.filter_map(|value| {
        let mut names = value.get_name_and_aliases();
        let (name, alias) = names.next().zip(names.next())?;
        Some(format!("{alias}（{name}）"))
    });
    named.collect::<Vec<String>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::texts::SHARED;
    use super::*;
    use crate::chinese::is_han;
    use crate::cli;
    use crate::diagnostic::Language;
    use std::collections::HashMap;

    fn is_chinese(text: impl ToString) -> bool {
        text.to_string().chars().any(is_han)
    }

    #[test]
    fn every_command_and_argument_speaks_chinese() {
        let program = cli::command(Language::Chinese);
        let parts = program.get_subcommands().flat_map(Command::get_subcommands);
        let commands: Vec<&Command> =
            [&program].into_iter().chain(program.get_subcommands()).chain(parts).collect();
        for command in commands {
            let name = command.get_name();
            assert!(command.get_about().is_some_and(is_chinese), "{name}: about");
            for argument in command.get_arguments() {
                let id = argument.get_id();
                let help = argument.get_help().expect("every argument has help");
                assert!(is_chinese(help), "{name} {id}: help");
                let values = argument.get_value_names().unwrap_or_default();
                let plain = !argument.get_action().takes_values();
                assert!(plain || values.iter().all(is_chinese), "{name} {id}: value");
                for possible in argument.get_possible_values() {
                    let word = possible.get_name();
                    let told = plain || help.to_string().contains(word);
                    assert!(told, "{name} {id}: {word} is not in the help");
                }
            }
        }
    }

    /// A text that no argument shows would be mended for nothing, and a repeated one in one place alone.
    #[test]
    fn every_text_is_shown_and_said_once() {
        let program = cli::command(Language::English);
        let mut shown: HashMap<&str, usize> = HashMap::new();
        for page in COMMANDS {
            let words = page.command.split(' ');
            let command = words.fold(&program, |above, name| {
                above.find_subcommand(name).expect("every page is one of a command")
            });
            let has = |id: &str| command.get_arguments().any(|argument| argument.get_id() == id);
            for line in page.arguments {
                assert!(has(line.id), "{}: no {}", page.command, line.id);
                assert!(!SHARED.contains(line), "{}: {} is shared", page.command, line.id);
            }
            for line in SHARED.iter().filter(|line| has(line.id)) {
                *shown.entry(line.id).or_default() += usize::from(page.line(line.id) == Some(line));
            }
        }
        for line in SHARED {
            assert!(shown.get(line.id).is_some_and(|count| *count > 1), "{}: not shared", line.id);
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        cli::command(Language::English).debug_assert();
        cli::command(Language::Chinese).debug_assert();
    }
}
