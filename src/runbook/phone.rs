//! Telephone numbers: in what is said about contacts, and in running text, where digits are mostly something else.

use std::ops::Range;

/// `tel:` and the number without its decoration (RFC 3966); an extension follows as `;ext=`.
pub fn tel(number: &str) -> String {
    let lower = number.to_lowercase();
    let (number, extension) = match lower.find(['e', 'x']) {
        Some(at) => lower.split_at(at),
        None => (lower.as_str(), ""),
    };
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    // `+49 (0)30 …`: the zero is for callers inside the country.
    let number = if number.trim_start().starts_with('+') {
        number.replace("(0)", "")
    } else {
        number.to_string()
    };
    let plus = if number.trim_start().starts_with('+') { "+" } else { "" };
    let extension = digits(extension);
    if extension.is_empty() {
        ["tel:", plus, &digits(&number)].concat()
    } else {
        ["tel:", plus, &digits(&number), ";ext=", &extension].concat()
    }
}

/// Whether a whole text is a telephone number: digits in the usual decoration, at least three of them.
pub fn is_phone(text: &str) -> bool {
    phone_end(text.trim()) == Some(text.trim().len())
}

/// The length of the telephone number that a text about whom to call begins with.
pub fn begins(text: &str) -> Option<usize> {
    let end = phone_end(text).filter(|end| is_worth_calling(text.get(..*end).unwrap_or("")))?;
    // A bracket that opens in it closes in it; else it is the sentence's.
    if text.starts_with('(') && !text.get(..end)?.contains(')') {
        return None;
    }
    ends_here(text.get(end..)?).then_some(end)
}

/// Whether a text has as many digits as the shortest number: nearly none has.
pub fn may_be_in(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).take(LEAST).count() == LEAST
}

/// Where the telephone numbers of a running text stand. `whom` says that the text is about whom to call; `before` is what
/// stands before it on its line. Without a plus or the form that North America writes, a number needs a word that says what
/// it is (`phone: 030 5550 0123`), or, where the text is about whom to call, its leading zero or nothing beside it.
pub fn numbers(text: &str, before: &str, whom: bool) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut last = before.chars().next_back().unwrap_or(' ');
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or(' ');
        let number = (matches!(first, '0'..='9' | '+' | '(') && !is_inside(last))
            .then(|| begins(rest))
            .flatten()
            .filter(|len| {
                let (head, number) = (text.get(..at).unwrap_or(""), rest.get(..*len).unwrap_or(""));
                let said = || names_a_number(head, before);
                let alone = || {
                    let beside = [head, rest.get(*len..).unwrap_or("")];
                    beside.iter().all(|side| !side.contains(char::is_alphanumeric))
                };
                is_certain(number) || said() || whom && !is_year(number) && (first == '0' || alone())
            });
        match number {
            Some(len) => {
                out.push(at..at + len);
                at += len;
                last = '0';
            }
            None => {
                at += first.len_utf8();
                last = first;
            }
        }
    }
    out
}

/// The fewest digits of a number in running text.
const LEAST: usize = 7;

/// Whether a character before digits makes them a part of something longer: an id, an address, an amount.
fn is_inside(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '@' | '/' | '-' | '_' | '.' | '#' | '$' | '=' | '+' | '&' | '%')
}

/// Whether a number may end before this text.
fn ends_here(rest: &str) -> bool {
    let mut rest = rest.chars();
    let next = rest.next().unwrap_or(' ');
    let goes_on = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_unit = matches!(next, '_' | '@' | '%' | '=' | '$' | '€' | '£');
    let is_joined = matches!(next, '-' | ':' | '.' | '/' | ',' | '+') && goes_on(rest.next());
    !(next.is_alphanumeric() || is_unit || is_joined)
}

/// Whether a number has a form that nothing else has: a plus and the digits of a country, or `(800) 555-0100`,
/// `1-800-555-0100`, whose parts begin with neither 0 nor 1.
fn is_certain(number: &str) -> bool {
    let mut form = String::new();
    let mut digits = String::new();
    for c in number.chars() {
        match c {
            '0'..='9' => {
                digits.push(c);
                form.push('d');
            }
            '\u{2011}' => form.push('-'),
            // An extension.
            'e' | 'E' | 'x' | 'X' | ',' => break,
            c => form.push(c),
        }
    }
    let form = form.trim_end();
    if form.starts_with('+') {
        return !digits.starts_with('0') && digits.len() >= if is_grouped(form) { 8 } else { 10 };
    }
    let (form, digits) = match form.strip_prefix("d-").or_else(|| form.strip_prefix("d ")) {
        Some(rest) if digits.starts_with('1') => (rest, digits.get(1..).unwrap_or("")),
        _ => (form, digits.as_str()),
    };
    let high = |at: usize| digits.as_bytes().get(at).is_some_and(|digit| *digit > b'1');
    matches!(
        form,
        "ddd-ddd-dddd" | "(ddd) ddd-dddd" | "(ddd)ddd-dddd" | "(ddd)-ddd-dddd"
    ) && high(0)
        && high(3)
}

/// Whether a number is written in groups.
fn is_grouped(number: &str) -> bool {
    number
        .bytes()
        .any(|b| !b.is_ascii_digit() && b != b'+' && !b.is_ascii_alphabetic())
}

