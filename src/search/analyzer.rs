//! Text to words, words to forms: what is indexed and what is looked up.
//!
//! A *word* is a stretch of letters and digits with the connectors that identifiers have (`node_filesystem_avail_bytes`,
//! `backend-7d9f8b6c5-x2x1z`, `10.0.7.3:10254`, `--previous`, `C++`). Its *forms* are what it can be found by: the whole
//! without connectors (`nodefilesystemavailbytes`), and its parts (`node`, `filesystem`, …; `KubeAPIDown` has `kube`,
//! `api`, `down`). Two forms are the same *term* when [`super::stem`] says so.

use super::fold::{fold, folded, is_cjk, is_word};
use super::stem::stem;
use std::ops::Range;

/// Bytes after which a word is broken: nobody searches for a longer one, and base64 blobs would swell the dictionary.
pub const LONGEST_WORD: usize = 96;

/// Parts that are looked at in one word.
const MOST_PARTS: usize = 16;

/// What a form is of its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// All of a word that has no parts.
    Word,
    /// All of a word that has parts, joined.
    Whole,
    /// One part.
    Part,
    /// The word as typed, with its signs: `--previous`, `c++`.
    Literal,
}

/// Something that a word is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Folded text.
    pub text: String,
    /// What it is of the word.
    pub kind: FormKind,
}

impl Form {
    /// The term that this form is a form of.
    pub fn term(&self) -> String {
        match self.kind {
            FormKind::Literal => self.text.clone(),
            _ => stem(&self.text),
        }
    }
}

/// The words of `text` as byte ranges, in order.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// See [`words`].
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.text.get(self.at..)?;
        let mut start = self.at;
        let mut before = self.text.get(..self.at)?.chars().next_back();
        for c in rest.chars() {
            if is_word(c) {
                let start = self.with_dashes(start);
                let end = self.end(start);
                self.at = end;
                return Some(start..end);
            }
            start += c.len_utf8();
            before = Some(c);
        }
        let _ = before;
        self.at = self.text.len();
        None
    }
}

impl Words<'_> {
    /// A flag's dashes belong to it: `--previous`, `-c`, where a space or the like stands before them.
    fn with_dashes(&self, start: usize) -> usize {
        let before = self.text.get(self.at..start).unwrap_or("");
        let dashes = before.bytes().rev().take_while(|b| *b == b'-').count();
        let outside = before.get(..before.len() - dashes).unwrap_or("").chars().next_back();
        let at_start = outside.is_none() && self.at == 0;
        let letter = self.text.as_bytes().get(start).is_some_and(u8::is_ascii_alphabetic);
        let free = at_start || outside.is_some_and(|c| c.is_whitespace() || "`'\"([{|=".contains(c));
        if (1..=2).contains(&dashes) && letter && free {
            start - dashes
        } else {
            start
        }
    }

    fn end(&self, start: usize) -> usize {
        let text = self.text.get(start..).unwrap_or("");
        let mut chars = text.char_indices().peekable();
        let mut end = 0;
        let mut letters = 0;
        while let Some((at, c)) = chars.next() {
            if at >= LONGEST_WORD {
                break;
            }
            if is_cjk(c) {
                // Each by itself; what is before it is a word of its own.
                return start + if at == 0 { c.len_utf8() } else { end };
            }
            if is_word(c) || is_mark(c) {
                end = at + c.len_utf8();
                letters += 1;
                continue;
            }
            let next = chars.peek().map(|(_, c)| *c);
            let connects = matches!(c, '_' | '-' | '.' | ':' | '\'' | '’') && end > 0 && next.is_some_and(is_word);
            let leads = c == '-' && end == 0;
            if connects || leads {
                continue;
            }
            // `C++`, `C#`.
            if letters <= 2 && end == at && end > 0 {
                let signs = text.get(at..).unwrap_or("");
                let taken = if signs.starts_with("++") {
                    2
                } else {
                    usize::from(signs.starts_with('#'))
                };
                let after = signs.get(taken..).and_then(|rest| rest.chars().next());
                if taken > 0 && !after.is_some_and(is_word) {
                    return start + at + taken;
                }
            }
            break;
        }
        start + end
    }
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The forms of a word, its whole or only form first; none for a word without letters and digits.
pub fn forms(word: &str) -> Vec<Form> {
    let bare = word.trim_start_matches('-');
    let mut out = Vec::with_capacity(1);
    let parts = parts(bare);
    match parts.as_slice() {
        [] => return out,
        [one] => out.push(Form {
            text: one.clone(),
            kind: FormKind::Word,
        }),
        several => {
            out.push(Form {
                text: several.concat(),
                kind: FormKind::Whole,
            });
            for part in several {
                if out.iter().all(|form| form.text != *part) {
                    out.push(Form {
                        text: part.clone(),
                        kind: FormKind::Part,
                    });
                }
            }
        }
    }
    if bare.len() < word.len() || word.ends_with(['+', '#']) {
        out.push(Form {
            text: folded(word),
            kind: FormKind::Literal,
        });
    }
    out
}

