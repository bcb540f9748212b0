//! Secrets in pasted text: found by their form, masked before anything is stored.
//!
//! The forms are those that the issuers document (prefixes of tokens), and the places where passwords stand in the
//! output of programs: URLs, headers, assignments. What has no form cannot be found; so an export shows what it holds.

mod forms;

use crate::runbook::variable;
use forms::{HEADERS, NAMES, PREFIXES};

/// A text without its secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masked {
    /// The text, each secret replaced by `[masked: WHAT]`.
    pub text: String,
    /// What was masked, in order.
    pub found: Vec<&'static str>,
}

/// Replaces the secrets in `text`. Masking what is masked changes nothing.
pub fn mask(text: &str) -> Masked {
    let mut out = Masked::default();
    let mut rest = text;
    while let Some((before, key, after)) = private_key(rest) {
        lines(before, &mut out);
        out.put("private key");
        debug_assert!(!key.is_empty());
        rest = after;
    }
    lines(rest, &mut out);
    out
}

/// Whether `value` looks like a secret by itself.
pub fn is_secret_value(value: &str) -> bool {
    !mask(value).found.is_empty()
}

/// The text before a private key, the key with its frame (to the text's end if it is cut off), and the text after.
fn private_key(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find("-----BEGIN ") {
        let start = from + at;
        let frame = text.get(start..)?;
        let head = frame.get("-----BEGIN ".len()..)?;
        let title = head.split("-----").next().unwrap_or_default();
        if title.len() < 64 && title.contains("PRIVATE KEY") {
            let body = "-----BEGIN ".len() + title.len() + "-----".len();
            let end = frame
                .get(body..)
                .and_then(|rest| {
                    let end = rest.find("-----END ")?;
                    let close = rest.get(end + "-----END ".len()..)?.find("-----")?;
                    Some(body + end + "-----END ".len() + close + "-----".len())
                })
                .unwrap_or(frame.len());
            return Some((text.get(..start)?, frame.get(..end)?, frame.get(end..)?));
        }
        from = start + "-----BEGIN ".len();
    }
    None
}

impl Masked {
    fn put(&mut self, what: &'static str) {
        self.text.push_str("[masked: ");
        self.text.push_str(what);
        self.text.push(']');
        self.found.push(what);
    }
}

fn lines(text: &str, out: &mut Masked) {
    for line in text.split_inclusive('\n') {
        let (line, end) = match line.strip_suffix('\n') {
            Some(line) => (line, "\n"),
            None => (line, ""),
        };
        match header(line) {
            Some((before, value)) if !is_masked(value) => {
                words(before, out);
                let closing = value.rfind(['"', '\'']).map_or("", |at| value.get(at..).unwrap_or(""));
                out.put("header");
                out.text.push_str(closing);
            }
            _ => words(line, out),
        }
        out.text.push_str(end);
    }
}

fn is_masked(value: &str) -> bool {
    value.trim_start().starts_with("[masked: ")
}

/// A line up to and with a secret header's name, and its value.
fn header(line: &str) -> Option<(&str, &str)> {
    let lower = line.to_ascii_lowercase();
    let found = HEADERS.iter().filter_map(|name| {
        let at = lower.find(name)?;
        let own = lower
            .get(..at)?
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_ascii_alphanumeric() && c != '-');
        own.then_some(at + name.len())
    });
    let mut end = found.min()?;
    while line.get(end..)?.starts_with(' ') {
        end += 1;
    }
    let value = line.get(end..)?;
    (!value.trim().is_empty()).then_some((line.get(..end)?, value))
}

/// What may stand in a token.
fn in_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '+' | '=' | '~')
}

/// Masks tokens, passwords in URLs, and values of secret names in a line or a part of one.
fn words(line: &str, out: &mut Masked) {
    let mut at = 0;
    // What stands before the present place on this line, for names that a value follows.
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(end) = rest.strip_prefix("[masked: ").and_then(|tail| tail.find(']')) {
            let end = "[masked: ".len() + end + 1;
            out.text.push_str(rest.get(..end).unwrap_or(rest));
            at += end;
            continue;
        }
        let before = line.get(..at).unwrap_or_default();
        if let Some((length, what)) = assigned(before, rest) {
            out.put(what);
            at += length;
            continue;
        }
        if let Some(length) = user_info(before, rest) {
            out.put("password in a URL");
            at += length;
            continue;
        }
        let begins = before
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_ascii_alphanumeric() && c != '_');
        if begins && let Some((length, what)) = token(rest) {
            out.put(what);
            at += length;
            continue;
        }
        let next = rest.chars().next().map_or(1, char::len_utf8);
        out.text.push_str(rest.get(..next).unwrap_or_default());
        at += next;
    }
}

