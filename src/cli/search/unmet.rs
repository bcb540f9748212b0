//! What a query's filters ask for that no runbook has: an answer without a hit is then no news about the words.

use crate::runbook::{Kind, Severity};
use crate::search::index::Runbook;
use crate::search::{Filter, FilterKey, Index, Query};
use crate::text::nearest::nearest;

/// One sentence for each filter that no runbook passes, whatever else was asked.
pub fn unmet(query: &Query, index: &Index) -> Vec<String> {
    let filters = query.filters.iter();
    filters.filter_map(|filter| sentence(filter, index)).collect()
}

fn sentence(filter: &Filter, index: &Index) -> Option<String> {
    let value = filter.value.as_str();
    let runbooks = index.runbooks();
    match filter.key {
        FilterKey::Severity => match Severity::read(value) {
            None => Some(format!("`{value}` is no severity; write P0 (worst) to P4.")),
            Some(level) => {
                let has = runbooks.iter().any(|runbook| runbook.severity == Some(level));
                (!has).then(|| format!("No runbook has the severity {}.", level.code()))
            }
        },
        FilterKey::Kind => match Kind::read(value) {
            None => Some(format!("`{value}` is no kind; write incident or procedure.")),
            Some(kind) => {
                let has = runbooks.iter().any(|runbook| runbook.kind == kind);
                (!has).then(|| format!("No runbook is of the kind {}.", kind.name()))
            }
        },
        FilterKey::Category => named(filter, runbooks, |runbook| vec![index.name(runbook.category)]),
        FilterKey::Owner => named(filter, runbooks, |runbook| vec![index.name(runbook.owner)]),
        FilterKey::Alert => named(filter, runbooks, |runbook| {
            runbook.alerts.iter().map(String::as_str).collect()
        }),
    }
}

/// The sentence about a filter by name, where none of the runbooks' names passes.
fn named<'a>(filter: &Filter, runbooks: &'a [Runbook], names: impl Fn(&'a Runbook) -> Vec<&'a str>) -> Option<String> {
    let names: Vec<&str> = runbooks.iter().flat_map(names).collect();
    if names.iter().any(|name| filter.allows_name(name)) {
        return None;
    }
    let text = format!("No runbook has the {} `{}`", filter.key.name(), filter.value);
    Some(
        match nearest(&filter.value, names.into_iter().filter(|name| !name.is_empty())) {
            Some(near) => format!("{text}; did you mean `{near}`?"),
            None => format!("{text}."),
        },
    )
}
