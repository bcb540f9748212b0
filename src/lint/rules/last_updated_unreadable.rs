//! Dates that are none.

use crate::diagnostic::{Diagnostic, Fix, TextEdit};
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::text::Date;

lint! {
    /// Dates that are none.
    "BG065" "last-updated-unreadable" Warning, Check::File(check),
    what: "A date of the last update that is no date of the calendar, or one that nations read differently (`10/11/2025`).",
    why: "Nobody can tell how old the runbook is, and it never comes up for review.",
    bad: "# T\n\n## Resolution\n\nRestart it.\n\n---\n\n**Last Updated**: 2025-02-30\n",
    good: "# T\n\n## Resolution\n\nRestart it.\n\n---\n\n**Last Updated**: 2025-02-28\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let Some(text) = &file.runbook().metadata.last_updated else {
        return;
    };
    let value = text.value.trim();
    // What the template left is for another rule.
    if Date::read(value).is_some() || value.starts_with('[') || value.eq_ignore_ascii_case("YYYY-MM-DD") {
        return;
    }
    let mut finding = Diagnostic::new(RULE, text.span, format!("`{value}` is no date"))
        .help("write it as year-month-day: `2026-01-31`");
    // Where only one reading is a date, it is offered.
    if let Some(date) = only_reading(value).filter(|_| text.span.of(file.source) == value) {
        finding = finding.fix(Fix {
            title: format!("Write `{date}`"),
            edits: vec![TextEdit::replace(text.span, date.to_string())],
            safe: false,
        });
    }
    out.push(finding);
}

/// `31/01/2026` can only be a day first.
fn only_reading(value: &str) -> Option<Date> {
    let parts: Vec<u16> = value
        .split(['/', '.', '-'])
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    let [a, b, year] = parts.as_slice() else { return None };
    let read = |day: u16, month: u16| Date::new(i32::from(*year), u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    match (read(*a, *b), read(*b, *a)) {
        (Some(date), None) | (None, Some(date)) => Some(date),
        (Some(date), Some(other)) if date == other => Some(date),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_with_one_reading_is_offered() {
        assert_eq!(only_reading("31/01/2026"), Date::new(2026, 1, 31));
        assert_eq!(only_reading("10/11/2025"), None);
        assert_eq!(only_reading("soon"), None);
    }
}
