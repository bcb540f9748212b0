//! How one alerting rule stands to a site: whether it has a runbook, and where its `runbook_url` leads.

use super::Finding;
use crate::alerts::baseline::Key;
use crate::alerts::pages::Pages;
use crate::alerts::read::{Alert, RunbookUrl};
use crate::alerts::rules;
use crate::alerts::url::{Target, alert_url, judge};
use crate::diagnostic::Diagnostic;

/// How one alerting rule stands to the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It has a runbook, and its `runbook_url` leads into the site.
    Linked,
    /// It has a runbook and no `runbook_url`.
    Missing,
    /// It has a runbook, and its `runbook_url` leads nowhere.
    Dead,
    /// It has a runbook, and its `runbook_url` leads to another site.
    Foreign,
    /// It has a runbook; where its `runbook_url` leads is known when it fires.
    Templated,
    /// No runbook names it.
    Uncovered,
}

impl Standing {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Missing => "missing-url",
            Self::Dead => "dead-url",
            Self::Foreign => "foreign-url",
            Self::Templated => "templated-url",
            Self::Uncovered => "uncovered",
        }
    }
}

/// One alerting rule with its judgement.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Number of the rule file.
    pub file: usize,
    /// Number of the alert in it.
    pub alert: usize,
    /// How it stands.
    pub standing: Standing,
    /// Whether its `runbook_url`, if any, leads to a page that is not there.
    pub is_dead: bool,
    /// Whether its `runbook_url`, if any, leads to another site.
    pub is_foreign: bool,
    /// The ids of its runbooks.
    pub runbooks: Vec<String>,
}

/// Judges one alert and its address. An uncovered alert is reported with its namesakes, later.
pub(super) fn judge_alert(
    place: (usize, usize),
    alert: &Alert,
    pages: &Pages,
    base: Option<&str>,
) -> (Judged, Option<Finding>) {
    let name = alert.name.value.as_str();
    let mut runbooks: Vec<String> = pages.for_alert(name).map(|page| page.id.clone()).collect();
    let mut finding = None;
    let (mut standing, mut is_dead, mut is_foreign) = (Standing::Linked, false, false);
    match &alert.runbook_url {
        RunbookUrl::Missing => {
            standing = Standing::Missing;
            if !runbooks.is_empty() {
                let message = format!("the alert `{name}` has a runbook but no `runbook_url`");
                let help = match base {
                    Some(base) => format!("runbook_url: {}", alert_url(base, pages.spelling(name).unwrap_or(name))),
                    None => "--write-urls BASE_URL adds it".to_string(),
                };
                finding = Some(Finding {
                    diagnostic: Diagnostic::new(rules::MISSING_RUNBOOK_URL, alert.name.span, message).help(help),
                    key: Key::new(rules::MISSING_RUNBOOK_URL, name, ""),
                });
            }
        }
        RunbookUrl::Templated(_) => standing = Standing::Templated,
        RunbookUrl::Given(url) => {
            let about = |rule, message: String| Finding {
                diagnostic: Diagnostic::new(rule, url.span, message),
                key: Key::new(rule, name, url.value.as_str()),
            };
            match judge(&url.value, base, pages) {
                Target::Page(id) => {
                    // A link to a runbook's own page says which runbook it is, too.
                    if let Some(id) = id.filter(|id| runbooks.is_empty() && pages.by_id(id).is_some()) {
                        runbooks.push(id);
                    }
                }
                Target::NoAnchor(anchor) => {
                    let message = format!("the page has no heading `#{anchor}`");
                    finding = Some(about(rules::DEAD_RUNBOOK_ANCHOR, message));
                }
                Target::Dead(advice) => {
                    (standing, is_dead) = (Standing::Dead, true);
                    let mut dead = about(
                        rules::DEAD_RUNBOOK_URL,
                        format!("`{}` leads to no page of this site", url.value),
                    );
                    dead.diagnostic.help = advice;
                    finding = Some(dead);
                }
                Target::NoAddress => {
                    (standing, is_dead) = (Standing::Dead, true);
                    finding = Some(about(
                        rules::DEAD_RUNBOOK_URL,
                        format!("`{}` is no web address", url.value),
                    ));
                }
                Target::Foreign => {
                    (standing, is_foreign) = (Standing::Foreign, true);
                    let message = match runbooks.first() {
                        Some(id) => format!("`{}` leads to another site, although this one has `{id}`", url.value),
                        None => format!("`{}` leads to another site", url.value),
                    };
                    finding = Some(about(rules::FOREIGN_RUNBOOK_URL, message));
                }
                Target::Templated => standing = Standing::Templated,
            }
        }
    }
    if runbooks.is_empty() {
        standing = Standing::Uncovered;
    }
    let judged = Judged {
        file: place.0,
        alert: place.1,
        standing,
        is_dead,
        is_foreign,
        runbooks,
    };
    (judged, finding)
}
