//! Anchors and ids made from author text.

use super::hash::{Map, long};
use super::nfc::nfc;

/// Bytes of a heading that are made a part of its anchor at a time; most have fewer.
const AT_A_TIME: usize = 64;

/// The anchor that GitHub gives a heading: lower case, spaces to `-`, everything dropped that is no letter, mark,
/// number, `-` or `_`. Unicode is kept, in Normalization Form C.
pub fn heading_slug(text: &str) -> String {
    if text.is_ascii() {
        let mut out = String::with_capacity(text.len());
        for bytes in text.trim().as_bytes().chunks(AT_A_TIME) {
            let mut room = [0; AT_A_TIME];
            let mut len = 0;
            // Each byte is written, and the next one over it where it is dropped: no branch depends on the letters.
            for byte in bytes {
                if let Some(to) = room.get_mut(len) {
                    *to = if *byte == b' ' { b'-' } else { byte.to_ascii_lowercase() };
                }
                len += usize::from(byte.is_ascii_alphanumeric() | matches!(byte, b' ' | b'-' | b'_'));
            }
            let kept = room.get(..len).and_then(|kept| std::str::from_utf8(kept).ok());
            out.push_str(kept.unwrap_or(""));
        }
        return out;
    }
    let text = nfc(text);
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c == ' ' {
            out.push('-');
        } else if c == '-' || c == '_' || c.is_alphanumeric() || is_mark(c) {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// The id part that a file or folder name gives: lower case, letters, numbers and `_` kept, everything else one `-`,
/// at most [`LONGEST_ID_PART`] bytes. Never empty.
pub fn id_part(name: &str) -> String {
    let name = nfc(name);
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c == '_' || c.is_alphanumeric() || is_mark(c) {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') {
            out.push('-');
        }
        if out.len() > LONGEST_ID_PART {
            break;
        }
    }
    while out.len() > LONGEST_ID_PART {
        out.pop();
    }
    let trimmed = out.trim_matches('-');
    if trimmed.is_empty() {
        "runbook".to_string()
    } else {
        trimmed.to_string()
    }
}

/// File systems allow 255 bytes in a name; this leaves room for suffixes.
pub const LONGEST_ID_PART: usize = 200;

/// Combining marks of common scripts that `char::is_alphanumeric` leaves out (viramas, points, accents).
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{0483}'..='\u{0487}' | '\u{0591}'..='\u{05c7}' | '\u{064b}'..='\u{065f}'
        | '\u{093c}' | '\u{094d}' | '\u{09bc}' | '\u{09cd}' | '\u{0a4d}' | '\u{0acd}' | '\u{0b4d}' | '\u{0bcd}'
        | '\u{0c4d}' | '\u{0ccd}' | '\u{0d4d}' | '\u{0dca}' | '\u{0e47}'..='\u{0e4e}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}')
}

/// The prefix that is ours in the page's ids and classes.
pub const RESERVED_PREFIX: &str = "bg-";

/// Keeps the ids of one page unique, and apart from the page's own, which begin with `bg-`.
#[derive(Debug, Default)]
pub struct Anchors {
    /// By the ids' hashes: of two ids with the same one, the second would get a number that it does not need.
    taken: Map<u64, usize>,
}

impl Anchors {
    /// For a page with so many ids; it may have more.
    pub fn with_room(ids: usize) -> Self {
        Self {
            taken: Map::with_capacity_and_hasher(ids, Default::default()),
        }
    }

    /// The anchor for a heading with this slug: the slug itself, else `slug-1`, `slug-2` and so on as on GitHub; an
    /// empty slug becomes `section`, a reserved one gets the prefix `user-`.
    pub fn unique(&mut self, slug: impl Into<String>) -> String {
        let slug = slug.into();
        let base = own(if slug.is_empty() { "section".to_string() } else { slug });
        let key = long(base.as_bytes());
        let Some(mut count) = self.taken.get(&key).copied() else {
            self.taken.insert(key, 0);
            return base;
        };
        loop {
            count += 1;
            let anchor = format!("{base}-{count}");
            let own = long(anchor.as_bytes());
            if !self.taken.contains_key(&own) {
                self.taken.insert(key, count);
                self.taken.insert(own, 0);
                return anchor;
            }
        }
    }

    /// Claims an id that an author wrote as such (`<a id="x">`); `None` when it is taken already or empty.
    pub fn claim(&mut self, id: &str) -> Option<String> {
        let id = own(id.trim().to_string());
        let key = long(id.as_bytes());
        if id.is_empty() || id.contains(char::is_whitespace) || self.taken.contains_key(&key) {
            return None;
        }
        self.taken.insert(key, 0);
        Some(id)
    }
}

fn own(id: String) -> String {
    let start = id.get(..RESERVED_PREFIX.len());
    match start.is_some_and(|start| start.eq_ignore_ascii_case(RESERVED_PREFIX)) {
        true => format!("user-{id}"),
        false => id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_follow_github() {
        assert_eq!(
            heading_slug("Step 1: Check `pg_stat_activity`"),
            "step-1-check-pg_stat_activity"
        );
        assert_eq!(heading_slug("CPU > 80% & rising"), "cpu--80--rising");
        assert_eq!(heading_slug("Größe prüfen"), "größe-prüfen");
        assert_eq!(heading_slug("復旧 手順"), "復旧-手順");
        assert_eq!(heading_slug("Re\u{301}seau"), "réseau");
    }

    #[test]
    fn file_names_become_ids() {
        assert_eq!(id_part("Getting Started"), "getting-started");
        assert_eq!(id_part("ja.AWS_Help"), "ja-aws_help");
        assert_eq!(id_part("..."), "runbook");
        assert!(id_part(&"ü".repeat(300)).len() <= LONGEST_ID_PART);
    }

    #[test]
    fn anchors_are_unique_and_never_ours() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.unique("a"), "a");
        assert_eq!(anchors.unique("a"), "a-1");
        assert_eq!(anchors.unique("a-1"), "a-1-1");
        assert_eq!(anchors.unique("a"), "a-2");
        assert_eq!(anchors.unique("bg-main"), "user-bg-main");
        assert_eq!(anchors.unique(""), "section");
        assert_eq!(anchors.claim("x"), Some("x".into()));
        assert_eq!(anchors.claim("x"), None);
        assert_eq!(anchors.claim("BG-app"), Some("user-BG-app".into()));
    }
}
