//! Words of headings that make them steps, branches, or neither.

mod columns;
mod numbers;

pub(super) use columns::{Columns, is_label};
pub(super) use numbers::{clause, number_of};

use crate::runbook::section::with_plain_heading;

/// What "step" is called, lower case; Chinese and Japanese need no space before the number.
const STEP: [&str; 14] = [
    "step",
    "schritt",
    "paso",
    "passo",
    "étape",
    "etape",
    "stap",
    "krok",
    "bước",
    "шаг",
    "步骤",
    "ステップ",
    "手順",
    "단계",
];

/// `Step 3: Look at the pods` as number and text; `None` for another heading.
pub(super) fn step_heading(text: &str) -> Option<(u32, &str)> {
    let text = unmarked(text);
    // Most headings are told by their first letter.
    let first = text.as_bytes().first().copied()?;
    if first.is_ascii() && !matches!(first | 32, b's' | b'p' | b'e' | b'k' | b'b') {
        return None;
    }
    let rest = STEP.iter().find_map(|word| strip_prefix_folded(text, word))?;
    let rest = rest.trim_start_matches([' ', '#', '\u{a0}']);
    let (number, rest) = number(rest)?;
    // `Step 2b`, `Step 1.2`, `Step 1 of 5`.
    let rest = rest
        .strip_prefix(|c: char| c.is_ascii_lowercase())
        .filter(|rest| !rest.starts_with(char::is_alphabetic))
        .unwrap_or(rest);
    let rest = rest.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    if rest.starts_with(char::is_alphabetic) && rest.is_ascii() {
        return None;
    }
    let mut rest = rest.trim_start();
    if let Some(of) = strip_prefix_folded(rest, "of ") {
        rest = of.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    Some((
        number,
        rest.trim_start_matches([' ', ':', '.', ')', '-', '–', '—', '：', '、', '|'])
            .trim(),
    ))
}

/// Whether a line that is no heading and not in bold begins a step: `Step 1 – Look at the pods`.
pub(super) fn is_plain_step(text: &str) -> bool {
    let told = step_heading(text).filter(|(_, text)| !text.is_empty());
    told.is_some_and(|(_, told)| {
        let before = text.trim_end().strip_suffix(told).unwrap_or("");
        let mark = before.trim_end().chars().next_back();
        mark.is_some_and(|mark| matches!(mark, ':' | '.' | ')' | '-' | '–' | '—' | '：' | '、'))
            && before.chars().filter(|c| c.is_whitespace()).count() <= 3
    })
}

/// A heading without the signs that stand before its words: `✅ Step 1`.
fn unmarked(text: &str) -> &str {
    text.trim().trim_start_matches(|c: char| !c.is_alphanumeric())
}

fn number(text: &str) -> Option<(u32, &str)> {
    const WORDS: [&str; 10] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    const HAN: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && digits <= 4 {
        return Some((text.get(..digits)?.parse().ok()?, text.get(digits..)?));
    }
    if let Some(at) = text
        .chars()
        .next()
        .and_then(|first| HAN.iter().position(|c| *c == first))
    {
        return Some((at as u32 + 1, text.get(3..)?));
    }
    WORDS.iter().enumerate().find_map(|(at, word)| {
        let rest = strip_prefix_folded(text, word)?;
        (!rest.starts_with(char::is_alphabetic)).then_some((at as u32 + 1, rest))
    })
}

fn strip_prefix_folded<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    // Most texts differ in their first letter.
    if let (Some(first), Some(expected)) = (text.bytes().next(), prefix.bytes().next())
        && first.is_ascii()
        && first.to_ascii_lowercase() != expected
    {
        return None;
    }
    let mut rest = text.chars();
    for expected in prefix.chars() {
        let c = rest.next()?;
        let same = if c.is_ascii() {
            c.to_ascii_lowercase() == expected
        } else {
            c == expected || c.to_lowercase().eq(std::iter::once(expected))
        };
        if !same {
            return None;
        }
    }
    Some(rest.as_str())
}

/// Whether a heading, or a line in bold, names a case: `If caused by …`, `Option A: …`, `Scenario 2 …`.
pub(super) fn is_branch(text: &str) -> bool {
    let text = unmarked(text);
    let first = text.as_bytes().first().copied().unwrap_or(b'-').to_ascii_lowercase();
    if first.is_ascii()
        && !matches!(
            first,
            b'i' | b'w' | b'o' | b's' | b'a' | b'c' | b'p' | b'm' | b'v' | b'f'
        )
    {
        return text.ends_with("の場合");
    }
    let begins = |word: &str| word.as_bytes().first() == Some(&first);
    let condition = ["if ", "in case ", "in the event ", "when ", "如果", "若", "如", "もし"]
        .iter()
        .any(|word| begins(word) && strip_prefix_folded(text, word).is_some());
    let choice = [
        "option ",
        "scenario ",
        "case ",
        "cause ",
        "alternative ",
        "path ",
        "method ",
        "variant ",
        "fix ",
        "solution ",
        "方案",
        "シナリオ",
    ]
    .iter()
    .any(|word| {
        let rest = begins(word).then(|| strip_prefix_folded(text, word)).flatten();
        rest.is_some_and(|rest| {
            let name = rest
                .split([':', ' ', '.', ')', '-', '–', '—', '：'])
                .next()
                .unwrap_or("");
            name.chars().count() <= 2
                && name.chars().all(char::is_alphanumeric)
                && !name.is_empty()
                && (name.chars().any(char::is_numeric) || name.chars().all(char::is_uppercase))
        })
    });
    condition && !text.ends_with('?') && strip_prefix_folded(text, "when to").is_none()
        || choice
        || text.ends_with("の場合")
}

