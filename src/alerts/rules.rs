//! The findings about alerts.

use crate::diagnostic::{Rule, Severity};

/// A rule with what a reader must know of it.
#[derive(Debug)]
pub struct Entry {
    /// The rule.
    pub rule: &'static Rule,
    /// What is reported.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
}

/// One rule for the terminal.
pub fn explain(entry: &Entry) -> String {
    let Rule { code, name, severity } = entry.rule;
    format!(
        "{code}: {name} ({})\n\n{}\n\n{}\n\nFound by `breakglass alerts`.\n",
        severity.name(),
        entry.what,
        entry.why
    )
}

macro_rules! rules {
    ($($id:ident = $code:literal $name:literal $severity:ident, $what:literal, $why:literal;)*) => {
        $(#[doc = $what] pub const $id: &Rule = &Rule { code: $code, name: $name, severity: Severity::$severity };)*
        /// Every rule above, in code order.
        pub const ALL: &[Entry] = &[$(Entry { rule: $id, what: $what, why: $why }),*];
    };
}

rules! {
    ALERT_WITHOUT_RUNBOOK = "BG200" "alert-without-runbook" Error,
        "An alert that no runbook names. A warning only, where the alert's own severity is low (info, none).",
        "Whoever is paged by it has nothing to follow.";
    DEAD_RUNBOOK_URL = "BG201" "dead-runbook-url" Error,
        "A `runbook_url` under the site's address without a page there, or one that is no web address.",
        "The link in the page leads nowhere, at the moment when it is needed.";
    MISSING_RUNBOOK_URL = "BG202" "missing-runbook-url" Warning,
        "An alert that has a runbook but no `runbook_url`.",
        "The engineer has to search for what a link would have opened.";
    FOREIGN_RUNBOOK_URL = "BG203" "foreign-runbook-url" Info,
        "A `runbook_url` that leads to another site.",
        "That site may not be reachable in the incident, and nothing here can check it.";
    RUNBOOK_WITHOUT_ALERT = "BG204" "runbook-without-alert" Warning,
        "A runbook for an alert that none of the rules defines.",
        "The alert was renamed or removed, so nobody will be led to the runbook.";
    DEAD_RUNBOOK_ANCHOR = "BG205" "dead-runbook-anchor" Warning,
        "A `runbook_url` to a heading that its page does not have.",
        "The page opens at its top, not where the link was meant to lead.";
    RULES_UNREADABLE = "BG210" "rules-unreadable" Error,
        "A document that is no YAML, or rules that Prometheus would refuse.",
        "Its alerts are not checked, and perhaps not loaded.";
    TEMPLATED_TEXT = "BG211" "templated-text" Warning,
        "Text of a template engine that is not rendered yet; it was passed over.",
        "What it becomes is not checked.";
}

#[cfg(test)]
mod tests {
    #[test]
    fn codes_are_ordered_and_unlike_the_other_rules() {
        for pair in super::ALL.windows(2) {
            assert!(pair[0].rule.code < pair[1].rule.code);
        }
        for entry in super::ALL {
            let known = crate::diagnostic::rules::ALL;
            assert!(
                known
                    .iter()
                    .all(|other| other.code != entry.rule.code && other.name != entry.rule.name)
            );
        }
    }
}
