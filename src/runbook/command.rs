//! Commands: code blocks that a reader would run.

use super::variable::Placeholder;
use crate::text::Span;

/// What running a command does, by the table of patterns in the reader of commands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Danger {
    /// It only looks.
    #[default]
    ReadOnly,
    /// It changes something that can be changed back.
    ChangesState,
    /// It deletes, or changes what cannot be changed back.
    Destructive,
}

impl Danger {
    /// `read-only`, `changes-state` or `destructive`: the value of `data-danger`.
    pub fn name(self) -> &'static str {
        match self {
            Self::ReadOnly => "read-only",
            Self::ChangesState => "changes-state",
            Self::Destructive => "destructive",
        }
    }

    /// The words for a reader.
    pub fn words(self) -> &'static str {
        match self {
            Self::ReadOnly => "Read only",
            Self::ChangesState => "Changes state",
            Self::Destructive => "Destructive",
        }
    }
}

/// A fenced block in a shell-like language, or in none that does not read as output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// The fence's language as written, lower case; empty for a fence without one.
    pub language: &'static str,
    /// The block's text, without the fences.
    pub text: String,
    /// The whole block in the source, fences included.
    pub span: Span,
    /// What is copied: without prompts, output and final line ends.
    pub copy: String,
    /// What running it does.
    pub danger: Danger,
    /// Why it has that class, for a reader ("kubectl delete removes the object"); empty for read-only ones.
    pub danger_reason: &'static str,
    /// The places in `copy` where values go, in order.
    pub placeholders: Vec<Placeholder>,
}

/// Languages whose blocks are run line by line.
const SHELL_LIKE: [&str; 13] = [
    "",
    "bash",
    "sh",
    "shell",
    "zsh",
    "console",
    "shell-session",
    "shellsession",
    "sh-session",
    "shell_session",
    "bash-session",
    "terminal",
    "fish",
];

/// The name in lower case of a language whose fences hold commands; `None` for another. A fence without language counts.
pub fn shell_like(language: &str) -> Option<&'static str> {
    SHELL_LIKE.into_iter().find(|name| name.eq_ignore_ascii_case(language))
}

/// Whether a fence in this language holds commands.
pub fn is_shell_like(language: &str) -> bool {
    shell_like(language).is_some()
}
