//! Where the fields for values stand: above the text, but never before what warns of its first step.

use crate::markdown::Document;
use crate::markdown::admonition;
use crate::markdown::events::{Spanned as Event_, plain_text};
use crate::text::Span;
use pulldown_cmark::{BlockQuoteKind, Event, Tag, TagEnd};

/// Stands in a body where the fields belong. No author can write it: comments of theirs do not reach the page.
pub const MARK: &str = "<!--bg-values-->";

/// Headings of what has to be read before anything is done, lower case.
const HEADINGS: &str = "before you|before starting|prerequisite|pre-requisite|precondition|pre-condition|warning|caution|danger|safety|read first|read this first";

/// Words that a paragraph begins with that warns, lower case.
const WORDS: &str =
    "warning|caution|danger|attention|important|beware|stop|never |do not |don't |don’t |before you|注意|警告";

/// Signs that such a paragraph begins with.
const SIGNS: &str = "⚠|🚨|⛔|🛑|❗";

/// Whether a text begins with one of the words of a list.
fn begins(text: &str, list: &str) -> bool {
    list.split('|').any(|word| text.starts_with(word))
}

/// The end, in the source, of the last block that warns before the first step or command; `None` where the fields can
/// stand above the text.
pub(super) fn behind(document: &Document, events: &[Event_<'_>]) -> Option<usize> {
    let runbook = document.runbook();
    if runbook.commands.iter().all(|command| command.placeholders.is_empty()) {
        return None;
    }
    let first = [
        runbook.steps.first().map(|step| step.span.start),
        runbook.commands.first().map(|command| command.span.start),
    ];
    let first = first.into_iter().flatten().min()?;
    let mut found = None;
    // The level of a heading whose text is to be read first.
    let mut under = None;
    let mut depth = 0usize;
    for (at, (event, span)) in events.iter().enumerate() {
        if span.start >= first {
            break;
        }
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    if let Tag::Heading { level, .. } = tag {
                        let (text, _) = plain_text(events, at + 1, TagEnd::Heading(*level));
                        if under.is_none_or(|own| *level <= own) {
                            let text = text.to_lowercase();
                            let text = text.trim_start_matches(|c: char| !c.is_alphabetic());
                            under = begins(text, HEADINGS).then_some(*level);
                        }
                    } else if (under.is_some() || warns(document, events, at, tag, *span)) && span.end <= first {
                        found = Some(span.end);
                    }
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

/// Whether a block warns, by its kind or by how it begins.
fn warns(document: &Document, events: &[Event_<'_>], at: usize, tag: &Tag<'_>, span: Span) -> bool {
    let is_strong = |kind: BlockQuoteKind| {
        matches!(
            kind,
            BlockQuoteKind::Warning | BlockQuoteKind::Caution | BlockQuoteKind::Important
        )
    };
    let inner = match tag {
        Tag::BlockQuote(Some(kind)) => return is_strong(*kind),
        Tag::BlockQuote(None) => {
            if let Some(header) = admonition::at(&document.prepared.text, span) {
                return is_strong(header.kind());
            }
            at + 2
        }
        Tag::Paragraph => at + 1,
        _ => return false,
    };
    let (text, _) = plain_text(events, inner, TagEnd::Paragraph);
    let text = text.trim_start();
    if begins(text, SIGNS) {
        return true;
    }
    let lower = text.to_lowercase();
    let lower = lower.trim_start_matches(|c: char| !c.is_alphabetic());
    begins(lower, WORDS)
}
