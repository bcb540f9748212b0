//! Links that leave the site to come back to it.

use crate::diagnostic::{Diagnostic, Fix, TextEdit};
use crate::lint::registry::{Check, lint};
use crate::lint::{Folder, Member, Options};
use crate::markdown::links::relative;
use crate::text::percent::decode;
use crate::text::{Span, slug};
use pulldown_cmark::{Event, Tag};

lint! {
    /// Links that leave the site to come back to it.
    "BG023" "absolute-url-to-runbook" Warning, Check::Folder(check),
    what: "A link to another runbook of the folder by its absolute address, under `[site] url` or `[site] repository`.",
    why: "The offline copy, the single file and a mirror cannot follow it: when the site is down, so is the link.",
    bad: [
        ("a.md", "# A\n\nSee [B](https://runbooks.example.org/r/b/).\n"),
        ("b.md", "# B\n"),
        ("breakglass.toml", "[site]\nurl = \"https://runbooks.example.org/\"\n"),
    ],
    good: [
        ("a.md", "# A\n\nSee [B](b.md).\n"),
        ("b.md", "# B\n"),
        ("breakglass.toml", "[site]\nurl = \"https://runbooks.example.org/\"\n"),
    ],
    fix: "",
}

fn check(folder: &Folder<'_>, options: &Options, out: &mut Vec<(usize, Diagnostic)>) {
    if options.addresses.is_empty() || options.is_off(RULE) {
        return;
    }
    for (at, member) in folder.members.iter().enumerate() {
        let prepared = &member.document.prepared;
        if !options
            .addresses
            .iter()
            .any(|address| prepared.text.contains(address.as_str()))
        {
            continue;
        }
        for (event, span) in prepared.iter() {
            let Event::Start(Tag::Link { dest_url, .. }) = event else {
                continue;
            };
            let target = options
                .addresses
                .iter()
                .find_map(|address| dest_url.strip_prefix(address.as_str())?.strip_prefix('/'))
                .and_then(|rest| target(folder, rest));
            if let Some((target, anchor)) = target {
                out.push((at, finding(member, target, &anchor, &dest_url, span)));
            }
        }
    }
}

/// The runbook that an address means behind the site's or the repository's: `r/<id>/`, `a/<Alert>/`, or a path that ends
/// in the runbook's own; and the anchor.
fn target<'a>(folder: &'a Folder<'_>, rest: &str) -> Option<(&'a Member<'a>, String)> {
    let (path, anchor) = rest.split_once('#').unwrap_or((rest, ""));
    let path = decode(path.split('?').next().unwrap_or(""));
    let page = path
        .trim_matches('/')
        .trim_end_matches("index.html")
        .trim_end_matches('/');
    let by_id = page
        .strip_prefix("r/")
        .map(|id| id.split('/').map(slug::id_part).collect::<Vec<_>>().join("/"));
    let by_alert = page.strip_prefix("a/");
    let found = folder.members.iter().find(|member| {
        let alerts = &member.document.runbook().metadata.alerts;
        by_id.as_deref() == Some(member.id)
            || by_alert.is_some_and(|name| alerts.iter().any(|alert| alert.value == name))
            || path
                .strip_suffix(member.path)
                .is_some_and(|head| head.ends_with('/') && is_branch(&format!("/{head}")))
    })?;
    Some((found, anchor.to_string()))
}

/// Whether the part of a repository's address before the file is one that shows a file.
fn is_branch(head: &str) -> bool {
    ["/blob/", "/tree/", "/src/", "/-/blob/"]
        .iter()
        .any(|part| head.contains(part))
}

fn finding(member: &Member<'_>, target: &Member<'_>, anchor: &str, href: &str, span: Span) -> Diagnostic {
    let relative = relative(member.path, target.path);
    let relative = if anchor.is_empty() {
        relative
    } else {
        format!("{relative}#{anchor}")
    };
    let finding = Diagnostic::new(
        RULE,
        span,
        format!(
            "this is `{}`, which works without the network only by its path",
            target.path
        ),
    )
    .help(format!("link to `{relative}`"));
    let source = &member.document.prepared.text;
    match span.of(source).find(href) {
        Some(at) => finding.fix(Fix {
            title: format!("Link to `{relative}`"),
            edits: vec![TextEdit::replace(
                Span::new(span.start + at, span.start + at + href.len()),
                relative,
            )],
            safe: false,
        }),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::folder;

    #[test]
    fn addresses_of_the_site_and_the_repository() {
        let options = Options {
            addresses: vec!["https://r.example.org".into(), "https://git.example.org/t/repo".into()],
            ..Options::default()
        };
        for href in [
            "https://r.example.org/r/db/b/index.html#x",
            "https://r.example.org/a/DbDown/",
            "https://git.example.org/t/repo/blob/main/runbooks/db/b.md",
        ] {
            let a = format!("# A\n\n[b]({href})\n");
            let files = [("a.md", a.as_str()), ("db/b.md", "---\nalerts: [DbDown]\n---\n# B\n")];
            let found: Vec<String> = folder(&files, &options)
                .into_iter()
                .filter(|f| f.contains("absolute"))
                .collect();
            assert_eq!(found, ["a.md: absolute-url-to-runbook"], "{href}");
        }
        let files = [(
            "a.md",
            "# A\n\n[b](https://r.example.org/r/other/) [c](https://else.example.org/r/a/)\n",
        )];
        assert!(folder(&files, &options).iter().all(|f| !f.contains("absolute")));
    }
}
