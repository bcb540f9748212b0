//! The site's pages and the URLs that lead to them: one vocabulary for the generator, which writes links, and the app,
//! which follows them.
//!
//! A page is a folder with an `index.html`. Its *path* is the folder's URL below the site's root, percent-encoded, with
//! a slash at its end (`r/high-cpu-usage/`; empty for the home page). Nothing here knows where the root is: every URL in
//! the output is relative, so that the same bytes work under any folder of any host.

use crate::text::percent;

/// A page of the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// The list of runbooks, at the root.
    Home,
    /// One runbook, by id: its folders and name joined by `/`, not encoded.
    Runbook(String),
    /// The runbook (or the choice of runbooks) for one alert, by the alert's name.
    Alert(String),
    /// Alerts by any spelling of their name: `a/?alert=NAME`.
    Alerts,
    /// What the index says beside its list.
    Guide,
    /// The wizard.
    Write,
    /// The history of runs.
    Runs,
    /// The health of the runbooks.
    Review,
    /// Whom to call.
    Contacts,
    /// `404.html`: the one page that is no folder.
    NotFound,
}

/// The file that a folder's URL stands for.
const INDEX: &str = "index.html";

impl Route {
    /// The page at `path`, a URL's path below the site's root without query and fragment, as a folder (`guide/`) or with
    /// its file named (`guide/index.html`). `None` for everything that is no page: assets, sources, unknown folders.
    pub fn parse(path: &str) -> Option<Self> {
        if path == "404.html" {
            return Some(Self::NotFound);
        }
        let folder = match path.strip_suffix(INDEX) {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => path,
        };
        if folder.is_empty() {
            return Some(Self::Home);
        }
        let name = folder.strip_suffix('/')?;
        let (first, rest) = match name.split_once('/') {
            Some((first, rest)) => (first, Some(rest)),
            None => (name, None),
        };
        match (first, rest) {
            ("r", Some(id)) => decode_segments(id).map(Self::Runbook),
            ("a", Some(name)) if !name.contains('/') => decode_segments(name).map(Self::Alert),
            ("a", None) => Some(Self::Alerts),
            ("guide", None) => Some(Self::Guide),
            ("write", None) => Some(Self::Write),
            ("runs", None) => Some(Self::Runs),
            ("review", None) => Some(Self::Review),
            ("contacts", None) => Some(Self::Contacts),
            _ => None,
        }
    }

    /// The page's path below the root, encoded: its folder's URL (see the module's text). `parse` reads it back.
    pub fn path(&self) -> String {
        match self {
            Self::Home => String::new(),
            Self::Runbook(id) => ["r/", &percent::encode_path(id), "/"].concat(),
            Self::Alert(name) => ["a/", &percent::encode_path(name), "/"].concat(),
            Self::Alerts => "a/".to_string(),
            Self::Guide => "guide/".to_string(),
            Self::Write => "write/".to_string(),
            Self::Runs => "runs/".to_string(),
            Self::Review => "review/".to_string(),
            Self::Contacts => "contacts/".to_string(),
            Self::NotFound => "404.html".to_string(),
        }
    }

    /// The path of the page's file below the root, encoded: what links inside the output name, so that a copy on a USB
    /// stick can be read.
    pub fn file(&self) -> String {
        let mut path = self.path();
        if *self != Self::NotFound {
            path.push_str(INDEX);
        }
        path
    }

    /// How many folders below the root the page lies: the number of `../` that lead from it to the root.
    pub fn depth(&self) -> usize {
        self.path().matches('/').count()
    }
}

/// Decodes each segment of `path`. `None` when one is empty, `.` or `..`, or hides a slash: no page has such a name,
/// and such a path must not be mistaken for another one's.
fn decode_segments(path: &str) -> Option<String> {
    let mut out = String::with_capacity(path.len());
    for segment in path.split('/') {
        let segment = percent::decode(segment);
        if segment.is_empty() || segment == "." || segment == ".." || segment.contains('/') {
            return None;
        }
        if !out.is_empty() {
            out.push('/');
        }
        out.push_str(&segment);
    }
    Some(out)
}

/// The relative URL that leads from the page `from` to `to_path`, a path below the root, encoded ([`Route::file`],
/// [`Route::path`], `assets/x.css`, with or without a query or fragment). Never empty: an empty `href` would mean the
/// page itself with its query.
pub fn resolve(from: &Route, to_path: &str) -> String {
    let depth = from.depth();
    // Without the dot, nothing at all or `a:b` would be no path.
    let first = to_path.split('/').next().unwrap_or_default();
    if depth == 0 && (first.is_empty() || first.starts_with(['?', '#']) || first.contains(':')) {
        return ["./", to_path].concat();
    }
    let mut out = "../".repeat(depth);
    out.push_str(to_path);
    out
}

/// A URL inside the site: a page and what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page.
    pub route: Route,
    /// The query with its `?`; empty when there is none.
    pub query: String,
    /// The fragment with its `#`, still encoded; empty when there is none.
    pub fragment: String,
}

impl Place {
    /// The page alone.
    pub fn page(route: Route) -> Self {
        Self {
            route,
            query: String::new(),
            fragment: String::new(),
        }
    }

    /// Where `url` leads, both it and `root` (with its slash at the end) absolute and as the browser writes them. `None`
    /// when it leaves the site or names no page of it.
    pub fn locate(root: &str, url: &str) -> Option<Self> {
        let rest = url.strip_prefix(root)?;
        let (rest, fragment) = split_before(rest, '#');
        let (path, query) = split_before(rest, '?');
        Some(Self {
            route: Route::parse(path)?,
            query: query.to_string(),
            fragment: fragment.to_string(),
        })
    }

