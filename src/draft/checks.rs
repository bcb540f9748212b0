//! What a runbook needs before someone can use it at night: the completeness meter.

use super::fact::Fact;
use super::form::{FieldId, Form, PartKind, Sub};
use crate::runbook::SectionKind;

/// One thing that a complete runbook has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What it is, for a reader: "A command in a diagnosis step".
    pub label: &'static str,
    /// Whether the runbook has it.
    pub done: bool,
    /// The field to fill.
    pub field: FieldId,
}

/// What a complete runbook has, in the order of the form. A field counts when something is written in it that is no
/// placeholder.
pub fn checks(form: &Form) -> Vec<Check> {
    let filled = |id: FieldId| is_written(&form.value(id));
    let mut out = Vec::new();
    let mut add = |label: &'static str, done: bool, field: FieldId| out.push(Check { label, done, field });
    add("A title", filled(FieldId::Title), FieldId::Title);
    let incident = form.kind == crate::runbook::Kind::Incident;
    if incident {
        let severity = FieldId::Fact(Fact::Severity);
        add("A severity from P0 to P4", form.severity().is_some(), severity);
        let users = FieldId::Fact(Fact::AffectedUsers);
        add("Who is affected", filled(users), users);
        let symptoms = items(form, SectionKind::Symptoms);
        add("A symptom", symptoms.written > 0, symptoms.field);
        let alert = FieldId::Fact(Fact::Alert);
        let logs = FieldId::Fact(Fact::LogPatterns);
        add("An alert or a log pattern", filled(alert) || filled(logs), alert);
        let steps = steps(form, SectionKind::Diagnosis);
        add("A diagnosis step", steps.count > 0, steps.field);
        add(
            "A command in a diagnosis step",
            steps.with_command > 0,
            steps.no_command.unwrap_or(steps.field),
        );
        add(
            "The expected result of each diagnosis command",
            steps.with_command > 0 && steps.no_expected.is_none(),
            steps.no_expected.unwrap_or(steps.field),
        );
    }
    let fixes = steps(form, SectionKind::Resolution);
    add(
        "A resolution step",
        fixes.count > 0 || has_text(form, SectionKind::Resolution),
        fixes.field,
    );
    let verification = items(form, SectionKind::Verification);
    add("A check that it is over", verification.written > 0, verification.field);
    let escalation = items(form, SectionKind::Escalation);
    add("Whom to call", escalation.written > 0, escalation.field);
    let owner = FieldId::Fact(Fact::Owner);
    add("An owner", filled(owner), owner);
    let updated = FieldId::Fact(Fact::LastUpdated);
    add("The date of the last update", filled(updated), updated);
    out
}

/// What `[write] required` may name: the fields and sections of the form, by the template's names.
pub fn requirements() -> impl Iterator<Item = &'static str> {
    let facts = Fact::ALL.into_iter().map(Fact::label);
    let sections = SectionKind::NAMED.into_iter().map(super::read::title_of);
    std::iter::once("Title").chain(facts).chain(sections)
}

/// The field or section of this name; case is ignored.
pub fn requirement(name: &str) -> Option<&'static str> {
    requirements().find(|known| known.eq_ignore_ascii_case(name))
}

/// The checks for what a team requires, beside those of every runbook.
pub fn required(form: &Form, names: &[String]) -> Vec<Check> {
    let checks = names.iter().filter_map(|name| {
        let label = requirement(name)?;
        let fact = Fact::ALL.into_iter().find(|fact| fact.label() == label);
        let kind = SectionKind::NAMED
            .into_iter()
            .find(|kind| super::read::title_of(*kind) == label);
        let (done, field) = match (fact, kind) {
            (Some(fact), _) => (is_written(&form.value(FieldId::Fact(fact))), FieldId::Fact(fact)),
            (None, Some(kind)) => {
                let items = items(form, kind);
                (items.written > 0, items.field)
            }
            (None, None) => (is_written(&form.value(FieldId::Title)), FieldId::Title),
        };
        Some(Check { label, done, field })
    });
    checks.collect()
}

/// Whether something is written that is not a placeholder of the template (`[Contact]`).
fn is_written(value: &str) -> bool {
    let value = value.trim();
    let placeholder = value.starts_with('[') && value.ends_with(']') && !value.contains("](");
    !value.is_empty() && !placeholder
}

struct Items {
    written: usize,
    field: FieldId,
}

fn next_field(form: &Form, section: usize) -> FieldId {
    let own = form.sections.get(section);
    let sub = own
        .and_then(|own| own.next.as_ref())
        .and_then(|next| next.subs.first())
        .map_or(Sub::Title, |(sub, _)| *sub);
    FieldId::Part {
        section,
        part: own.map_or(0, |own| own.parts.len()),
        sub,
        n: 0,
    }
}

fn items(form: &Form, kind: SectionKind) -> Items {
    let Some(section) = form.section(kind) else {
        return Items {
            written: 0,
            field: FieldId::Title,
        };
    };
    let parts = form
        .sections
        .get(section)
        .map(|own| own.parts.as_slice())
        .unwrap_or(&[]);
    let written = parts
        .iter()
        .filter(|part| {
            part.subs
                .iter()
                .any(|(sub, slot)| *sub != Sub::Key && is_written(&slot.value(&form.source)))
        })
        .count();
    Items {
        written,
        field: next_field(form, section),
    }
}

fn has_text(form: &Form, kind: SectionKind) -> bool {
    items(form, kind).written > 0
}

struct Steps {
    count: usize,
    with_command: usize,
    no_command: Option<FieldId>,
    no_expected: Option<FieldId>,
    field: FieldId,
}

fn steps(form: &Form, kind: SectionKind) -> Steps {
    let section = form.section(kind).unwrap_or(usize::MAX);
    let mut out = Steps {
        count: 0,
        with_command: 0,
        no_command: None,
        no_expected: None,
        field: next_field(form, section),
    };
    let parts = form
        .sections
        .get(section)
        .map(|own| own.parts.as_slice())
        .unwrap_or(&[]);
    for (at, part) in parts.iter().enumerate() {
        if !part.kind.is_step() || matches!(part.kind, PartKind::Group { .. }) {
            continue;
        }
        if !is_written(&part.value(&form.source, Sub::Title)) {
            continue;
        }
        let field = |sub: Sub| FieldId::Part {
            section,
            part: at,
            sub,
            n: 0,
        };
        out.count += 1;
        if part.value(&form.source, Sub::Command).trim().is_empty() {
            out.no_command = out.no_command.or(Some(field(Sub::Command)));
        } else {
            out.with_command += 1;
            if part.value(&form.source, Sub::Expected).trim().is_empty() {
                out.no_expected = out.no_expected.or(Some(field(Sub::Expected)));
            }
        }
    }
    out
}
