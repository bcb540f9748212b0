//! SQL taken apart: what is code, text, a quoted name, a comment, and the body of a function.
//!
//! The rules are PostgreSQL's ("Lexical Structure"), with MySQL's backticks and line comments. What databases read
//! differently, backslashes in quotes first of all, is found out by [`Pieces::is_ambiguous`].

use std::ops::Range;

/// What a stretch of SQL is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Keywords, names, numbers and operators.
    Code,
    /// Between quotes of this kind: text in `'`, a name in `"` or `` ` ``. The quotes are code.
    Quoted(char),
    /// A comment, its marks included.
    Comment,
    /// Between `$tag$` and its like: a text that is mostly code once more.
    Body,
}

/// The stretches of a text, in order and without gaps.
pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
    /// What begins at `at`, if it is not code: where its inside ends, its kind, and how long the mark behind it is.
    inside: Option<(usize, Kind, usize)>,
    /// How much of what is at `at` closes what was before it.
    closing: usize,
    /// Whether a backslash keeps the next character from ending a quote, as in MySQL.
    backslashes: bool,
    /// Whether all that was opened is closed, as far as was read.
    closed: bool,
}

/// The stretches of `text`.
pub(super) fn pieces(text: &str, backslashes: bool) -> Pieces<'_> {
    Pieces {
        text,
        at: 0,
        inside: None,
        closing: 0,
        backslashes,
        closed: true,
    }
}

impl Iterator for Pieces<'_> {
    type Item = (Kind, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((end, kind, closing)) = self.inside.take() {
                self.closing = closing;
                let start = std::mem::replace(&mut self.at, end);
                if start < end {
                    return Some((kind, start..end));
                }
            }
            let start = self.at;
            if start >= self.text.len() {
                return None;
            }
            self.code();
            if self.at > start {
                return Some((Kind::Code, start..self.at));
            }
        }
    }
}

impl Pieces<'_> {
    /// When all were seen: whether databases differ about where the quotes of the text end, or it has quotes that do not.
    pub(super) fn is_ambiguous(&self) -> bool {
        let bytes = self.text.as_bytes();
        let is_quote = |at: usize| matches!(bytes.get(at + 1), Some(b'\'' | b'"'));
        !self.closed || memchr::memchr_iter(b'\\', bytes).any(is_quote)
    }

    /// Goes over code, up to and over the mark that opens something else.
    fn code(&mut self) {
        let bytes = self.text.as_bytes();
        self.at = bytes.len().min(self.at + std::mem::take(&mut self.closing));
        let from = self.at;
        // Many bytes of code are none that could begin something else.
        let may_begin = |byte: &u8| matches!(byte, b'\'' | b'"' | b'`' | b'-' | b'#' | b'/' | b'$');
        loop {
            let rest = bytes.get(self.at..).unwrap_or(&[]);
            self.at += rest.iter().position(may_begin).unwrap_or(rest.len());
            let Some(byte) = bytes.get(self.at) else { return };
            let next = bytes.get(self.at + 1);
            match byte {
                b'\'' | b'"' | b'`' => {
                    let escapes = *byte != b'`' && (self.backslashes || *byte == b'\'' && self.is_escape_string());
                    let end = self.quote_end(*byte, escapes);
                    self.at += 1;
                    self.inside = Some((end, Kind::Quoted(char::from(*byte)), 1));
                    return;
                }
                b'-' if next == Some(&b'-') => return self.comment(self.line_end()),
                b'#' if self.begins_line(from) => return self.comment(self.line_end()),
                // MySQL runs what stands in `/*! … */`.
                b'/' if next == Some(&b'*') && bytes.get(self.at + 2) != Some(&b'!') => {
                    let end = self.block_end();
                    return self.comment(end);
                }
                b'$' if !self.is_in_word() => {
                    if let Some((tag, end)) = self.body() {
                        self.at += tag;
                        self.inside = Some((end, Kind::Body, tag));
                        return;
                    }
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
    }

    /// Whether only white space stands before this place in its line, all of it code, which begins at `from`.
    fn begins_line(&self, from: usize) -> bool {
        let bytes = self.text.as_bytes().get(..self.at).unwrap_or(&[]);
        let is_space = |byte: &u8| byte.is_ascii_whitespace() && *byte != b'\n';
        let spaces = bytes.iter().rev().take_while(|byte| is_space(byte)).count();
        let start = self.at - spaces;
        start >= from
            && start
                .checked_sub(1)
                .is_none_or(|before| bytes.get(before) == Some(&b'\n'))
    }

    fn comment(&mut self, end: usize) {
        self.inside = Some((end, Kind::Comment, 0));
    }

    fn line_end(&self) -> usize {
        let rest = self.text.get(self.at..).unwrap_or("");
        self.at + memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())
    }

    /// Where a comment that begins here ends; they nest.
    fn block_end(&mut self) -> usize {
        let bytes = self.text.as_bytes();
        let (mut at, mut depth) = (self.at, 0);
        while at < bytes.len() {
            match bytes.get(at..at + 2) {
                Some(b"/*") => (depth, at) = (depth + 1, at + 2),
                Some(b"*/") => (depth, at) = (depth - 1, at + 2),
                _ => at += 1,
            }
            if depth == 0 {
                return at;
            }
        }
        self.closed = false;
        bytes.len()
    }

    /// `E'…'`, where PostgreSQL reads backslashes.
    fn is_escape_string(&self) -> bool {
        let before = self.text.get(..self.at).unwrap_or("");
        before
            .strip_suffix(['e', 'E'])
            .is_some_and(|before| !ends_in_word(before))
    }

    fn is_in_word(&self) -> bool {
        ends_in_word(self.text.get(..self.at).unwrap_or(""))
    }

    /// Where the quote that begins here is closed; a doubled mark is a mark.
    fn quote_end(&mut self, mark: u8, escapes: bool) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        while let Some(byte) = bytes.get(at) {
            if *byte == b'\\' && escapes {
                at += 1;
            } else if *byte == mark {
                if bytes.get(at + 1) != Some(&mark) {
                    return at;
                }
                at += 1;
            }
            at += 1;
        }
        self.closed = false;
        bytes.len()
    }

    /// `$tag$` that begins here and is closed: its length, and where the body ends.
    fn body(&self) -> Option<(usize, usize)> {
        let rest = self.text.get(self.at..)?;
        let name = rest.get(1..)?.split('$').next()?;
        let tag = rest.get(..name.len() + 2)?;
        let word = |c: char| c.is_alphanumeric() || c == '_';
        if !name.chars().all(word) || name.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let len = rest.get(tag.len()..)?.find(tag)?;
        Some((tag.len(), self.at + tag.len() + len))
    }
}

