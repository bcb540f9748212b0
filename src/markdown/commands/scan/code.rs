//! Commands and their words, byte by byte.

use super::{Frame, Kind, Next, Scanner, Word};
use std::borrow::Cow;

/// Bytes that end a stretch of plain text in a word.
const ENDS_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    let ends = b" \t\r\n;&|()<>`\\'\"$";
    while at < ends.len() {
        table[ends[at] as usize] = true;
        at += 1;
    }
    table
};

impl<'a> Scanner<'a> {
    pub(super) fn append(&mut self, from: usize, to: usize, quoted: bool) {
        let text = self.text;
        let code = self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Code { now, .. } => Some(Some(now)),
            // What a here-document holds is no word.
            Frame::HereDoc(..) => Some(None),
            _ => None,
        });
        if let Some(Some(now)) = code {
            let word = now.word.get_or_insert_with(|| Word {
                range: from..to,
                ..Word::default()
            });
            let more = text.get(from..to).unwrap_or("");
            match &word.text {
                _ if more.is_empty() => {}
                before if before.is_empty() => word.text = Cow::Borrowed(more),
                // Without quotes between them, two stretches are one.
                Cow::Borrowed(before)
                    if let Some(joined) = text.get(from.wrapping_sub(before.len())..to)
                        && std::ptr::eq(joined.as_ptr(), before.as_ptr()) =>
                {
                    word.text = Cow::Borrowed(joined);
                }
                _ => word.text.to_mut().push_str(more),
            }
            word.range.start = word.range.start.min(from);
            word.range.end = word.range.end.max(to);
            word.quoted |= quoted;
        }
    }

    /// Opens a word, or widens the open one, over bytes that are not part of its text.
    pub(super) fn touch(&mut self, from: usize, to: usize) {
        self.append(from, from, true);
        if let Some(word) = self.outer().and_then(|now| now.word.as_mut()) {
            word.range.end = word.range.end.max(to);
        }
    }

    pub(super) fn code(&mut self) {
        let byte = self.peek(0);
        match byte {
            b' ' | b'\t' | b'\r' => {
                self.end_word();
                self.at += 1;
                while matches!(self.peek(0), b' ' | b'\t') {
                    self.at += 1;
                }
            }
            b'\n' => {
                self.end_command(false);
                self.at += 1;
                self.enter_heredocs();
            }
            b'#' if self.now().is_some_and(|now| now.word.is_none()) => {
                let end = memchr::memchr(b'\n', self.bytes.get(self.at..).unwrap_or(&[]));
                let end = end.map_or(self.bytes.len(), |n| self.at + n);
                self.mark(self.at, None, true);
                self.at = end;
                self.mark(end, None, false);
            }
            b';' => {
                self.end_command(false);
                self.at += 1;
            }
            b'&' if self.peek(1) == b'>' => self.redirect(if self.peek(2) == b'>' { 3 } else { 2 }, Next::Write),
            b'&' => {
                self.end_command(false);
                self.at += if self.peek(1) == b'&' { 2 } else { 1 };
            }
            b'|' if self.peek(1) == b'|' => {
                self.end_command(false);
                self.at += 2;
            }
            b'|' => {
                self.end_command(true);
                self.at += if self.peek(1) == b'&' { 2 } else { 1 };
            }
            b'(' => self.open_paren(),
            b')' => self.close_paren(),
            b'<' | b'>' if self.peek(1) == b'(' => {
                self.touch(self.at, self.at + 2);
                self.push(Frame::code(Kind::Parens, self.pending.len()), 2);
            }
            b'<' if self.starts("<<<") => self.redirect(3, Next::HereString),
            b'<' => match super::super::variables::angles_at(self.text, self.at, &mut self.lines) {
                // `<pod-name>` is a place for a value, and part of its word.
                Some(end) => {
                    self.append(self.at, end, false);
                    self.at = end;
                }
                None if self.starts("<<") => self.heredoc_start(),
                None => self.redirect(
                    if self.peek(1) == b'&' || self.peek(1) == b'>' {
                        2
                    } else {
                        1
                    },
                    Next::Read,
                ),
            },
            b'>' => {
                let len = if matches!(self.peek(1), b'>' | b'&' | b'|') {
                    2
                } else {
                    1
                };
                self.redirect(len, Next::Write);
            }
            b'`' => {
                let inside = self.frames.iter().any(|frame| {
                    matches!(
                        frame,
                        Frame::Code {
                            kind: Kind::Backticks,
                            ..
                        }
                    )
                });
                if inside {
                    self.close_backticks();
                } else {
                    self.touch(self.at, self.at + 1);
                    self.push(Frame::code(Kind::Backticks, self.pending.len()), 1);
                }
            }
            _ => self.word_byte(),
        }
    }

    /// A byte of a word in code.
    fn word_byte(&mut self) {
        let start = self.at;
        match self.peek(0) {
            b'\\' if self.peek(1) == b'\n' => {
                self.end_word();
                self.at += 2;
            }
            b'\\' => {
                let end = (start + 1 + self.char_len(start + 1)).min(self.bytes.len());
                self.append(start + 1, end, true);
                self.touch(start, end);
                self.at = end;
            }
            b'\'' => self.single(),
            b'"' => {
                self.touch(start, start + 1);
                self.push(Frame::Double, 1);
            }
            b'$' => self.dollar(),
            _ => {
                let end = self.plain_end(start);
                self.at = end;
                match self.frames.last_mut() {
                    // A word begins, and most end here, too.
                    Some(Frame::Code { now, .. }) if now.word.is_none() => {
                        now.word = Some(Word {
                            text: Cow::Borrowed(self.text.get(start..end).unwrap_or("")),
                            range: start..end,
                            quoted: false,
                        });
                        self.plain_words();
                    }
                    _ => self.append(start, end, false),
                }
            }
        }
    }

    /// Where a stretch of plain text in a word ends. A `#` inside a word is no comment.
    fn plain_end(&self, start: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or(&[]);
        let ends = |b: &u8| ENDS_WORD.get(usize::from(*b)).copied().unwrap_or(false);
        start + rest.iter().position(ends).unwrap_or(rest.len()).max(1)
    }

    /// Goes on behind a plain word while only a space and another one follow, as in most of a command.
    fn plain_words(&mut self) {
        let is_plain = |byte: &u8| *byte != b'#' && !ENDS_WORD.get(usize::from(*byte)).copied().unwrap_or(true);
        while !self.heredocs && self.peek(0) == b' ' && self.bytes.get(self.at + 1).is_some_and(is_plain) {
            let start = self.at + 1;
            let end = self.plain_end(start);
            self.at = end;
            let next = Word {
                text: Cow::Borrowed(self.text.get(start..end).unwrap_or("")),
                range: start..end,
                quoted: false,
            };
            match self.frames.last_mut() {
                // An argument behind others.
                Some(Frame::Code { now, .. }) if now.next == Next::Word && self.pending.len() > now.words => {
                    self.pending.extend(now.word.replace(next));
                }
                _ => {
                    self.end_word();
                    if let Some(now) = self.now() {
                        now.word = Some(next);
                    }
                }
            }
        }
    }

    pub(super) fn char_len(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        rest.chars().next().map_or(0, char::len_utf8)
    }
}
