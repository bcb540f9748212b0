//! The categories of the home page: those of the index, and behind them the runbooks that it does not list.

use super::{Catalog, Group, reports_at};
use crate::diagnostic::{Diagnostic, rules};
use crate::markdown::index::{self, ColumnKind};
use crate::markdown::links::{Form, form, join};
use crate::runbook::{Kind, Settings};
use crate::site::Report;
use crate::text::Span;
use crate::text::nearest::nearest;
use crate::text::nfc::nfc;
use crate::text::slug::{Anchors, heading_slug};

impl Catalog {
    /// Forms the groups, and lets the index say what runbooks leave open.
    pub(super) fn group(&mut self, settings: &Settings, reports: &mut [Report]) {
        let mut listed = vec![false; self.entries.len()];
        if let Some((document, index)) = self.index.take() {
            let mut findings = Vec::new();
            for (number, category) in index.categories.iter().enumerate() {
                let members = category
                    .rows
                    .iter()
                    .map(|row| self.row(row, &mut findings))
                    .collect::<Vec<_>>();
                for (row, member) in category.rows.iter().zip(&members) {
                    if let Some(at) = member {
                        self.apply_row(settings, *at, category, row, !listed[*at], reports_at(reports, *at));
                        listed[*at] = true;
                    }
                }
                self.groups.push(Group {
                    title: if category.title.is_empty() {
                        "Runbooks".to_string()
                    } else {
                        category.title.clone()
                    },
                    anchor: category.anchor.clone(),
                    category: Some(number),
                    members,
                });
            }
            if let Some(report) = reports.last_mut() {
                report.diagnostics.extend(findings);
            }
            let has_rows = !self.groups.is_empty();
            for (at, _) in listed.iter().enumerate().filter(|(_, listed)| has_rows && !**listed) {
                reports_at(reports, at).push(
                    Diagnostic::new(
                        rules::RUNBOOK_NOT_INDEXED,
                        Span::at(self.entries[at].document.runbook().title_span.start),
                        "README.md does not list this runbook",
                    )
                    .help("add a row for it, so that people find it where they look"),
                );
            }
            self.index = Some((document, index));
        }
        self.group_unlisted(&listed);
        let mut anchors = Anchors::default();
        for group in &mut self.groups {
            let wanted = if group.anchor.is_empty() {
                heading_slug(&group.title)
            } else {
                group.anchor.clone()
            };
            group.anchor = anchors.unique(&wanted);
        }
    }

    /// The entry that a row of the index names.
    fn row(&self, row: &index::Row, findings: &mut Vec<Diagnostic>) -> Option<usize> {
        if row.href.is_empty() {
            return None;
        }
        let path = match form(&row.href) {
            Form::Path { path, .. } => join("", &nfc(&path)),
            _ => None,
        };
        let found = path.as_deref().and_then(|path| self.by_path(path));
        if found.is_none() {
            let mut finding = Diagnostic::new(
                rules::INDEX_ROW_WITHOUT_RUNBOOK,
                row.span,
                format!("the runbook `{}` does not exist", row.href),
            );
            let paths = self.entries.iter().map(|entry| entry.path.as_str());
            finding = match path.as_deref().and_then(|path| nearest(path, paths)) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("write it, or remove the row"),
            };
            findings.push(finding);
        }
        found
    }

    /// What a row says about its runbook. The runbook's own word counts first; a contradiction is reported.
    fn apply_row(
        &mut self,
        settings: &Settings,
        at: usize,
        category: &index::Category,
        row: &index::Row,
        first: bool,
        findings: &mut Vec<Diagnostic>,
    ) {
        let Some(entry) = self.entries.get_mut(at) else { return };
        let metadata = &entry.document.runbook().metadata;
        let severity = row
            .cell(&category.columns, ColumnKind::Severity)
            .and_then(|cell| settings.severity(&cell.text));
        match (entry.severity, severity) {
            (Some(own), Some(listed)) if own != listed => {
                let span = metadata.severity_text.as_ref().map_or(Span::at(0), |text| text.span);
                findings.push(
                    Diagnostic::new(
                        rules::SEVERITY_CONTRADICTS_INDEX,
                        span,
                        format!("the severity is {} here and {} in README.md", own.code(), listed.code()),
                    )
                    .help("make them the same; until then the site shows the runbook's"),
                );
            }
            (None, Some(listed)) => entry.severity = Some(listed),
            _ => {}
        }
        if metadata.kind.is_none()
            && let Some(kind) = row
                .cell(&category.columns, ColumnKind::Type)
                .and_then(|cell| Kind::read(&cell.text))
        {
            entry.kind = kind;
        }
        if first && metadata.category.is_none() && !category.title.is_empty() {
            entry.category.clone_from(&category.title);
        }
    }

    /// Runbooks that the index does not list stand behind it, by category.
    fn group_unlisted(&mut self, listed: &[bool]) {
        let only = self.groups.is_empty();
        for (at, entry) in self.entries.iter_mut().enumerate() {
            if listed.get(at) == Some(&true) {
                continue;
            }
            if entry.category.is_empty() {
                entry.category = if only { "Runbooks" } else { "Other runbooks" }.to_string();
            }
            let known = self
                .groups
                .iter_mut()
                .find(|group| group.title.eq_ignore_ascii_case(&entry.category));
            match known {
                Some(group) => group.members.push(Some(at)),
                None => self.groups.push(Group {
                    title: entry.category.clone(),
                    members: vec![Some(at)],
                    ..Group::default()
                }),
            }
        }
        for group in self.groups.iter_mut().filter(|group| group.category.is_none()) {
            group.members.sort_by_key(|member| {
                member
                    .and_then(|at| self.entries.get(at))
                    .map(|entry| (entry.severity.is_none(), entry.severity, entry.title.to_lowercase()))
            });
        }
    }
}
