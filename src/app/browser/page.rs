//! The page that is open, and the pages that are fetched to take its place.
//!
//! The contract with the generator: `<main id="bg-main">` holds everything that differs between pages; around it only
//! `<title>` and the `data-` attributes of `<body>` do.

use super::dom::{self, Element};
use super::{document, single, window};
use wasm_bindgen::JsCast;
use web_sys::{Document, DomParser, HtmlAnchorElement, HtmlElement, HtmlLinkElement, SupportedType};

/// The id of the element that navigation fills.
const MAIN: &str = "bg-main";

/// Attributes of `<body>` that belong to the page in `<main>`.
const BODY_ATTRIBUTES: [&str; 2] = ["data-route", "data-settings"];

/// A fetched page: parsed, not shown. Nothing in it loads or runs.
pub struct Page(Document);

impl Page {
    /// Parses a page. `None` when `html` is none of this site's pages, or one of another build: a page made for other
    /// styles and another app than the ones that are loaded has to bring its own.
    pub fn parse(html: &str) -> Option<Self> {
        let parsed = DomParser::new()
            .ok()?
            .parse_from_string(html, SupportedType::TextHtml)
            .ok()?;
        parsed.get_element_by_id(MAIN)?;
        let loaded = assets(&document()?);
        // In the single file all pages are of one build, and none brings its own.
        if single::root().is_some() {
            return Some(Self(parsed));
        }
        assets(&parsed)
            .iter()
            .all(|asset| loaded.contains(asset))
            .then_some(Self(parsed))
    }

    /// Puts the page in place of the one that is open and returns its `<main>`. The address bar must show the page's URL
    /// already: relative URLs resolve as the nodes move over. `None` when the open page has no `<main>` of ours.
    pub fn show(&self) -> Option<Element> {
        let document = document()?;
        let main = document.get_element_by_id(MAIN)?;
        let source = self.0.get_element_by_id(MAIN)?;
        // Scripts of a parsed document never run, not even when they move; leaving them out makes that plain.
        for script in dom::find_all(&source, "script") {
            script.remove();
        }
        let nodes = document.create_document_fragment();
        while let Some(node) = source.first_child() {
            nodes.append_child(&node).ok()?;
        }
        main.replace_children_with_node_1(&nodes);
        document.set_title(&self.0.title());
        if let (Some(shown), Some(body)) = (document.body(), self.0.body()) {
            for name in BODY_ATTRIBUTES {
                let _ = match body.get_attribute(name) {
                    Some(value) => shown.set_attribute(name, &value),
                    None => shown.remove_attribute(name),
                };
            }
        }
        Some(main)
    }
}

/// The file names of a page's stylesheets and scripts. Names alone: their relative URLs differ from page to page.
fn assets(document: &Document) -> Vec<String> {
    let Ok(nodes) = document.query_selector_all("head > link[rel=stylesheet], head > script[src]") else {
        return Vec::new();
    };
    dom::elements(&nodes)
        .iter()
        .filter_map(|element| {
            let url = element.get_attribute("href").or_else(|| element.get_attribute("src"))?;
            url.rsplit('/').next().map(str::to_string)
        })
        .collect()
}

/// The `<main>` of the page that is open.
pub fn main() -> Option<Element> {
    dom::by_id(MAIN)
}

/// The title of the page that is open.
pub fn title() -> String {
    document().map(|document| document.title()).unwrap_or_default()
}

/// Gives the open page another title, until the next page comes.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// The path below the root that the open page says it has (`data-route`).
pub fn declared_route() -> Option<String> {
    document()?.body()?.get_attribute("data-route")
}

/// Makes the links around `<main>` absolute. They stay while the address changes under them, and relative ones would
/// then lead elsewhere. Links to the page itself (`#bg-main`) stay as they are. So do stylesheets and scripts, which
/// are loaded, while browsers ask for the icon again whenever the address changes.
pub fn pin_links() {
    if single::root().is_some() {
        return;
    }
    for link in icons() {
        link.set_href(&link.href());
    }
    for link in links_around_main() {
        if link.get_attribute("href").is_some_and(|href| !href.starts_with('#')) {
            link.set_href(&link.href());
        }
    }
}

fn icons() -> Vec<HtmlLinkElement> {
    select("head > link[rel~=icon], head > link[rel=manifest]")
}

fn links_around_main() -> Vec<HtmlAnchorElement> {
    select("body > :not(main) a[href]")
}

fn select<T: JsCast>(selector: &str) -> Vec<T> {
    document()
        .and_then(|document| document.query_selector_all(selector).ok())
        .map(|nodes| dom::elements(&nodes))
        .unwrap_or_default()
        .into_iter()
        .filter_map(|element| element.dyn_into().ok())
        .collect()
}

/// Marks the links of the site's navigation that lead to the open page; `leads_here` is asked with absolute URLs.
pub fn mark_current_links(leads_here: impl Fn(&str) -> bool) {
    for link in links_around_main() {
        if dom::closest(&link, ".bg-nav").is_none() {
            continue;
        }
        let _ = if leads_here(&link.href()) {
            link.set_attribute("aria-current", "page")
        } else {
            link.remove_attribute("aria-current")
        };
    }
}

/// Sets or removes an attribute of `<html>`.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else {
        return;
    };
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Whether `<html>` has an attribute.
pub fn has_root_attribute(name: &str) -> bool {
    document()
        .and_then(|document| document.document_element())
        .is_some_and(|root| root.has_attribute(name))
}

/// The element with the id `id`, for components to be mounted into.
pub fn mount_point(id: &str) -> Option<HtmlElement> {
    dom::by_id(id)?.dyn_into().ok()
}

/// Loads `url` as the browser would without the app.
pub fn load(url: &str) {
    if let Some(window) = window() {
        let url = single::root().map_or_else(|| url.to_string(), |root| single::to_fragment(&root, url));
        let _ = window.location().assign(&url);
    }
}

/// Loads the URL in the address bar as the browser would without the app.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Presses the first element that matches `selector`.
pub fn press(selector: &str) {
    if let Some(element) = select::<HtmlElement>(selector).first() {
        element.click();
    }
}

/// What the team's `breakglass.toml` says; the page carries it where it differs from the default.
pub fn settings() -> crate::runbook::Settings {
    let text = document()
        .and_then(|document| document.body())
        .and_then(|body| body.get_attribute("data-settings"));
    text.and_then(|text| crate::text::json::read(&text)).unwrap_or_default()
}

/// The elements of a page's text that match `selector`, as they would be on the page at `base`: with absolute links.
pub fn parts(html: &str, selector: &str, base: &str) -> Vec<Element> {
    let parsed = DomParser::new().and_then(|parser| parser.parse_from_string(html, SupportedType::TextHtml));
    let Some(body) = parsed.ok().and_then(|parsed| parsed.body()) else {
        return Vec::new();
    };
    for link in dom::find_all(&body, "a[href]") {
        if let Some(url) = link
            .get_attribute("href")
            .and_then(|href| super::history::resolve(&href, base))
        {
            let _ = link.set_attribute("href", &url);
        }
    }
    dom::find_all(&body, selector)
}