/// Whether digits begin like a year: `2025-0012345` is a ticket.
fn is_year(number: &str) -> bool {
    let group = number.split(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
    group.len() == 4 && (group.starts_with("19") || group.starts_with("20"))
}

/// Whether the last word before a number says that it is one.
fn names_a_number(head: &str, before: &str) -> bool {
    const WORDS: &str = "phone|telephone|tel|call|dial|hotline|mobile|cell|landline|fax|telefon|tél|電話|电话";
    let is_word = |c: char| c.is_alphanumeric();
    let side = if head.contains(is_word) { head } else { before };
    let side = side.trim_end_matches(|c: char| !is_word(c));
    let word = side.rsplit(|c: char| !is_word(c)).next().unwrap_or("").to_lowercase();
    crate::text::find::is_listed(&word, WORDS)
}

/// The most digits of a number, with all that is dialled before it.
const MOST: usize = 17;

/// The end of the telephone number that `text` begins with.
fn phone_end(text: &str) -> Option<usize> {
    let mut digits = 0;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        match c {
            '0'..='9' => {
                digits += 1;
                end = at + 1;
                if digits > MOST {
                    return None;
                }
            }
            '+' if at == 0 => {}
            '(' | ')' | ' ' | '-' | '.' | '/' | '\u{a0}' | '\u{2011}' => {
                // Two marks in a row beside brackets end the number.
                let gap = text.get(end..at).unwrap_or("");
                if gap.len() > 3 {
                    break;
                }
            }
            _ => break,
        }
    }
    if digits < 3 {
        return None;
    }
    Some(end + extension(text.get(end..)?))
}

/// The length of ` ext. 12`, ` x12` at the start of `text`; 0 without one.
fn extension(text: &str) -> usize {
    let rest = text.trim_start_matches([' ', ',']);
    let Some(rest) = ["extension", "ext.", "ext", "x"].iter().find_map(|word| {
        rest.get(..word.len())
            .filter(|start| start.eq_ignore_ascii_case(word))
            .and_then(|_| rest.get(word.len()..))
    }) else {
        return 0;
    };
    let rest = rest.trim_start_matches(' ');
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    if (1..=6).contains(&digits) {
        text.len() - rest.len() + digits
    } else {
        0
    }
}

/// Whether digits in running text are a number to call rather than an amount, a time or a date: written with a plus, or
/// at least seven of them in groups.
fn is_worth_calling(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_date = crate::text::Date::read(text).is_some();
    let first = text.chars().next();
    let is_address = text.split('.').count() == 4;
    let grouped = is_grouped(text);
    !is_date && !is_address && digits >= LEAST && (first == Some('+') || (grouped && digits <= 15))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_addresses() {
        assert_eq!(tel("+49 (0)30 5550-0123"), "tel:+493055500123");
        assert_eq!(tel("(555) 555-0101 ext. 12"), "tel:5555550101;ext=12");
        assert_eq!(tel("1-800-555-0100"), "tel:18005550100");
    }

    #[test]
    fn whole_texts_are_numbers() {
        assert!(is_phone("+49 30 5550 0123") && is_phone("112") && is_phone("1-800-555-0100 x3"));
        assert!(!is_phone("call me") && !is_phone("12") && !is_phone("1-800-FLOWERS"));
    }

    fn found<'a>(text: &'a str, before: &str, whom: bool) -> Vec<&'a str> {
        let ranges = numbers(text, before, whom).into_iter();
        ranges.map(|range| &text[range]).collect()
    }

    #[test]
    fn running_text_has_numbers_only_where_nothing_else_is_meant() {
        for (text, number) in [
            ("call the vendor: +49 30 5550 0123, 24/7", "+49 30 5550 0123"),
            ("+493055500123", "+493055500123"),
            ("Support is at 1-800-555-0100.", "1-800-555-0100"),
            ("(555) 555-0101 ext. 12", "(555) 555-0101 ext. 12"),
            ("by phone (030 5550 0123)", "030 5550 0123"),
            ("Tel.: 912 345 678", "912 345 678"),
        ] {
            assert_eq!(found(text, "", false), [number], "{text}");
            assert_eq!(found(text, "", true), [number], "{text}");
        }
        assert_eq!(found(": 912 345 678", "- **Phone**", false), ["912 345 678"]);
        for text in [
            "2025-10-25 14:30, 2025/10/25, 25.10.2025 08:00",
            "192.168.100.200, 10.0.0.1:5432, 8080-8090 5432 6379",
            "INC-2024-0012345, order 2024-0012345, PR #1234567",
            "account 123456789012, arn:aws:iam::123456789012:role/x",
            "10 000 000 requests, 1 000 000 000 bytes, 12-345-678",
            "550e8400-e29b-41d4-a716-446655440000, 00000000-0000-0000-0000-000000000000",
            "2025-10-25T10:00:00+0000, offset +1000000, UTC+0530",
            "0000 0000 0000 0001, 0.0.0.0, 1.2.3-20240101, v1.20.3000",
            "5555555555, 1700000000, 978-3-16-148410-0",
        ] {
            assert_eq!(found(text, "", false), [""; 0], "{text}");
        }
    }

    #[test]
    fn where_it_is_about_whom_to_call_less_will_do() {
        assert_eq!(
            found("Berlin 030 5550 0123, Madrid 912 345 678", "", true),
            ["030 5550 0123"]
        );
        assert_eq!(found(": 912 345 678", "- **Vendor**", true), ["912 345 678"]);
        for text in [
            "2025-10-25 14:30",
            "Ticket 2024-0012345",
            "2024-0012345",
            "192.168.100.200",
            "10 000 000 requests",
            "123456789012",
        ] {
            assert_eq!(found(text, "", true), [""; 0], "{text}");
        }
    }
}
