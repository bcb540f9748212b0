//! Source to form: each field is a place of the source.

mod facts;
mod footer;
mod item;
mod label;
mod next;
mod parts;
mod sections;
mod step;
mod title;

use super::blocks::{Block, blocks};
use super::fact::Fact;
use super::form::Form;
use super::slot::Slot;
use crate::markdown::Document;
use crate::markdown::events::Spanned as Event_;
use crate::runbook::Kind;
pub(super) use next::title_of;
pub(super) use title::step_prefix;

impl Form {
    /// The form of `source`, which `document` was read from.
    pub fn read(source: &str, document: &Document) -> Self {
        let events = document.prepared.events();
        let all = if document.prepared.is_plain {
            Vec::new()
        } else {
            blocks(&events, 0..events.len(), source)
        };
        let mut reader = Reader {
            source,
            document,
            events: &events,
            blocks: &all,
            facts: vec![None; Fact::ALL.len()],
        };
        let footer = reader.footer();
        let sections = reader.sections(footer.start);
        let title = reader.title();
        let intro = reader.intro(&title, footer.start);
        let facts = reader.finish_facts(&sections, footer);
        let kind = document
            .runbook()
            .metadata
            .kind
            .as_ref()
            .map_or(Kind::Incident, |kind| kind.value);
        Self {
            source: source.to_string(),
            title,
            kind,
            facts,
            intro,
            sections,
        }
    }
}

struct Reader<'a> {
    source: &'a str,
    document: &'a Document,
    events: &'a [Event_<'a>],
    blocks: &'a [Block],
    facts: Vec<Option<Slot>>,
}
