//! How bad an incident is: P0 (worst) to P4, however a team writes it.

use crate::text::find::is_listed;
use std::ops::Range;

/// A severity level, worst first. Teams write it as `P1`, `SEV-1`, `Sev 1`, `critical`; the page shows `P0` to `P4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Critical: down, or data at risk.
    P0,
    /// High.
    P1,
    /// Medium.
    P2,
    /// Low.
    P3,
    /// Informational.
    P4,
}

impl Severity {
    /// All levels, worst first.
    pub const ALL: [Self; 5] = [Self::P0, Self::P1, Self::P2, Self::P3, Self::P4];

    /// Reads the level that `text` names: `P1 - High (P0 if checkout is hit)` is P1. A word without a number
    /// counts only where no number is given. `None` when it names none, or several of which none holds by itself.
    pub fn read(text: &str) -> Option<Self> {
        if Self::is_choice(text) || Self::depends(text) {
            return None;
        }
        let words = words(text);
        match numbers(&words).next() {
            Some((_, number)) => Self::ALL.get(number).copied(),
            // `Sev: 2`.
            None if words.len() == 1 && words.iter().all(|word| word.len() == 1 && word.is_ascii()) => words
                .first()
                .and_then(|word| Self::ALL.get(word.parse::<usize>().ok()?).copied()),
            None => words.iter().find_map(|word| by_word(word)),
        }
    }

    /// Whether a text names several levels, and which of them holds depends: `P1/P2`, `SEV2 at 80 %, SEV1 at 95 %`,
    /// `low to high`. What stands in brackets is an exception from what stands before them.
    pub fn depends(text: &str) -> bool {
        let mut depth = 0_usize;
        let own = text.chars().filter(|c| {
            depth += usize::from(*c == '(');
            let outside = depth == 0;
            depth -= usize::from(*c == ')' && depth > 0);
            outside
        });
        let words = words(&own.collect::<String>());
        let mut levels = numbers(&words);
        if let Some((place, first)) = levels.next() {
            // `P1 when p99 is above 2 s`, `SEV2 when S3 is down` name one level only.
            let scheme = |at: usize| {
                words
                    .get(at)
                    .map(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()))
            };
            let is_other = |(at, number): &(Range<usize>, usize)| {
                *number != first && *number < Self::ALL.len() && scheme(at.start) == scheme(place.start)
            };
            let Some((other, _)) = levels.find(is_other) else {
                return false;
            };
            // `P2 at night, P1 by day` says of the first when it holds; `P2, becomes P1 after an hour` does not.
            let mut between = words.get(place.end..other.start).unwrap_or(&[]).iter();
            let next = between.find(|word| by_word(word).is_none());
            return next.is_none_or(|word| is_listed(word, CONDITIONS));
        }
        let named = || words.iter().filter_map(|word| by_word(word));
        let joined = words
            .iter()
            .all(|word| by_word(word).is_some() || matches!(word.as_str(), "to" | "or" | "and"));
        joined && named().any(|level| named().next() != Some(level))
    }

    /// Whether a text is what a template offers to choose from, `[P0/P1/P2/P3]`, and nobody has chosen yet.
    pub fn is_choice(text: &str) -> bool {
        let inside = text.trim().strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        inside.is_some_and(|inside| inside.contains(['/', '|']))
    }

    /// The first level that `text` gives as a number (`P1`, `SEV-2`); words do not count.
    pub fn read_number(text: &str) -> Option<Self> {
        if Self::is_choice(text) || Self::depends(text) {
            return None;
        }
        Self::ALL.get(numbers(&words(text)).next()?.1).copied()
    }

    /// `P0` to `P4`.
    pub fn code(self) -> &'static str {
        match self {
            Self::P0 => "P0",
            Self::P1 => "P1",
            Self::P2 => "P2",
            Self::P3 => "P3",
            Self::P4 => "P4",
        }
    }

    /// The word for the level, so that nobody must know the code by heart.
    pub fn word(self) -> &'static str {
        match self {
            Self::P0 => "Critical",
            Self::P1 => "High",
            Self::P2 => "Medium",
            Self::P3 => "Low",
            Self::P4 => "Info",
        }
    }
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_string).collect()
}

/// Words behind a level that say when it holds, or join it with the next.
const CONDITIONS: &str = "if|when|at|for|in|during|by|on|above|over|below|under|unless|outside|to|or|and";

/// Words for each level, worst first; also in the languages that sections are named in.
const WORDS: [&str; 5] = [
    "critical|blocker|emergency|page|crítica|crítico|critica|critico|critique|kritisch|критический|krytyczny|紧急|緊急|致命|严重|重大",
    "high|major|urgent|alta|alto|haute|élevée|hoch|высокий|wysoki|高",
    "medium|moderate|warning|media|medio|média|médio|moyenne|mittel|средний|średni|中",
    "low|minor|baja|bajo|baixa|baixo|bassa|basso|faible|niedrig|низкий|niski|低",
    "info|informational|none",
];

/// The level that a word names.
fn by_word(word: &str) -> Option<Severity> {
    let level = WORDS.iter().position(|words| is_listed(word, words))?;
    Severity::ALL.get(level).copied()
}

/// The numbers behind `P`, `SEV`, `severity` or the like, each with its words.
fn numbers(words: &[String]) -> impl Iterator<Item = (Range<usize>, usize)> {
    words.iter().enumerate().filter_map(|(at, word)| {
        let rest = ["priority", "severity", "sev", "p", "s"]
            .iter()
            .find_map(|prefix| word.strip_prefix(prefix))?;
        let (digits, end) = match rest {
            "" => (words.get(at + 1)?.as_str(), at + 2),
            _ => (rest, at + 1),
        };
        Some((at..end, digits.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_teams_write() {
        use Severity::*;
        for (text, level) in [
            ("P1 - High", Some(P1)),
            ("P1 - High (P0 if checkout is hit)", Some(P1)),
            ("SEV-2", Some(P2)),
            ("Sev 3", Some(P3)),
            ("2", Some(P2)),
            ("7", None),
            ("高", Some(P1)),
            ("Severity: 0", Some(P0)),
            ("critical", Some(P0)),
            ("**High**", Some(P1)),
            ("P9", None),
            ("[P0/P1/P2/P3]", None),
            ("[Critical | High]", None),
            ("[P1]", Some(P1)),
            ("to be decided", None),
            ("SEV2 at 80 %, SEV1 at 95 %", None),
            ("P1/P2", None),
            ("SEV-1 or SEV-2", None),
            ("P1 - High if it is prod, P3 - Low if not", None),
            ("P1, becomes P0 after an hour", Some(P1)),
            ("Low to Critical (by triage)", None),
            ("warning (> 85 %), critical (> 95 %)", None),
            ("🟠 ALTA", Some(P1)),
            ("Kritisch", Some(P0)),
            ("High, with minor delays for some", Some(P1)),
            ("Sev 2 (Sev 1 by day) for all", Some(P2)),
            ("P1 when p99 is above 2 s", Some(P1)),
            ("SEV2 when S3 is down", Some(P2)),
            ("", None),
        ] {
            assert_eq!(Severity::read(text), level, "{text}");
        }
    }
}
