//! Where this site lies, and what follows from it. The pages and the URL arithmetic are in [`crate::route`], which the
//! generator shares.

use super::browser::history;
pub use crate::route::{Place, Route};

/// The site as this browser sees it. Its root is found at run time; no build knows it.
pub struct Site {
    root: String,
}

impl Site {
    /// The site with the root `root`: an absolute URL as the browser writes it, with its slash at the end.
    pub fn new(root: String) -> Self {
        Self { root }
    }

    /// Its root: an absolute URL with its slash at the end.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// The page that `url`, absolute, names; `None` when it leads out of the site or to something that is no page.
    pub fn locate(&self, url: &str) -> Option<Place> {
        Place::locate(&self.root, url)
    }

    /// The page that `href`, a link on the page `from`, names; `None` as with [`Site::locate`].
    pub fn locate_from(&self, from: &Place, href: &str) -> Option<Place> {
        self.locate(&history::resolve(href, &self.url(from))?)
    }

    /// The place in the address bar.
    pub fn here(&self) -> Option<Place> {
        self.locate(&history::url())
    }

    /// The URL of `place` as readers see it.
    pub fn url(&self, place: &Place) -> String {
        place.url(&self.root)
    }

    /// The URL of `place` that names the page's own file: there on every host, whether or not it serves folders.
    pub fn file_url(&self, place: &Place) -> String {
        [self.root.as_str(), &place.route.file(), &place.query, &place.fragment].concat()
    }

    /// The URL of the file at `path` below the root, encoded.
    pub fn file(&self, path: &str) -> String {
        [self.root.as_str(), path].concat()
    }

    /// The key under which this site stores `name`. Sites under one origin share its storage, so keys carry the path.
    pub fn storage_key(&self, name: &str) -> String {
        let path = self
            .root
            .split_once("://")
            .and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)))
            .unwrap_or("/");
        ["bg:", path, ":", name].concat()
    }
}
