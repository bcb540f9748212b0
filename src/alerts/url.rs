//! Where a `runbook_url` leads.

use super::pages::Pages;
use super::template::is_templated;
use crate::route::Route;
use crate::text::nearest::nearest;
use crate::text::percent;

/// What an address is to the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page of the site; of a runbook, by its id, where it is one runbook's.
    Page(Option<String>),
    /// A page of the site, but not the heading named behind `#`.
    NoAnchor(String),
    /// Under the site's address, where no page is; with advice where there is any.
    Dead(Option<String>),
    /// Another site.
    Foreign,
    /// Made of labels when the alert fires: nothing can be said.
    Templated,
    /// No address at all.
    NoAddress,
}

/// An address in its parts, with what makes no difference taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Address<'a> {
    /// Host and port, lower case; without the port that its scheme has anyway.
    host: String,
    /// The path with its first slash.
    path: &'a str,
    query: &'a str,
    fragment: &'a str,
}

impl<'a> Address<'a> {
    /// Reads a web address; `http` and `https` count as one, since a host answers on both.
    fn read(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://")?;
        let port = match scheme.to_ascii_lowercase().as_str() {
            "http" => ":80",
            "https" => ":443",
            _ => return None,
        };
        let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let at = rest.find('/').unwrap_or(rest.len());
        let (authority, path) = rest.split_at(at);
        let host = authority.rsplit('@').next().unwrap_or(authority).to_ascii_lowercase();
        let host = host.strip_suffix(port).unwrap_or(&host).to_string();
        (!host.is_empty()).then_some(Self {
            host,
            path: if path.is_empty() { "/" } else { path },
            query,
            fragment,
        })
    }
}

/// Judges `url` for a site published at `base` (`None`: not known, so that every web address is another site's).
pub fn judge(url: &str, base: Option<&str>, pages: &Pages) -> Target {
    // Only what stands before query and fragment decides which page it is; labels behind it fill in values.
    let page = url.split(['?', '#']).next().unwrap_or(url);
    if is_templated(page) {
        return Target::Templated;
    }
    let Some(address) = Address::read(url) else {
        return Target::NoAddress;
    };
    let Some(base) = base.and_then(Address::read) else {
        return Target::Foreign;
    };
    let folder = base.path.trim_end_matches('/');
    let below = address
        .path
        .strip_prefix(folder)
        .filter(|rest| rest.is_empty() || rest.starts_with('/'));
    match below.filter(|_| address.host == base.host) {
        Some(below) => inside(below.trim_start_matches('/'), &address, pages),
        None => Target::Foreign,
    }
}

/// Judges a path below the site's root.
fn inside(path: &str, address: &Address<'_>, pages: &Pages) -> Target {
    let source = path.strip_prefix("r/").and_then(|rest| rest.strip_suffix("/source.md"));
    if let Some(page) = source.and_then(|id| pages.by_id(&percent::decode(id))) {
        return Target::Page(Some(page.id.clone()));
    }
    let mut folder = path.to_string();
    // Hosts lead `a/Name` to `a/Name/`.
    if !folder.is_empty() && !folder.ends_with('/') && !folder.ends_with(".html") {
        folder.push('/');
    }
    match Route::parse(&folder) {
        Some(Route::Alert(name)) => alert(&name, pages),
        Some(Route::Alerts) => match parameter(address.query, "alert").or_else(|| parameter(address.fragment, "alert"))
        {
            Some(name) if is_templated(&name) => Target::Templated,
            Some(name) if pages.covers(&name) => Target::Page(only(&name, pages)),
            Some(name) => Target::Dead(no_runbook(&name, pages)),
            None => Target::Page(None),
        },
        Some(Route::Runbook(id)) => match pages.by_id(&id) {
            Some(page) => {
                let anchor = percent::decode(address.fragment);
                let is_anchor = !anchor.is_empty() && !anchor.contains('=') && !is_templated(&anchor);
                if is_anchor && !page.anchors.contains(&anchor) {
                    Target::NoAnchor(anchor)
                } else {
                    Target::Page(Some(id))
                }
            }
            None => {
                let ids = pages.pages.iter().map(|page| page.id.as_str());
                Target::Dead(nearest(&id, ids).map(|near| format!("did you mean `r/{near}/`?")))
            }
        },
        Some(Route::NotFound) | None => Target::Dead(None),
        Some(_) => Target::Page(None),
    }
}

/// Judges the page of an alert: there is one for the exact name and one in lower case.
fn alert(name: &str, pages: &Pages) -> Target {
    match pages.spelling(name) {
        Some(spelling) if spelling == name || spelling.to_lowercase() == name => Target::Page(only(name, pages)),
        Some(spelling) => Target::Dead(Some(format!("the page is `a/{spelling}/`: upper and lower case count"))),
        None => Target::Dead(no_runbook(name, pages)),
    }
}

/// The id of the runbook for an alert, where there is one only.
fn only(name: &str, pages: &Pages) -> Option<String> {
    let mut claims = pages.for_alert(name);
    let first = claims.next()?;
    claims.next().is_none().then(|| first.id.clone())
}

fn no_runbook(name: &str, pages: &Pages) -> Option<String> {
    let near = nearest(name, pages.alert_names());
    Some(match near {
        Some(near) => format!("no runbook names the alert `{name}`; did you mean `a/{near}/`?"),
        None => format!("no runbook names the alert `{name}`"),
    })
}

