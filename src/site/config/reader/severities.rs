//! What each severity is called and means, and how soon a run has to be reported on: `[severities]`, `[cadence]`.

use super::{Name, Reader, Value, in_order};
use crate::runbook::Severity;
use crate::site::config::keys::Table;
use toml::de::DeValue;

/// The longest time that a clock of a run may be set to: a week.
const MOST_MINUTES: u32 = 7 * 24 * 60;

impl Reader {
    pub(super) fn severity(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
        let Some((level, entries)) = self.by_severity(table, name, value) else {
            return;
        };
        let code = level.code().to_string();
        for (name, value) in entries {
            match name.get_ref().as_ref() {
                "name" => {
                    if let Some(text) = self.text(name, value) {
                        self.config.settings.severity_names.push((code.clone(), text));
                    }
                }
                "aliases" => {
                    for (at, alias) in self.texts(name, value) {
                        let alias = alias.to_lowercase();
                        let known = self
                            .config
                            .settings
                            .severity_aliases
                            .iter()
                            .find(|(known, _)| *known == alias);
                        if let Some((_, other)) = known {
                            let message = format!("\"{alias}\" is an alias of {other} already");
                            self.problem(at, message);
                        } else {
                            self.config.settings.severity_aliases.push((alias, code.clone()));
                        }
                    }
                }
                "meaning" => {
                    if let Some(text) = self.text(name, value) {
                        self.config.meanings.push((level, text));
                        self.config.meanings.sort();
                    }
                }
                _ => self.unknown(table, name),
            }
        }
    }

    pub(super) fn cadence(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
        let Some((level, entries)) = self.by_severity(table, name, value) else {
            return;
        };
        for (name, value) in entries {
            let minutes = match name.get_ref().as_ref() {
                "update" | "escalate" => self.minutes(name, value),
                _ => {
                    self.unknown(table, name);
                    continue;
                }
            };
            let settings = &mut self.config.settings;
            let list = if name.get_ref() == "update" {
                &mut settings.update_minutes
            } else {
                &mut settings.escalate_minutes
            };
            list.extend(minutes.map(|minutes| (level.code().to_string(), minutes)));
        }
    }

    /// The severity that an entry of `table` is named by, and the entry's keys.
    fn by_severity<'t, 'i>(
        &mut self,
        table: &Table,
        name: &Name<'_>,
        value: &'t Value<'i>,
    ) -> Option<(Severity, Vec<(&'t Name<'i>, &'t Value<'i>)>)> {
        let level = Severity::ALL
            .into_iter()
            .find(|level| name.get_ref().eq_ignore_ascii_case(level.code()));
        let Some(level) = level else {
            let message = format!(
                "[{}] has one entry for each severity, `P0` to `P4`, and `{}` is none of them",
                table.name,
                name.get_ref()
            );
            self.problem(name.span().start, message);
            return None;
        };
        let DeValue::Table(entries) = value.get_ref() else {
            self.wrong(value, &format!("`{}`", name.get_ref()), "a table");
            return None;
        };
        Some((level, in_order(entries)))
    }

    fn minutes(&mut self, name: &Name<'_>, value: &Value<'_>) -> Option<u32> {
        let DeValue::Integer(number) = value.get_ref() else {
            self.wrong(value, &format!("`{}`", name.get_ref()), "a number of minutes");
            return None;
        };
        let minutes = u32::from_str_radix(number.as_str(), number.radix()).ok();
        let minutes = minutes.filter(|minutes| (1..=MOST_MINUTES).contains(minutes));
        if minutes.is_none() {
            let message = format!(
                "`{}` must be between 1 and {MOST_MINUTES} minutes (a week)",
                name.get_ref()
            );
            self.problem(value.span().start, message);
        }
        minutes
    }
}
