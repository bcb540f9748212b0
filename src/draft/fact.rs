//! The facts about a runbook that have a field of their own.

use crate::runbook::SectionKind;

/// A fact that has a field of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    /// How bad it is.
    Severity,
    /// Who is hit.
    AffectedUsers,
    /// What it costs.
    BusinessImpact,
    /// Alert names.
    Alert,
    /// Where to look.
    Dashboard,
    /// What the logs say.
    LogPatterns,
    /// The date of the last change.
    LastUpdated,
    /// The owning team.
    Owner,
    /// How often it is reviewed.
    ReviewCycle,
}

impl Fact {
    /// All facts, in the template's order.
    pub const ALL: [Self; 9] = [
        Self::Severity,
        Self::AffectedUsers,
        Self::BusinessImpact,
        Self::Alert,
        Self::Dashboard,
        Self::LogPatterns,
        Self::LastUpdated,
        Self::Owner,
        Self::ReviewCycle,
    ];

    /// Its name in the template.
    pub fn label(self) -> &'static str {
        match self {
            Self::Severity => "Severity",
            Self::AffectedUsers => "Affected Users",
            Self::BusinessImpact => "Business Impact",
            Self::Alert => "Alert",
            Self::Dashboard => "Monitoring Dashboard",
            Self::LogPatterns => "Log Patterns",
            Self::LastUpdated => "Last Updated",
            Self::Owner => "Owner",
            Self::ReviewCycle => "Review Cycle",
        }
    }

    /// The keys that stand for it in the text, lower case.
    pub(super) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Severity => &["severity", "priority"],
            Self::AffectedUsers => &["affected users", "affected", "users"],
            Self::BusinessImpact => &["business impact", "business"],
            Self::Alert => &["alert", "alerts", "alert name"],
            Self::Dashboard => &["monitoring dashboard", "dashboard", "dashboards"],
            Self::LogPatterns => &["log patterns", "log pattern", "logs"],
            Self::LastUpdated => &["last updated", "last reviewed", "updated"],
            Self::Owner => &["owner", "owners", "team"],
            Self::ReviewCycle => &["review cycle", "review"],
        }
    }

    /// The keys that stand for it in front matter.
    pub(super) fn front_keys(self) -> &'static [&'static str] {
        match self {
            Self::Severity => &["severity", "priority", "sev"],
            Self::AffectedUsers => &["affected_users"],
            Self::BusinessImpact => &["business_impact"],
            Self::Alert => &["alerts", "alert"],
            Self::Dashboard | Self::LogPatterns => &[],
            Self::LastUpdated => &["last_updated", "last_reviewed_on", "updated", "date"],
            Self::Owner => &["owner", "team", "owner_slack"],
            Self::ReviewCycle => &["review_cycle", "review_in"],
        }
    }

    /// The section whose bullets hold it; `None` for the footer's.
    pub fn section(self) -> Option<SectionKind> {
        match self {
            Self::Severity | Self::AffectedUsers | Self::BusinessImpact => Some(SectionKind::Impact),
            Self::Alert | Self::Dashboard | Self::LogPatterns => Some(SectionKind::Detection),
            Self::LastUpdated | Self::Owner | Self::ReviewCycle => None,
        }
    }

    pub(super) fn index(self) -> usize {
        self as usize
    }
}
