//! Try-outs of drafts: runs of a text that is no runbook of the site yet.

/// The id of the element that holds the source of the draft that is tried out.
pub const SOURCE: &str = "bg-trial-source";

/// No id of a runbook has a colon.
const PREFIX: &str = "draft:";

/// What stands in the place of a runbook's id in runs of the draft `draft`.
pub fn of(draft: &str) -> String {
    [PREFIX, draft].concat()
}

/// The draft that is meant, if `runbook` names one and no runbook.
pub fn draft(runbook: &str) -> Option<&str> {
    runbook.strip_prefix(PREFIX)
}
