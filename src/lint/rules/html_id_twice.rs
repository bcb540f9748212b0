//! Ids that raw HTML gives twice.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::markdown::raw_html;
use std::collections::HashSet;

lint! {
    /// Ids that raw HTML gives twice.
    "BG025" "html-id-twice" Warning, Check::File(check),
    what: "Two elements of raw HTML with the same `id` or `name`.",
    why: "A link to the second leads to the first.",
    bad: "# T\n\n<a id=\"start\"></a>\n\nText.\n\n<a id=\"start\"></a>\n\nText.\n",
    good: "# T\n\n<a id=\"start\"></a>\n\nText.\n\n<a id=\"stop\"></a>\n\nText.\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let mut seen: HashSet<String> = HashSet::new();
    for html in &file.html {
        raw_html::ids(html.of(file.source), |id| {
            if seen.contains(id) {
                let finding = Diagnostic::new(RULE, *html, format!("the id `{id}` is already taken on this page"));
                out.push(finding.help("give one of the two another id"));
            } else {
                seen.insert(id.to_string());
            }
        });
    }
}
