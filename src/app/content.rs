//! Where pages come from. One interface for every source: the host, the offline copy, whose worker answers in the host's
//! place, and the single file, which [`fetch`] asks itself.

use super::browser::fetch::{self, FetchError, Request};
use super::routes::{Place, Route, Site};
use std::cell::RefCell;
use std::rc::Rc;

/// Why a page could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// No answer: the network or the host is down, or too slow to wait for.
    Unreachable,
    /// The host answered with something other than the page.
    Refused,
}

/// How fresh a page has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Ask the source; an earlier copy will do only when there is no answer.
    Fresh,
    /// What was seen before is what is wanted: the reader goes back.
    Seen,
}

/// The site's content, and the last few pages read from it.
pub struct Content {
    site: Rc<Site>,
    seen: RefCell<Vec<(Route, Rc<str>)>>,
}

/// Pages kept for going back: a page is some 20 kB, and nobody goes back further than a few.
const SEEN: usize = 8;

impl Content {
    /// Content of `site`.
    pub fn new(site: Rc<Site>) -> Self {
        Self {
            site,
            seen: RefCell::default(),
        }
    }

    /// The HTML of a page. A `request` that is given up ends as [`LoadError::Unreachable`], or with a
    /// page seen before.
    pub async fn page(&self, route: &Route, freshness: Freshness, request: &Request) -> Result<Rc<str>, LoadError> {
        if freshness == Freshness::Seen
            && let Some(html) = self.remembered(route)
        {
            return Ok(html);
        }
        let file = self.site.file_url(&Place::page(route.clone()));
        match fetch::text(&file, request).await {
            Ok(html) => Ok(self.remember(route, html.into())),
            Err(FetchError::Unreachable) => self.remembered(route).ok_or(LoadError::Unreachable),
            Err(FetchError::Status) => Err(LoadError::Refused),
        }
    }

    /// The Markdown source of the runbook `id`; `None` when it cannot be had.
    pub async fn source(&self, id: &str) -> Option<Rc<str>> {
        let folder = Route::Runbook(id.to_string()).path();
        let url = self.site.file([&folder, "source.md"].concat().as_str());
        fetch::text(&url, &Request::new()).await.ok().map(Rc::from)
    }

    fn remembered(&self, route: &Route) -> Option<Rc<str>> {
        let seen = self.seen.borrow();
        let (_, html) = seen.iter().find(|(of, _)| of == route)?;
        Some(Rc::clone(html))
    }

    fn remember(&self, route: &Route, html: Rc<str>) -> Rc<str> {
        let mut seen = self.seen.borrow_mut();
        seen.retain(|(of, _)| of != route);
        if seen.len() == SEEN {
            seen.remove(0);
        }
        seen.push((route.clone(), Rc::clone(&html)));
        html
    }
}

/// Where the site's search indexes are.
pub struct SearchFiles {
    /// The whole index.
    index: String,
    /// The one that is there sooner: titles, alerts and symptoms, where a site is large.
    catalog: Option<String>,
}

/// Which search index to load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchPart {
    /// The one that is there soonest: the catalog, where a site has one.
    First,
    /// The whole index.
    Whole,
}

fn failed(error: FetchError) -> LoadError {
    match error {
        FetchError::Unreachable => LoadError::Unreachable,
        FetchError::Status => LoadError::Refused,
    }
}

impl SearchFiles {
    /// Asks the site's manifest.
    ///
    /// # Errors
    /// When the host gives no answer, or a wrong one.
    pub async fn find(site: &Site) -> Result<Self, LoadError> {
        let manifest = site.file("runbooks.json");
        let paths: [&[&str]; 2] = [&["search", "index"], &["search", "catalog"]];
        let [index, catalog] = fetch::json_texts(&manifest, &Request::new(), paths)
            .await
            .map_err(failed)?;
        let index = index.ok_or(LoadError::Refused)?;
        Ok(Self { index, catalog })
    }

    /// Whether what comes first is not all there is.
    pub fn has_catalog(&self) -> bool {
        self.catalog.is_some()
    }

    /// Loads an index.
    ///
    /// # Errors
    /// As [`SearchFiles::find`].
    pub async fn load(&self, site: &Site, part: SearchPart) -> Result<Vec<u8>, LoadError> {
        let first = self.catalog.as_ref().filter(|_| part == SearchPart::First);
        let path = first.unwrap_or(&self.index);
        fetch::bytes(&site.file(path), &Request::new()).await.map_err(failed)
    }
}
