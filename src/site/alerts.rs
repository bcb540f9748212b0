//! Alerts and the runbooks that claim them: which pages `a/` has, and what stands on each.

use super::catalog::Catalog;
use std::collections::BTreeMap;

/// The alerts of a site.
#[derive(Clone, Debug, Default)]
pub struct Alerts {
    /// Every name as written, and the entries that claim it, in catalog order.
    names: BTreeMap<String, Vec<usize>>,
    /// The names by their lower-case form.
    by_lower: BTreeMap<String, Vec<String>>,
}

/// A page below `a/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertPage<'a> {
    /// Its folder, not encoded: a name as written, or in lower case.
    pub folder: &'a str,
    /// The names that it stands for: one, or on a lower-case page all that differ in case only.
    pub names: Vec<&'a str>,
    /// The runbooks that claim them, each once. One: the page is that runbook; several: it lets the reader choose.
    pub claims: Vec<usize>,
    /// Names that differ from the page's in case only and lead to other runbooks.
    pub others: Vec<&'a str>,
}

impl AlertPage<'_> {
    /// Whether it is the copy under the lower-case form of a name.
    pub fn is_copy(&self) -> bool {
        !self.names.contains(&self.folder)
    }
}

/// The longest folder name, in bytes: file systems end at 255.
const LONGEST_NAME: usize = 200;

impl Alerts {
    /// The alerts that the runbooks of `catalog` claim.
    pub fn new(catalog: &Catalog) -> Self {
        let mut alerts = Self::default();
        for (at, entry) in catalog.entries.iter().enumerate() {
            for name in &entry.alerts {
                let claims = alerts.names.entry(name.clone()).or_default();
                if claims.last() != Some(&at) {
                    claims.push(at);
                }
            }
        }
        for name in alerts.names.keys() {
            alerts
                .by_lower
                .entry(name.to_lowercase())
                .or_default()
                .push(name.clone());
        }
        alerts
    }

    /// Every name with the entries that claim it, in the order of the lower-case names.
    pub fn all(&self) -> impl Iterator<Item = (&str, &[usize])> {
        let names = self.by_lower.values().flatten();
        names.map(|name| (name.as_str(), self.claims(name)))
    }

    fn claims(&self, name: &str) -> &[usize] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }

    /// The pages: one for every name as written, and one for its lower-case form.
    pub fn pages(&self) -> Vec<AlertPage<'_>> {
        let mut pages = Vec::new();
        for (lower, names) in &self.by_lower {
            let union = self.union(names);
            for name in names.iter().filter(|name| *name != lower && is_folder(name)) {
                let claims = self.claims(name);
                let others = names
                    .iter()
                    .filter(|other| *other != name && self.claims(other) != claims);
                pages.push(AlertPage {
                    folder: name,
                    names: vec![name],
                    claims: claims.to_vec(),
                    others: others.map(String::as_str).collect(),
                });
            }
            if is_folder(lower) {
                pages.push(AlertPage {
                    folder: lower,
                    names: names.iter().map(String::as_str).collect(),
                    claims: union,
                    others: Vec::new(),
                });
            }
        }
        pages
    }

    fn union(&self, names: &[String]) -> Vec<usize> {
        let mut all: Vec<usize> = names.iter().flat_map(|name| self.claims(name)).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Whether a name can be a folder of the site. Names that cannot are listed on `a/` with their runbooks.
pub fn is_folder(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= LONGEST_NAME
        && !name.starts_with('.')
        && !name.eq_ignore_ascii_case("index.html")
        && !name.contains(|c: char| c == '/' || c == '\\' || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alerts(names: &[(&str, &[usize])]) -> Alerts {
        let mut alerts = Alerts::default();
        for (name, claims) in names {
            alerts.names.insert(name.to_string(), claims.to_vec());
            alerts
                .by_lower
                .entry(name.to_lowercase())
                .or_default()
                .push(name.to_string());
        }
        alerts
    }

    fn pages(names: &[(&str, &[usize])]) -> Vec<(String, Vec<usize>, usize)> {
        let alerts = alerts(names);
        let pages = alerts.pages();
        pages
            .iter()
            .map(|page| (page.folder.to_string(), page.claims.clone(), page.others.len()))
            .collect()
    }

    fn page(folder: &str, claims: &[usize], others: usize) -> (String, Vec<usize>, usize) {
        (folder.to_string(), claims.to_vec(), others)
    }

    #[test]
    fn a_name_has_its_page_and_a_lower_case_copy() {
        assert_eq!(
            pages(&[("HighCPU", &[3])]),
            [page("HighCPU", &[3], 0), page("highcpu", &[3], 0)]
        );
        assert_eq!(pages(&[("etcd", &[3])]), [page("etcd", &[3], 0)]);
        assert_eq!(pages(&[("A", &[1, 2])]), [page("A", &[1, 2], 0), page("a", &[1, 2], 0)]);
    }

    #[test]
    fn names_that_differ_in_case_share_the_lower_case_page() {
        assert_eq!(
            pages(&[("DiskFull", &[1]), ("diskfull", &[2])]),
            [page("DiskFull", &[1], 1), page("diskfull", &[1, 2], 0)]
        );
        // The same runbook under both spellings: nothing to choose.
        assert_eq!(
            pages(&[("DISKFULL", &[1]), ("DiskFull", &[1])]),
            [
                page("DISKFULL", &[1], 0),
                page("DiskFull", &[1], 0),
                page("diskfull", &[1], 0)
            ]
        );
    }

    #[test]
    fn names_that_are_no_folder_have_no_page() {
        let long = "x".repeat(201);
        for name in [
            "",
            ".",
            "..",
            ".hidden",
            "a/b",
            "a\\b",
            "a\nb",
            "index.html",
            "INDEX.html",
            &long,
        ] {
            assert!(!is_folder(name), "{name}");
        }
        for name in ["a b", "Größe", "100%", "job:x:rate5m", "a?b#c", "<x>"] {
            assert!(is_folder(name), "{name}");
        }
    }
}
