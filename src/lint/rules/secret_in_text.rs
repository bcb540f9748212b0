//! Secrets in a text that many can read.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::lint::words::is_stand_in;
use crate::text::Span;
use std::ops::Range;

lint! {
    /// Secrets in a text that many can read.
    "BG090" "secret-in-text" Error, Check::File(check),
    what: "An access key, token, webhook or private key, by its form; or a long random value behind a name such as `password=`. \
           Messages never repeat it.",
    why: "A runbook is copied to a site, to laptops and to a repository's history. What stands in it is no secret any more.",
    bad: "# T\n\n## Diagnosis\n\n```bash\nexport AWS_ACCESS_KEY_ID=AKIAQ3EGSIN5RTUKW7PD\n```\n",
    good: "# T\n\n## Diagnosis\n\n```bash\nexport AWS_ACCESS_KEY_ID=\"$(vault read -field=id secret/aws)\"\n```\n",
    fix: "",
}

/// Secrets that begin with their kind: the beginning, the least number of characters behind it, and what it is.
const PREFIXES: [(&str, usize, &str); 22] = [
    ("AKIA", 16, "an AWS access key"),
    ("ASIA", 16, "a temporary AWS access key"),
    ("ghp_", 30, "a GitHub token"),
    ("gho_", 30, "a GitHub token"),
    ("ghu_", 30, "a GitHub token"),
    ("ghs_", 30, "a GitHub token"),
    ("ghr_", 30, "a GitHub token"),
    ("github_pat_", 30, "a GitHub token"),
    ("glpat-", 20, "a GitLab token"),
    ("xoxb-", 20, "a Slack token"),
    ("xoxp-", 20, "a Slack token"),
    ("xoxa-", 20, "a Slack token"),
    ("xapp-", 20, "a Slack token"),
    ("sk_live_", 16, "a Stripe key"),
    ("rk_live_", 16, "a Stripe key"),
    ("AIza", 35, "a Google API key"),
    ("npm_", 36, "an npm token"),
    ("dop_v1_", 40, "a DigitalOcean token"),
    ("hvs.", 24, "a Vault token"),
    ("SG.", 40, "a SendGrid key"),
    ("pypi-", 50, "a PyPI token"),
    ("AGE-SECRET-KEY-", 40, "an age key"),
];

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let source = file.source;
    let mut found: Vec<(Range<usize>, &str)> = Vec::new();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        if let Some(start) = line.find("-----BEGIN").filter(|_| line.contains("PRIVATE KEY-----"))
            && has_key_body(source.get(at + start..).unwrap_or(""))
        {
            found.push((at + start..at + line.trim_end().len(), "a private key"));
        }
        line_secrets(line, at, &mut found);
        at += line.len();
    }
    crate::text::order::sort(&mut found, &|a, b| a.0.start.cmp(&b.0.start));
    found.dedup_by(|next, first| next.0.start < first.0.end);
    for (range, what) in found {
        let span = Span::from(range);
        // The keys that a provider's own manual shows are no secret, but nothing to run either.
        let is_example = span.of(source).to_lowercase().contains("example");
        let mut finding = Diagnostic::new(RULE, span, format!("this looks like {what}"));
        if is_example {
            finding.severity = Severity::Warning;
            finding.message.push_str(", though one for examples");
        }
        out.push(finding.help("revoke it, and let the command fetch it from where secrets are kept"));
    }
}

