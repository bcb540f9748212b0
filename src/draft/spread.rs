//! Several lines given to one item or step: one for each line.

use super::form::{FieldId, Form, PartKind, Sub};
use super::guard;
use super::operations::{apply, difference, renumber};
use super::read::step_prefix;
use super::slot::{Slot, Style, line_end};
use crate::diagnostic::TextEdit;
use crate::text::Span;

/// What becomes of several lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The change.
    pub edits: Vec<TextEdit>,
    /// The field of the last line.
    pub last: FieldId,
}

/// Has the first line of `value` in the field `id`, and each further one in an item or step of its own behind it, without the
/// marks that they may have. `None` where the value is one line, or the field's parts are no items or steps.
pub fn spread(form: &Form, id: FieldId, value: &str) -> Option<Spread> {
    let FieldId::Part {
        section,
        part: at,
        sub: Sub::Title,
        n: 0,
    } = id
    else {
        return None;
    };
    let part = form.part(section, at)?;
    let slot = part.slot(Sub::Title, 0)?;
    let Style::Line { opens } = slot.style else {
        return None;
    };
    let is_heading = match part.kind {
        PartKind::HeadingStep { .. } => true,
        PartKind::Bullet | PartKind::NumberedStep | PartKind::CheckStep => false,
        _ => return None,
    };
    let is_numbered = is_heading || part.kind == PartKind::NumberedStep;
    let lines: Vec<&str> = value
        .lines()
        .map(|line| unmarked(line.trim(), is_numbered))
        .filter(|line| !line.is_empty())
        .collect();
    let (first, others) = lines.split_first().filter(|(_, others)| !others.is_empty())?;
    if slot.locked {
        return None;
    }
    let newline = line_end(&form.source);
    let between = newline.repeat(if is_heading { 2 } else { 1 });
    let mark = mark(form, slot, part.span)?;
    let mut further = String::new();
    for line in others {
        further.push_str(&[between.as_str(), &mark, &guard::write(line, opens)].concat());
    }
    let changed = if slot.present {
        let mut edits = slot.set(&form.source, first);
        edits.push(TextEdit {
            span: Span::at(part.span.end),
            text: further,
        });
        apply(&form.source, &edits)
    } else {
        let before = slot.before.replace('\n', newline);
        let after = slot.after.replace('\n', newline);
        let text = [before.as_str(), &guard::write(first, opens), &further, &after].concat();
        apply(&form.source, &[TextEdit { span: slot.span, text }])
    };
    let changed = renumber(form, section, changed);
    Some(Spread {
        edits: difference(&form.source, &changed).into_iter().collect(),
        last: FieldId::Part {
            section,
            part: at + others.len(),
            sub: Sub::Title,
            n: 0,
        },
    })
}

/// What stands before an item's words: its margin and mark, a box unticked.
fn mark(form: &Form, slot: &Slot, part: Span) -> Option<String> {
    let before = if slot.present {
        form.source.get(part.start..slot.span.start)?
    } else {
        &slot.before
    };
    let line = before.rsplit('\n').next().unwrap_or("");
    Some(line.replace("[x]", "[ ]").replace("[X]", "[ ]"))
}

/// A line without the mark of a list, as word processors have them, too: there a tab follows it. Numbers are marks where
/// steps have them, or before a tab.
fn unmarked(line: &str, is_numbered: bool) -> &str {
    if let Some(rest) = step_prefix(line).filter(|_| is_numbered).and_then(|at| line.get(at..)) {
        return if rest.is_empty() { line } else { rest };
    }
    let Some((mark, rest)) = line.split_once(char::is_whitespace) else {
        return line;
    };
    let is_tab = line.as_bytes().get(mark.len()) == Some(&b'\t');
    let rest = rest.trim_start();
    if BULLETS.split(' ').any(|bullet| bullet == mark) || is_tab && matches!(mark, "o" | "§") {
        let boxes = ["[ ] ", "[x] ", "[X] "];
        return boxes
            .iter()
            .find_map(|mark| rest.strip_prefix(mark))
            .unwrap_or(rest)
            .trim_start();
    }
    let number = mark.strip_prefix('(').unwrap_or(mark);
    let number = match number.strip_suffix(['.', ')']) {
        Some(number) => number,
        None if is_tab => number,
        None => return line,
    };
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let is_letter = is_tab && matches!(number.as_bytes(), [b'a'..=b'z']);
    if (is_numbered || is_tab) && is_number || is_letter {
        rest
    } else {
        line
    }
}

const BULLETS: &str = "- * + • ◦ ● ○ ▪ ■ ‣ ⁃ · – — □ ☐ ☑ ✓";