/// A token at the start of `text`: its length and whose it is.
fn token(text: &str) -> Option<(usize, &'static str)> {
    let end = text.find(|c| !in_token(c)).unwrap_or(text.len());
    let word = text.get(..end)?;
    let narrow = word.trim_end_matches(['.', '/', '-']);
    for (prefix, least, what) in PREFIXES {
        let Some(rest) = narrow.strip_prefix(prefix) else {
            continue;
        };
        if prefix == "eyJ" {
            let parts: Vec<&str> = narrow.split('.').collect();
            if parts.len() >= 2 && parts.iter().take(2).all(|part| part.len() >= 8) && narrow.len() >= 30 {
                return Some((narrow.len(), what));
            }
        } else if what == "AWS access key" {
            let key = rest
                .chars()
                .take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
                .count();
            if key == least
                && rest
                    .get(key..)
                    .is_some_and(|tail| !tail.starts_with(|c: char| c.is_ascii_alphanumeric()))
            {
                return Some((prefix.len() + key, what));
            }
        } else if rest.len() >= least && rest.chars().any(|c| c.is_ascii_digit() || c.is_ascii_uppercase()) {
            return Some((narrow.len(), what));
        }
    }
    // AWS secret keys: 40 characters of base64 without a form of their own. Hashes in hexadecimal are none, and paths have
    // more slashes.
    let core = narrow.trim_end_matches('=');
    let mixed = core.chars().any(|c| c.is_ascii_lowercase())
        && core.chars().any(|c| c.is_ascii_uppercase())
        && core.chars().any(|c| c.is_ascii_digit());
    let base64 = core.chars().all(|c| c.is_ascii_alphanumeric() || c == '/' || c == '+');
    (core.len() == 40 && mixed && base64 && core.matches('/').count() < 4).then_some((narrow.len(), "AWS secret key"))
}

/// The length of a password at the start of `text`, where `before` ends in `scheme://user:`.
fn user_info(before: &str, text: &str) -> Option<usize> {
    let user = before.strip_suffix(':')?;
    let scheme = user.rfind("://")?;
    let name = user.get(scheme + 3..)?;
    if name.contains(['/', '@', ' ', '?', '#', ':', '"', '\'']) {
        return None;
    }
    let end = text.find([' ', '"', '\'', '<', '>', '\t']).unwrap_or(text.len());
    let at = text.get(..end)?.rfind('@')?;
    (at > 0 && !text.starts_with(['$', '[', '<', '*'])).then_some(at)
}

