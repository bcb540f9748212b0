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

/// A fenced block in a shell-like language, or in none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// The fence's language as written, lower case; empty for a fence without one.
    pub language: String,
    /// The block's text, without the fences.
    pub text: String,
    /// The whole block in the source, fences included.
    pub span: Span,
    /// What is copied: without prompts, output and final line ends (see [`copy_text`]).
    pub copy: String,
    /// What running it does.
    pub danger: Danger,
    /// Why it has that class, for a reader ("kubectl delete removes the object"); empty for read-only ones.
    pub danger_reason: &'static str,
    /// The places in `copy` where values go, in order.
    pub placeholders: Vec<Placeholder>,
}

/// Languages whose blocks are run line by line.
const SHELL_LIKE: [&str; 11] = [
    "",
    "bash",
    "sh",
    "shell",
    "zsh",
    "console",
    "shell-session",
    "shellsession",
    "sh-session",
    "terminal",
    "fish",
];

/// Languages that show a session: commands behind prompts, output between them.
const SESSIONS: [&str; 5] = ["console", "shell-session", "shellsession", "sh-session", "terminal"];

/// Whether a fence in this language holds commands. A fence without language counts.
pub fn is_shell_like(language: &str) -> bool {
    SHELL_LIKE.contains(&language.to_ascii_lowercase().as_str())
}

/// What copying a block puts on the clipboard: its text without prompts, without the output of a session, and without
/// final line ends. A block in which no line has a prompt is copied as it is.
pub fn copy_text(language: &str, code: &str) -> String {
    let language = language.to_ascii_lowercase();
    let code = code.trim_end_matches(['\n', '\r']);
    if !is_shell_like(&language) {
        return code.to_string();
    }
    let lines: Vec<&str> = code.lines().collect();
    if !lines.iter().any(|line| strip_prompt(line).is_some()) {
        return code.to_string();
    }
    // Output stands between prompts in a session; in a plain fence only when the first line has a prompt, since a
    // lone "# " or "> " further down is more likely a comment or a redirection.
    let first_is_prompted = lines
        .iter()
        .find(|line| !line.trim().is_empty())
        .is_some_and(|line| strip_prompt(line).is_some());
    if !first_is_prompted && !SESSIONS.contains(&language.as_str()) {
        return code.to_string();
    }
    let mut out: Vec<&str> = Vec::new();
    let mut continues = false;
    for line in lines {
        if continues {
            let rest = line.strip_prefix("> ").unwrap_or(line);
            out.push(rest);
            continues = ends_with_continuation(rest);
        } else if let Some(command) = strip_prompt(line) {
            out.push(command);
            continues = ends_with_continuation(command);
        }
    }
    out.join("\n")
}

/// A line without its `$ ` prompt; `None` when it has none.
fn strip_prompt(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix('$')?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix(' ').map(str::trim_start)
}

/// Whether a command goes on in the next line: an odd number of backslashes at its end.
fn ends_with_continuation(line: &str) -> bool {
    line.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: &str, code: &str, copied: &str) {
        assert_eq!(copy_text(language, code), copied);
    }

    #[test]
    fn plain_commands_are_copied_as_they_are() {
        check(
            "bash",
            "# Check pods\nkubectl get pods\n",
            "# Check pods\nkubectl get pods",
        );
        check("sql", "$ SELECT 1;\n", "$ SELECT 1;");
        check("", "a\n\n", "a");
        check("bash", "$HOME/bin/x\n", "$HOME/bin/x");
    }

    #[test]
    fn prompts_and_output_are_left_out() {
        check(
            "console",
            "$ kubectl get pods\nNAME  READY\n$ date\n",
            "kubectl get pods\ndate",
        );
        check("shell", "$ A=1\n\n$ echo $A\n1\n", "A=1\necho $A");
    }

    #[test]
    fn continuations_belong_to_their_command() {
        check("console", "$ a \\\n>   b \\\n  c\nout\n", "a \\\n  b \\\n  c");
        check("console", "$ a \\\\\nout\n", "a \\\\");
    }

    #[test]
    fn a_later_prompt_in_a_plain_fence_is_text() {
        check("bash", "cat <<E\n$ x\nE\n", "cat <<E\n$ x\nE");
    }
}
