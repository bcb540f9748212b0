//! Whether what stands in a password's place is one.

use super::is_random;

/// How sure it is that a password belongs where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// A program takes it for one: an option, an assignment of a shell, something in quotes.
    Given,
    /// A name and a colon, which stand before much else, too.
    Said,
}

/// Words within a value that only stands for one.
const WITHIN: &str = "password|passwd|passphrase|passw0rd|p@ss|passwort|secret|credential|changeme|change-me|change_me|changeit|example|your|redacted|placeholder|dummy|sample|insert|replace|generated|123456|abcdef|qwerty|xxx|...|…|base64|sha256|sha512|vault";

/// Values that only stand for one, and those that everybody knows.
const WHOLE: &str = "pass|pwd|pw|mypass|mypw|test|testing|test1|test123|admin|admin123|root|toor|postgres|mysql|redis|guest|user|demo|default|hunter2|letmein|foo|bar|baz|foobar|string|text|str|bytes|required|optional|none|null|nil|true|false|yes|no|any|undefined|unknown|empty|hidden|sensitive|masked|encrypted|prompt|stdin|value|token|new|old|same|reset|rotate|expired|temp|tmp|set-me|tbd|todo";

/// Whether `value` is a password, as far as one can tell.
pub fn is_password(value: &str, trust: Trust) -> bool {
    let lower = value.to_lowercase();
    let least = if trust == Trust::Given { 5 } else { 6 };
    let count = value.chars().count();
    (least..=80).contains(&count)
        && value.contains(char::is_alphabetic)
        && skip(value, "@~.!-") == 0
        && !value.chars().any(|c| "$<>{}*%[](/\\".contains(c))
        && !WITHIN.split('|').any(|word| lower.contains(word))
        && !WHOLE.split('|').any(|word| lower == word)
        && !is_reference(value)
        && !is_monotone(value)
        // That one is told elsewhere.
        && !is_random(value)
        && (trust == Trust::Given || is_made_up(value))
}

/// Whether a value names where the password is kept: a variable (`DB_PASS`), a field (`config.db`), an address
/// (`ssm:db`), a sentence.
fn is_reference(value: &str) -> bool {
    let variable = value
        .chars()
        .all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit())
        && (value.contains('_') || !value.contains(|c: char| c.is_ascii_digit()));
    let field = value.contains('.')
        && value.split('.').all(|part| {
            part.starts_with(|c: char| c.is_ascii_lowercase())
                && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        });
    let address = value.split_once(':').is_some_and(|(scheme, _)| {
        let word = scheme.chars().all(|c| c.is_ascii_lowercase());
        word && scheme.len() >= 2
    });
    // `a few words`, `set-me-in-the-console`.
    let speaks = |word: &str| {
        "me|here|the|this|from|to|in|at|it"
            .split('|')
            .any(|small| small == word)
    };
    let sentence = value.split(' ').count() > 4 || value.split(is_joint).any(speaks);
    variable || field || address || sentence
}

/// What joins the words of a name.
fn is_joint(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | ' ')
}

/// The bytes of a text's first characters, as many as are among `set`.
pub fn skip(text: &str, set: &str) -> usize {
    text.find(|c| !set.contains(c)).unwrap_or(text.len())
}

/// Whether a value is one character over and over.
fn is_monotone(value: &str) -> bool {
    let first = value.chars().next();
    value.chars().all(|c| Some(c) == first)
}

/// Whether a value is no word and no name made of words and numbers (`db-creds-2`): letters beside digits or signs.
fn is_made_up(value: &str) -> bool {
    if value.contains(char::is_whitespace) {
        return false;
    }
    value.split(is_joint).any(|part| {
        let letters = part.contains(char::is_alphabetic);
        let others = part.contains(|c: char| c.is_ascii_digit() || "!#^+~@?=".contains(c));
        letters && others && part.len() >= 5
    })
}
