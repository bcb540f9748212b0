//! Commands: what a code block gives a reader to run.

mod danger;
mod output;
mod scan;
mod session;
mod variables;

use crate::runbook::command::{Command, is_shell_like, shell_like};
use crate::text::Span;
use crate::text::hash::Set;
use danger::Verdict;
use scan::Script;
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

/// Blocks that are read at the same time.
const AT_A_TIME: usize = 32;

/// The commands in the blocks of a file, in their order; blocks that hold only output give none. A variable that one block
/// assigns is no placeholder in the next.
///
/// They are read behind each other, and not where each stands among the other blocks of the page, and each question is
/// asked of many before the next one is: the code and tables that answer all are more than a processor keeps at hand.
pub fn read(blocks: &[Block<'_>]) -> Vec<Command> {
    let mut assigned = Set::default();
    let mut out = Vec::with_capacity(blocks.len());
    for blocks in blocks.chunks(AT_A_TIME) {
        read_some(blocks, &mut assigned, &mut out);
    }
    out
}

fn read_some(blocks: &[Block<'_>], assigned: &mut Set<String>, out: &mut Vec<Command>) {
    let is_command = |block: &&Block<'_>| !block.language.is_empty() || !output::is_output(&block.text);
    let blocks = blocks.iter().filter(is_command);
    let copied: Vec<(&Block<'_>, Cow<'_, str>)> = blocks
        .map(|block| (block, session::commands(block.language, &block.text)))
        .collect();
    let scripts: Vec<Script<'_>> = copied.iter().map(|(_, copy)| scan::scan(copy)).collect();
    let all = || copied.iter().zip(&scripts);
    let judged: Vec<(bool, Verdict)> = all()
        .map(|((_, copy), script)| {
            let is_statement = danger::is_statement(copy);
            (is_statement, danger::classify(copy, script, is_statement))
        })
        .collect();
    for (((block, copy), script), (is_statement, verdict)) in all().zip(judged) {
        for name in script.commands.iter().flat_map(|command| &command.assigns) {
            if !assigned.contains(name.as_ref()) {
                assigned.insert(name.to_string());
            }
        }
        let limited = danger::scripts_within(script);
        let scope = variables::Scope {
            shell: block.language != "fish" && !is_statement,
            assigned,
            limited: &limited,
        };
        let placeholders = variables::placeholders(copy, script, &scope);
        out.push(Command {
            language: block.language,
            copy: copy.to_string(),
            text: block.text.to_string(),
            span: block.span,
            danger: verdict.danger,
            danger_reason: verdict.reason,
            placeholders,
        });
    }
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
