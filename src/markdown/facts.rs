//! What a file says about itself: front matter, Impact and Detection bullets, admonitions, the footer.

mod alerts;
mod keys;

pub use alerts::{alert_in_name, is_identifier};
use keys::{LONGEST_KEY, OWNER_KEYS, SEVERITY_KEYS, UPDATED_KEYS};
pub(super) use keys::{is_listed_key, is_plain_key};

use super::events::Spanned as Event_;
use super::front_matter::FrontMatter;
use super::labels::{self, Line};
use crate::runbook::metadata::{Kind, Metadata};
use crate::runbook::section::with_plain_heading;
use crate::runbook::{SectionKind, Settings, Severity};
use crate::text::Span;
use crate::text::find::{is_listed, is_listed_folded};
use crate::text::span::Spanned;
use alerts::{Listing, alert_names, divided, is_alert_heading, is_alert_key};

/// Whether a key counts.
type IsKey = fn(&str) -> bool;

/// `**Key**: value` lines, gathered while the events pass by.
#[derive(Default)]
pub(super) struct Facts<'a> {
    /// The section that the events stand in.
    pub(super) section: SectionKind,
    /// From Impact and Detection bullets.
    bullets: Vec<Line<'a>>,
    /// Alerts among the symptoms: `- Alert: NodeDown`.
    told: Vec<Line<'a>>,
    /// From paragraphs above the first section.
    head: Vec<Line<'a>>,
    /// From paragraphs since the last thematic break.
    footer: Vec<Line<'a>>,
    /// Whether a list of alerts is being read.
    listing: Option<Listing>,
    /// Whether the heading before is that of alerts, so that a list below it names some.
    under_alerts: bool,
    /// A severity from an admonition or a heading's line.
    loose_severity: Option<Spanned<String>>,
    /// Whether a heading of level two or deeper was seen that opens no list of facts.
    in_body: bool,
    /// Whether the heading before asks for the severity, which the next paragraph may name.
    pub(super) asks_severity: bool,
}

impl<'a> Facts<'a> {
    /// A heading: what stands below one such as "Overview" belongs to the whole file, as what stands below the title does.
    pub(super) fn heading(&mut self, level: u8, text: &str, kind: Option<SectionKind>) {
        const FACTS: &str = "overview|summary|metadata|metadaten|document information|runbook information";
        with_plain_heading(text, |text| {
            self.under_alerts = is_alert_heading(text, kind);
            self.in_body |= level >= 2 && !is_listed(text, FACTS);
            self.asks_severity = text == "severity";
        });
        self.listing = self.under_alerts.then(|| Listing::under(None));
    }

    /// The first paragraph below the heading "Severity": `**High** - payments fail`.
    pub(super) fn severity(&mut self, text: &str, span: Span) {
        let ends = |c: char| matches!(c, '.' | ',' | '(' | ':' | '–' | '—') || c.is_control();
        let head = text
            .split(ends)
            .next()
            .unwrap_or("")
            .split(" - ")
            .next()
            .unwrap_or("")
            .trim();
        if head.split(' ').count() <= 2 && Severity::read(head).is_some() {
            self.loose_severity.get_or_insert(Spanned::new(head.to_string(), span));
        }
    }

