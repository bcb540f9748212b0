//! How bad an incident is: P0 (worst) to P4, however a team writes it.

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

    /// Reads the first level that `text` names: `P1 - High (P0 if checkout is hit)` is P1. A word without a number
    /// counts only where no number is given. `None` when it names none.
    pub fn read(text: &str) -> Option<Self> {
        if Self::is_choice(text) {
            return None;
        }
        let words = words(text);
        match number(&words) {
            Some(number) => Self::ALL.get(number).copied(),
            None => words.iter().find_map(|word| match word.as_str() {
                "critical" | "blocker" | "emergency" | "page" => Some(Self::P0),
                "high" | "major" | "urgent" => Some(Self::P1),
                "medium" | "moderate" | "warning" => Some(Self::P2),
                "low" | "minor" => Some(Self::P3),
                "info" | "informational" | "none" => Some(Self::P4),
                _ => None,
            }),
        }
    }

    /// Whether a text is what a template offers to choose from, `[P0/P1/P2/P3]`, and nobody has chosen yet.
    pub fn is_choice(text: &str) -> bool {
        let inside = text.trim().strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        inside.is_some_and(|inside| inside.contains(['/', '|']))
    }

    /// The first level that `text` gives as a number (`P1`, `SEV-2`); words do not count.
    pub fn read_number(text: &str) -> Option<Self> {
        if Self::is_choice(text) {
            return None;
        }
        Self::ALL.get(number(&words(text))?).copied()
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

/// The number behind the first `P`, `SEV`, `severity` or the like.
fn number(words: &[String]) -> Option<usize> {
    words.iter().enumerate().find_map(|(at, word)| {
        let rest = ["priority", "severity", "sev", "p", "s"]
            .iter()
            .find_map(|prefix| word.strip_prefix(prefix))?;
        let digits = if rest.is_empty() {
            words.get(at + 1)?.as_str()
        } else {
            rest
        };
        digits.parse().ok()
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
            ("Severity: 0", Some(P0)),
            ("critical", Some(P0)),
            ("**High**", Some(P1)),
            ("P9", None),
            ("[P0/P1/P2/P3]", None),
            ("[Critical | High]", None),
            ("[P1]", Some(P1)),
            ("to be decided", None),
            ("", None),
        ] {
            assert_eq!(Severity::read(text), level, "{text}");
        }
    }
}
