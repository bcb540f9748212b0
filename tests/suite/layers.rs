//! The direction of dependencies (ARCHITECTURE.md, "Layers"), read from the `use` lines and paths of the sources.

use std::fs;
use std::path::Path;

/// Top-level modules by layer, and the modules that each may name.
const ALLOWED: &[(&str, &[&str])] = &[
    ("text", &["text"]),
    ("route", &["route", "text"]),
    ("diagnostic", &["diagnostic", "text"]),
    ("runbook", &["runbook", "text"]),
    ("markdown", &["markdown", "runbook", "diagnostic", "text"]),
    ("draft", &["draft", "markdown", "runbook", "diagnostic", "text"]),
    ("article", &["article", "markdown", "runbook", "diagnostic", "text"]),
    ("lint", &["lint", "markdown", "runbook", "diagnostic", "text"]),
    ("run", &["run", "runbook", "text"]),
    ("search", &["search", "markdown", "runbook", "text"]),
    ("review", &["review", "runbook", "route", "text"]),
    ("alerts", &["alerts", "runbook", "diagnostic", "route", "text"]),
    (
        "site",
        &[
            "site",
            "alerts",
            "review",
            "run",
            "lint",
            "article",
            "search",
            "draft",
            "markdown",
            "runbook",
            "diagnostic",
            "route",
            "text",
        ],
    ),
    (
        "cli",
        &[
            "cli",
            "site",
            "alerts",
            "review",
            "run",
            "lint",
            "article",
            "search",
            "draft",
            "markdown",
            "runbook",
            "diagnostic",
            "route",
            "text",
        ],
    ),
    (
        "app",
        &[
            "app",
            "article",
            "draft",
            "search",
            "lint",
            "run",
            "review",
            "markdown",
            "runbook",
            "diagnostic",
            "route",
            "text",
        ],
    ),
];

/// Names that only some folders may use.
const RESERVED: &[(&str, &[&str])] = &[
    ("web_sys", &["app/browser"]),
    ("js_sys", &["app/browser", "text/nfc.rs"]),
    ("gloo_", &["app/browser"]),
    (
        "wasm_bindgen",
        &["app/browser", "bin/app.rs", "bin/runner.rs", "bin/wizard.rs"],
    ),
    ("std::fs", &["site", "cli"]),
    ("leptos", &["app"]),
];

/// What is wrong with one source file; `path` is relative to `src`.
fn violations(path: &str, source: &str) -> Vec<String> {
    let segments: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
    let module = segments[0];
    let mut out = Vec::new();
    let allowed = ALLOWED
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, allowed)| *allowed);
    let code: Vec<&str> = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect();
    let code = code.join("\n");
    // As many `super::` as the module is deep lead to the crate's root, too.
    let code = code.replace(&"super::".repeat(segments.len()), "crate::");
    for (at, _) in code.match_indices("crate::") {
        let line = code[..at].matches('\n').count() + 1;
        for named in named(&code[at + "crate::".len()..]) {
            let known = ALLOWED.iter().any(|(name, _)| *name == named);
            if known && allowed.is_some_and(|allowed| !allowed.contains(&named.as_str())) {
                out.push(format!("src/{path}:{line}: `{module}` must not use `{named}`"));
            }
        }
    }
    for (number, line) in code.lines().enumerate() {
        for (name, places) in RESERVED {
            let uses = line
                .split(|c: char| !(c.is_alphanumeric() || "_:".contains(c)))
                .any(|word| word.starts_with(name));
            if uses && !places.iter().any(|place| path.starts_with(place)) {
                out.push(format!(
                    "src/{path}:{}: `{name}` belongs to {places:?} only",
                    number + 1
                ));
            }
        }
    }
    out
}

/// The modules that stand behind `crate::`: one, or those of a group in braces.
fn named(rest: &str) -> Vec<String> {
    let identifier = |text: &str| -> String {
        text.trim()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(group) = rest.strip_prefix('{') else {
        return vec![identifier(rest)];
    };
    let mut depth = 0;
    let mut out = vec![identifier(group)];
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => out.push(identifier(&group[at + 1..])),
            _ => {}
        }
    }
    out
}

#[test]
fn dependencies_point_inwards() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut files = 0;
    for entry in ignore::WalkBuilder::new(&src).build().filter_map(Result::ok) {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            files += 1;
            let relative = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
            found.extend(violations(&relative, &fs::read_to_string(path).unwrap()));
        }
    }
    assert!(files > 40, "only {files} source files were read");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_wrong_arrow_is_found() {
    for (path, source) in [
        ("markdown/html.rs", "use crate::site::App;"),
        ("text.rs", "fn f() { crate::runbook::id::x() }"),
        ("app/pages/home.rs", "use crate::cli;"),
        ("site/compile.rs", "use crate::app::Router;"),
        ("app/state/theme.rs", "use web_sys::window;"),
        ("markdown.rs", "use std::fs;"),
        ("markdown.rs", "use super::site;"),
        ("markdown/html/raw.rs", "use super::super::super::site::App;"),
        (
            "markdown.rs",
            "use crate::{\n    text::{Span, nfc},\n    site::App,\n};",
        ),
    ] {
        assert_eq!(violations(path, source).len(), 1, "{path}: {source}");
    }
    assert!(violations("site/compile.rs", "use crate::markdown::html; // crate::app").is_empty());
}
