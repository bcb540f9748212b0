//! What a file says about itself: front matter, Impact and Detection bullets, admonitions, the footer.

use super::events::Spanned as Event_;
use super::front_matter::FrontMatter;
use super::labels::{self, Line};
use crate::runbook::id::file_stem;
use crate::runbook::metadata::{Kind, Metadata};
use crate::runbook::section::with_plain_heading;
use crate::runbook::{SectionKind, Settings, Severity};
use crate::text::Span;
use crate::text::find::{Sieve, is_listed, is_listed_folded};
use crate::text::span::Spanned;

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
    /// A severity from an admonition or a heading's line.
    loose_severity: Option<Spanned<String>>,
    /// Whether a heading of level two or deeper was seen that opens no list of facts.
    in_body: bool,
    /// Whether the heading before asks for the severity, which the next paragraph may name.
    pub(super) asks_severity: bool,
}

impl<'a> Facts<'a> {
    /// A heading: what stands below one such as "Overview" belongs to the whole file, as what stands below the title does.
    pub(super) fn heading(&mut self, level: u8, text: &str) {
        const FACTS: &str = "overview|summary|metadata|metadaten|document information|runbook information";
        with_plain_heading(text, |text| {
            self.in_body |= level >= 2 && !is_listed(text, FACTS);
            self.asks_severity = text == "severity";
        });
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

    /// A list item whose content begins at event `at`.
    pub(super) fn item(&mut self, events: &'a [Event_<'_>], at: usize) {
        let wanted = matches!(self.section, SectionKind::Impact | SectionKind::Detection);
        if wanted || !self.in_body {
            if wanted {
                labels::read(events, at, is_plain_key, &mut self.bullets);
            } else {
                labels::read(events, at, |_| false, &mut self.head);
            }
        } else if self.section == SectionKind::Symptoms {
            labels::read_some(events, at, is_alert_key, is_alert_key, &mut self.told);
        }
    }