/// The length of a secret value at the start of `text`, where `before` ends in a secret name and what assigns to it.
fn assigned(before: &str, text: &str) -> Option<(usize, &'static str)> {
    let scheme = ["Bearer ", "bearer ", "BEARER "]
        .iter()
        .any(|word| before.ends_with(word));
    if scheme {
        let end = text.find(|c| !in_token(c)).unwrap_or(text.len());
        return (end >= 8).then_some((end, "bearer token"));
    }
    // `name=value`, `name: value`, `"name": "value"`, `--name value`, `NAME='value'`.
    let trimmed = before.trim_end_matches(['"', '\'']);
    let quote = before.get(trimmed.len()..).and_then(|quotes| quotes.chars().next());
    let spaced = trimmed.trim_end_matches([' ', '\t']);
    let name_end = match spaced.chars().next_back()? {
        '=' | ':' => {
            // A URL's `password:` is handled by its own rule; `::` is a path in code.
            let end = spaced.len() - 1;
            let head = spaced.get(..end)?;
            if head.ends_with(':') {
                return None;
            }
            head.trim_end_matches([' ', '\t', '>', '"', '\'']).len()
        }
        _ if spaced.len() < trimmed.len() => {
            let word = spaced.rsplit([' ', '\t']).next()?;
            if !word.starts_with("--") {
                return None;
            }
            spaced.len()
        }
        _ => return None,
    };
    let head = spaced.get(..name_end)?;
    let start = head
        .rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')))
        .map_or(0, |at| {
            at + head
                .get(at..)
                .and_then(|tail| tail.chars().next())
                .map_or(1, char::len_utf8)
        });
    if !is_secret_name(head.get(start..)?) {
        return None;
    }
    let end = match quote {
        Some(quote) => text.find(quote).unwrap_or(text.len()),
        None => text
            .find([' ', '\t', ',', ';', '"', '\'', '&', ')', '}', '|'])
            .unwrap_or(text.len()),
    };
    // What is masked already is not part of a value.
    let end = text.find("[masked: ").map_or(end, |masked| end.min(masked));
    let value = text.get(..end)?;
    let empty = value.chars().count() < 3
        || value.starts_with(['$', '<', '{', '*', '['])
        || ["null", "none", "true", "false", "nil", "undefined"].contains(&value.to_ascii_lowercase().as_str());
    (!empty).then_some((end, "value of a secret name"))
}

fn is_secret_name(name: &str) -> bool {
    let key = variable::key(name.trim_start_matches('-')).replace('.', "_");
    NAMES.split('|').any(|word| {
        key.strip_suffix(word)
            .is_some_and(|head| head.is_empty() || head.ends_with('_'))
            || key == plural(word)
            || (word.len() > 5 && key.ends_with(word))
    })
}

fn plural(word: &str) -> String {
    [word, "s"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn hidden(text: &str, secret: &str) {
        let masked = mask(text);
        assert!(!masked.text.contains(secret), "{text:?} became {:?}", masked.text);
        assert!(!masked.found.is_empty());
        assert_eq!(mask(&masked.text).text, masked.text, "masking twice");
    }

    #[test]
    fn secrets_are_hidden() {
        hidden("id AKIAIOSFODNN7EXAMPLE end", "AKIAIOSFODNN7EXAMPLE");
        hidden(
            "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "wJalrXUtnFEMI",
        );
        hidden("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE1", "wJalrXUtnFEMI");
        hidden("x ghp_abcdefghijklmnopqrstuvwxyz0123456789 y", "ghp_abc");
        hidden("tok: xoxb-1234567890-abcdefghij", "1234567890");
        hidden(
            "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
            "eyJzdWIi",
        );
        hidden("postgres://shop:hunter2x@db.internal:5432/shop", "hunter2x");
        hidden("redis://:s3cr3t!@cache:6379", "s3cr3t!");
        hidden("Authorization: Bearer abc.def.ghi", "abc.def.ghi");
        hidden("curl -H 'Authorization: Basic dXNlcjpwYXNz' https://x", "dXNlcjpwYXNz");
        hidden("< set-cookie: sid=abcdef; Path=/", "abcdef");
        hidden("DB_PASSWORD=hunter2 next", "hunter2");
        hidden("\"clientSecret\": \"p w d\"", "p w d");
        hidden("password: 'correct horse'", "correct horse");
        hidden("mysql --password hunter22 -u x", "hunter22");
        hidden("https://x/?token=abc123&x=1", "abc123");
        hidden(
            "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nafter",
            "MIIE",
        );
        hidden("-----BEGIN PRIVATE KEY-----\nMIIE", "MIIE");
        assert!(
            mask("a\n-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\nafter")
                .text
                .ends_with("\nafter")
        );
    }

    #[test]
    fn what_is_no_secret_stays() {
        for text in [
            "kubectl get pods -n shop-prod",
            "NAME   READY   STATUS\ncheckout-6d5f   1/1   Running",
            "commit da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "https://example.com/a:b@c",
            "PRIMARY KEY: id",
            "password=${DB_PASSWORD}",
            "token: <token>",
            "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
            "the sk-learn version",
            "passing: 12 tests",
            "secret: null",
            "std::token::x",
        ] {
            assert_eq!(
                mask(text),
                Masked {
                    text: text.into(),
                    found: Vec::new()
                }
            );
        }
    }
}