    /// The absolute URL in the form that readers see and share: the folder, without `index.html`.
    pub fn url(&self, root: &str) -> String {
        [root, &self.route.path(), &self.query, &self.fragment].concat()
    }

    /// The id of the element that the fragment points at, decoded. `None` without a fragment and for one with `=`, which
    /// carries parameters.
    pub fn anchor(&self) -> Option<String> {
        let anchor = self.fragment.strip_prefix('#')?;
        (!anchor.is_empty() && !anchor.contains('=')).then(|| percent::decode(anchor))
    }
}

/// `text` before the first `mark`, and from it on.
fn split_before(text: &str, mark: char) -> (&str, &str) {
    text.split_at(text.find(mark).unwrap_or(text.len()))
}

/// As [`resolve`], by the shortest way: `../b/index.html` from `r/a/` to `r/b/`. For links of which each page has some.
pub fn beside(route: &Route, path: &str) -> String {
    let here = route.path();
    let shared = here
        .split_inclusive('/')
        .zip(path.split_inclusive('/'))
        .take_while(|(a, b)| a == b && a.ends_with('/'))
        .count();
    let length = here.split_inclusive('/').take(shared).map(str::len).sum();
    match path.get(length..) {
        Some(rest) if !rest.is_empty() && shared > 0 => {
            ["../".repeat(route.depth().saturating_sub(shared)), rest.to_string()].concat()
        }
        _ => resolve(route, path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Route> {
        vec![
            Route::Home,
            Route::Runbook("high-cpu-usage".into()),
            Route::Runbook("datenbank/größe_2".into()),
            Route::Alert("KubePodCrashLooping".into()),
            Route::Alert("odd name %".into()),
            Route::Alerts,
            Route::Guide,
            Route::Write,
            Route::Runs,
            Route::Review,
            Route::Contacts,
            Route::NotFound,
        ]
    }

    #[test]
    fn paths_are_read_back() {
        for route in all() {
            assert_eq!(Route::parse(&route.path()), Some(route.clone()));
            assert_eq!(Route::parse(&route.file()), Some(route));
        }
    }

    #[test]
    fn paths_are_encoded() {
        let route = Route::Runbook("datenbank/größe 1".into());
        assert_eq!(route.path(), "r/datenbank/gr%C3%B6%C3%9Fe%201/");
        assert_eq!(route.file(), "r/datenbank/gr%C3%B6%C3%9Fe%201/index.html");
        assert_eq!(Route::Alert("a %".into()).path(), "a/a%20%25/");
        assert_eq!(Route::Home.file(), "index.html");
        assert_eq!(Route::NotFound.file(), "404.html");
    }

    #[test]
    fn what_is_no_page_is_refused() {
        for path in [
            "r/",
            "r/index.html",
            "r/x",
            "r/x/source.md",
            "r//",
            "r/x//",
            "r/x//index.html",
            "r/../",
            "r/%2e%2e/x/",
            "r/a%2Fb/",
            "a/b/c/",
            "guide",
            "guide/x/",
            "assets/app.js",
            "runbooks.json",
            "xindex.html",
            "/",
            "//",
        ] {
            assert_eq!(Route::parse(path), None, "{path}");
        }
    }

    #[test]
    fn relative_urls_lead_over_the_root() {
        let nested = Route::Runbook("a/b".into());
        assert_eq!(nested.depth(), 3);
        assert_eq!(resolve(&nested, "index.html"), "../../../index.html");
        assert_eq!(resolve(&nested, ""), "../../../");
        assert_eq!(
            resolve(&Route::Guide, &Route::Runbook("x".into()).file()),
            "../r/x/index.html"
        );
        assert_eq!(resolve(&Route::Home, "assets/x.css"), "assets/x.css");
        assert_eq!(resolve(&Route::NotFound, "guide/"), "guide/");
    }

    #[test]
    fn relative_urls_are_never_empty_or_a_scheme() {
        assert_eq!(resolve(&Route::Home, ""), "./");
        assert_eq!(resolve(&Route::Home, "?q=x"), "./?q=x");
        assert_eq!(resolve(&Route::Home, "a:b/c"), "./a:b/c");
        assert_eq!(resolve(&Route::Home, "r/a:b"), "r/a:b");
    }

    #[test]
    fn places_are_found_below_the_root_only() {
        const ROOT: &str = "https://host.test/a/b/";
        let place = |url| Place::locate(ROOT, url);
        let found = place("https://host.test/a/b/r/x/index.html?run=1#step-2");
        assert_eq!(
            found,
            Some(Place {
                route: Route::Runbook("x".into()),
                query: "?run=1".into(),
                fragment: "#step-2".into(),
            })
        );
        assert_eq!(
            found.map(|place| place.url(ROOT)).as_deref(),
            Some("https://host.test/a/b/r/x/?run=1#step-2")
        );
        assert_eq!(place("https://host.test/a/b-two/"), None);
        assert_eq!(place("https://host.test/a/"), None);
        assert_eq!(place("https://host.test/a/b"), None);
        assert_eq!(place("https://other.test/a/b/"), None);
    }

    #[test]
    fn fragments_are_anchors_or_parameters() {
        let anchor = |fragment: &str| {
            Place {
                route: Route::Home,
                query: String::new(),
                fragment: fragment.into(),
            }
            .anchor()
        };
        assert_eq!(anchor("#gr%C3%B6%C3%9Fe").as_deref(), Some("größe"));
        assert_eq!(anchor("#NAMESPACE=prod"), None);
        assert_eq!(anchor("#"), None);
        assert_eq!(anchor(""), None);
    }
}
