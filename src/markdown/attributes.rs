//! Attributes behind headings, as Pandoc, Docusaurus, kramdown and Google Docs write them: `## Overview {#overview .wide}`.
//! They are no words of the heading, and their id is its anchor.

use super::events::Spanned;
use crate::text::Span;
use pulldown_cmark::{CowStr, Event};

/// A heading's text without attributes, and the id that they give; `None` where there are none. Other braces are the
/// author's: `## Restart {service}`.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let inside = text.trim_end().strip_suffix('}')?;
    let (before, attributes) = inside.rsplit_once('{').filter(|(before, _)| !before.ends_with('{'))?;
    let attributes = attributes.strip_prefix(':').unwrap_or(attributes).trim();
    let marked = |word: &str| word.len() > 1 && word.starts_with(['#', '.']) || word.contains('=') || word == "-";
    if !attributes.starts_with(['#', '.']) || !attributes.split_whitespace().all(marked) {
        return None;
    }
    let id = attributes.split_whitespace().find_map(|word| word.strip_prefix('#'));
    Some((before.trim_end(), id.unwrap_or("")))
}

/// Takes the attributes from the text at the end of `events`, which ends a heading.
pub(super) fn cut(events: &mut [Spanned<'_>]) {
    let Some((Event::Text(text), place)) = events.last_mut() else {
        return;
    };
    let Some(len) = split(text).map(|(before, _)| before.len()) else {
        return;
    };
    let end = place.start + len;
    let kept = match &*text {
        CowStr::Borrowed(text) => CowStr::Borrowed(text.get(..len).unwrap_or("")),
        text => CowStr::Boxed(text.get(..len).unwrap_or("").into()),
    };
    *text = kept;
    *place = Span::new(place.start, end.min(place.end));
}

/// The id that the attributes behind a heading give, whose source this is; empty without one.
pub(super) fn id(source: &str) -> &str {
    let line = source.lines().next().unwrap_or("").trim_end();
    split(line.trim_end_matches('#')).map_or("", |(_, id)| id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_told_from_braces() {
        for (text, expected) in [
            ("Overview {#overview}", Some(("Overview", "overview"))),
            ("Fix {#sec:fix .unnumbered}", Some(("Fix", "sec:fix"))),
            ("Fix {.unnumbered #fix}", Some(("Fix", "fix"))),
            ("Fix {: #fix}", Some(("Fix", "fix"))),
            ("Fix {.wide}", Some(("Fix", ""))),
            ("Restart {service}", None),
            ("Restart {{.Name}}", None),
            ("Set {#}", None),
            ("Use {a=b}", None),
            ("Plain", None),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }
}
