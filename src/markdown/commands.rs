//! Commands: what a code block gives a reader to run.

mod danger;
mod output;
mod scan;
mod session;
pub mod shown;
mod sql;
mod variables;

use crate::runbook::command::{Command, Console, Danger, console};
use crate::runbook::variable::Placeholder;
use crate::text::Span;
use crate::text::hash::Set;
use danger::Verdict;
use scan::Script;
use std::borrow::Cow;

/// A block in a language that a console reads.
#[derive(Debug)]
pub struct Block<'a> {
    language: &'static str,
    console: Console,
    text: Cow<'a, str>,
    span: Span,
}

impl<'a> Block<'a> {
    /// A block at `span` with this text; `None` where its language, in lower case, is no console's.
    pub fn new(language: &str, text: impl Into<Cow<'a, str>>, span: Span) -> Option<Self> {
        let (language, console) = console(language)?;
        Some(Self {
            language,
            console,
            text: text.into(),
            span,
        })
    }

    /// A block at `span` that stands indented, without fences; `None` unless it is certain to be typed: its first line has
    /// a prompt, or begins with a program that is known and does not end as a sentence does. What else is indented may as
    /// well be output, data, or text that slipped.
    pub fn indented(text: impl Into<Cow<'a, str>>, span: Span) -> Option<Self> {
        let text = without_margin(text.into());
        let first = text.lines().map(str::trim).find(|line| !line.is_empty())?;
        let program = first.split([' ', '\t']).next()?;
        let is_sentence = first.ends_with(['.', ':', ',', '!', '?']);
        (session::is_typed(first) || danger::is_known_program(program) && !is_sentence)
            .then(|| Self::new("", text, span))?
    }

    fn command(&self, copy: &str, verdict: Verdict, placeholders: Vec<Placeholder>) -> Command {
        Command {
            language: self.language,
            copy: copy.to_string(),
            text: self.text.to_string(),
            span: self.span,
            danger: verdict.danger,
            danger_reason: verdict.reason,
            placeholders,
        }
    }
}

/// A text without the spaces that all of its lines begin with: below a number of one digit seven columns make a block, and
/// people type eight. The end of a here-document must not stand behind one.
fn without_margin(text: Cow<'_, str>) -> Cow<'_, str> {
    let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let lines = || text.split_inclusive('\n');
    let margin = lines().filter(|line| !line.trim().is_empty()).map(spaces).min();
    match margin.unwrap_or(0) {
        0 => text,
        margin => lines()
            .map(|line| line.get(margin.min(spaces(line))..).unwrap_or(""))
            .collect(),
    }
}

/// Blocks that are read at the same time.
const AT_A_TIME: usize = 32;

/// The commands in the blocks of a file, in their order; blocks that hold only output give none, and neither do questions
/// in other languages than a shell's and SQL without places to fill in, which are as well read as run. A variable that one block
/// assigns is no placeholder in the next.
///
/// They are read behind each other, and not where each stands among the other blocks of the page, and each question is
/// asked of many before the next one is: the code and tables that answer all are more than a processor keeps at hand.
pub fn read(blocks: &[Block<'_>]) -> Vec<Command> {
    let mut assigned = Set::default();
    let mut out = Vec::with_capacity(blocks.len());
    for blocks in blocks.chunks(AT_A_TIME) {
        let mut shells = Vec::with_capacity(blocks.len());
        read_some(blocks, &mut assigned, &mut shells);
        // In the order of the page again.
        let others = blocks.iter().filter(|block| block.console != Console::Shell);
        let mut others = others.filter_map(other).peekable();
        for command in shells {
            while let Some(before) = others.next_if(|other| other.span.start < command.span.start) {
                out.push(before);
            }
            out.push(command);
        }
        out.extend(others);
    }
    out
}

/// The command in a block for another console than a shell.
fn other(block: &Block<'_>) -> Option<Command> {
    let copy = copy_text(block.language, &block.text);
    let (verdict, placeholders) = match block.console {
        Console::Sql => (danger::classify_sql(&copy), variables::in_sql(&copy)),
        console => (danger::classify_console(console, &copy), variables::plain(&copy)),
    };
    let is_command = block.console == Console::Sql || verdict.danger != Danger::ReadOnly || !placeholders.is_empty();
    is_command.then(|| block.command(&copy, verdict, placeholders))
}

fn read_some(blocks: &[Block<'_>], assigned: &mut Set<String>, out: &mut Vec<Command>) {
    let is_output = |block: &Block<'_>| match block.language {
        "" => output::is_output(&block.text),
        language => output::is_printed(language, &block.text),
    };
    let is_command = |block: &&Block<'_>| block.console == Console::Shell && !is_output(block);
    let blocks = blocks.iter().filter(is_command);
    let copied: Vec<(&Block<'_>, Cow<'_, str>)> = blocks
        .map(|block| (block, session::commands(block.language, &block.text)))
        .collect();
    let scripts: Vec<Script<'_>> = copied.iter().map(|(_, copy)| scan::scan(copy)).collect();
    let all = || copied.iter().zip(&scripts);
    let judged: Vec<(Option<Console>, Verdict)> = all()
        .map(|((block, copy), script)| {
            let console = session::console(&block.text);
            let console = console.or_else(|| danger::is_statement(copy).then_some(Console::Sql));
            let verdict = match console {
                Some(console) => danger::classify_console(console, copy),
                None => danger::classify(copy, script),
            };
            (console, verdict)
        })
        .collect();
    for (((block, copy), script), (console, verdict)) in all().zip(judged) {
        for name in script.commands.iter().flat_map(|command| &command.assigns) {
            if !assigned.contains(name.as_ref()) {
                assigned.insert(name.to_string());
            }
        }
        let limited = danger::scripts_within(script);
        let scope = variables::Scope {
            shell: block.language != "fish",
            assigned,
            limited: &limited,
        };
        let placeholders = match console {
            Some(Console::Sql) => variables::in_sql(copy),
            Some(_) => variables::plain(copy),
            None => variables::placeholders(copy, script, &scope),
        };
        out.push(block.command(copy, verdict, placeholders));
    }
}

/// What copying a block puts on the clipboard: its text without prompts, without the output of a session, and without
/// final line ends. A block in which no line has a prompt, or in a language that no console reads, is copied as it is.
pub fn copy_text<'a>(language: &str, code: &'a str) -> Cow<'a, str> {
    let language = language.to_ascii_lowercase();
    let has_prompts = |console| {
        matches!(
            console,
            Console::Shell | Console::Sql | Console::PowerShell | Console::Cmd | Console::Redis | Console::Mongo
        )
    };
    if console(&language).is_some_and(|(_, console)| has_prompts(console)) {
        session::commands(&language, code)
    } else {
        Cow::Borrowed(code.trim_end_matches(['\n', '\r']))
    }
}
