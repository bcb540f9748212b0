//! Hours of contacts that cannot be.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::markdown::contacts::{self, Block, HOURS, Item, ZONES};
use crate::runbook::contacts::is_placeholder;
use crate::runbook::hours::{self, Misread};
use crate::text::Span;

lint! {
    /// Hours of contacts that cannot be.
    "BG075" "contact-hours" Warning, Check::File(check),
    what: "A column of hours or time zones in a table under \"Emergency Contacts\" with an entry that is meant as such and cannot be \
           one: `25:00`, `Mun-Fri`, `Berlin`. Words such as \"by arrangement\" are let pass.",
    why: "The page cannot say whether the contact is on duty, and whoever calls may wait for nobody.",
    bad: "# T\n\n## Emergency Contacts\n\n| Who | Phone | Hours | Time zone |\n|-----|-------|-------|-----------|\n\
          | Network | +49 30 5550 0123 | Mon-Fri 25:00-17:00 | Europe/Berlin |\n",
    good: "# T\n\n## Emergency Contacts\n\n| Who | Phone | Hours | Time zone |\n|-----|-------|-------|-----------|\n\
           | Network | +49 30 5550 0123 | Mon-Fri 09:00-17:00 | Europe/Berlin |\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let Some(section) = contacts::read(file.document) else {
        return;
    };
    let events = file.document.prepared.events();
    let items = section.blocks.iter().flat_map(|block| match block {
        Block::Contacts(items) => items.as_slice(),
        Block::Other(_) => &[],
    });
    for part in items.flat_map(|item: &Item| &item.parts) {
        let label = part.label.trim_end_matches(':').to_lowercase();
        let text = part.text.as_str();
        let wrong = if is_placeholder(text) {
            None
        } else if HOURS.contains(&label.as_str()) {
            match hours::read(text) {
                Err(Misread::Wrong(why)) => Some(format!("\"{text}\" cannot be read as hours: {why}")),
                _ => None,
            }
        } else if ZONES.contains(&label.as_str()) && hours::zone(text).is_none() {
            Some(format!("\"{text}\" is no time zone that browsers know"))
        } else {
            None
        };
        let spans = events.get(part.events.clone()).unwrap_or_default();
        if let (Some(message), Some((_, first)), Some((_, last))) = (wrong, spans.first(), spans.last()) {
            let finding = Diagnostic::new(RULE, Span::new(first.start, last.end), message);
            out.push(
                finding.help("write `24/7` or `Mon-Fri 09:00-17:00`, and a zone such as `Europe/Berlin` or `UTC`"),
            );
        }
    }
}
