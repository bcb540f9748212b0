//! How runbooks are read, found, kept and written: `[sections]`, `[search]`, `[review]`, `[write]`.

use super::{Name, Reader, Value, did_you_mean};
use crate::draft;
use crate::runbook::SectionKind;
use crate::runbook::review::Cycle;
use crate::site::config::keys::Table;
use crate::text::nearest::nearest;
use toml::de::DeValue;

impl Reader {
    pub(super) fn section(&mut self, name: &Name<'_>, value: &Value<'_>) {
        let section = name.get_ref().to_lowercase();
        if !SectionKind::NAMED.iter().any(|kind| kind.name() == section) {
            let help = did_you_mean(nearest(&section, SectionKind::NAMED.iter().map(|kind| kind.name())));
            let message = format!("there is no section `{}`{help}", name.get_ref());
            return self.problem(name.span().start, message);
        }
        for (at, heading) in self.texts(name, value) {
            let plain = crate::runbook::section::plain_heading(&heading);
            let aliases = &self.config.settings.aliases;
            let other = aliases
                .iter()
                .find(|(known, other)| *known == plain && *other != section);
            if let Some((_, other)) = other {
                let message = format!("the heading \"{heading}\" cannot open both `{other}` and `{section}`");
                self.problem(at, message);
            } else if plain.is_empty() {
                self.problem(at, "a heading needs a word");
            } else {
                self.config.settings.aliases.push((plain, section.clone()));
            }
        }
    }

    pub(super) fn search(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
        if name.get_ref() != "synonyms" {
            return self.unknown(table, name);
        }
        for (at, group) in self.texts(name, value) {
            match crate::search::lexicon::check(&group) {
                Ok(()) => self.config.synonyms.push(group),
                Err(problem) => self.problem(at, problem),
            }
        }
    }

    pub(super) fn review(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
        match name.get_ref().as_ref() {
            "cycle" => {
                let Some(text) = self.text(name, value) else { return };
                if Cycle::read(&text).is_none() {
                    let message = format!(
                        "\"{text}\" is no review cycle: write `weekly`, `monthly`, `quarterly`, `yearly`, `6 months`, `90 days` or \
                         `after incidents`"
                    );
                    return self.problem(value.span().start, message);
                }
                self.config.review.cycle = Some(text);
            }
            "git" => match value.get_ref() {
                DeValue::Boolean(value) => self.config.review.git = Some(*value),
                _ => self.wrong(value, "`git`", "true or false"),
            },
            _ => self.unknown(table, name),
        }
    }

    pub(super) fn write(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
        if name.get_ref().as_ref() != "required" {
            return self.unknown(table, name);
        }
        for (at, text) in self.texts(name, value) {
            match draft::requirement(&text) {
                Some(known) => self.config.write.required.push(known.to_string()),
                None => {
                    let help = did_you_mean(nearest(&text, draft::requirements()));
                    self.problem(at, format!("\"{text}\" is no field and no section of a runbook{help}"));
                }
            }
        }
    }
}
