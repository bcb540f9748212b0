//! What is open while a script is scanned.

use super::{Simple, Word};

/// Something open.
#[derive(Debug)]
pub(super) enum Frame<'a> {
    /// The script itself, `$(…)`, `<(…)`, or `` `…` ``: commands.
    Code { kind: Kind, parens: usize, now: Now<'a> },
    /// `"…"`.
    Double,
    /// `${NAME…`.
    Brace,
    /// `$((…))` and `((…))`; how many parentheses are open.
    Arithmetic(usize),
    /// The body of a here-document: where it ends, and where the line behind its delimiter begins.
    HereDoc(usize, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Script,
    Parens,
    Backticks,
}

/// The command that is being read.
#[derive(Debug, Default)]
pub(super) struct Now<'a> {
    pub(super) command: Simple<'a>,
    /// Where its words begin among the pending ones.
    pub(super) words: usize,
    pub(super) word: Option<Word<'a>>,
    /// What the next word is, if it is no argument.
    pub(super) next: Next,
    /// Here-documents whose bodies begin on the next line.
    pub(super) heredocs: Vec<HereDoc>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Next {
    #[default]
    Word,
    /// The target of `>`.
    Write,
    /// The target of `<`.
    Read,
    /// What stands behind `<<<`.
    HereString,
    /// The variable of `for`.
    Loop,
    /// What stands behind the variable of `for`, up to the end of the command.
    LoopWords,
}

#[derive(Debug)]
pub(super) struct HereDoc {
    pub(super) delimiter: String,
    pub(super) quoted: bool,
    pub(super) strip_tabs: bool,
}

impl Frame<'_> {
    pub(super) fn code(kind: Kind, pending: usize) -> Self {
        Self::Code {
            kind,
            parens: 0,
            now: Now {
                words: pending,
                ..Now::default()
            },
        }
    }
}
