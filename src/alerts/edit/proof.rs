//! The proof of an edit: the new text is read, and says what the old one said but for what was wished.

use super::Wanted;
use crate::alerts::read::{RuleFile, RunbookUrl};
use crate::alerts::yaml::{Node, NodeKind};

/// Whether `text` says what `file` says, but for the wishes, which it grants.
pub(super) fn verified(file: &RuleFile, text: &str, wishes: &[&Wanted]) -> bool {
    let new = RuleFile::read(&file.path, text);
    if new.documents.len() != file.documents.len() || new.alerts.len() != file.alerts.len() {
        return false;
    }
    let granted = wishes.iter().all(|wish| {
        new.alerts
            .get(wish.alert)
            .is_some_and(|alert| matches!(&alert.runbook_url, RunbookUrl::Given(url) if url.value == wish.url))
    });
    if !granted {
        return false;
    }
    file.documents
        .iter()
        .zip(&new.documents)
        .enumerate()
        .all(|(number, (old, new))| {
            old.trees.len() == new.trees.len()
                && old.trees.iter().zip(&new.trees).enumerate().all(|(tree, (old, new))| {
                    let (mut old, mut new) = (old.root.clone(), new.root.clone());
                    for wish in wishes {
                        let Some(alert) = file.alerts.get(wish.alert) else {
                            return false;
                        };
                        if (alert.place.document, alert.place.tree) != (number, tree) {
                            continue;
                        }
                        let Ok(path) = &alert.place.path else { return false };
                        if !(without_url(&mut old, path) && without_url(&mut new, path)) {
                            return false;
                        }
                    }
                    old.same(&new)
                })
        })
}

/// Takes the `runbook_url` out of the rule at `path`, and annotations that say nothing else. `false` when there is no
/// such rule.
fn without_url(root: &mut Node, path: &[usize]) -> bool {
    let mut node = root;
    for at in path {
        let items = match &mut node.kind {
            NodeKind::Sequence { items } | NodeKind::Mapping { items, .. } => items,
            _ => return false,
        };
        match items.get_mut(*at) {
            Some(child) => node = child,
            None => return false,
        }
    }
    let annotations = node.get("annotations").map(|(_, at)| at);
    let NodeKind::Mapping { items: rule, .. } = &mut node.kind else {
        return false;
    };
    let Some(at) = annotations else { return true };
    let Some(value) = rule.get_mut(at) else { return false };
    let url = value.get("runbook_url").map(|(_, at)| at);
    let is_empty = match &mut value.kind {
        NodeKind::Mapping { items, .. } => {
            if let Some(url) = url {
                items.drain(url - 1..=url);
            }
            items.is_empty()
        }
        _ => value.is_null(),
    };
    if is_empty && value.anchor == 0 {
        rule.drain(at - 1..=at);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://r.example/a/X/";

    #[test]
    fn a_change_that_does_more_is_not_proven() {
        let old = "groups: [{name: g, rules: [{alert: X, expr: up}]}]\n";
        let file = RuleFile::read("x", old);
        let wish = Wanted {
            alert: 0,
            url: URL.into(),
        };
        let good = "groups: [{name: g, rules: [{alert: X, expr: up, annotations: {runbook_url: 'https://r.example/a/X/'}}]}]\n";
        assert!(verified(&file, good, &[&wish]));
        for bad in [
            good.replace("up", "down"),
            good.replace("a/X/", "a/Y/"),
            good.replace("name: g", "name: 'g'"),
            format!("{good}---\na: b\n"),
            good.replace("{runbook_url", "{summary: s, runbook_url"),
            good.replace("groups", "group"),
        ] {
            assert!(!verified(&file, &bad, &[&wish]), "{bad}");
        }
    }
}
