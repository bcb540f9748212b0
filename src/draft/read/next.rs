//! What comes behind the last part of a section once somebody writes it.

use crate::draft::form::{Part, PartKind, Sub};
use crate::draft::slot::{Slot, Style};
use crate::runbook::SectionKind;
use crate::text::Span;

/// The heading that the template has for a section.
pub(in crate::draft) fn title_of(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Other => "Notes",
        kind => kind.title(),
    }
}

/// Whom the template names in Escalation, in order.
const CONTACTS: [&str; 3] = ["L1 Support", "L2 Support", "On-Call Engineer"];

/// What the next part of a section stands behind.
pub(super) struct Neighbour<'a> {
    pub(super) last: &'a Part,
    pub(super) parts: &'a [Part],
    pub(super) source: &'a str,
}

/// The next bullet, pair or step of a section whose heading has this level, not there yet.
pub(super) fn next_part(
    kind: SectionKind,
    level: u8,
    at: usize,
    before: String,
    after: String,
    near: Option<Neighbour<'_>>,
) -> Part {
    let line = Style::Line { opens: true };
    let absent = |style: Style, mark: String| Slot::absent(at, style, [before.as_str(), &mark].concat(), after.clone());
    let margin = near
        .as_ref()
        .filter(|near| near.last.kind.is_item())
        .map_or(String::new(), |near| {
            let text = near.last.span.of(near.source);
            " ".repeat(text.len() - text.trim_start_matches(' ').len())
        });
    let part = |kind: PartKind, subs: Vec<(Sub, Slot)>| Part {
        kind,
        span: Span::at(at),
        subs,
        indent: 0,
    };
    match kind {
        SectionKind::Diagnosis | SectionKind::Resolution => {
            if let Some(near) = near.as_ref().filter(|near| near.last.kind == PartKind::NumberedStep) {
                let text = near.last.span.of(near.source).trim_start();
                let digits = text.bytes().take_while(u8::is_ascii_digit).count();
                let number: u32 = text.get(..digits).and_then(|n| n.parse().ok()).unwrap_or(0);
                let mark = text.get(digits..digits + 1).unwrap_or(".");
                let number = number.saturating_add(1);
                return part(
                    PartKind::NumberedStep,
                    vec![(Sub::Title, absent(line, format!("{margin}{number}{mark} ")))],
                );
            }
            if near.as_ref().is_some_and(|near| near.last.kind == PartKind::CheckStep) {
                return part(
                    PartKind::CheckStep,
                    vec![(Sub::Title, absent(line, format!("{margin}- [ ] ")))],
                );
            }
            let (level, number) = next_step(level, near.as_ref());
            let marks = "#".repeat(usize::from(level));
            let title = absent(Style::Line { opens: false }, format!("{marks} Step {number}: "));
            part(PartKind::HeadingStep { level }, vec![(Sub::Title, title)])
        }
        SectionKind::Verification => part(
            PartKind::CheckStep,
            vec![(
                Sub::Title,
                absent(Style::Line { opens: false }, format!("{margin}- [ ] ")),
            )],
        ),
        SectionKind::Other => part(
            PartKind::Text,
            vec![(Sub::Text, absent(Style::Block { indent: 0 }, String::new()))],
        ),
        SectionKind::Escalation => {
            let pairs = near.as_ref().map_or(0, |near| {
                near.parts.iter().filter(|part| part.kind == PartKind::Pair).count()
            });
            let key = CONTACTS.get(pairs).copied().unwrap_or("Contact");
            let style = Style::Line { opens: false };
            part(
                PartKind::Pair,
                vec![(Sub::Title, absent(style, format!("{margin}- **{key}**: ")))],
            )
        }
        _ => part(
            PartKind::Bullet,
            vec![(Sub::Title, absent(line, format!("{margin}- ")))],
        ),
    }
}

/// Level and number of the heading step that comes behind the last part.
fn next_step(section: u8, near: Option<&Neighbour<'_>>) -> (u8, u32) {
    let mut number = 0u32;
    let mut level = (section + 1).min(6);
    let Some(near) = near else { return (level, 1) };
    for part in near.parts {
        match part.kind {
            PartKind::Group { level: group } => {
                level = (group + 1).min(6);
                number = 0;
            }
            PartKind::HeadingStep { level: own } => {
                level = own;
                let text = part.span.of(near.source);
                let digits: String = text
                    .chars()
                    .skip_while(|c| !c.is_ascii_digit())
                    .take_while(char::is_ascii_digit)
                    .collect();
                number = digits.parse().unwrap_or(number);
            }
            _ => {}
        }
    }
    (level, number.saturating_add(1))
}
