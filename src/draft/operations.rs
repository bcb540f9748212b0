//! Adding, doubling, removing and moving parts, and applying edits.

use super::form::{Form, PartKind};
use super::read::step_prefix;
use super::slot::line_end;
use crate::diagnostic::TextEdit;
use crate::markdown;
use crate::text::Span;

/// `source` with `edits` made. Edits that do not fit (out of order, overlapping, outside) change nothing.
pub fn apply(source: &str, edits: &[TextEdit]) -> String {
    let mut out = String::with_capacity(source.len() + 64);
    let mut from = 0;
    for edit in edits {
        let (Some(kept), Some(_)) = (
            source.get(from..edit.span.start),
            source.get(edit.span.start..edit.span.end),
        ) else {
            return source.to_string();
        };
        out.push_str(kept);
        out.push_str(&edit.text);
        from = edit.span.end;
    }
    out.push_str(source.get(from..).unwrap_or(""));
    out
}

/// Where a part goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// One place up.
    Up,
    /// One place down.
    Down,
    /// To the place of another part.
    To(usize),
}

/// Moves part `part` of section `section`. No edits when it cannot go there.
pub fn reorder(form: &Form, section: usize, part: usize, to: Move) -> Vec<TextEdit> {
    let Some(own) = form.sections.get(section) else {
        return Vec::new();
    };
    let count = own.parts.len();
    let to = match to {
        Move::Up => part.checked_sub(1),
        Move::Down => Some(part + 1),
        Move::To(to) => Some(to),
    };
    let Some(to) = to.filter(|to| *to < count && part < count && *to != part) else {
        return Vec::new();
    };
    let mut order: Vec<usize> = (0..count).collect();
    let moved = order.remove(part);
    order.insert(to, moved);
    rebuild(form, section, &order)
}

/// Doubles a part: the copy stands behind it.
pub fn duplicate(form: &Form, section: usize, part: usize) -> Vec<TextEdit> {
    let Some(own) = form.sections.get(section).filter(|own| part < own.parts.len()) else {
        return Vec::new();
    };
    let mut order: Vec<usize> = (0..own.parts.len()).collect();
    order.insert(part + 1, part);
    rebuild(form, section, &order)
}

/// Removes a part.
pub fn delete(form: &Form, section: usize, part: usize) -> Vec<TextEdit> {
    let Some(own) = form.sections.get(section).filter(|own| part < own.parts.len()) else {
        return Vec::new();
    };
    let order: Vec<usize> = (0..own.parts.len()).filter(|at| *at != part).collect();
    rebuild(form, section, &order)
}

/// Adds a branch to the end of a section: a heading below it.
pub fn add_branch(form: &Form, section: usize, title: &str) -> Vec<TextEdit> {
    let Some(own) = form.sections.get(section) else {
        return Vec::new();
    };
    let Some((_, slot)) = own.next.as_ref().and_then(|next| next.subs.first()) else {
        return Vec::new();
    };
    let newline = line_end(&form.source);
    let head = if own.present {
        "\n\n".to_string()
    } else {
        // The section comes into being with it.
        slot.before
            .rsplit_once("\n\n")
            .map_or(String::new(), |(head, _)| format!("{head}\n\n"))
    };
    let marks = "#".repeat(usize::from((own.level + 1).min(6)));
    let text = [head.as_str(), &marks, " ", title, &slot.after]
        .concat()
        .replace('\n', newline);
    vec![TextEdit { span: slot.span, text }]
}

/// The section's parts in another order, steps numbered anew: one edit over what changes.
fn rebuild(form: &Form, section: usize, order: &[usize]) -> Vec<TextEdit> {
    let source = form.source.as_str();
    let Some(own) = form.sections.get(section) else {
        return Vec::new();
    };
    let (Some(first), Some(last)) = (own.parts.first(), own.parts.last()) else {
        return Vec::new();
    };
    let region = Span::new(first.span.start, last.span.end);
    let newline = line_end(source);
    let mut text = String::with_capacity(region.len() + 64);
    for (at, index) in order.iter().enumerate() {
        let Some(part) = own.parts.get(*index) else {
            return Vec::new();
        };
        let before = at.checked_sub(1).and_then(|at| order.get(at)).copied();
        if let Some(before) = before {
            // Neighbours that were neighbours keep what is between them.
            let kept = own.parts.get(before).filter(|_| before + 1 == *index);
            let gap = kept.and_then(|before| source.get(before.span.end..part.span.start));
            match gap {
                Some(gap) => text.push_str(gap),
                None => {
                    let same = own
                        .parts
                        .get(before)
                        .is_some_and(|before| before.kind.is_item() && part.kind.is_item());
                    let wide = own.parts.windows(2).any(|pair| match pair {
                        [a, b] => source
                            .get(a.span.end..b.span.start)
                            .is_some_and(|gap| gap.matches('\n').count() > 1),
                        _ => false,
                    });
                    text.push_str(newline);
                    if !same || wide {
                        text.push_str(newline);
                    }
                }
            }
        }
        text.push_str(part.span.of(source));
    }
    let (from, to) = if order.is_empty() {
        // The white space in front goes, too, so that no gap grows.
        let head = source.get(..region.start).unwrap_or("").trim_end().len();
        (head, region.end)
    } else {
        (region.start, region.end)
    };
    let edit = TextEdit {
        span: Span::new(from, to),
        text,
    };
    let changed = apply(source, &[edit]);
    let renumbered = renumber(form, section, changed);
    difference(source, &renumbered).into_iter().collect()
}