fn line_secrets(line: &str, at: usize, found: &mut Vec<(Range<usize>, &'static str)>) {
    for (start, token) in tokens(line) {
        let secret = PREFIXES.iter().find_map(|(prefix, least, what)| {
            let rest = token.strip_prefix(prefix)?;
            let long = rest.len() >= *least && (rest.len() >= 30 || rest.bytes().any(|b| b.is_ascii_digit()));
            let exact = !matches!(*prefix, "AKIA" | "ASIA")
                || rest.len() == 16 && rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            (long && exact && !is_filler(rest) && !is_monotone(rest)).then_some(*what)
        });
        let secret = secret.or_else(|| is_jwt(token).then_some("a signed token (JWT)"));
        found.extend(secret.map(|what| (at + start..at + start + token.len(), what)));
    }
    if let Some(start) = line.find("hooks.slack.com/services/T") {
        let url = line.get(start..).unwrap_or("");
        let url = url
            .split(|c: char| !(c.is_ascii_alphanumeric() || "./_-".contains(c)))
            .next()
            .unwrap_or("");
        let last = url.rsplit('/').next().unwrap_or("");
        if url.split('/').count() >= 5 && last.len() >= 20 && !is_stand_in(last) {
            found.push((at + start..at + start + url.len(), "a Slack webhook"));
        }
    }
    assigned(line, at, found);
}

/// Whether a key follows behind its first line: a long run of Base64 (RFC 4648) before its last line.
fn has_key_body(text: &str) -> bool {
    let body = text.split_once("KEY-----").map_or("", |(_, rest)| rest);
    let body = body.split("-----END").next().unwrap_or("");
    let base64 = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    let near = body
        .char_indices()
        .nth(400)
        .map_or(body, |(at, _)| body.get(..at).unwrap_or(body));
    crate::lint::words::runs(near, base64).iter().any(|run| run.len() >= 32)
}

/// Whether what stands behind a token's beginning only fills its place.
fn is_filler(rest: &str) -> bool {
    let lower = rest.to_lowercase();
    ["xxx", "your", "redacted", "placeholder", "..."]
        .iter()
        .any(|word| lower.contains(word))
}

/// Bytes of a token at least.
const SHORTEST: usize = 20;

/// Runs of the characters that tokens are made of.
fn tokens(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let inside = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let line = Some(line).filter(|line| line.len() >= SHORTEST).unwrap_or("");
    crate::lint::words::runs(line, inside)
        .into_iter()
        .filter(|range| range.len() >= SHORTEST)
        .filter_map(|range| Some((range.start, line.get(range)?)))
}

fn is_jwt(token: &str) -> bool {
    let parts: Vec<&str> = token.split('.').collect();
    matches!(parts.as_slice(), [head, body, sign] if head.starts_with("eyJ") && body.starts_with("eyJ") && sign.len() >= 20)
}

/// `password = "…"` with a value that no person would type.
fn assigned(line: &str, at: usize, found: &mut Vec<(Range<usize>, &'static str)>) {
    const NAMES: [&str; 8] = [
        "password",
        "passwd",
        "secret",
        "token",
        "api_key",
        "apikey",
        "access_key",
        "secret_access_key",
    ];
    // Most lines assign nothing.
    if memchr::memchr2(b'=', b':', line.as_bytes()).is_none() {
        return;
    }
    let lower = line.to_ascii_lowercase();
    for (sign, _) in lower.match_indices(['=', ':']) {
        let name = lower.get(..sign).unwrap_or("").trim_end_matches([' ', '"', '\'']);
        if !NAMES.iter().any(|word| name.ends_with(word)) {
            continue;
        }
        let rest = line.get(sign + 1..).unwrap_or("");
        let lead = rest.len() - rest.trim_start_matches([' ', '"', '\'', '=']).len();
        let value = rest.get(lead..).unwrap_or("");
        let value = value
            .split(|c: char| !(c.is_ascii_alphanumeric() || "+/_-.~!@#^&".contains(c)))
            .next()
            .unwrap_or("");
        let value = value.trim_end_matches('.');
        if is_random(value) {
            let start = at + sign + 1 + lead;
            found.push((start..start + value.len(), "a secret value"));
        }
    }
}

/// Whether a value is long, mixes cases and digits, and reads like no name.
pub(super) fn is_random(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let lower = value.bytes().any(|b| b.is_ascii_lowercase());
    let upper = value.bytes().any(|b| b.is_ascii_uppercase());
    let hex = value.len() >= 32 && value.bytes().all(|b| b.is_ascii_hexdigit());
    value.len() >= 16
        && digits >= 2
        && (lower && upper || hex)
        && !value.contains("//")
        && !is_stand_in(value)
        && !is_monotone(value)
}

/// Whether a value is a few characters over and over, as in `0000`.
fn is_monotone(value: &str) -> bool {
    let mut kinds: Vec<u8> = Vec::new();
    for byte in value.bytes() {
        if !kinds.contains(&byte) {
            kinds.push(byte);
        }
    }
    kinds.len() <= 4
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::of;

    #[test]
    fn the_secret_is_not_repeated() {
        for secret in [
            "AKIAQ3EGSIN5RTUKW7PD",
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "glpat-Zx8kQ2mN5vB7cL9wT3yR",
            "https://hooks.slack.com/services/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",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        ] {
            let found = of("secret-in-text", &format!("# T\n\nUse {secret} here.\n"));
            assert_eq!(found.len(), 1, "{secret}");
            assert!(!found[0].1.contains(secret.get(8..).unwrap()), "{}", found[0].1);
        }
        assert_eq!(
            of("secret-in-text", "```\npassword: \"q8Zr2Lm5Xw9Tn3Kv\"\n```\n").len(),
            1
        );
        let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEAx2Vn8Rt5Ym1Cs4Dq7Xw2Lk9Pz3Vn8Rt5Ym1Cs4D\n-----END RSA PRIVATE KEY-----\n";
        assert_eq!(of("secret-in-text", &format!("```\n{key}```\n")).len(), 1);
    }

    #[test]
    fn what_stands_for_a_secret_is_none() {
        for text in [
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "token: ${GITHUB_TOKEN}",
            "password=changeme12345678ABC",
            "secret: my-secret-name-in-vault",
            "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "-----BEGIN CERTIFICATE-----",
            "-----BEGIN RSA PRIVATE KEY-----",
        ] {
            assert!(of("secret-in-text", &format!("# T\n\n`{text}`\n")).is_empty(), "{text}");
        }
    }
}
