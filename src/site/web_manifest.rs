//! `manifest.webmanifest`: what makes the site installable as an app (W3C Web Application Manifest).

use serde_json::json;

/// The file's path below the root.
pub const FILE: &str = "manifest.webmanifest";

/// `--accent` of the light theme and `--soft`, in which the header is (styles/tokens.css).
const BACKGROUND: &str = "#f3f5f7";

/// The manifest's text. All URLs are relative to it, so it holds wherever the site lies.
pub fn text(title: &str, language: &str) -> String {
    let icon = |file: &str, sizes: &str, kind: &str, purpose: &str| json!({ "src": format!("icons/{file}"), "sizes": sizes, "type": kind, "purpose": purpose });
    let manifest = json!({
        "name": title,
        "short_name": title,
        "description": "Runbooks that work when everything else is down",
        "lang": language,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": BACKGROUND,
        "theme_color": BACKGROUND,
        "icons": [
            icon("icon-192.png", "192x192", "image/png", "any"),
            icon("icon-512.png", "512x512", "image/png", "any"),
            icon("icon-maskable-192.png", "192x192", "image/png", "maskable"),
            icon("icon-maskable-512.png", "512x512", "image/png", "maskable"),
            icon("icon.svg", "any", "image/svg+xml", "any"),
        ],
        "shortcuts": [
            { "name": "Search runbooks", "url": "./?q=" },
            { "name": "Runs in progress", "url": "runs/" },
        ],
    });
    // Only text: serialising cannot fail.
    serde_json::to_string_pretty(&manifest).unwrap_or_default()
}
