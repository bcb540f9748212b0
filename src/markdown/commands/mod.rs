//! Commands: what a code block gives a reader to run.

mod danger;
mod output;
mod scan;
mod session;
mod variables;

use crate::runbook::command::{Command, is_shell_like};
use crate::text::Span;
use crate::text::hash::Set;
use std::borrow::Cow;

/// Reads the commands of one file, block after block: a variable that one block assigns is no placeholder in the next.
#[derive(Debug, Default)]
pub struct Reader {
    assigned: Set<String>,
}

impl Reader {
    /// The command in a fenced block, whose language is in lower case; `None` where the block holds none: another language, or only output.
    pub fn read<'a>(&mut self, language: &str, text: impl Into<Cow<'a, str>>, span: Span) -> Option<Command> {
        let text = text.into();
        if !is_shell_like(language) || language.is_empty() && output::is_output(&text) {
            return None;
        }
        let copy = session::commands(language, &text);
        let script = scan::scan(&copy);
        for command in &script.commands {
            for name in &command.assigns {
                if !self.assigned.contains(name.as_ref()) {
                    self.assigned.insert(name.to_string());
                }
            }
        }
        let is_statement = danger::is_statement(&copy);
        let verdict = danger::classify(&copy, &script, is_statement);
        let limited = danger::scripts_within(&script);
        let scope = variables::Scope {
            shell: language != "fish" && !is_statement,
            assigned: &self.assigned,
            limited: &limited,
        };
        let placeholders = variables::placeholders(&copy, &script, &scope);
        drop(script);
        Some(Command {
            language: language.to_string(),
            copy: copy.into_owned(),
            text: text.into_owned(),
            span,
            danger: verdict.danger,
            danger_reason: verdict.reason,
            placeholders,
        })
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
