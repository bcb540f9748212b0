//! Steps of a runbook that has changed since: which one of now is which one of then.

use std::collections::{BTreeMap, BTreeSet};

/// A step, as far as it can be recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its id: `section/label`, with `~2` for a repeated one.
    pub id: String,
    /// The fingerprint of its whole content; empty when unknown.
    pub print: String,
}

/// What became of the steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// For each step of then that is still there: its id now.
    pub now: BTreeMap<String, String>,
    /// Steps of now whose content is not what it was.
    pub changed: BTreeSet<String>,
    /// Steps of now that stand elsewhere among the others of their section.
    pub moved: BTreeSet<String>,
    /// Steps of now that are new.
    pub added: BTreeSet<String>,
    /// Steps of then that are gone.
    pub removed: Vec<String>,
}

/// How alike two labels must be, in hundredths of the pairs of letters that they share.
const ALIKE: usize = 50;

/// Steps that are compared by likeness at most: each with each, so the work is bounded by its square.
const MOST_COMPARED: usize = 300;

/// Compares the steps of then with those of now: the same id is the same step; what is left over is matched with the most
/// alike that is left in the same section.
pub fn compare(then: &[Known], now: &[Known]) -> Changes {
    let mut changes = Changes::default();
    let places = places(now);
    let mut taken = vec![false; now.len()];
    let mut left: Vec<&Known> = Vec::new();
    for old in then {
        let place = places.get(old.id.as_str()).copied();
        if let Some((new, taken)) = place.and_then(|at| Some((now.get(at)?, taken.get_mut(at)?))) {
            *taken = true;
            pair(&mut changes, old, new);
        } else {
            left.push(old);
        }
    }
    let is_free = |step: &&Known| {
        let place = places.get(step.id.as_str());
        place.and_then(|at| taken.get(*at)) != Some(&true)
    };
    let free: Vec<&Known> = now.iter().filter(is_free).collect();
    let mut likely: Vec<(usize, usize, usize)> = Vec::new();
    for (old_at, old) in left.iter().take(MOST_COMPARED).enumerate() {
        for (new_at, new) in free.iter().take(MOST_COMPARED).enumerate() {
            let (old_section, old_label) = split(&old.id);
            let (new_section, new_label) = split(&new.id);
            // The same content under another label is the same step.
            let same = !old.print.is_empty() && old.print == new.print;
            let likeness = if same { 100 } else { likeness(old_label, new_label) };
            if old_section == new_section && likeness >= ALIKE {
                likely.push((likeness, old_at, new_at));
            }
        }
    }
    // The most alike first; of equals the earlier ones.
    crate::text::order::sort(&mut likely, &|a, b| (b.0, a.1, a.2).cmp(&(a.0, b.1, b.2)));
    // What has found its other is taken out.
    let mut left: Vec<Option<&Known>> = left.into_iter().map(Some).collect();
    let mut free: Vec<Option<&Known>> = free.into_iter().map(Some).collect();
    for (_, old_at, new_at) in likely {
        let (Some(left), Some(free)) = (left.get_mut(old_at), free.get_mut(new_at)) else {
            continue;
        };
        if let (Some(old), Some(new)) = (*left, *free) {
            (*left, *free) = (None, None);
            pair(&mut changes, old, new);
            changes.changed.insert(new.id.clone());
        }
    }
    changes.removed = left.into_iter().flatten().map(|old| old.id.clone()).collect();
    changes
        .added
        .extend(free.into_iter().flatten().map(|step| step.id.clone()));
    find_moved(then, &places, &mut changes);
    changes
}

fn pair(changes: &mut Changes, old: &Known, new: &Known) {
    changes.now.insert(old.id.clone(), new.id.clone());
    if !old.print.is_empty() && !new.print.is_empty() && old.print != new.print {
        changes.changed.insert(new.id.clone());
    }
}

