//! Due dates as iCalendar (RFC 5545): one all-day event each, which every calendar program shows (tasks are ignored by
//! many).

use super::Subject;
use crate::text::Date;

/// What the calendar says beside the dates.
#[derive(Clone, Debug, Default)]
pub struct Calendar<'a> {
    /// The site's title.
    pub title: &'a str,
    /// Where the site is published, with a slash at its end.
    pub url: Option<&'a str>,
    /// What distinguishes this site's events from another's.
    pub scope: &'a str,
}

/// Octets of a line before it is folded, its line end not counted (RFC 5545, 3.1).
const LONGEST_LINE: usize = 75;

impl Calendar<'_> {
    /// The calendar's text. Subjects without a due date are left out. The same input gives the same bytes: time stamps
    /// are those of the runbooks, never of the clock.
    pub fn write<'a>(&self, subjects: impl IntoIterator<Item = &'a Subject>) -> String {
        let mut out = String::new();
        let mut line = |text: &str| fold(text, &mut out);
        line("BEGIN:VCALENDAR");
        line("VERSION:2.0");
        line("PRODID:-//Breakglass//Runbook reviews//EN");
        line("CALSCALE:GREGORIAN");
        line("METHOD:PUBLISH");
        line(&["X-WR-CALNAME:", &escape(self.title), ": reviews"].concat());
        for subject in subjects {
            let Some(due) = subject.due else { continue };
            let Some(next) = due.plus_days(1) else { continue };
            let stamp = subject.last_updated.or(subject.changed).unwrap_or(due);
            line("BEGIN:VEVENT");
            line(&["UID:", &self.uid(&subject.id)].concat());
            line(&["DTSTAMP:", &compact(stamp), "T000000Z"].concat());
            // A later update moves the event in calendars that have it.
            line(&["SEQUENCE:", &stamp.days().max(0).to_string()].concat());
            line(&["DTSTART;VALUE=DATE:", &compact(due)].concat());
            line(&["DTEND;VALUE=DATE:", &compact(next)].concat());
            line(&["SUMMARY:Review runbook: ", &escape(&subject.title)].concat());
            line(&["DESCRIPTION:", &escape(&description(subject))].concat());
            if let Some(url) = self.url {
                let path = crate::route::Route::Runbook(subject.id.clone()).path();
                line(&["URL:", url.trim_end_matches('/'), "/", &path].concat());
            }
            if !subject.owner.is_empty() {
                line(&["CATEGORIES:", &escape(&subject.owner)].concat());
            }
            line("TRANSP:TRANSPARENT");
            line("END:VEVENT");
        }
        line("END:VCALENDAR");
        out
    }

    /// The same for the same runbook of the same site, whatever its title and dates.
    fn uid(&self, id: &str) -> String {
        let hash = |text: &str, seed: u64| {
            text.bytes().fold(seed, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
            })
        };
        let text = [self.scope, "\n", id].concat();
        // FNV-1a with its usual offset, and over that: 128 bits.
        let first = hash(&text, 0xcbf2_9ce4_8422_2325);
        let second = hash(&text, first);
        let hex = |number: u64| -> String {
            (0..16)
                .map(|at: u32| char::from_digit((number >> (60 - 4 * at) & 15) as u32, 16).unwrap_or('0'))
                .collect()
        };
        [&hex(first), &hex(second), "@runbooks.breakglass.invalid"].concat()
    }
}

fn description(subject: &Subject) -> String {
    let mut lines = Vec::new();
    for (name, value) in [
        ("Owner", &subject.owner),
        ("Severity", &subject.severity),
        ("Review cycle", &subject.cycle),
    ] {
        if !value.is_empty() {
            lines.push([name, ": ", value].concat());
        }
    }
    if let Some(last) = subject.last_updated {
        lines.push(["Last updated: ", &last.to_string()].concat());
    }
    lines.push(["Source: ", &subject.path].concat());
    lines.join("\n")
}

/// `20251125`.
fn compact(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// A text value: backslash, semicolon, comma and line ends escaped (RFC 5545, 3.3.11); other control characters become
/// spaces.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Writes a content line, folded between characters, with its line end.
fn fold(text: &str, out: &mut String) {
    let mut length = 0;
    for c in text.chars() {
        if length + c.len_utf8() > LONGEST_LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject() -> Subject {
        Subject {
            id: "db/lag".into(),
            title: "Lag; primary, replica \\ größer".into(),
            path: "runbooks/db/lag.md".into(),
            owner: "Datenbank, Team".into(),
            cycle: "Monthly".into(),
            last_updated: Date::read("2026-01-31"),
            due: Date::read("2026-02-28"),
            ..Subject::default()
        }
    }

    #[test]
    fn an_event_has_what_clients_ask_for() {
        let calendar = Calendar {
            title: "Shop",
            url: Some("https://r.example/x/"),
            scope: "shop",
        };
        let text = calendar.write(&[subject(), Subject::default()]);
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 1);
        for line in [
            "DTSTART;VALUE=DATE:20260228\r\nDTEND;VALUE=DATE:20260301\r\n",
            "DTSTAMP:20260131T000000Z\r\n",
            "SUMMARY:Review runbook: Lag\\; primary\\, replica \\\\ größer\r\n",
            "URL:https://r.example/x/r/db/lag/\r\n",
            "CATEGORIES:Datenbank\\, Team\r\n",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(text.lines().all(|line| line.len() <= LONGEST_LINE));
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    }

    #[test]
    fn identifiers_depend_on_site_and_runbook_only() {
        let uid = |scope, id| {
            Calendar {
                scope,
                ..Calendar::default()
            }
            .uid(id)
        };
        assert_eq!(uid("a", "x"), uid("a", "x"));
        assert_ne!(uid("a", "x"), uid("b", "x"));
        assert_ne!(uid("a", "x"), uid("a", "y"));
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut out = String::new();
        fold(&"ü".repeat(100), &mut out);
        assert!(out.lines().all(|line| line.len() <= LONGEST_LINE));
        assert_eq!(out.replace("\r\n ", "").trim_end(), "ü".repeat(100));
    }
}
