//! The site's pages, as far as alerts can lead to them.

use crate::text::slug::heading_slug;
use crate::text::span::Spanned;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A runbook of the site.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Path of its source below the runbook folder.
    pub path: String,
    /// The alerts that it names.
    pub alerts: Vec<Spanned<String>>,
    /// The ids of its headings in the page.
    pub anchors: HashSet<String>,
}

/// All runbooks, found by alert and by id.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// In path order.
    pub pages: Vec<Page>,
    /// Lower-case alert names to the runbooks that name them, as numbers of `pages`.
    by_alert: BTreeMap<String, Vec<usize>>,
    by_id: HashMap<String, usize>,
}

impl Pages {
    /// Puts runbooks in order to be found.
    pub fn new(pages: Vec<Page>) -> Self {
        let mut by_alert: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut by_id = HashMap::new();
        for (at, page) in pages.iter().enumerate() {
            by_id.insert(page.id.clone(), at);
            for alert in &page.alerts {
                let claims = by_alert.entry(alert.value.to_lowercase()).or_default();
                if !claims.contains(&at) {
                    claims.push(at);
                }
            }
        }
        Self { pages, by_alert, by_id }
    }

    /// The runbooks for an alert. Names are compared without case: the alert's page answers in any.
    pub fn for_alert(&self, name: &str) -> impl Iterator<Item = &Page> {
        let claims = self.by_alert.get(&name.to_lowercase());
        claims.into_iter().flatten().filter_map(|at| self.pages.get(*at))
    }

    /// Whether there is a runbook for an alert.
    pub fn covers(&self, name: &str) -> bool {
        self.by_alert.contains_key(&name.to_lowercase())
    }

    /// The first runbook with a heading that is called like an alert, and the heading's id: many a runbook is a page of
    /// chapters, each for one alert.
    pub fn with_heading(&self, name: &str) -> Option<(&Page, String)> {
        let anchor = heading_slug(name);
        let page = self.pages.iter().find(|page| page.anchors.contains(&anchor))?;
        Some((page, anchor))
    }

    /// The runbook of this id.
    pub fn by_id(&self, id: &str) -> Option<&Page> {
        self.by_id.get(id).and_then(|at| self.pages.get(*at))
    }

    /// The alerts that runbooks name, as they write them; each once.
    pub fn alert_names(&self) -> impl Iterator<Item = &str> {
        self.by_alert.iter().filter_map(|(key, claims)| {
            let page = self.pages.get(*claims.first()?)?;
            let named = page.alerts.iter().find(|alert| alert.value.to_lowercase() == *key);
            named.map(|alert| alert.value.as_str())
        })
    }

    /// The spelling of an alert's name that has a page of its own, for a name in any case: a static host knows one
    /// file, and the site has the exact name and a lower-case copy.
    pub fn spelling(&self, name: &str) -> Option<&str> {
        let lower = name.to_lowercase();
        let mut spellings = self
            .for_alert(name)
            .flat_map(|page| &page.alerts)
            .map(|alert| alert.value.as_str())
            .filter(|alert| alert.to_lowercase() == lower);
        let first = spellings.next()?;
        Some(if first == name {
            first
        } else {
            spellings.find(|other| *other == name).unwrap_or(first)
        })
    }
}