/// Where each step stands, by its id. This map and the sets of [`Changes`] are extended, not collected: that would bring
/// the library's sort into the app for each type of them.
pub(super) fn places(steps: &[Known]) -> BTreeMap<&str, usize> {
    let mut places = BTreeMap::new();
    places.extend(steps.iter().enumerate().map(|(at, step)| (step.id.as_str(), at)));
    places
}

/// Steps outside the longest run of pairs that kept their order have moved.
fn find_moved(then: &[Known], places: &BTreeMap<&str, usize>, changes: &mut Changes) {
    let order: Vec<(usize, &str)> = then
        .iter()
        .filter_map(|old| {
            let new = changes.now.get(&old.id)?;
            Some((*places.get(new.as_str())?, new.as_str()))
        })
        .collect();
    // Longest increasing subsequence, by the ends of the best ones of each length.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(order.len());
    for (at, (place, _)) in order.iter().enumerate() {
        let length = ends.partition_point(|end| order.get(*end).is_some_and(|(other, _)| other < place));
        before.push(length.checked_sub(1).and_then(|last| ends.get(last).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut moved: Vec<Option<&str>> = order.iter().map(|(_, id)| Some(*id)).collect();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        moved.get_mut(at).map(Option::take);
        next = before.get(at).copied().flatten();
    }
    changes.moved.extend(moved.into_iter().flatten().map(str::to_string));
}

/// A step id's section and label.
pub fn split(id: &str) -> (&str, &str) {
    id.split_once('/').unwrap_or(("", id))
}

/// How many hundredths of their pairs of letters two labels share (Sørensen and Dice).
fn likeness(a: &str, b: &str) -> usize {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).take(400).collect();
        let mut pairs: Vec<(char, char)> = letters.iter().copied().zip(letters.iter().copied().skip(1)).collect();
        crate::text::order::sort(&mut pairs, &Ord::cmp);
        pairs
    };
    let (a, b) = (pairs(a), pairs(b));
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let (mut shared, mut i, mut j) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    200 * shared / (a.len() + b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(list: &[(&str, &str)]) -> Vec<Known> {
        list.iter()
            .map(|(id, print)| Known {
                id: (*id).to_string(),
                print: (*print).to_string(),
            })
            .collect()
    }

    #[test]
    fn a_rebuilt_runbook_keeps_its_steps() {
        let then = steps(&[
            ("diagnosis/look at the pods", "1"),
            ("diagnosis/read the log of the last container", "2"),
            ("diagnosis/ask aws", "3"),
            ("resolution/roll back", "4"),
            ("resolution/restart", "5"),
        ]);
        let now = steps(&[
            ("diagnosis/ask aws", "3"),
            ("diagnosis/look at the pods", "1"),
            ("diagnosis/read the log of the previous container", "2b"),
            ("resolution/roll back", "4b"),
            ("resolution/call the database team", "6"),
        ]);
        let changes = compare(&then, &now);
        assert_eq!(
            changes
                .now
                .get("diagnosis/read the log of the last container")
                .map(String::as_str),
            Some("diagnosis/read the log of the previous container")
        );
        assert!(changes.changed.contains("resolution/roll back"), "an edited command");
        assert!(
            changes
                .changed
                .contains("diagnosis/read the log of the previous container")
        );
        assert_eq!(changes.changed.len(), 2);
        assert_eq!(changes.moved.iter().collect::<Vec<_>>(), ["diagnosis/ask aws"]);
        assert_eq!(changes.removed, ["resolution/restart"]);
        assert_eq!(
            changes.added.iter().collect::<Vec<_>>(),
            ["resolution/call the database team"]
        );
    }

    #[test]
    fn nothing_changes_in_what_is_the_same() {
        let same = steps(&[("a/b", "1"), ("a/b~2", "2"), ("c/d", "3")]);
        let changes = compare(&same, &same);
        assert_eq!(changes.now.len(), 3);
        assert!(changes.changed.is_empty() && changes.moved.is_empty() && changes.added.is_empty());
    }
}
