//! The steps of the form: what it is about, its sections, and what comes out.

use crate::draft::{FieldId, Form};

/// A step.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Title, owner, dates.
    Basics,
    /// A section, as an index, and its heading.
    Section(usize, String),
    /// What to do with the runbook.
    Publish,
}

impl Step {
    /// Its heading.
    pub fn title(&self) -> String {
        match self {
            Self::Basics => "Title".to_string(),
            Self::Section(_, title) => title.clone(),
            Self::Publish => "Publish".to_string(),
        }
    }
}

/// The steps of a form.
pub fn all(form: &Form) -> Vec<Step> {
    let sections = form
        .sections
        .iter()
        .enumerate()
        .map(|(at, section)| Step::Section(at, section.title.clone()));
    std::iter::once(Step::Basics)
        .chain(sections)
        .chain([Step::Publish])
        .collect()
}

/// The step in which a field stands.
pub fn of(form: &Form, id: FieldId) -> usize {
    match id {
        FieldId::Title | FieldId::Intro => 0,
        FieldId::Part { section, .. } => section + 1,
        FieldId::Fact(fact) => fact
            .section()
            .and_then(|kind| form.section(kind))
            .map_or(0, |section| section + 1),
    }
}
