//! `feed.xml`: an Atom feed (RFC 4287) of the runbooks that changed last, by their own Last Updated.
//!
//! Links are relative like everywhere in the site, so that the same bytes work under any address; identifiers are
//! `urn:uuid:` of the site's title and the runbook's id, so that they stay when the site moves.

use super::app::sha256;
use super::catalog::{Catalog, Entry};
use super::config::Config;
use crate::route::Route;
use crate::text::Date;
use maud::{Markup, PreEscaped, html};

/// The feed's file.
pub const FILE: &str = "feed.xml";

/// Entries of the feed: readers keep older ones themselves.
const MOST: usize = 50;

/// The feed's text; the same input gives the same bytes.
pub fn text(catalog: &Catalog, config: &Config, title: &str) -> Vec<u8> {
    let mut dated: Vec<(Date, &Entry)> = catalog
        .entries
        .iter()
        .filter_map(|entry| Some((updated(entry)?, entry)))
        .collect();
    dated.sort_by(|a, b| (b.0, a.1.id.as_str()).cmp(&(a.0, b.1.id.as_str())));
    dated.truncate(MOST);
    // A feed without entries still needs a date; the epoch of computers says "never".
    let newest = dated
        .first()
        .map_or("1970-01-01".to_string(), |(date, _)| date.to_string());
    let base = config.site.url.as_deref();
    let address = |path: &str| match base {
        Some(base) => format!("{}/{path}", base.trim_end_matches('/')),
        None => format!("./{path}"),
    };
    let feed = html! {
        feed xmlns="http://www.w3.org/2005/Atom" {
            id { (urn(title, "")) }
            title { (clean(title)) ": changed runbooks" }
            updated { (newest) "T00:00:00Z" }
            (PreEscaped(link("self", &address(FILE), "application/atom+xml")))
            (PreEscaped(link("alternate", &address(&Route::Review.file()), "text/html")))
            author { name { (clean(title)) } }
            generator version=(env!("CARGO_PKG_VERSION")) { "Breakglass" }
            @for (date, entry) in &dated { (one(*date, entry, title, &address)) }
        }
    };
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str(&feed.into_string());
    out.push('\n');
    out.into_bytes()
}

fn one(date: Date, entry: &Entry, site: &str, address: &dyn Fn(&str) -> String) -> Markup {
    let owner = entry.document.runbook().metadata.owner_name();
    html! {
        entry {
            // A change makes a new entry: readers show what they have not seen.
            id { (urn(site, &format!("{}\n{date}", entry.id))) }
            title { (clean(&entry.title)) }
            updated { (date) "T00:00:00Z" }
            (PreEscaped(link("alternate", &address(&Route::Runbook(entry.id.to_string()).file()), "text/html")))
            @if !owner.is_empty() { author { name { (clean(owner)) } } }
            category term=(clean(&entry.category)) {}
            summary { (clean(entry.description())) }
        }
    }
}

/// The day of the last update, where it reads as one.
fn updated(entry: &Entry) -> Option<Date> {
    Date::read(&entry.document.runbook().metadata.last_updated.as_ref()?.value)
}

/// An element without content: in XML it must close itself.
fn link(relation: &str, href: &str, kind: &str) -> String {
    let href = href.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!("<link rel=\"{relation}\" href=\"{href}\" type=\"{kind}\"/>")
}

/// A name that is made from texts and stays the same: a UUID of version 8 (RFC 9562) from their SHA-256.
fn urn(site: &str, rest: &str) -> String {
    let hash = sha256(format!("breakglass\n{site}\n{rest}").as_bytes());
    let part = |from: usize, to: usize| hash.get(from..to).unwrap_or("");
    format!(
        "urn:uuid:{}-{}-8{}-8{}-{}",
        part(0, 8),
        part(8, 12),
        part(13, 16),
        part(17, 20),
        part(20, 32)
    )
}

/// A text without the characters that XML 1.0 cannot have.
fn clean(text: &str) -> String {
    let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().filter(allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_uuids_and_stay() {
        let name = urn("Shop", "a\n2026-01-01");
        assert_eq!(name, urn("Shop", "a\n2026-01-01"));
        assert_ne!(name, urn("Shop", "a\n2026-01-02"));
        let uuid = name.strip_prefix("urn:uuid:").unwrap();
        let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(uuid.as_bytes()[14], b'8');
    }

    #[test]
    fn text_has_only_what_xml_can_have() {
        assert_eq!(clean("a\u{0}\u{1b}b\tc\u{ffff}"), "ab\tc");
    }
}
