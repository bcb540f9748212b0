//! Callouts, as Obsidian has them: a block quote whose first line is `[!warning]- Title`. One on GitHub without a title is
//! the parser's own ([`pulldown_cmark::BlockQuoteKind`]).

use super::Header;
use crate::text::find::is_listed_folded;

const KNOWN: &str = "note|abstract|summary|tldr|info|todo|tip|hint|important|success|check|done|question|help|faq|warning|caution|\
    attention|failure|fail|missing|danger|error|bug|example|quote|cite";

/// Reads the line that a block quote begins with; `None` when it is no header.
pub(super) fn header(line: &str) -> Option<Header<'_>> {
    let inside = line.trim_start_matches(['>', ' ']).strip_prefix("[!")?;
    let (name, rest) = inside.split_once(']')?;
    if !is_listed_folded(name, KNOWN) {
        return None;
    }
    let (fold, rest) = match rest.strip_prefix('-') {
        Some(rest) => (Some(false), rest),
        None => match rest.strip_prefix('+') {
            Some(rest) => (Some(true), rest),
            None => (None, rest),
        },
    };
    let title = rest.trim();
    let offset = line.len() - rest.trim_start().len();
    Some(Header {
        name,
        title: (!title.is_empty()).then_some((title, offset)),
        fold,
    })
}
