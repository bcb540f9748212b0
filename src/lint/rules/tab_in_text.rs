//! Tabs outside of code.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::text::Span;

lint! {
    /// Tabs outside of code.
    "BG098" "tab-in-text" Info, Check::File(check),
    what: "A tab outside of code blocks. One finding for a file.",
    why: "How far a tab indents differs from tool to tool: a step's command is part of its step in one and a block of its own in another.",
    bad: "# T\n\n## Resolution\n\n1.\tRestart it.\n",
    good: "# T\n\n## Resolution\n\n1. Restart it.\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let start = file.document.prepared.start;
    let mut tabs = file
        .source
        .match_indices('\t')
        .map(|(at, _)| at)
        .filter(|at| *at >= start && !file.in_code_block(*at));
    let Some(first) = tabs.next() else { return };
    let message = match tabs.count() {
        0 => "here stands a tab".to_string(),
        more => format!("here stands a tab, and {more} more in this file"),
    };
    out.push(Diagnostic::new(RULE, Span::new(first, first + 1), message).help("use spaces"));
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn code_has_its_own_rule() {
        check("tab-in-text", "---\ntitle:\tT\n---\n\n```make\na:\n\tls\n```\n", &[]);
        check("tab-in-text", "a\tb\tc\n", &["\t"]);
    }
}
