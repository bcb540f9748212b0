//! The form: what fields a source has, and where.

use super::fact::Fact;
use super::slot::Slot;
use crate::runbook::{Kind, SectionKind, Severity};
use crate::text::Span;

/// A runbook as a form.
#[derive(Clone, Debug)]
pub struct Form {
    /// The source it was read from.
    pub source: String,
    /// The runbook's title.
    pub title: Slot,
    /// Its kind.
    pub kind: Kind,
    /// Facts about it, in the order of [`Fact::ALL`].
    pub facts: Vec<Slot>,
    /// What stands between the title and the first section.
    pub intro: Slot,
    /// Its sections in source order, and then those of the nine that it does not have.
    pub sections: Vec<SectionForm>,
}

/// One section.
#[derive(Clone, Debug)]
pub struct SectionForm {
    /// What it is for.
    pub kind: SectionKind,
    /// Its heading's text; the template's for a missing one.
    pub title: String,
    /// The level of its heading.
    pub level: u8,
    /// Whether the source has it.
    pub present: bool,
    /// What stands below its heading.
    pub body: Span,
    /// Its parts in source order.
    pub parts: Vec<Part>,
    /// The next bullet or step: its first field, not there yet. `None` where the section's items are no list of such.
    pub next: Option<Part>,
}

/// A part of a section.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// All that belongs to it: whole lines, without the last line's end.
    pub span: Span,
    /// Its fields.
    pub subs: Vec<(Sub, Slot)>,
    /// Spaces before it, for what is written into it.
    pub indent: usize,
}

impl Part {
    /// The field `sub`, the `n`th of them from 0.
    pub fn slot(&self, sub: Sub, n: usize) -> Option<&Slot> {
        self.subs
            .iter()
            .filter(|(own, _)| *own == sub)
            .nth(n)
            .map(|(_, slot)| slot)
    }

    /// The value of the field `sub`; empty where there is none.
    pub fn value(&self, source: &str, sub: Sub) -> String {
        self.slot(sub, 0).map(|slot| slot.value(source)).unwrap_or_default()
    }
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// Markdown without structure that the form knows.
    Text,
    /// A bullet.
    Bullet,
    /// A bullet that is a fact with a field of its own.
    Fact(Fact),
    /// A bullet `**Key**: value`.
    Pair,
    /// A heading below the section's: a branch to choose, or a part.
    Group {
        /// Its level.
        level: u8,
    },
    /// A step that is a heading.
    HeadingStep {
        /// Its level.
        level: u8,
    },
    /// A step that is a list item with a number.
    NumberedStep,
    /// A step or check that is a task, or a bullet of Verification.
    CheckStep,
}

impl PartKind {
    /// Whether it is something to do.
    pub fn is_step(self) -> bool {
        matches!(self, Self::HeadingStep { .. } | Self::NumberedStep | Self::CheckStep)
    }

    /// Whether it is an item of a list.
    pub fn is_item(self) -> bool {
        matches!(
            self,
            Self::Bullet | Self::Fact(_) | Self::Pair | Self::NumberedStep | Self::CheckStep
        )
    }
}

/// A field of a part. What is expected of a step, and what then, is in the order in which it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sub {
    /// Markdown as it stands.
    Text,
    /// What a bullet, step or group says.
    Title,
    /// The key of a pair.
    Key,
    /// A command.
    Command,
    /// A command's language.
    Language,
    /// What must be seen.
    Expected,
    /// What to do if it is not.
    IfNot,
    /// How to take it back.
    Rollback,
}

/// Which field: stable while the source keeps its structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldId {
    /// The title.
    Title,
    /// A fact.
    Fact(Fact),
    /// What stands before the sections.
    Intro,
    /// A field of part `part` of section `section`; the part behind the last is the next one. `n` counts the fields of
    /// one sort within the part.
    Part {
        /// The section, as an index.
        section: usize,
        /// The part, as an index.
        part: usize,
        /// The field.
        sub: Sub,
        /// Which of them.
        n: usize,
    },
}

