//! Whom to call, and how.

use super::hours::{self, Hours};
use super::phone;
use serde::Serialize;

/// A person, a rota, a company: as `breakglass.toml` or the index's section "Emergency Contacts" names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// The heading under which it stands; empty without one.
    pub group: String,
    /// Who it is; never empty.
    pub name: String,
    /// What it decides or does.
    pub role: Option<String>,
    /// Its telephone number.
    pub phone: Option<String>,
    /// Its mail address.
    pub mail: Option<String>,
    /// Its channel, by name or address.
    pub chat: Option<String>,
    /// How it is paged, by name or address.
    pub pager: Option<String>,
    /// When it answers.
    pub hours: Option<String>,
    /// The time zone of the hours.
    pub time_zone: Option<String>,
    /// What else a caller needs.
    pub note: Option<String>,
    /// Everything that a list item or a table row says beside the name, as one text.
    pub text: Option<String>,
}

impl Contact {
    /// When it answers, and in which time zone, where both can be told for certain: round the clock needs no zone.
    pub fn duty(&self) -> Option<(Hours, Option<String>)> {
        let given = hours::read(self.hours.as_deref()?).ok()?;
        given.told(self.time_zone.as_deref())
    }

    /// Whether it can be reached by what is written here: a way that is filled in.
    pub fn is_reachable(&self) -> bool {
        let ways = [&self.phone, &self.mail, &self.chat, &self.pager];
        let named = ways
            .iter()
            .filter_map(|way| way.as_deref())
            .any(|way| !is_placeholder(way));
        named
            || self
                .text
                .as_deref()
                .is_some_and(|text| pieces(text).iter().any(|piece| piece.href().is_some()))
    }
}

/// A piece of a text that names ways to reach somebody; all pieces together are the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// As written.
    pub text: &'a str,
    /// What it is.
    pub kind: PieceKind,
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// Words.
    Text,
    /// A telephone number.
    Phone,
    /// A mail address.
    Mail,
    /// A web address.
    Web,
    /// Something that was meant to be filled in: `1-800-XXX-XXXX`, `[Contact]`.
    Placeholder,
}

impl Piece<'_> {
    /// The address that opens it: `tel:`, `mailto:` or `https:`. `None` for words and placeholders.
    pub fn href(&self) -> Option<String> {
        match self.kind {
            PieceKind::Phone => Some(phone::tel(self.text)),
            PieceKind::Mail => Some(["mailto:", self.text].concat()),
            PieceKind::Web => Some(self.text.to_string()),
            PieceKind::Text | PieceKind::Placeholder => None,
        }
    }
}

/// Whether a whole text is a mail address, as far as one can tell without asking.
pub fn is_mail(text: &str) -> bool {
    let text = text.trim();
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_local = |c: char| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let is_domain = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    !local.is_empty()
        && local.chars().all(is_local)
        && domain.chars().all(is_domain)
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty())
}

/// Whether a whole text only says that something belongs here: `TBD`, `[Contact]`, `<name>`, `1-800-XXX-XXXX`, `Check
/// PagerDuty schedule`.
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_lowercase();
    let enclosed = |open: char, close: char| {
        text.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|inner| !inner.contains([open, close]) && !is_mail(inner) && !inner.contains("://"))
    };
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    let is_word = |word: &&str| {
        matches!(
            *word,
            "todo" | "tbd" | "tbc" | "tba" | "fixme" | "changeme" | "placeholder"
        )
    };
    let looks_up = matches!(
        words.first(),
        Some(&("check" | "see" | "consult" | "lookup" | "find" | "ask"))
    ) && words.len() <= 6
        && words.iter().any(|word| {
            let schedule = [
                "schedule",
                "schedules",
                "rota",
                "roster",
                "rotation",
                "calendar",
                "oncall",
            ];
            let product = [
                "pagerduty",
                "opsgenie",
                "victorops",
                "splunk",
                "squadcast",
                "grafana",
                "wiki",
                "confluence",
            ];
            schedule.contains(word) || product.contains(word)
        });
    text.is_empty()
        || enclosed('[', ']')
        || enclosed('<', '>')
        || enclosed('{', '}')
        || words.iter().any(is_word)
        || lower
            .split_whitespace()
            .any(|word| word.trim_end_matches([':', ',', '.']) == "xxx")
        || looks_up
        || text.split_whitespace().all(is_masked_number)
}

