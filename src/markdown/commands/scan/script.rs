//! What a scan gives: the commands of a script, their words, and what surrounds every byte.

use crate::runbook::variable::Quoting;
use std::borrow::Cow;
use std::ops::Range;

/// A script, scanned.
#[derive(Debug)]
pub(in crate::markdown::commands) struct Script<'a> {
    /// Its simple commands in the order in which they end; those of `$(…)` stand before the one around them.
    pub(in crate::markdown::commands) commands: Vec<Simple<'a>>,
    /// The words of all of them.
    pub(super) words: Vec<Word<'a>>,
    /// Where what surrounds the text changes: from this offset on. The first stands at 0.
    pub(in crate::markdown::commands) contexts: Vec<(usize, Context)>,
    /// `$NAME` and `${…}`, in order.
    pub(in crate::markdown::commands) dollars: Vec<Dollar<'a>>,
    /// Whether everything that was opened is closed: where it is not, the text is hardly a script.
    pub(in crate::markdown::commands) closed: bool,
}

impl Script<'_> {
    /// The words of a command without quotes; keywords, assignments and redirections left out.
    pub(in crate::markdown::commands) fn words(&self, command: &Simple<'_>) -> &[Word<'_>] {
        self.words.get(command.words.clone()).unwrap_or(&[])
    }

    /// What surrounds the byte at `offset`.
    pub(in crate::markdown::commands) fn context(&self, offset: usize) -> Context {
        let after = self.contexts.partition_point(|(at, _)| *at <= offset);
        after
            .checked_sub(1)
            .and_then(|at| self.contexts.get(at))
            .map_or(Context::BARE, |(_, context)| *context)
    }
}

/// What surrounds a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::markdown::commands) struct Context {
    pub(in crate::markdown::commands) quoting: Quoting,
    /// How many `` `…` `` it stands in.
    pub(in crate::markdown::commands) backticks: u8,
    pub(in crate::markdown::commands) comment: bool,
}

impl Context {
    pub(super) const BARE: Self = Self {
        quoting: Quoting::None,
        backticks: 0,
        comment: false,
    };
}

/// A command with its arguments.
#[derive(Debug, Default)]
pub(in crate::markdown::commands) struct Simple<'a> {
    /// Its words among those of the script.
    pub(super) words: Range<usize>,
    /// Names that it assigns (`X=1`), declares (`export X`), reads (`read X`) or runs through (`for X in`).
    pub(in crate::markdown::commands) assigns: Vec<Cow<'a, str>>,
    /// Targets of `>` and `>>`.
    pub(in crate::markdown::commands) writes: Vec<Cow<'a, str>>,
    /// Whether a `>` empties what it writes to first.
    pub(in crate::markdown::commands) empties: bool,
    /// Bodies of its here-documents and here-strings.
    pub(in crate::markdown::commands) input: Vec<Range<usize>>,
    /// Whether its input comes from the command before it.
    pub(in crate::markdown::commands) piped: bool,
}

impl Simple<'_> {
    /// Whether it is nothing but its words.
    pub(super) fn is_blank(&self) -> bool {
        self.assigns.is_empty() && self.writes.is_empty() && self.input.is_empty()
    }
}

/// A word of a command.
#[derive(Clone, Debug, Default)]
pub(in crate::markdown::commands) struct Word<'a> {
    /// Without quotes; what begins with `$` as written. Most words are a stretch of the script.
    pub(in crate::markdown::commands) text: Cow<'a, str>,
    /// With its quotes.
    pub(in crate::markdown::commands) range: Range<usize>,
    pub(super) quoted: bool,
}

/// A variable as the shell reads it.
#[derive(Debug)]
pub(in crate::markdown::commands) struct Dollar<'a> {
    pub(in crate::markdown::commands) name: &'a str,
    pub(in crate::markdown::commands) range: Range<usize>,
    pub(in crate::markdown::commands) braced: bool,
    /// What follows the name in braces: `:-x` of `${NAME:-x}`.
    pub(in crate::markdown::commands) operator: Option<Range<usize>>,
}
