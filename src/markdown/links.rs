//! What a link on a page may point at. Markdown knows the forms; whoever compiles the site knows the targets.

use super::Document;
use super::events::Spanned;
use super::html::Mark;
use crate::text::Span;

/// A link or image as the author wrote it.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'a> {
    /// The destination, Markdown escapes and character references decoded.
    pub href: &'a str,
    /// The whole link in the source.
    pub span: Span,
    /// Whether the page would load it as an image.
    pub image: bool,
}

/// Where a link leads on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Inside the site: a relative URL.
    Page(String),
    /// A file that travels with the site: a relative URL. `download` where opening it in the site's origin could run
    /// code.
    File {
        /// The relative URL.
        href: String,
        /// Whether the link downloads.
        download: bool,
    },
    /// Elsewhere: an absolute URL with an allowed scheme.
    External(String),
    /// Nowhere: the text stays, without a link.
    Dead,
}

/// Resolves the links of one file.
pub trait Links {
    /// Where `reference` leads. Problems are reported by the resolver, which knows what exists.
    fn resolve(&mut self, reference: Reference<'_>) -> Target;

    /// What the page has beside the text of `document`, whose events these are, in order.
    fn marks(&self, _document: &Document, _events: &[Spanned<'_>]) -> Vec<Mark> {
        Vec::new()
    }
}

/// A destination, told apart by form alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// An absolute URL whose scheme pages link to; without the control characters and spaces that browsers ignore.
    External(String),
    /// An absolute URL with another scheme: its scheme, lower case.
    Refused(String),
    /// `#anchor` on the same page, decoded.
    Anchor(String),
    /// A path, decoded, relative to the file or (with a leading `/`) to the runbook folder.
    Path {
        /// The path; never empty.
        path: String,
        /// The anchor behind `#`, decoded; `None` where there is none.
        anchor: Option<String>,
    },
    /// Nothing at all.
    Empty,
}

/// Schemes that a page may link to: they show a page or hand over to a program that asks first.
const SCHEMES: [&str; 11] = [
    "http", "https", "mailto", "tel", "sms", "xmpp", "irc", "ircs", "slack", "msteams", "ssh",
];

/// Reads a destination the way browsers do (URL Standard): C0 controls and spaces around it and tabs and line ends
/// anywhere in it do not count.
pub fn form(href: &str) -> Form {
    let href: String = href
        .trim_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    if href.is_empty() {
        return Form::Empty;
    }
    if let Some(anchor) = href.strip_prefix('#') {
        return Form::Anchor(crate::text::percent::decode(anchor));
    }
    if let Some(rest) = href.strip_prefix("//").or_else(|| href.strip_prefix("\\\\")) {
        return Form::External(format!("https://{rest}"));
    }
    if let Some(scheme) = scheme(&href) {
        return if SCHEMES.contains(&scheme.as_str()) {
            Form::External(href)
        } else {
            Form::Refused(scheme)
        };
    }
    let (rest, anchor) = match href.split_once('#') {
        Some((rest, anchor)) => (rest, Some(crate::text::percent::decode(anchor))),
        None => (href.as_str(), None),
    };
    let path = rest.split('?').next().unwrap_or("");
    if path.is_empty() {
        return Form::Anchor(anchor.unwrap_or_default());
    }
    Form::Path {
        path: crate::text::percent::decode(path).replace('\\', "/"),
        anchor: anchor.filter(|anchor| !anchor.is_empty()),
    }
}

/// The scheme of an absolute URL, lower case (RFC 3986, section 3.1). A single letter is a drive, and no scheme.
fn scheme(href: &str) -> Option<String> {
    let (scheme, _) = href.split_once(':')?;
    let valid = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    valid.then(|| scheme.to_ascii_lowercase())
}

/// The files that a link to `full` may mean, likeliest first: the file itself, a folder's own page, or the file without
/// its ending or with the one of the rendered page.
pub fn page_paths(full: &str) -> impl Iterator<Item = String> {
    const ENDINGS: [&str; 9] = [
        ".md",
        ".markdown",
        ".md.erb",
        ".html.md.erb",
        "/README.md",
        "/_index.md",
        "/readme.md",
        "/index.md",
        "/index.html.md.erb",
    ];
    let stem = full.strip_suffix(".html").unwrap_or(full);
    std::iter::once(full.to_string()).chain(ENDINGS.iter().map(move |ending| [stem, ending].concat()))
}

/// Joins a decoded path with the folder it is relative to; `None` when it leads above the top. A leading `/` starts at
/// the top. Empty and `.` parts go.
pub fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = if path.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|part| !part.is_empty()).collect()
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The destination by which a link in the file `from` reaches the file `to`, encoded; both are paths below the top.
pub fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to_parts: Vec<&str> = to.split('/').collect();
    let folders = from.len().saturating_sub(1);
    let shared = from
        .iter()
        .take(folders)
        .zip(to_parts.iter().take(to_parts.len().saturating_sub(1)))
        .take_while(|(a, b)| a == b)
        .count();
    let mut out = "../".repeat(folders - shared);
    out.push_str(&to_parts.get(shared..).unwrap_or(&[]).join("/"));
    crate::text::percent::encode_path(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str, anchor: Option<&str>) -> Form {
        Form::Path {
            path: path.into(),
            anchor: anchor.map(Into::into),
        }
    }

    #[test]
    fn forms_are_told_apart() {
        assert_eq!(form("slow-queries.md#step-2"), path("slow-queries.md", Some("step-2")));
        assert_eq!(form("../a%20b.md?x=1"), path("../a b.md", None));
        assert_eq!(form("#gr%C3%B6%C3%9Fe"), Form::Anchor("größe".into()));
        assert_eq!(form("HTTPS://x.example/"), Form::External("HTTPS://x.example/".into()));
        assert_eq!(form("//x.example/"), Form::External("https://x.example/".into()));
        assert_eq!(form("  "), Form::Empty);
        assert_eq!(form("C:/x.md"), path("C:/x.md", None));
    }

    #[test]
    fn schemes_that_run_code_are_refused_however_they_are_hidden() {
        for href in [
            "javascript:x",
            "JaVaScRiPt:x",
            " \u{1}javascript:x",
            "java\nscript:x",
            "data:text/html,x",
            "vbscript:x",
            "blob:x",
            "file:///x",
        ] {
            assert!(matches!(form(href), Form::Refused(_)), "{href:?}: {:?}", form(href));
        }
    }

    #[test]
    fn paths_join_and_never_leave_the_top() {
        assert_eq!(join("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(join("a", "/x//./y").as_deref(), Some("x/y"));
        assert_eq!(join("a", "../../x"), None);
        assert_eq!(join("", "./x").as_deref(), Some("x"));
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        assert_eq!(relative("a.md", "b.md"), "b.md");
        assert_eq!(relative("x/a.md", "x/b.md"), "b.md");
        assert_eq!(relative("x/a.md", "y/b c.md"), "../y/b%20c.md");
    }
}