/// A word of a number whose digits are still to come: `1-800-XXX-XXXX`, `+XX`, `555-####`.
fn is_masked_number(word: &str) -> bool {
    let masks = word.chars().filter(|c| matches!(c, 'x' | 'X' | '#' | '_')).count();
    let rest_is_decoration = word
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X' | '#' | '_' | '-' | '+' | '(' | ')' | '.' | '/'));
    // Two are enough beside a digit or a sign; alone they might be a word.
    rest_is_decoration && masks >= 2 && (masks >= 3 || word.len() > masks)
}

/// Splits a text into its pieces.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    if is_placeholder(text) && !text.trim().is_empty() {
        return vec![Piece {
            text,
            kind: PieceKind::Placeholder,
        }];
    }
    let mut out: Vec<Piece<'_>> = Vec::new();
    let (mut from, mut at) = (0, 0);
    let mut before = ' ';
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let at_word = !before.is_alphanumeric() && !matches!(before, '@' | '/' | '-' | '_' | '.' | '#' | '$');
        if let Some((kind, len)) = at_word.then(|| way(rest)).flatten() {
            push(&mut out, text, from, at, PieceKind::Text);
            push(&mut out, text, at, at + len, kind);
            at += len;
            from = at;
            before = 'x';
        } else {
            before = rest.chars().next().unwrap_or(' ');
            at += before.len_utf8();
        }
    }
    push(&mut out, text, from, text.len(), PieceKind::Text);
    out
}

fn push<'a>(out: &mut Vec<Piece<'a>>, text: &'a str, from: usize, to: usize, kind: PieceKind) {
    if let Some(text) = text.get(from..to).filter(|text| !text.is_empty()) {
        out.push(Piece { text, kind });
    }
}

/// A word of more characters is no mail address: those have at most 64, an `@` and 255 more. So a word of any length is not
/// read to its end from each of its characters.
const LONGEST_WORD: usize = 320;

