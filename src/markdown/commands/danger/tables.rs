//! The tables of programs with subcommands.
//!
//! Patterns are separated by `|`, which keeps a table of some hundred of them readable, and small in the app. A pattern
//! is one word or several; of several that match, the longest decides. A `$` at its end says that nothing follows.

mod platforms;
mod systems;

/// A program with subcommands. The first word of its arguments that stands in one of the lists decides.
pub(super) struct Tool {
    /// What it is called.
    pub(super) names: &'static str,
    /// Patterns that only look.
    pub(super) looks: &'static str,
    /// Patterns that destroy, and why.
    pub(super) destroys: &'static [(&'static str, &'static str)],
    /// What everything else does.
    pub(super) changes: &'static str,
}

/// The tools, and of each whether its verb may stand behind words that are in no list.
pub(super) fn tools() -> impl Iterator<Item = (&'static Tool, bool)> {
    let verb_first = platforms::TOOLS.iter().chain(systems::TOOLS);
    let verb_behind = platforms::VERB_BEHIND.iter();
    verb_first
        .map(|tool| (tool, false))
        .chain(verb_behind.map(|tool| (tool, true)))
}