fn ends_in_word(text: &str) -> bool {
    text.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Kind, &str)> {
        pieces(text, false)
            .map(|(kind, range)| (kind, text.get(range).unwrap()))
            .collect()
    }

    #[test]
    fn text_names_comments_and_bodies_are_told_from_code() {
        use Kind::{Body, Code, Comment, Quoted};
        assert_eq!(
            read("a 'it''s; -- x' \"n\" -- c ' c\n/* /* x */ ' */ `b`"),
            [
                (Code, "a '"),
                (Quoted('\''), "it''s; -- x"),
                (Code, "' \""),
                (Quoted('"'), "n"),
                (Code, "\" "),
                (Comment, "-- c ' c"),
                (Code, "\n"),
                (Comment, "/* /* x */ ' */"),
                (Code, " `"),
                (Quoted('`'), "b"),
                (Code, "`"),
            ]
        );
        assert_eq!(
            read("do $x$ a; 'b' $x$; c"),
            [(Code, "do $x$"), (Body, " a; 'b' "), (Code, "$x$; c")]
        );
        assert_eq!(read("a #> b\n # c"), [(Code, "a #> b\n "), (Comment, "# c")]);
        assert_eq!(
            read("\t# c\n'a' # b"),
            [
                (Code, "\t"),
                (Comment, "# c"),
                (Code, "\n'"),
                (Quoted('\''), "a"),
                (Code, "' # b")
            ]
        );
        assert_eq!(read("e'a\\'b' c").len(), 3);
        assert_eq!(read("/*! drop */ x"), [(Code, "/*! drop */ x")]);
        assert_eq!(read("''"), [(Code, "'"), (Code, "'")]);
    }

    fn is_ambiguous(text: &str) -> bool {
        let mut pieces = pieces(text, false);
        while pieces.next().is_some() {}
        pieces.is_ambiguous()
    }

    #[test]
    fn open_quotes_and_backslashes_before_them_are_ambiguous() {
        for text in ["a 'b", "/* a", "'a\\'", "\"a"] {
            assert!(is_ambiguous(text), "{text}");
        }
        for text in ["", "a 'b'", "'a\\b'", "$$ ' $$", "-- it's"] {
            assert!(!is_ambiguous(text), "{text}");
        }
    }

    #[test]
    fn there_are_no_gaps() {
        for text in [
            "'",
            "$$",
            "$$$$",
            "$a$ $b$",
            "--",
            "/*/",
            "'a\\",
            "é'é",
            "$é$ x $é$",
            "``'\"$_$",
        ] {
            for backslashes in [false, true] {
                let mut at = 0;
                for (_, range) in pieces(text, backslashes) {
                    assert_eq!(range.start, at, "{text}");
                    assert!(text.get(range.clone()).is_some(), "{text}");
                    at = range.end;
                }
                assert_eq!(at, text.len(), "{text}");
            }
        }
    }
}