/// The way that a text begins with, and its length.
fn way(text: &str) -> Option<(PieceKind, usize)> {
    if text.starts_with("https://") || text.starts_with("http://") {
        let word = text.split(char::is_whitespace).next()?;
        let word = word.trim_end_matches(['.', ',', ';', ':', ')', '>', '!', '?', '"', '\'']);
        return (word.len() > "https://".len()).then_some((PieceKind::Web, word.len()));
    }
    let near = text.char_indices().take(LONGEST_WORD + 1);
    let ends = |(at, c): (usize, char)| c.is_whitespace().then_some(at);
    let word_end = match near.clone().find_map(ends) {
        Some(end) => end,
        None if near.count() > LONGEST_WORD => return phone::begins(text).map(|end| (PieceKind::Phone, end)),
        None => text.len(),
    };
    let word = text.get(..word_end)?;
    let bare = word.trim_end_matches(['.', ',', ';', ':', ')', '>', ']', '!', '?', '"']);
    if is_mail(bare) {
        return Some((PieceKind::Mail, bare.len()));
    }
    if is_masked_number(bare) {
        return Some((PieceKind::Placeholder, bare.len()));
    }
    phone::begins(text).map(|end| (PieceKind::Phone, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use PieceKind::*;

    #[test]
    fn numbers_and_addresses_are_found_in_text() {
        for (text, wanted) in [
            ("+49 30 5550 0123, then 112", vec![("+49 30 5550 0123", Phone)]),
            ("1-800-555-0100 (Premium Support)", vec![("1-800-555-0100", Phone)]),
            ("(555) 555-0101 ext. 12 or x", vec![("(555) 555-0101 ext. 12", Phone)]),
            ("call 030/55500123.", vec![("030/55500123", Phone)]),
            (
                "support@vendor.example, contract 4711",
                vec![("support@vendor.example", Mail)],
            ),
            ("<ops@shop.example>", vec![("ops@shop.example", Mail)]),
            (
                "see https://pager.example/x?y=(1).",
                vec![("https://pager.example/x?y=(1", Web)],
            ),
            (
                "1-800-XXX-XXXX (Premium Support)",
                vec![("1-800-XXX-XXXX", Placeholder)],
            ),
            (
                "Check PagerDuty schedule",
                vec![("Check PagerDuty schedule", Placeholder)],
            ),
            ("since 2025-10-25, P1 within 15 min, port 5432, 10.0.0.1", vec![]),
            ("gateway 192.168.100.200, since 2025-10-25 14:30", vec![]),
            ("build 1.20.3000-45a, range 1000-2000:8080", vec![]),
            ("#db-oncall, 24/7", vec![]),
            ("ticket 12345678", vec![]),
        ] {
            let all = pieces(text);
            assert_eq!(all.iter().map(|piece| piece.text).collect::<String>(), text);
            let found: Vec<_> = all
                .iter()
                .filter(|p| p.kind != Text)
                .map(|p| (p.text, p.kind))
                .collect();
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn a_word_longer_than_any_address_is_text() {
        let name = |length: usize| format!("{}@shop.example", "a".repeat(length));
        for (length, wanted) in [(300, true), (320, false)] {
            let text = format!("{} or <ops@shop.example>", name(length));
            let mails: Vec<_> = pieces(&text).into_iter().filter(|piece| piece.kind == Mail).collect();
            assert_eq!(mails.len() == 2, wanted, "{length}");
            assert_eq!(mails.last().map(|piece| piece.text), Some("ops@shop.example"));
        }
        let address = format!("https://shop.example/{}", "x".repeat(2_000));
        assert_eq!(
            pieces(&address),
            [Piece {
                text: &address,
                kind: Web
            }]
        );
    }

    #[test]
    fn what_is_not_filled_in_is_recognised() {
        for text in [
            "TBD",
            "todo: ask Ops",
            "[Contact]",
            "[PagerDuty link]",
            "<phone>",
            "XXX",
            "1-800-XXX-XXXX",
            "+XX XXX XXXX",
            "555-####",
            "Check PagerDuty schedule",
            "See on-call rota",
            "",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "1-800-555-0100",
            "support@vendor.example",
            "#db-oncall",
            "DBA team",
            "PagerDuty: database-primary",
            "Check the dashboard, then call 030 5550 0123",
            "[DBA] on-call [24/7]",
            "Felix",
            "xx",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn whole_texts_are_addresses() {
        assert!(
            is_mail("a.b+c@x.example")
                && !is_mail("a@b")
                && !is_mail("@x.y")
                && !is_mail("a@b..c")
                && !is_mail("a b@x.y")
        );
    }

    #[test]
    fn a_contact_is_on_duty_by_hours_and_zone() {
        let duty = |hours: &str, zone: Option<&str>| {
            let contact = Contact {
                hours: Some(hours.into()),
                time_zone: zone.map(str::to_string),
                ..Contact::default()
            };
            contact.duty().map(|(hours, zone)| (hours.minutes(), zone))
        };
        let berlin = || Some("Europe/Berlin".to_string());
        assert_eq!(duty("24/7", None), Some(("0-10080".into(), None)));
        assert_eq!(
            duty("Mon 9-17", Some("Europe/Berlin")),
            Some(("540-1020".into(), berlin()))
        );
        assert_eq!(
            duty("Mon 9-17 Europe/Berlin", None),
            Some(("540-1020".into(), berlin()))
        );
        // Nine o'clock where?
        assert_eq!(duty("Mon 9-17", None), None);
        assert_eq!(duty("business hours", Some("Europe/Berlin")), None);
    }

    #[test]
    fn a_contact_is_reachable_by_a_way_that_is_filled_in() {
        let mut contact = Contact {
            text: Some("Check PagerDuty schedule".into()),
            ..Contact::default()
        };
        assert!(!contact.is_reachable());
        contact.text = Some("ask support@vendor.example".into());
        assert!(contact.is_reachable());
        contact = Contact {
            phone: Some("1-800-XXX-XXXX".into()),
            ..Contact::default()
        };
        assert!(!contact.is_reachable());
        contact.chat = Some("#ops".into());
        assert!(contact.is_reachable());
    }
}
