//! Commands: what a code block gives a reader to run.

mod danger;
mod output;
mod scan;
mod session;
mod variables;

use crate::runbook::command::{Command, is_shell_like, shell_like};
use crate::text::Span;
use crate::text::hash::Set;
use std::borrow::Cow;

/// A fenced block in a language that shells have.
#[derive(Debug)]
pub struct Block<'a> {
    language: &'static str,
    text: Cow<'a, str>,
    span: Span,
}

impl<'a> Block<'a> {
    /// A block at `span` with this text; `None` where its language, in lower case, is not a shell's.
    pub fn new(language: &str, text: impl Into<Cow<'a, str>>, span: Span) -> Option<Self> {
        let language = shell_like(language)?;
        let text = text.into();
        Some(Self { language, text, span })
    }
}

/// The commands in the blocks of a file, in their order; blocks that hold only output give none. A variable that one block
/// assigns is no placeholder in the next.
///
/// All are read behind each other, and not where each stands among the other blocks: the tables and code that this takes
/// are more than a processor keeps at hand beside those for everything else.
pub fn read(blocks: Vec<Block<'_>>) -> Vec<Command> {
    let mut assigned = Set::default();
    blocks.into_iter().filter_map(|block| command(block, &mut assigned)).collect()
}

fn command(block: Block<'_>, assigned: &mut Set<String>) -> Option<Command> {
    let Block { language, text, span } = block;
    if language.is_empty() && output::is_output(&text) {
        return None;
    }
    let copy = session::commands(language, &text);
    let script = scan::scan(&copy);
    for command in &script.commands {
        for name in &command.assigns {
            if !assigned.contains(name.as_ref()) {
                assigned.insert(name.to_string());
            }
        }
    }
    let is_statement = danger::is_statement(&copy);
    let verdict = danger::classify(&copy, &script, is_statement);
    let limited = danger::scripts_within(&script);
    let scope = variables::Scope {
        shell: language != "fish" && !is_statement,
        assigned,
        limited: &limited,
    };
    let placeholders = variables::placeholders(&copy, &script, &scope);
    drop(script);
    Some(Command {
        language,
        copy: copy.into_owned(),
        text: text.into_owned(),
        span,
        danger: verdict.danger,
        danger_reason: verdict.reason,
        placeholders,
    })
}

/// What copying a block puts on the clipboard: its text without prompts, without the output of a session, and without
/// final line ends. A block in which no line has a prompt, or in a language that is no shell's, is copied as it is.
pub fn copy_text<'a>(language: &str, code: &'a str) -> Cow<'a, str> {
    let language = language.to_ascii_lowercase();
    if is_shell_like(&language) {
        session::commands(&language, code)
    } else {
        Cow::Borrowed(code.trim_end_matches(['\n', '\r']))
    }
}
