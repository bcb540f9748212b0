//! Words and shapes that several rules look for. Written out by hand: a regular expression engine would weigh more in
//! the app than all rules together.

/// The words of a text, lower case.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether a text contains one of these phrases, case ignored, at the beginning of a word.
pub fn says(text: &str, phrases: &[&str]) -> bool {
    let text = text.to_lowercase();
    phrases.iter().any(|phrase| {
        text.match_indices(phrase).any(|(at, _)| {
            let before = text.get(..at).and_then(|head| head.chars().next_back());
            before.is_none_or(|c| !c.is_alphanumeric())
        })
    })
}

/// Words that warn a reader.
pub const WARNINGS: &[&str] = &[
    "warning",
    "caution",
    "danger",
    "careful",
    "beware",
    "attention",
    "irreversibl",
    "cannot be undone",
    "can't be undone",
    "can not be undone",
    "not reversible",
    "data loss",
    "lose data",
    "loses data",
    "lost data",
    "destroy",
    "destructive",
    "disruptive",
    "last resort",
    "do not run",
    "don't run",
    "make sure",
    "be sure",
    "ensure",
    "only if",
    "only when",
    "only after",
    "only do this",
    "never ",
    "deletes",
    "will delete",
    "is deleted",
    "are deleted",
    "removes",
    "will remove",
    "downtime",
    "interrupts",
    "wipes",
    "drops",
    "double-check",
    "double check",
    "dry run",
    "dry-run",
    "permanently",
    "no way back",
    "risk",
    "注意",
    "警告",
    "危険",
    "危险",
    "주의",
    "경고",
    "cuidado",
    "advertencia",
    "peligro",
    "aviso",
    "achtung",
    "vorsicht",
    "warnung",
    "prudence",
];

/// Words that tell a way back, or that there is none.
pub const ROLLBACKS: &[&str] = &[
    "rollback",
    "roll back",
    "rolled back",
    "rolling back",
    "undo",
    "undone",
    "revert",
    "restor",
    "take back",
    "takes it back",
    "way back",
    "put back",
    "puts back",
    "bring back",
    "brings back",
    "recreate",
    "re-create",
    "recreated",
    "reschedul",
    "backup",
    "back up",
    "snapshot",
    "irreversibl",
    "not reversible",
    "starts again",
    "start again",
    "starts it again",
    "replaces",
    "replaced by",
    "new pod",
    "old value",
    "uncordon",
    "comes back",
    "come back",
    "again by itself",
    "no harm",
];

/// Whether a text holds a way to reach somebody: a number, an address, a channel, a handle.
pub fn reaches_someone(text: &str) -> bool {
    has_phone(text) || has_email(text) || has_handle(text)
}

/// At least seven digits with the usual marks between them, or a short number behind a word for calling. Dates and IPv4
/// addresses are none, and neither is a number that goes on in `X`.
fn has_phone(text: &str) -> bool {
    let marks = |c: char| c.is_ascii_digit() || " -.()+/\u{a0}\u{2011}".contains(c);
    let is_number = |range: std::ops::Range<usize>| {
        let run = text.get(range.clone()).unwrap_or("").trim();
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        let quad = run.split('.').count() == 4;
        let goes_on = text.get(range.end..).is_some_and(|rest| rest.starts_with(['x', 'X']));
        (7..=20).contains(&digits) && !quad && !goes_on && crate::text::Date::read(run).is_none()
    };
    runs(text, marks).into_iter().any(is_number)
        || says(text, &["ext.", "extension", "dial "]) && text.bytes().any(|b| b.is_ascii_digit())
}

/// `name@host.tld`.
pub fn has_email(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let before = text.get(..at).unwrap_or("").chars().next_back();
        let after = text.get(at + 1..).unwrap_or("");
        let host: String = after
            .chars()
            .take_while(|c| c.is_alphanumeric() || "-.".contains(*c))
            .collect();
        before.is_some_and(|c| c.is_alphanumeric() || "_-.+".contains(c)) && host.trim_matches('.').contains('.')
    })
}

/// `#channel` or `@handle`, at the beginning of a word.
fn has_handle(text: &str) -> bool {
    text.char_indices().any(|(at, c)| {
        let before = text.get(..at).unwrap_or("").chars().next_back();
        let after = text.get(at + 1..).unwrap_or("").chars().next();
        matches!(c, '#' | '@')
            && before.is_none_or(|c| c.is_whitespace() || "(`\"'/,:[".contains(c))
            && after.is_some_and(char::is_alphabetic)
    })
}

/// Whether a value only stands for one: `${X}`, `<password>`, `********`, `changeme`.
pub fn is_stand_in(value: &str) -> bool {
    let lower = value.to_lowercase();
    value.is_empty()
        || value.contains(['$', '<', '>', '{', '}', '*', '%', '[', ']', '…'])
        || lower.contains("xxx")
        || lower.contains("...")
        || [
            "password",
            "passwd",
            "pass",
            "pwd",
            "secret",
            "token",
            "changeme",
            "change-me",
            "example",
            "your",
            "redacted",
            "placeholder",
            "dummy",
            "sample",
            "insert",
            "foo",
            "bar",
            "hunter2",
            "mysecret",
            "abcdef",
            "123456",
        ]
        .iter()
        .any(|word| lower.contains(word))
}

/// The byte ranges of the tokens of `text`: runs of characters for which `is_inside` holds.
pub fn runs(text: &str, is_inside: impl Fn(char) -> bool) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (is_inside(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    out.extend(start.map(|from| from..text.len()));
    out
}

/// How the characters of one shell line stand: whether each byte is outside of straight quotes and of a comment.
/// Quotes that go on over several lines are carried by the caller.
pub fn bare_bytes(line: &str, quote: &mut Option<char>) -> Vec<bool> {
    let mut out = vec![false; line.len()];
    let mut escaped = false;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if escaped {
            escaped = false;
            before = c;
            continue;
        }
        match (*quote, c) {
            (None, '#') if before.is_whitespace() => return out,
            (None, '\\') => escaped = true,
            (None, '"' | '\'') => *quote = Some(c),
            (Some('"'), '\\') => escaped = true,
            (Some(open), _) if open == c => *quote = None,
            (None, _) => {
                for inside in out.iter_mut().skip(at).take(c.len_utf8()) {
                    *inside = true;
                }
            }
            _ => {}
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_reach_someone() {
        for text in [
            "+1-555-0100",
            "(030) 123 45 67",
            "ops@shop.io",
            "post in #incidents",
            "ask @dba",
            "`#ops`",
        ] {
            assert!(reaches_someone(text), "{text}");
        }
        for text in [
            "Check PagerDuty",
            "1-800-XXX-XXXX",
            "after 15 minutes",
            "issue #12",
            "C# team",
            "192.168.100.200",
            "2025-10-25",
        ] {
            assert!(!reaches_someone(text), "{text}");
        }
    }

    #[test]
    fn phrases_begin_at_a_word() {
        assert!(says("This cannot be undone.", WARNINGS));
        assert!(!says("asterisks", WARNINGS));
    }

    #[test]
    fn bytes_outside_of_quotes() {
        let bare = |line: &str| -> String {
            let bytes = bare_bytes(line, &mut None);
            line.char_indices()
                .filter(|(at, _)| bytes[*at])
                .map(|(_, c)| c)
                .collect()
        };
        assert_eq!(bare("a 'b' \"c\\\"d\" e # f"), "a   e ");
        assert_eq!(bare("a\\'b $# c"), "ab $# c");
    }
}
