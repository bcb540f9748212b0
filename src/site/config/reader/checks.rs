//! What a check finds, and how much it weighs: `[rules]`, `[placeholders]`.

use super::{Name, Reader, Value, did_you_mean};
use crate::diagnostic::Severity as Level;
use crate::site::config::keys::Table;
use crate::site::config::known_rules;
use crate::text::nearest::nearest;
use toml::de::DeValue;

impl Reader {
    pub(super) fn rule(&mut self, name: &Name<'_>, value: &Value<'_>) {
        let wanted = name.get_ref();
        let found = known_rules().find(|rule| rule.name == wanted || rule.code.eq_ignore_ascii_case(wanted));
        let Some(rule) = found else {
            let names = known_rules().flat_map(|rule| [rule.name, rule.code]);
            let help = did_you_mean(nearest(wanted, names));
            return self.problem(name.span().start, format!("there is no rule `{wanted}`{help}"));
        };
        const LEVELS: [(&str, Option<Level>); 4] = [
            ("error", Some(Level::Error)),
            ("warning", Some(Level::Warning)),
            ("info", Some(Level::Info)),
            ("off", None),
        ];
        let Some(text) = self.text(name, value) else { return };
        let Some((_, level)) = LEVELS.iter().find(|(word, _)| *word == text) else {
            let help = did_you_mean(nearest(&text, LEVELS.iter().map(|(word, _)| *word)));
            let message =
                format!("a rule's level is \"error\", \"warning\", \"info\" or \"off\", not \"{text}\"{help}");
            return self.problem(value.span().start, message);
        };
        if self.config.rules.levels.iter().any(|(code, _)| *code == rule.code) {
            let message = format!("{} and `{}` are the same rule; keep one line", rule.code, rule.name);
            return self.problem(name.span().start, message);
        }
        self.config.rules.levels.push((rule.code, *level));
    }

    pub(super) fn placeholders(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
        match name.get_ref().as_ref() {
            "allow" => {
                let texts = self.texts(name, value);
                self.config.placeholders.allow = texts.into_iter().map(|(_, text)| text.to_lowercase()).collect();
            }
            "allow_example_names" => match value.get_ref() {
                DeValue::Boolean(value) => self.config.placeholders.allow_example_names = *value,
                _ => self.wrong(value, "`allow_example_names`", "true or false"),
            },
            _ => self.unknown(table, name),
        }
    }
}