    /// The labelled lines of a paragraph.
    pub(super) fn paragraph(&mut self, lines: &[Line<'a>]) {
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

    /// A thematic break: what stands before it is no footer.
    pub(super) fn rule(&mut self) {
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
        let value = |lines: &[Line<'_>], names: &[&str]| find(lines, names).map(|line| line.value.owned());
        let bullet = |names: &[&str]| value(&self.bullets, names);
        let around = |names: &[&str]| value(&self.footer, names).or_else(|| value(&self.head, names));
        let severity_text = from_front(&["severity", "priority", "sev"])
            .or_else(|| bullet(&SEVERITY_KEYS))
            .or_else(|| self.loose_severity.clone())
            .or_else(|| value(&self.head, &SEVERITY_KEYS));
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
        let log_patterns = find(&self.bullets, &["log patterns", "log pattern", "logs", "log messages"])
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
                .or_else(|| bullet(&["affected users", "affected", "users", "users affected"])),
            business_impact: from_front(&["business_impact"]).or_else(|| bullet(&["business impact", "business"])),
            category: from_front(&["category"]),
            alerts,
            dashboard: from_front(&["dashboard"]).or_else(|| {
                bullet(&[
                    "monitoring dashboard",
                    "dashboard",
                    "dashboards",
                    "grafana dashboard",
                    "grafana",
                ])
            }),
            log_patterns,
            description: from_front(&["description", "summary"]),
            owner: from_front(&["owner", "team", "owner_slack"]).or_else(|| {
                around(&[
                    "owner",
                    "runbook owner",
                    "document owner",
                    "owners",
                    "owned by",
                    "team",
                    "owning team",
                    "maintainer",
                    "maintained by",
                ])
            }),
            last_updated: from_front(&["last_updated", "last_reviewed_on", "updated", "date"]).or_else(|| {
                around(&[
                    "last updated",
                    "last reviewed",
                    "last review",
                    "updated",
                    "last modified",
                ])
            }),
            review_cycle: from_front(&["review_cycle", "review_in"])
                .or_else(|| around(&["review cycle", "review cadence", "review frequency", "review"])),
            next_review: from_front(&["next_review", "review_by"])
                .or_else(|| around(&["next review", "next review date", "review due"])),
        }
    }
}

const SEVERITY_KEYS: [&str; 14] = [
    "severity",
    "priority",
    "severity level",
    "sev",
    "severidad",
    "severidade",
    "schweregrad",
    "severità",
    "gravité",
    "criticité",
    "приоритет",
    "priorytet",
    "严重程度",
    "심각도",
];

const ALERT_KEYS: [&str; 5] = ["alert", "alerts", "alert name", "alert names", "alertname"];

/// A key of alerts, which may carry its colon.
fn is_alert_key(key: &str) -> bool {
    let key = key.trim_end_matches(':');
    short(key).is_some_and(|key| ALERT_KEYS.iter().any(|known| known.eq_ignore_ascii_case(key)))
}

/// Keys that count where a table or a line lists facts.
pub(super) fn is_listed_key(key: &str) -> bool {
    const MORE: &str = "team|owners|owning team|sev|severity level|last review|last modified|updated|next review date|\
        log messages";
    static SIEVE: Sieve = Sieve::new(&[]).and_list(MORE);
    let Some(key) = short(key) else { return false };
    is_plain_key(key) || SIEVE.may_hold(key) && is_listed_folded(key, MORE)
}

/// Keys that count without bold marks.
pub(super) fn is_plain_key(key: &str) -> bool {
    const KEYS: &str = "severity|priority|affected users|business impact|alert|alerts|alert name|dashboard|\
        monitoring dashboard|log patterns|log pattern|owner|last updated|last reviewed|review cycle|\
        next review";
    static SIEVE: Sieve = Sieve::new(&[]).and_list(KEYS);
    let key = short(key).filter(|key| SIEVE.may_hold(key));
    key.is_some_and(|key| is_listed_folded(key, KEYS))
}

/// Bytes of the longest key that is known, `monitoring dashboard`.
const LONGEST_KEY: usize = 20;

/// A key without white space around it, where it is no longer than the longest that is known.
fn short(key: &str) -> Option<&str> {
    // A key that is longer with white space, too, is rare: what is asked about most is prose.
    if key.len() > 2 * LONGEST_KEY {
        return None;
    }
    let key = key.trim();
    (key.len() <= LONGEST_KEY).then_some(key)
}

fn find<'l, 'a>(lines: &'l [Line<'a>], names: &[&str]) -> Option<&'l Line<'a>> {
    names.iter().find_map(|name| {
        lines
            .iter()
            .find(|line| line.key.eq_ignore_ascii_case(name) && !line.value.value.is_empty())
    })
}

/// Names, of which one text may hold several: `HighCpu, LowDisk`. A comma in a name of several words belongs to it.
fn divided(texts: &[Spanned<String>]) -> Vec<Spanned<String>> {
    let mut out = Vec::with_capacity(texts.len());
    for text in texts {
        if text.value.replace(", ", "").contains(' ') {
            out.push(text.clone());
        } else {
            for name in text.value.split(',') {
                out.push(Spanned::new(name.trim().to_string(), text.span));
            }
        }
    }
    out
}

/// Alert names in a Detection bullet: its code spans, else its words in camel case.
fn alert_names(line: &Line<'_>) -> Vec<Spanned<String>> {
    let is_name = |text: &str| text.len() > 2 && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ':');
    let names = line.codes.iter().filter(|code| is_name(code.value));
    let codes: Vec<_> = names.map(Spanned::owned).collect();
    if !codes.is_empty() {
        return codes;
    }
    // What is alone in a code span is a name, too: `Disk Full`, `high-cpu`.
    let is_text = |text: &str| {
        let may_stand = |c: char| c.is_alphanumeric() || "_-: ".contains(c);
        text.len() > 2 && text.starts_with(char::is_alphabetic) && text.chars().all(may_stand)
    };
    let alone = |code: &&Spanned<&str>| code.value == line.value.value.trim() && is_text(code.value);
    if let Some(code) = line.codes.first().filter(alone) {
        return vec![Spanned::owned(code)];
    }
    line.value
        .value
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| is_identifier(word))
        .map(|word| Spanned::new(word.to_string(), line.value.span))
        .collect()
}

/// The alert that a page is for by its name, where it names none itself: its title, or its file's name, where that is one
/// identifier.
pub fn alert_in_name<'a>(title: &'a str, path: &'a str) -> Option<&'a str> {
    let stem = file_stem(path.rsplit('/').next().unwrap_or(path));
    // One word is a name where the file has it, too, as it is written there: `Watchdog.md`, not `backup.md`.
    let is_word = |name: &&str| {
        name.starts_with(char::is_uppercase)
            && name.contains(char::is_lowercase)
            && name.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    let word = Some(stem).filter(is_word).filter(|stem| *stem == title);
    // A file such as `gatherLogs.md` is named after what it does, as a function is.
    let named = Some(stem).filter(|stem| is_identifier(stem) && stem.starts_with(char::is_uppercase));
    Some(title).filter(|title| is_identifier(title)).or(named).or(word)
}

/// Whether a word reads as an alert name: a capital, and another behind a small letter (`HighCPUUsage`).
pub fn is_identifier(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_alphabetic)
        && word.chars().all(|c| c.is_alphanumeric() || c == '_')
        && word
            .chars()
            .zip(word.chars().skip(1))
            .any(|(first, second)| first.is_lowercase() && second.is_uppercase())
}
