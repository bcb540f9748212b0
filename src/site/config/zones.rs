//! Names of time zones, held against this machine's zone database where it has one.

use crate::runbook::hours;
use crate::text::nearest::nearest;
use jiff::tz;

/// Checks the name of a time zone.
///
/// # Errors
/// What is wrong with it.
pub(super) fn check(text: &str) -> Result<(), String> {
    let Some(name) = hours::zone(text) else {
        return Err(format!(
            "\"{text}\" is no time zone: write a name such as `Europe/Berlin`, or `UTC`"
        ));
    };
    let zones = tz::db();
    if zones.get(&name).is_ok() {
        return Ok(());
    }
    let known: Vec<String> = zones.available().map(|known| known.to_string()).collect();
    // Without a database of zones nothing is known to be wrong.
    if known.is_empty() {
        return Ok(());
    }
    let help = nearest(&name, known.iter().map(String::as_str));
    let help = help.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Err(format!("there is no time zone \"{text}\"{help}"))
}
