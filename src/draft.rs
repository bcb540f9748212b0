//! Drafts: writing a runbook through a form, without losing what the form does not know.
//!
//! A draft is Markdown. The form is a view of it: [`Form::read`] finds the places of the source that a field stands for
//! ([`Slot`]), and every change of a field is a list of text edits over such places. What no field stands for keeps its
//! bytes. Where a section has no structure that the form knows, its Markdown is one field as it stands.
//!
//! Pure: no clock, no storage, no DOM. Dates and ids come from the caller.

mod behind;
mod blocks;
mod checks;
pub mod desk;
mod fact;
mod form;
mod from_run;
mod guard;
mod history;
mod operations;
mod read;
mod slot;
mod spread;
mod template;

pub use checks::{Check, checks, required, requirement, requirements};
pub use fact::Fact;
pub use form::{FieldId, Form, Part, PartKind, SectionForm, Sub};
pub use from_run::{Done, DoneStep, from_run};
pub use history::{Change, History};
pub use operations::{Move, add_branch, apply, delete, duplicate, reorder};
pub use slot::{Slot, Style};
pub use spread::{Spread, spread};
pub use template::{Start, file_name, new_runbook};

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