/// Gives the steps of a section their numbers in order, if they were in order before: step headings across the section
/// or anew in each group, numbered items anew in each list.
pub(super) fn renumber(before: &Form, section: usize, source: String) -> String {
    let across = numbering(before, section, false);
    let items = numbering(before, section, true).is_some();
    let document = markdown::read(&source);
    let form = Form::read(&source, &document);
    let Some(own) = form.sections.get(section) else {
        return source;
    };
    let mut edits = Vec::new();
    let (mut heading, mut item) = (0u32, 0u32);
    for part in &own.parts {
        let is_item = part.kind == PartKind::NumberedStep;
        if matches!(part.kind, PartKind::Group { .. }) && across == Some(false) {
            heading = 0;
        }
        if !is_item {
            item = 0;
        }
        let Some(place) = number_of(part.kind, part.span, &source) else {
            continue;
        };
        let number = if is_item { &mut item } else { &mut heading };
        *number += 1;
        let wanted = if is_item { items } else { across.is_some() };
        if wanted && place.of(&source).parse() != Ok(*number) {
            edits.push(TextEdit {
                span: place,
                text: number.to_string(),
            });
        }
    }
    apply(&source, &edits)
}

/// Whether a section's step headings (or numbered items) are numbered on across its groups (`Some(true)`) or anew in
/// each group or list (`Some(false)`); `None` where they follow no order.
fn numbering(form: &Form, section: usize, items: bool) -> Option<bool> {
    let own = form.sections.get(section)?;
    let (mut across, mut anew) = (true, true);
    let (mut total, mut here) = (0u32, 0u32);
    for part in &own.parts {
        let is_item = part.kind == PartKind::NumberedStep;
        if matches!(part.kind, PartKind::Group { .. }) || items && !is_item {
            here = 0;
        }
        if is_item != items {
            continue;
        }
        if let Some(place) = number_of(part.kind, part.span, &form.source) {
            let number: u32 = place.of(&form.source).parse().ok()?;
            total += 1;
            here += 1;
            across &= number == total;
            anew &= number == here;
        }
    }
    if across && !items {
        Some(true)
    } else if anew {
        Some(false)
    } else {
        None
    }
}

/// Where a step's number stands.
fn number_of(kind: PartKind, span: Span, source: &str) -> Option<Span> {
    let text = span.of(source);
    let start = match kind {
        PartKind::HeadingStep { .. } => {
            let marks = text.len() - text.trim_start_matches(['#', ' ']).len();
            step_prefix(text.get(marks..)?.lines().next()?)?;
            marks + text.get(marks..)?.find(|c: char| c.is_ascii_digit())?
        }
        PartKind::NumberedStep => text.len() - text.trim_start().len(),
        _ => return None,
    };
    let digits = text.get(start..)?.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| Span::new(span.start + start, span.start + start + digits))
}

/// The one edit that makes `new` of `old`; `None` when they are the same.
pub(super) fn difference(old: &str, new: &str) -> Option<TextEdit> {
    if old == new {
        return None;
    }
    let mut start = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
        start -= 1;
    }
    let most = old.len().min(new.len()) - start;
    let mut tail = old
        .bytes()
        .rev()
        .zip(new.bytes().rev())
        .take(most)
        .take_while(|(a, b)| a == b)
        .count();
    while !old.is_char_boundary(old.len() - tail) || !new.is_char_boundary(new.len() - tail) {
        tail -= 1;
    }
    Some(TextEdit {
        span: Span::new(start, old.len() - tail),
        text: new.get(start..new.len() - tail).unwrap_or("").to_string(),
    })
}
