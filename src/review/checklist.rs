//! The quarter's review as a Markdown task list, for an issue or a wiki.

use super::{Evidence, Standing, Subject, by_owner, drills, quarter};
use crate::text::Date;
use crate::text::escape::printable;
use crate::text::order;
use std::collections::BTreeMap;

/// What a review of the quarter looks at beside the runbooks themselves.
const SYSTEM: &str = "\n## System changes of the quarter\n\n\
    - [ ] Services added, renamed or removed: runbooks, alerts and dashboards follow\n\
    - [ ] Commands, versions and hosts in the runbooks still exist\n\
    - [ ] Escalation and emergency contacts answer\n\
    - [ ] `breakglass alerts`: no alert without a runbook, no dead link\n\
    - [ ] `breakglass check --strict`: nothing new\n";

/// The checklist of the quarter in which `today` lies. Without `evidence` nothing is known of drills.
pub fn write(subjects: &[Subject], evidence: Option<&BTreeMap<String, Evidence>>, today: Date) -> String {
    let (year, number, _, next) = quarter(today);
    let mut out = [
        "# Runbook review ",
        &year.to_string(),
        " Q",
        &number.to_string(),
        "\n\n",
    ]
    .concat();
    let mut say = |parts: &[&str]| parts.iter().for_each(|part| out.push_str(part));
    say(&["## Due by the end of the quarter\n\n"]);
    let is_due = |subject: &&Subject| subject.due.zip(next).is_some_and(|(due, next)| due < next);
    let mut dues: Vec<&Subject> = subjects.iter().filter(is_due).collect();
    order::sort(&mut dues, &|a, b| a.due.cmp(&b.due));
    let owners = by_owner(dues);
    if owners.is_empty() {
        say(&["Nothing.\n"]);
    }
    for (owner, subjects) in owners {
        let owner = if owner.is_empty() { "No owner" } else { owner };
        say(&["### ", &markdown(owner), "\n\n"]);
        for subject in subjects {
            let path = match subject.path.as_str() {
                "" => String::new(),
                path => ["`", &printable(path), "`, "].concat(),
            };
            let due = subject.due.map_or(String::new(), |due| due.to_string());
            say(&["- [ ] ", &markdown(&subject.title), " (", &path, "due ", &due, ")\n"]);
        }
        say(&["\n"]);
    }
    say(&[SYSTEM]);
    let undated = |subject: &&Subject| matches!(Standing::of(subject, today, 0), Standing::NoDate | Standing::NoCycle);
    for (count, what) in [
        (
            subjects.iter().filter(undated).count(),
            " without a date or cycle get one\n",
        ),
        (
            subjects.iter().filter(|subject| subject.owner.is_empty()).count(),
            " without an owner get one\n",
        ),
    ] {
        if count > 0 {
            let noun = if count == 1 { " runbook" } else { " runbooks" };
            say(&["- [ ] ", &count.to_string(), noun, what]);
        }
    }
    say(&["\n## Drills\n\n"]);
    let unknown = BTreeMap::new();
    for one in drills::plan(subjects, evidence.unwrap_or(&unknown))
        .iter()
        .take(drills::PLANNED)
    {
        let last = match (evidence, one.last) {
            (Some(_), Some(date)) => [", last drilled ", &date.to_string()].concat(),
            (Some(_), None) => ", never drilled".to_string(),
            (None, _) => String::new(),
        };
        say(&["- [ ] ", &markdown(&one.subject.title), &last, "\n"]);
    }
    out
}

/// A title on one line of Markdown.
fn markdown(text: &str) -> String {
    let mut out = String::new();
    for c in printable(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quarter_ends_where_the_next_begins() {
        let subject = |id: &str, due: &str| Subject {
            id: id.into(),
            title: id.into(),
            owner: "Ops".into(),
            cycle: "Monthly".into(),
            due: Date::read(due),
            ..Subject::default()
        };
        let subjects = [
            subject("last-day", "2024-03-31"),
            subject("first-day", "2024-04-01"),
            subject("old", "2023-01-01"),
        ];
        let text = write(&subjects, None, Date::read("2024-02-29").unwrap());
        assert!(text.starts_with("# Runbook review 2024 Q1\n"), "{text}");
        assert!(
            text.contains("### Ops\n\n- [ ] old (due 2023-01-01)\n- [ ] last-day (due 2024-03-31)\n\n"),
            "{text}"
        );
        assert!(!text.contains("first-day (due"), "{text}");
        assert!(
            text.contains("- [ ] first-day\n"),
            "a drill says nothing of runs: {text}"
        );
        let winter = write(&subjects, Some(&BTreeMap::new()), Date::read("2022-12-31").unwrap());
        assert!(
            winter.contains("2022 Q4") && winter.contains("Nothing.") && winter.contains("old, never drilled"),
            "{winter}"
        );
    }
}