/// The value of a parameter, decoded.
fn parameter(query: &str, name: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name)?;
    Some(percent::decode(&value.replace('+', " ")))
}

/// The address of an alert's page in the site at `base`.
pub fn alert_url(base: &str, name: &str) -> String {
    let base = base.trim().trim_end_matches('/');
    format!("{base}/{}", Route::Alert(name.to_string()).path())
}

/// Checks an address under which a site is published.
///
/// # Errors
/// What is wrong with it.
pub fn check_base(base: &str) -> Result<(), &'static str> {
    let plain =
        |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`' | '{' | '}' | '|' | '^');
    let trimmed = base.trim();
    let address = Address::read(trimmed).ok_or("give a web address such as https://runbooks.example/")?;
    if trimmed.contains(['?', '#']) {
        return Err("give the address without query and fragment");
    }
    if !trimmed.chars().all(plain) || address.path.split('/').any(|part| part == "." || part == "..") {
        return Err("the address has characters that do not belong into one; percent-encode them");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::pages::Page;
    use super::*;
    use crate::text::Span;
    use crate::text::span::Spanned;

    fn pages() -> Pages {
        let page = |id: &str, alerts: &[&str]| Page {
            id: id.into(),
            title: id.into(),
            path: format!("{id}.md"),
            alerts: alerts
                .iter()
                .map(|name| Spanned::new((*name).to_string(), Span::at(0)))
                .collect(),
            anchors: ["diagnosis".to_string()].into(),
        };
        Pages::new(vec![
            page("kube/pod", &["KubePodCrashLooping"]),
            page("b", &["Two"]),
            page("c", &["Two"]),
        ])
    }

    #[track_caller]
    fn check(url: &str, target: Target) {
        assert_eq!(
            judge(url, Some("https://ops.example/books/"), &pages()),
            target,
            "{url}"
        );
    }

    #[test]
    fn pages_are_found_under_the_sites_own_address() {
        let pod = || Target::Page(Some("kube/pod".into()));
        check("https://ops.example/books/a/KubePodCrashLooping/", pod());
        check("https://ops.example/books/a/KubePodCrashLooping", pod());
        check("https://ops.example/books/a/KubePodCrashLooping/index.html", pod());
        check("HTTPS://OPS.example:443/books/a/kubepodcrashlooping/", pod());
        check("http://ops.example/books/a/?alert=kubepodCRASHLOOPING", pod());
        check(
            "https://ops.example/books/a/KubePodCrashLooping/#namespace={{ $labels.namespace }}",
            pod(),
        );
        check("https://ops.example/books/r/kube/pod/#diagnosis", pod());
        check("https://ops.example/books/r/kube/pod/source.md", pod());
        check("https://ops.example/books/a/Two/", Target::Page(None));
        check("https://ops.example/books/", Target::Page(None));
        check("https://ops.example/books", Target::Page(None));
        check("https://ops.example/books/contacts/", Target::Page(None));
    }

    #[test]
    fn what_is_not_there_is_dead() {
        for url in [
            "https://ops.example/books/a/Nope/",
            "https://ops.example/books/a/KUBEPODCRASHLOOPING/",
            "https://ops.example/books/a/?alert=Nope",
            "https://ops.example/books/r/kube/pods/",
            "https://ops.example/books/KubePodCrashLooping",
            "https://ops.example/books/r/../x/",
        ] {
            let found = judge(url, Some("https://ops.example/books/"), &pages());
            assert!(matches!(found, Target::Dead(_)), "{url}: {found:?}");
        }
        check(
            "https://ops.example/books/r/kube/pod/#nope",
            Target::NoAnchor("nope".into()),
        );
        check(
            "https://ops.example/books/r/kube/pdo/",
            Target::Dead(Some("did you mean `r/kube/pod/`?".into())),
        );
    }

    #[test]
    fn other_sites_are_foreign() {
        for url in [
            "https://ops.example/bookshop/a/KubePodCrashLooping/",
            "https://ops.example/",
            "https://ops.example:8443/books/a/KubePodCrashLooping/",
            "https://runbooks.prometheus-operator.dev/runbooks/kubernetes/kubepodcrashlooping",
        ] {
            check(url, Target::Foreign);
        }
        assert_eq!(judge("https://ops.example/books/", None, &pages()), Target::Foreign);
    }

    #[test]
    fn templates_and_words_are_no_addresses() {
        check(
            "https://ops.example/books/a/{{ $labels.alertname }}/",
            Target::Templated,
        );
        check(
            "https://ops.example/books/a/?alert={{ $labels.alertname }}",
            Target::Templated,
        );
        check("see the wiki", Target::NoAddress);
        check("ftp://ops.example/books/", Target::NoAddress);
        check("", Target::NoAddress);
    }

    #[test]
    fn addresses_of_alerts_are_encoded() {
        assert_eq!(
            alert_url("https://x.example/b/", "A b%"),
            "https://x.example/b/a/A%20b%25/"
        );
        assert!(check_base("https://x.example/b").is_ok());
        for bad in [
            "x.example",
            "https://",
            "https://x/?q",
            "https://x/ y",
            "https://x/../y",
            "https://x/'a",
            "javascript:alert(1)",
        ] {
            assert!(check_base(bad).is_err(), "{bad}");
        }
    }
}
