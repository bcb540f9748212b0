//! Hours within a text that says more: `Payments on-call, Mon-Fri 09:00-17:00 Europe/Berlin, +1-555-0101`.
//!
//! They must stand by themselves, between commas, brackets, dashes or the text's ends. A text that gives hours of two kinds,
//! or says when somebody does *not* answer, gives none.

use super::read::{Given, read};
use std::ops::Range;

/// Pieces of a text beyond which it is a story and no contact.
const MOST_PIECES: usize = 24;

/// Words with which hours mean their opposite, or only a part of what is said.
const TURNED: [&str; 11] = [
    "outside",
    "except",
    "excluding",
    "not",
    "unless",
    "never",
    "closed",
    "otherwise",
    "else",
    "without",
    "beyond",
];

/// Words around hours that add nothing to them.
const AROUND: [&str; 16] = [
    "on-call",
    "on call",
    "oncall",
    "available",
    "availability",
    "reachable",
    "staffed",
    "support",
    "coverage",
    "covered",
    "during",
    "business hours",
    "office hours",
    "working hours",
    "duty",
    "on duty",
];

/// The hours that a text gives, with its time zone where it names one. `None` where they cannot be told for certain.
pub fn within(text: &str) -> Option<Given> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    if words.any(|word| TURNED.contains(&word)) {
        return None;
    }
    let pieces = pieces(text);
    if pieces.len() > MOST_PIECES {
        return None;
    }
    let mut found: Option<Given> = None;
    let mut at = 0;
    while let Some(first) = pieces.get(at) {
        let longest = (at..pieces.len()).rev().find_map(|last| {
            let part = text.get(first.start..pieces.get(last)?.end)?;
            Some((last, hours(part)?))
        });
        match longest {
            Some((_, given)) if found.as_ref().is_some_and(|found| *found != given) => return None,
            Some((last, given)) => {
                found = Some(given);
                at = last + 1;
            }
            // Days or times that belong to no hours: a part of what is said would be wrong.
            None if text.get(first.clone())?.split_whitespace().any(is_when) => return None,
            None => at += 1,
        }
    }
    found
}

/// A text that is hours and nothing else: days and times, not a day alone that stands in a sentence.
fn hours(text: &str) -> Option<Given> {
    let lower = text.to_lowercase();
    let mut text = lower.trim();
    loop {
        let before = text;
        for word in AROUND {
            let is_end = |rest: &str| !rest.starts_with(char::is_alphanumeric);
            text = text.strip_prefix(word).filter(|rest| is_end(rest)).unwrap_or(text);
            let is_start = |rest: &&str| !rest.ends_with(char::is_alphanumeric);
            text = text.strip_suffix(word).filter(is_start).unwrap_or(text);
            text = text.trim_matches([' ', ':', '.']);
        }
        if text == before {
            break;
        }
    }
    let is_told = text.bytes().any(|byte| byte.is_ascii_digit());
    read(text).ok().filter(|_| is_told)
}

/// Whether a word is a day, a time or a part of one.
fn is_when(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', ',', '.']).to_lowercase();
    let is_time = word.contains(':') && word.bytes().all(|byte| byte.is_ascii_digit() || b":-".contains(&byte));
    let is_amount = matches!(word.as_str(), "all" | "every" | "day" | "days" | "always" | "anytime");
    is_time || !is_amount && read(&word).is_ok()
}

/// The pieces between commas, brackets, lines, and what else separates remarks.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let behind = text.get(at + c.len_utf8()..).unwrap_or("");
        let is_end = behind.is_empty() || behind.starts_with(char::is_whitespace);
        let separates = match c {
            ',' | ';' | '(' | ')' | '[' | ']' | '|' | '\n' | '·' | '•' => true,
            // A time has a colon, too, and a number points.
            ':' | '.' => is_end,
            '-' | '–' | '—' => is_end && before.is_whitespace(),
            _ => false,
        };
        if separates {
            out.push(from..at);
            from = at + c.len_utf8();
        }
        before = c;
    }
    out.push(from..text.len());
    out.retain(|range| text.get(range.clone()).is_some_and(|piece| !piece.trim().is_empty()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: Option<(&str, &str)>) {
        let found = within(text).map(|given| (given.hours.minutes(), given.zone.unwrap_or_default()));
        let wanted = wanted.map(|(minutes, zone)| (minutes.to_string(), zone.to_string()));
        assert_eq!(found, wanted, "{text}");
    }

    const OFFICE: &str = "540-1020 1980-2460 3420-3900 4860-5340 6300-6780";

    #[test]
    fn hours_stand_anywhere_between_commas_brackets_and_dashes() {
        for text in [
            "Payments on-call, Mon-Fri 09:00-17:00 Europe/Berlin, +1-555-0101",
            "+1-555-0101, Mon-Fri 09:00-17:00 Europe/Berlin",
            "Mon-Fri 09:00-17:00 Europe/Berlin: +1-555-0101",
            "Payments – Mon–Fri 09:00–17:00 Europe/Berlin – +1-555-0101",
            "Payments on-call (Mon - Fri 09:00 - 17:00, Europe/Berlin): +1-555-0101",
            "call +1-555-0101 (Europe/Berlin, weekdays 9am-5pm).",
            "Payments.\nHours: Mon-Fri 09:00-17:00 Europe/Berlin\n+1-555-0101",
            "Office hours Mon-Fri 09:00-17:00 Europe/Berlin; #payments",
            "payments@shop.example, available Mon-Fri 09:00-17:00 (Europe/Berlin)",
        ] {
            check(text, Some((OFFICE, "Europe/Berlin")));
        }
        check(
            "Finance, Mon-Fri 09:00-17:00 America/New_York, finance@shop.example",
            Some((OFFICE, "America/New_York")),
        );
        for text in [
            "SRE (24/7)",
            "SRE, 24/7 on-call, +1-555-0101",
            "SRE: 24/7",
            "SRE for all regions, 24/7",
            "SRE - on-call 24x7 - #sre",
        ] {
            check(text, Some(("0-10080", "")));
        }
        check(
            "DBA, Mon, Wed 8-12, 13-17 UTC, 030 5550 0123",
            Some(("480-720 780-1020 3360-3600 3660-3900", "UTC")),
        );
    }

    #[test]
    fn nothing_is_guessed() {
        for text in [
            "Payments on-call, +1-555-0101",
            "Call within 15 minutes, P1 at once",
            "Outside of business hours, Mon-Fri 09:00-17:00 Europe/Berlin, call the SRE",
            "Anna (Mon-Fri 09:00-17:00 UTC), Bob (Sat 10:00-14:00 UTC)",
            "During Mon-Fri 09:00-17:00 UTC call Anna, otherwise Bob",
            "Sat by arrangement, Mon-Fri 9-17 UTC",
            "Foo 09:00-17:00 UTC",
            "Foo Mon - Fri 09:00 - 17:00 UTC",
            "Foo Mon, Wed 8-12 UTC",
            "Mon-Fri 9-17 UTC, Sat by arrangement",
            "Mon-Fri 9-17 Europe/Berlin, Sat 9-12 Asia/Tokyo",
            "",
            "9",
            "2026-01-05, 10.0.0.1:5432, 12:30",
            "Not 24/7",
        ] {
            check(text, None);
        }
    }
}