impl Form {
    /// The place of a field; `None` where the form has no such field.
    pub fn slot(&self, id: FieldId) -> Option<&Slot> {
        match id {
            FieldId::Title => Some(&self.title),
            FieldId::Fact(fact) => self.facts.get(fact.index()),
            FieldId::Intro => Some(&self.intro),
            FieldId::Part { section, part, sub, n } => self.part(section, part)?.slot(sub, n),
        }
    }

    /// Part `part` of section `section`; the one behind the last is the next one.
    pub fn part(&self, section: usize, part: usize) -> Option<&Part> {
        let section = self.sections.get(section)?;
        if part == section.parts.len() {
            return section.next.as_ref();
        }
        section.parts.get(part)
    }

    /// The value of a field; empty where there is none.
    pub fn value(&self, id: FieldId) -> String {
        self.slot(id).map(|slot| slot.value(&self.source)).unwrap_or_default()
    }

    /// The edits that give a field `value`.
    pub fn set(&self, id: FieldId, value: &str) -> Vec<crate::diagnostic::TextEdit> {
        self.slot(id)
            .map(|slot| slot.set(&self.source, value))
            .unwrap_or_default()
    }

    /// The first section of a kind, as an index.
    pub fn section(&self, kind: SectionKind) -> Option<usize> {
        self.sections.iter().position(|section| section.kind == kind)
    }

    /// The severity that the field names.
    pub fn severity(&self) -> Option<Severity> {
        Severity::read(&self.value(FieldId::Fact(Fact::Severity)))
    }

    /// All fields, in the form's order.
    pub fn fields(&self) -> Vec<FieldId> {
        let mut out = vec![FieldId::Title, FieldId::Intro];
        out.extend(Fact::ALL.map(FieldId::Fact));
        for (section, own) in self.sections.iter().enumerate() {
            for part in 0..=own.parts.len() {
                let subs = self.part(section, part).map(|part| part.subs.as_slice()).unwrap_or(&[]);
                for (at, (sub, _)) in subs.iter().enumerate() {
                    let n = subs.iter().take(at).filter(|(other, _)| other == sub).count();
                    out.push(FieldId::Part {
                        section,
                        part,
                        sub: *sub,
                        n,
                    });
                }
            }
        }
        out
    }

    /// The field in which a place of the source stands: the one that holds it, else the nearest before it in its part.
    pub fn field_at(&self, offset: usize) -> Option<FieldId> {
        let holds = |slot: &Slot| slot.present && slot.span.start <= offset && offset <= slot.span.end;
        if holds(&self.title) {
            return Some(FieldId::Title);
        }
        for fact in Fact::ALL {
            if self.facts.get(fact.index()).is_some_and(holds) {
                return Some(FieldId::Fact(fact));
            }
        }
        if holds(&self.intro) && !self.intro.span.is_empty() {
            return Some(FieldId::Intro);
        }
        for (section, form) in self.sections.iter().enumerate() {
            if !form.present || offset > form.body.end {
                continue;
            }
            for (part, own) in form.parts.iter().enumerate() {
                if offset > own.span.end {
                    continue;
                }
                let mut counts: Vec<Sub> = Vec::new();
                let mut found = None;
                for (sub, slot) in &own.subs {
                    let n = counts.iter().filter(|seen| *seen == sub).count();
                    counts.push(*sub);
                    let id = FieldId::Part {
                        section,
                        part,
                        sub: *sub,
                        n,
                    };
                    if holds(slot) {
                        return Some(id);
                    }
                    if found.is_none() {
                        found = Some(id);
                    }
                }
                return match own.kind {
                    PartKind::Fact(fact) => Some(FieldId::Fact(fact)),
                    _ => found,
                };
            }
            let next = form.next.as_ref().and_then(|next| next.subs.first());
            return next.map(|(sub, _)| FieldId::Part {
                section,
                part: form.parts.len(),
                sub: *sub,
                n: 0,
            });
        }
        None
    }
}