/// Whether a section of no known kind explains rather than instructs, so that its lists are no steps.
pub(super) fn is_reference(title: &str) -> bool {
    static WORDS: Words = Words::new(&[
        "overview",
        "purpose",
        "introduction",
        "background",
        "architecture",
        "scope",
        "contents",
        "glossary",
        "terminology",
        "metrics",
        "best practice",
        "reference",
        "changelog",
        "change log",
        "revision history",
        "communication",
        "when to",
        "definition",
        "key component",
        "concept",
        "about",
        "summary",
        "lessons",
        "faq",
        "appendix",
        "what is",
        "why",
        "goals",
        "objective",
        "policy",
        "principles",
        "roles",
        "requirements",
        "limitations",
        "automated",
    ]);
    with_plain_heading(title, |title| WORDS.are_in(title))
}

/// Whether a heading or a line above a list says that it holds facts: causes, symptoms, examples.
pub(super) fn lists_facts(text: &str) -> bool {
    static WORDS: Words = Words::new(&[
        "cause",
        "symptom",
        "reason",
        "indicator",
        "sign of",
        "signs of",
        "benefit",
        "example",
        "advantage",
        "feature",
        "consideration",
        "limitation",
        "following may",
        "includes",
        "include:",
        "consists of",
        "types of",
        "metric",
        "原因",
        "症状",
    ]);
    // Only the last line announces.
    let last = text.trim_end().rsplit('\n').next().unwrap_or(text);
    let lists = match last.is_ascii() {
        true => WORDS.are_in(last),
        false => WORDS.are_in(&last.to_lowercase()),
    };
    lists && !is_branch(text)
}

/// Words to be looked for, all at once.
struct Words {
    words: &'static [&'static str],
    /// For the low bits of each first byte, those of the second bytes behind it: few places of a text pass.
    pairs: [u32; 32],
}

impl Words {
    const fn new(words: &'static [&'static str]) -> Self {
        let mut pairs = [0; 32];
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            pairs[(word[0] & 31) as usize] |= 1 << (word[1] & 31);
            at += 1;
        }
        Self { words, pairs }
    }

    /// Whether one of the words stands somewhere in a text, ASCII's letters in any case. A searcher of the standard library costs more to make than
    /// a short text takes to look through.
    fn are_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        bytes.iter().zip(bytes.iter().skip(1)).enumerate().any(|(at, (a, b))| {
            let pairs = self.pairs.get(usize::from(a & 31)).copied().unwrap_or(0);
            pairs & 1 << (b & 31) != 0
                && self.words.iter().map(|word| word.as_bytes()).any(|word| {
                    word.first().is_some_and(|first| (first ^ a) & 31 == 0)
                        && bytes
                            .get(at..at + word.len())
                            .is_some_and(|text| text.eq_ignore_ascii_case(word))
                })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn step_headings() {
        for (text, expected) in [
            ("Step 1: Look at the pods", Some((1, "Look at the pods"))),
            ("STEP 2 - Restart", Some((2, "Restart"))),
            ("Step 3. Wait", Some((3, "Wait"))),
            ("Step 4", Some((4, ""))),
            ("Step 2b: Again", Some((2, "Again"))),
            ("Step 1.2: Inner", Some((1, "Inner"))),
            ("Step 1 of 5: First", Some((1, "First"))),
            ("Step One: First", Some((1, "First"))),
            ("步骤 1：检查", Some((1, "检查"))),
            ("步骤一：检查", Some((1, "检查"))),
            ("ステップ2 確認", Some((2, "確認"))),
            ("手順1", Some((1, ""))),
            ("🔹 Step 1: Look", Some((1, "Look"))),
            ("Шаг 2. Проверить", Some((2, "Проверить"))),
            ("Krok 3: Sprawdź", Some((3, "Sprawdź"))),
            ("Steps", None),
            ("Step back", None),
            ("Stepping 1", None),
            ("Step 4ever", None),
        ] {
            assert_eq!(step_heading(text), expected, "{text}");
        }
    }

    #[test]
    fn plain_steps() {
        for text in [
            "Step 1 – Look",
            "Step 2: Look",
            "Schritt 3. Sehen",
            "步骤一：扩容",
            "Step 4 - Look",
        ] {
            assert!(is_plain_step(text), "{text}");
        }
        for text in ["Step 1 was wrong", "Step 2", "Steps: look", "Step 1 and 2: no"] {
            assert!(!is_plain_step(text), "{text}");
        }
    }

    #[test]
    fn branches() {
        for text in [
            "If caused by load",
            "If confirmed",
            "Option A: Scale",
            "Option 2",
            "Scenario 1: Canary",
            "Cause 3 – disk",
            "如果内存不足",
            "DB の場合",
            "✅ If the keys differ:",
        ] {
            assert!(is_branch(text), "{text}");
        }
        for text in [
            "Optional steps",
            "Options",
            "If in doubt?",
            "When to escalate",
            "Case study",
            "Scenario planning",
            "Cause and effect",
            "Method of procedure",
        ] {
            assert!(!is_branch(text), "{text}");
        }
    }
}
