//! What hosts need to be told: headers and caching, for servers that read `_headers`, for nginx and for Caddy
//! (docs/hosting.md); and `.nojekyll`, without which GitHub Pages leaves out what begins with `_`.

use super::Output;
use super::page::{POLICY, not_found};

const NGINX: &str = include_str!("deploy/nginx.conf");
const CADDY: &str = include_str!("deploy/Caddyfile");
const DOCKER: &str = include_str!("deploy/Dockerfile");

/// The policy for authors' files: none of them may run as a page of the site.
pub const FILES_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox";

/// Headers that every answer carries, beside the policy.
const HEADERS: &[(&str, &str)] = &[
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    (
        "Permissions-Policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()",
    ),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
];

const FOREVER: &str = "public, max-age=31536000, immutable";

/// The policy in headers: that of the pages, with the hashes of `404.html`'s script and style, and what only a header
/// can say. A server sends one policy for all of them; the page's own `<meta>` narrows it again.
pub fn policy() -> String {
    let (script, style) = not_found::hashes();
    let with_script = POLICY.replace("script-src 'self'", &format!("script-src 'self' {script}"));
    // The pages leave styles to `default-src`; a hash needs a directive of its own.
    format!("{with_script}; style-src 'self' {style}; frame-ancestors 'none'")
}

/// Adds the files.
pub fn add(output: &mut Output) {
    output.insert("_headers".to_string(), headers().into());
    let nginx: String = all()
        .map(|(name, value)| format!("    add_header {name} \"{value}\" always;\n"))
        .collect();
    let caddy: String = all().map(|(name, value)| format!("\t\t{name} \"{value}\"\n")).collect();
    for (path, text, lines) in [
        ("deploy/nginx.conf", NGINX, &nginx),
        ("deploy/Caddyfile", CADDY, &caddy),
    ] {
        let text = text
            .replace("{{headers}}\n", lines)
            .replace("{{policy}}", &policy())
            .replace("{{files-policy}}", FILES_POLICY)
            .replace("{{forever}}", FOREVER);
        output.insert(path.to_string(), text.into());
    }
    output.insert("deploy/Dockerfile".to_string(), DOCKER.into());
    output.insert(".nojekyll".to_string(), Vec::new().into());
}

fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    HEADERS.iter().copied()
}

/// `_headers`, as Netlify, Cloudflare Pages and others read it. Rules do not overlap in a header: these hosts would join
/// the values.
fn headers() -> String {
    let mut out = String::from("/*\n");
    out.push_str(&format!("  Content-Security-Policy: {}\n", policy()));
    for (name, value) in all() {
        out.push_str(&format!("  {name}: {value}\n"));
    }
    out.push_str(&format!("/assets/*\n  Cache-Control: {FOREVER}\n"));
    for path in [
        "/",
        "/index.html",
        "/404.html",
        "/sw.js",
        "/runbooks.json",
        "/feed.xml",
        "/manifest.webmanifest",
        "/r/*",
        "/a/*",
        "/guide/*",
        "/contacts/*",
        "/review/*",
        "/runs/*",
        "/write/*",
        "/icons/*",
    ] {
        out.push_str(&format!("{path}\n  Cache-Control: no-cache\n"));
    }
    // A second policy: both hold.
    out.push_str(&format!(
        "/files/*\n  Content-Security-Policy: {FILES_POLICY}\n  Cache-Control: no-cache\n"
    ));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_configuration_has_every_header() {
        let mut output = Output::new();
        add(&mut output);
        for path in ["_headers", "deploy/nginx.conf", "deploy/Caddyfile"] {
            let text = String::from_utf8(output[path].to_vec()).unwrap();
            assert!(!text.contains("{{"), "{path}: {text}");
            for (name, value) in all() {
                assert!(text.contains(name) && text.contains(value), "{path} has no {name}");
            }
            assert!(
                text.contains(&policy()) && text.contains(FILES_POLICY) && text.contains(FOREVER),
                "{path}"
            );
        }
        let (script, style) = not_found::hashes();
        let policy = policy();
        let directives: Vec<&str> = policy.split("; ").collect();
        // What `404.html` has inline runs under the headers' policy, too, and nobody else's.
        assert!(directives.contains(&format!("script-src 'self' {script} 'wasm-unsafe-eval'").as_str()));
        assert!(directives.contains(&format!("style-src 'self' {style}").as_str()));
        assert!(directives.contains(&"frame-ancestors 'none'"));
    }
}
