//! What a runbook is called where it does not say.

use crate::markdown::Document;
use crate::markdown::facts::alert_in_name;
use crate::runbook::id::words_of;
use crate::text::nfc::nfc;

/// The alerts that a runbook is for: those it names, else its title or its file's name where that is one identifier.
pub fn alerts(document: &Document, title: &str, path: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for alert in &document.runbook().metadata.alerts {
        let name = nfc(alert.value.trim());
        if !name.is_empty() && !out.contains(&name) {
            out.push(name);
        }
    }
    if out.is_empty() {
        out.extend(alert_in_name(title, path).map(nfc));
    }
    out
}

/// The category that a folder gives: its own name as words; empty for the top folder.
pub fn folder_title(path: &str) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let name = folder.rsplit('/').next().unwrap_or("");
    if name.is_empty() { String::new() } else { words_of(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_names_become_categories() {
        assert_eq!(folder_title("x/prometheus-operator/a.md"), "Prometheus operator");
        assert_eq!(folder_title("a.md"), "");
    }
}