    /// A list item, the file's `number`th, in item `parent`; its content begins at event `at` and is `text`.
    pub(super) fn item(
        &mut self,
        events: &'a [Event_<'_>],
        at: usize,
        (number, parent): (usize, Option<usize>),
        text: &str,
    ) {
        if let Some(listing) = self.listing {
            if listing == Listing::under(parent) {
                let line = alerts::listed(events, at, text);
                let line = line.filter(|line| !self.under_alerts || alerts::is_named(line));
                if line.is_some() || !self.under_alerts {
                    if let Some((lines, ..)) = self.alert_lines() {
                        lines.extend(line);
                    }
                    return;
                }
            } else if !listing.holds(parent) {
                self.listing = None;
            }
        }
        let Some((lines, plain, bold)) = self.alert_lines() else {
            return;
        };
        let before = lines.len();
        labels::read_some(events, at, plain, bold, lines);
        if lines.get(before..).is_some_and(alerts::announces) {
            self.listing = Some(Listing::under(Some(number)));
        }
    }

    /// Where lines that name alerts are gathered here, and which of a list's keys count there, without bold marks and with
    /// them; `None` where alerts are those of others.
    fn alert_lines(&mut self) -> Option<(&mut Vec<Line<'a>>, IsKey, IsKey)> {
        match self.section {
            SectionKind::Impact | SectionKind::Detection => Some((&mut self.bullets, is_plain_key, |_| true)),
            _ if !self.in_body => Some((&mut self.head, is_listed_key, |_| true)),
            SectionKind::Symptoms => Some((&mut self.told, is_alert_key, is_alert_key)),
            _ => None,
        }
    }

    /// The labelled lines of a paragraph, which stands in a list or not.
    pub(super) fn paragraph(&mut self, lines: &[Line<'a>], in_list: bool) {
        if !in_list {
            let counts = self.alert_lines().is_some();
            let announced = self.under_alerts || alerts::announces(lines);
            self.listing = (counts && announced).then(|| Listing::under(None));
        }
        // Longer keys are none of ours.
        let known = || lines.iter().filter(|line| line.key.len() <= LONGEST_KEY).cloned();
        if matches!(self.section, SectionKind::Impact | SectionKind::Detection) {
            self.bullets.extend(known());
        } else if !self.in_body {
            self.head.extend(known());
        }
        self.footer.extend(known());
    }

    /// The facts of a paragraph above the first section that holds several in one line, or of a row of a table there.
    pub(super) fn one_line(&mut self, lines: Vec<Line<'a>>) {
        if matches!(self.section, SectionKind::Impact | SectionKind::Detection) {
            self.bullets.extend(lines);
        } else if !self.in_body {
            // What a paragraph says in the usual way counts first.
            self.head.extend(lines);
        } else {
            self.footer.extend(lines);
        }
    }

    /// Whether a table whose first head is `head` lists the alerts of the file here.
    pub(super) fn lists_alerts(&self, head: &str) -> bool {
        self.section == SectionKind::Detection && (is_alert_key(head) || is_listed_folded(head, "name|rule|alert rule"))
    }

    /// A thematic break: what stands before it is no footer.
    pub(super) fn rule(&mut self) {
        self.listing = None;
        self.footer.clear();
    }

    /// The title of an admonition, `Severity: …`.
    pub(super) fn admonition(&mut self, title: &str, span: Span) {
        if self.loose_severity.is_some() {
            return;
        }
        let lower = title.to_lowercase();
        if let Some(at) = lower.find("severity").or_else(|| lower.find("priority"))
            && let Some(rest) = title.get(at + "severity".len()..)
            && let Some(value) = rest.trim_start().strip_prefix([':', '-', '='])
        {
            let value = value.trim();
            let start = span.start + (title.len() - value.len()).min(span.len());
            self.loose_severity = Some(Spanned::new(
                value.to_string(),
                Span::new(start, (start + value.len()).min(span.end)),
            ));
        }
    }

    /// What was gathered, each fact from the first of its places.
    pub(super) fn metadata(self, front: Option<&FrontMatter>, settings: &Settings) -> Metadata {
        let from_front = |names: &[&str]| front.and_then(|front| front.text(names)).cloned();
        let value = |lines: &[Line<'_>], names: &str| find(lines, names).map(|line| line.value.owned());
        let bullet = |names: &str| value(&self.bullets, names);
        let around = |names: &str| value(&self.footer, names).or_else(|| value(&self.head, names));
        let severity_text = from_front(&["severity", "priority", "sev"])
            .or_else(|| bullet(SEVERITY_KEYS))
            .or_else(|| self.loose_severity.clone())
            .or_else(|| value(&self.head, SEVERITY_KEYS));
        let kind =
            from_front(&["kind", "type"]).and_then(|text| Some(Spanned::new(Kind::read(&text.value)?, text.span)));
        let mut alerts: Vec<Spanned<String>> = front
            .and_then(|front| front.get(&["alerts", "alert", "alertname", "alert_name"]))
            .map(|entry| divided(&entry.values))
            .unwrap_or_default();
        alerts.retain(|alert| !alert.value.trim().is_empty());
        if alerts.is_empty() {
            for lines in [&self.bullets, &self.head, &self.told] {
                for line in lines {
                    if is_alert_key(&line.key) {
                        alerts.extend(alert_names(line));
                    }
                }
                if !alerts.is_empty() {
                    break;
                }
            }
        }
        let log_patterns = find(&self.bullets, "log patterns|log pattern|logs|log messages")
            .map(|line| {
                if line.codes.is_empty() {
                    vec![line.value.owned()]
                } else {
                    line.codes.iter().map(Spanned::owned).collect()
                }
            })
            .unwrap_or_default();
        Metadata {
            kind,
            severity: severity_text.as_ref().and_then(|text| settings.severity(&text.value)),
            severity_text,
            affected_users: from_front(&["affected_users"])
                .or_else(|| bullet("affected users|affected|users|users affected")),
            business_impact: from_front(&["business_impact"]).or_else(|| bullet("business impact|business")),
            category: from_front(&["category"]),
            alerts,
            dashboard: from_front(&["dashboard"])
                .or_else(|| bullet("monitoring dashboard|dashboard|dashboards|grafana dashboard|grafana")),
            log_patterns,
            description: from_front(&["description", "summary"]),
            owner: from_front(&["owner", "team", "owner_slack"]).or_else(|| around(OWNER_KEYS)),
            last_updated: from_front(&["last_updated", "last_reviewed_on", "updated", "date"])
                .or_else(|| around(UPDATED_KEYS)),
            review_cycle: from_front(&["review_cycle", "review_in"])
                .or_else(|| around("review cycle|review cadence|review frequency|review")),
            next_review: from_front(&["next_review", "review_by"])
                .or_else(|| around("next review|next review date|review due")),
        }
    }
}

fn find<'l, 'a>(lines: &'l [Line<'a>], names: &str) -> Option<&'l Line<'a>> {
    names.split('|').find_map(|name| {
        lines
            .iter()
            .find(|line| line.key.eq_ignore_ascii_case(name) && !line.value.value.is_empty())
    })
}