/// The parts of a word, folded, in order: split at connectors, at capitals (`KubeAPIDown`, `PVCs` excepted), and
/// between a name and a longer number (`HTTP503`). An apostrophe only vanishes, with an `s` behind it.
pub fn parts(word: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for piece in word.split(['_', '-', '.', ':', '+', '#']) {
        let piece = piece
            .strip_suffix("'s")
            .or_else(|| piece.strip_suffix("’s"))
            .unwrap_or(piece);
        camel(piece, &mut out);
        if out.len() >= MOST_PARTS {
            out.truncate(MOST_PARTS);
            break;
        }
    }
    out
}

fn camel(piece: &str, out: &mut Vec<String>) {
    let chars: Vec<char> = piece.chars().filter(|c| is_word(*c) || is_mark(*c)).collect();
    let mut current = String::new();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    for (index, c) in chars.iter().enumerate() {
        let before = if index == 0 { '\0' } else { at(index - 1) };
        let next = at(index + 1);
        let up = |c: char| c.is_ascii_uppercase() || ('À'..='Þ').contains(&c) || ('А'..='Я').contains(&c);
        let low = |c: char| is_word(c) && !up(c) && !c.is_ascii_digit();
        // `aB`, and the last capital of `APIDown`; but not in `PVCs`, where a lone `s` ends the word.
        let plural = next == 's' && index + 2 == chars.len();
        let starts = up(*c) && (low(before) || up(before) && low(next) && !plural)
            || up(*c) && before.is_ascii_digit() && low(next)
            || c.is_ascii_digit() && number_follows_name(&chars, index);
        if starts && !current.is_empty() {
            out.push(std::mem::take(&mut current));
        }
        fold(*c, &mut current);
    }
    if !current.is_empty() {
        out.push(current);
    }
}

/// Whether two or more digits begin at `index`, up to the end, behind three or more letters.
fn number_follows_name(chars: &[char], index: usize) -> bool {
    let letters = chars.get(..index).unwrap_or(&[]);
    let digits = chars.get(index..).unwrap_or(&[]);
    letters.len() >= 3
        && letters.iter().all(char::is_ascii_alphabetic)
        && digits.len() >= 2
        && digits.iter().all(char::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        words(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn words_keep_what_identifiers_have() {
        for (text, expected) in [
            (
                "kubectl logs -n x --previous",
                &["kubectl", "logs", "-n", "x", "--previous"][..],
            ),
            ("ORA-01555: snapshot too old.", &["ORA-01555", "snapshot", "too", "old"]),
            (
                "node_filesystem_avail_bytes{job=\"a.b.c\"}",
                &["node_filesystem_avail_bytes", "job", "a.b.c"],
            ),
            ("C++, C# and c", &["C++", "C#", "and", "c"]),
            ("dial tcp [::1]:9093: refused", &["dial", "tcp", "1", "9093", "refused"]),
            ("5xx / 503", &["5xx", "503"]),
            ("復旧 DB障害", &["復", "旧", "DB", "障", "害"]),
            ("a-b -- c", &["a-b", "c"]),
            ("don't server's", &["don't", "server's"]),
            ("path=/etc/kube.yaml", &["path", "etc", "kube.yaml"]),
            ("", &[]),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn forms_are_the_whole_and_its_parts() {
        for (word, expected) in [
            (
                "KubePodCrashLooping",
                &["kubepodcrashlooping", "kube", "pod", "crash", "looping"][..],
            ),
            ("KubeAPIDown", &["kubeapidown", "kube", "api", "down"]),
            ("OOMKilled", &["oomkilled", "oom", "killed"]),
            ("PVCs", &["pvcs"]),
            (
                "etcdGRPCRequestsSlow",
                &["etcdgrpcrequestsslow", "etcd", "grpc", "requests", "slow"],
            ),
            ("ORA-01555", &["ora01555", "ora", "01555"]),
            ("--previous", &["previous", "--previous"]),
            ("C++", &["c", "c++"]),
            ("HTTP503", &["http503", "http", "503"]),
            ("p95", &["p95"]),
            ("server's", &["server"]),
            ("don't", &["dont"]),
            ("Größe", &["grosse"]),
        ] {
            let texts: Vec<String> = forms(word).into_iter().map(|form| form.text).collect();
            assert_eq!(texts, expected, "{word}");
        }
    }

    #[test]
    fn long_words_are_broken() {
        let blob = "x".repeat(1_000);
        assert!(split(&blob).iter().all(|word| word.len() <= LONGEST_WORD + 4));
        assert_eq!(split(&blob).concat(), blob);
    }
}
