//! The findings about alerts.

use crate::diagnostic::{Rule, Severity};

macro_rules! rules {
    ($($(#[$doc:meta])* $id:ident = $code:literal $name:literal $severity:ident;)*) => {
        $($(#[$doc])* pub const $id: &Rule = &Rule { code: $code, name: $name, severity: Severity::$severity };)*
        /// Every rule above, in code order.
        pub const ALL: &[&Rule] = &[$($id),*];
    };
}

rules! {
    /// An alert that no runbook names. Only a warning where the alert's own severity says that nobody is paged.
    ALERT_WITHOUT_RUNBOOK = "BG200" "alert-without-runbook" Error;
    /// A `runbook_url` under the site's address without a page there.
    DEAD_RUNBOOK_URL = "BG201" "dead-runbook-url" Error;
    /// An alert that has a runbook but no `runbook_url`.
    MISSING_RUNBOOK_URL = "BG202" "missing-runbook-url" Warning;
    /// A `runbook_url` that leads to another site.
    FOREIGN_RUNBOOK_URL = "BG203" "foreign-runbook-url" Info;
    /// A runbook for an alert that no rule defines.
    RUNBOOK_WITHOUT_ALERT = "BG204" "runbook-without-alert" Warning;
    /// A `runbook_url` to a heading that its page does not have.
    DEAD_RUNBOOK_ANCHOR = "BG205" "dead-runbook-anchor" Warning;
    /// A document that is not YAML, or a rule that Prometheus would refuse.
    RULES_UNREADABLE = "BG210" "rules-unreadable" Error;
    /// Text of a template engine, passed over.
    TEMPLATED_TEXT = "BG211" "templated-text" Warning;
}

#[cfg(test)]
mod tests {
    #[test]
    fn codes_are_ordered_and_unlike_the_other_rules() {
        for pair in super::ALL.windows(2) {
            assert!(pair[0].code < pair[1].code);
        }
        for rule in super::ALL {
            assert!(
                crate::diagnostic::rules::ALL
                    .iter()
                    .all(|other| other.code != rule.code && other.name != rule.name)
            );
        }
    }
}
