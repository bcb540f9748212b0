//! The text around a command: where an author warns of it and says how to take it back.

use crate::lint::file::{File, LeafKind};
use crate::markdown::admonition::Header;
use crate::runbook::command::{Console, console};

/// What stands around a command.
#[derive(Debug, Default)]
pub struct Surroundings {
    /// The prose of its section before it: from the heading that it stands under, the lead text of the headings above.
    pub before: Vec<String>,
    /// The prose behind it, up to the next heading.
    pub after: Vec<String>,
    /// The comments in it.
    pub comments: String,
    /// Whether an alert (`> [!WARNING]`) stands in that text.
    pub alert: bool,
    /// Whether its step says how to take it back.
    pub rollback: bool,
}

impl Surroundings {
    /// The surroundings of command `at`.
    pub fn of(file: &File<'_>, at: usize) -> Self {
        let mut out = Self::default();
        let runbook = file.runbook();
        let Some(command) = runbook.commands.get(at) else {
            return out;
        };
        let place = command.span.start;
        let from = heading_chain(file, place);
        let next = runbook
            .headings
            .iter()
            .map(|heading| heading.span.start)
            .find(|start| *start > place);
        let to = next.unwrap_or(file.source.len());
        for leaf in &file.leaves {
            let start = leaf.span.start;
            if from.iter().any(|(begin, end)| (*begin..*end).contains(&start)) && start < place {
                out.alert |= leaf.in_quote && is_alert(file, start);
                out.before.push(leaf.text());
            } else if start >= command.span.end && start < to && !matches!(leaf.kind, LeafKind::Heading(_)) {
                out.after.push(leaf.text());
            }
        }
        let mark = match console(command.language) {
            Some((_, Console::Sql)) => "--",
            _ => "#",
        };
        out.comments = command
            .text
            .lines()
            .filter_map(|line| line.split_once(mark).map(|(_, comment)| comment))
            .collect::<Vec<_>>()
            .join("\n");
        out.rollback = runbook
            .steps
            .iter()
            .any(|step| step.commands.contains(&at) && step.rollback.is_some());
        out
    }
}

/// The stretches of text that lead to a place: from its heading to it, and for each heading above that one, its text up
/// to its first heading below.
fn heading_chain(file: &File<'_>, place: usize) -> Vec<(usize, usize)> {
    let headings = &file.runbook().headings;
    let mut out = Vec::new();
    let mut end = place;
    let mut level = u8::MAX;
    for (at, heading) in headings.iter().enumerate().rev() {
        if heading.span.start > place || heading.level >= level {
            continue;
        }
        let next = headings.get(at + 1).map_or(end, |next| next.span.start);
        out.push((heading.span.start, if level == u8::MAX { place } else { next.min(end) }));
        end = heading.span.start;
        level = heading.level;
        if level <= 2 {
            break;
        }
    }
    if out.is_empty() {
        out.push((0, place));
    }
    out
}

/// Whether the quotation at a place is an alert of GitHub's (`[!WARNING]`, `[!CAUTION]`, `[!IMPORTANT]`), or an admonition
/// that warns (`!!! danger`, `:::warning`).
fn is_alert(file: &File<'_>, offset: usize) -> bool {
    let from = offset.saturating_sub(400);
    let from = (from..=offset)
        .find(|at| file.source.is_char_boundary(*at))
        .unwrap_or(offset);
    let line_end = |at: usize| file.source.get(at..).and_then(|rest| rest.find('\n')).unwrap_or(0) + at;
    let head = file.source.get(from..line_end(offset)).unwrap_or("");
    let warns =
        |line: &str| Header::read(line.trim_start_matches([' ', '\t', '>'])).is_some_and(|header| !header.is_aside());
    let upper = head.to_uppercase();
    let marks = ["[!WARNING]", "[!CAUTION]", "[!IMPORTANT]", "[!DANGER]"];
    marks.iter().any(|mark| upper.contains(mark)) || head.lines().any(warns)
}
