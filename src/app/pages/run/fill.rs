//! A command with the reader's values in it, and what is logged of them.

use super::values::Values;
use crate::run::secrets;
use crate::runbook::command::Command;
use crate::runbook::fill::fill as fill_command;
use crate::runbook::variable;

/// A command, filled as far as there are values that can stand in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// The text.
    pub text: String,
    /// Names without a value, each once.
    pub missing: Vec<String>,
    /// Names whose value cannot stand there, and why.
    pub refused: Vec<(String, &'static str)>,
    /// Names and values as they are logged: secret ones masked.
    pub logged: Vec<(String, String)>,
}

/// What a secret value is logged as.
const SECRET: &str = "[secret]";

/// Fills `command`.
pub fn fill(command: &Command, values: &Values) -> Filled {
    let map = values.by_key();
    let mut out = Filled::default();
    match fill_command(command, &map) {
        Ok(text) => out.text = text,
        Err(error) => {
            out.missing = error.missing;
            out.refused = error
                .refused
                .iter()
                .map(|(name, why)| (name.clone(), why.words()))
                .collect();
            // Those that can be filled are; the others stay as the author wrote them.
            let mut rest = command.clone();
            let left_out = |name: &str| {
                let key = variable::key(name);
                let refused = out.refused.iter().map(|(name, _)| name);
                out.missing.iter().chain(refused).any(|name| variable::key(name) == key)
            };
            rest.placeholders.retain(|place| !left_out(&place.name));
            out.text = fill_command(&rest, &map).unwrap_or_else(|_| command.copy.clone());
        }
    }
    for place in &command.placeholders {
        let Some(value) = map.get(&variable::key(&place.name)).filter(|value| !value.is_empty()) else {
            continue;
        };
        if !out.logged.iter().any(|(name, _)| *name == place.name) {
            let secret = variable::is_secret(&place.name) || secrets::is_secret_value(value);
            let shown = if secret { SECRET } else { value };
            out.logged.push((place.name.clone(), shown.to_string()));
        }
    }
    out
}
