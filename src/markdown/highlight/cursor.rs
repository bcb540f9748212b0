//! Where a scanner is in the code, and the pieces it has painted so far.
//!
//! Scanners look at bytes: everything they cut at is ASCII, so the bytes of other characters
//! only ever pass through whole. They also leave the methods of `str` alone, whose patterns and
//! tables for Unicode would be the larger part of the compiled highlighter.

use super::Token;

/// A place in the code; all that comes before it has been painted.
pub(super) struct Cursor<'a, 'e> {
    code: &'a str,
    position: usize,
    /// Where scanning stops for now: behind the current line, or at the end of the code.
    end: usize,
    /// Where the piece being gathered starts; it ends at `position`.
    piece: usize,
    token: Option<Token>,
    emit: &'e mut dyn FnMut(&'a str, Option<Token>),
}

impl<'a, 'e> Cursor<'a, 'e> {
    /// A cursor at the start of `code`, bound to visit all of it.
    pub(super) fn new(code: &'a str, emit: &'e mut dyn FnMut(&'a str, Option<Token>)) -> Self {
        Cursor {
            code,
            position: 0,
            end: code.len(),
            piece: 0,
            token: None,
            emit,
        }
    }

    /// Narrows the cursor to the line it is at, its newline included; false if none is left.
    pub(super) fn begin_line(&mut self) -> bool {
        self.widen();
        // With the newline itself, unless the code ends without one.
        self.end = self.end.min(self.position + self.line_length() + 1);
        !self.done()
    }

    /// Binds the cursor to visit all of the code behind it again, after [`Self::begin_line`].
    pub(super) fn widen(&mut self) {
        self.end = self.code.len();
    }

    /// Whether everything up to where scanning stops has been painted.
    pub(super) fn done(&self) -> bool {
        self.position >= self.end
    }

    /// How far into the code the cursor is, in bytes.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// How many bytes are left to scan.
    pub(super) fn left(&self) -> usize {
        self.end - self.position
    }

    /// What is left to scan.
    fn rest(&self) -> &'a [u8] {
        let bytes = self.code.as_bytes();
        bytes.get(self.position..self.end).unwrap_or_default()
    }

    /// What is left of the line the cursor is narrowed to, without its line ending.
    pub(super) fn line(&self) -> &'a [u8] {
        match self.rest() {
            [line @ .., b'\r', b'\n'] | [line @ .., b'\n'] | [line @ .., b'\r'] => line,
            line => line,
        }
    }

    /// The code from `start` to `end`, counted from the cursor.
    pub(super) fn ahead(&self, start: usize, end: usize) -> &'a [u8] {
        looked_at(end - start);
        self.rest().get(start..end).unwrap_or_default()
    }

    /// Whether `text` is `offset` ahead.
    pub(super) fn sees(&self, offset: usize, text: &str) -> bool {
        self.ahead(offset, offset + text.len()) == text.as_bytes()
    }

    /// Whether `text` starts what is behind the line the cursor is narrowed to.
    pub(super) fn sees_below(&self, text: &str) -> bool {
        let below = self.code.as_bytes().get(self.end..);
        below.unwrap_or_default().starts_with(text.as_bytes())
    }

    /// The byte `offset` ahead; zero where there is none.
    pub(super) fn at(&self, offset: usize) -> u8 {
        looked_at(1);
        let index = self.position + offset;
        match index < self.end {
            true => byte(self.code.as_bytes(), index),
            false => 0,
        }
    }

    /// The byte just before the cursor; zero at the start.
    pub(super) fn behind(&self) -> u8 {
        byte(self.code.as_bytes(), self.position.wrapping_sub(1))
    }

    /// How many bytes from `offset` on are none of `stops`.
    pub(super) fn until(&self, offset: usize, stops: &str) -> usize {
        self.count(offset, Count::Others, stops)
    }

    /// How many bytes from `offset` on are among `set`.
    pub(super) fn among(&self, offset: usize, set: &str) -> usize {
        self.count(offset, Count::Listed, set)
    }

    /// How many bytes from `offset` on can be part of a name, or are among `others`.
    pub(super) fn name(&self, offset: usize, others: &str) -> usize {
        self.count(offset, Count::Name, others)
    }

    /// How many bytes from `offset` on can be part of a name in ASCII.
    pub(super) fn ascii_name(&self, offset: usize) -> usize {
        self.count(offset, Count::AsciiName, "")
    }

    // One loop for all of them: a closure for each would be compiled to a loop for each.
    fn count(&self, offset: usize, what: Count, list: &str) -> usize {
        let bytes = self.rest().get(offset..).unwrap_or_default();
        let is_counted = |byte: &u8| match what {
            Count::Others => !is_in(list, *byte),
            Count::Listed => is_in(list, *byte),
            Count::Name => is_word(*byte) || is_in(list, *byte),
            Count::AsciiName => is_ascii_word(*byte),
        };
        let counted = bytes.iter().take_while(|byte| is_counted(byte)).count();
        looked_at(counted);
        counted
    }

    /// The offset of the first byte from `offset` on that is not blank.
    pub(super) fn past_blanks(&self, offset: usize) -> usize {
        offset + self.among(offset, BLANKS)
    }

    /// How many bytes are left before the line's newline. Looks at each: for callers that go on
    /// to paint them.
    pub(super) fn line_length(&self) -> usize {
        self.until(0, "\n")
    }

    /// The offset just behind the first `needle` from `offset` on; where scanning stops if there
    /// is none.
    pub(super) fn past(&self, offset: usize, needle: &str) -> usize {
        let mut start = offset;
        while start < self.left() && !self.sees(start, needle) {
            start += 1;
        }
        self.left().min(start + needle.len())
    }

    /// Paints the next `length` bytes, as far as there are that many, and moves behind them.
    pub(super) fn paint(&mut self, length: usize, token: Option<Token>) {
        let mut to = self.end.min(self.position + length);
        while !self.code.is_char_boundary(to) {
            to += 1;
        }
        if to == self.position {
            return;
        }
        if token != self.token {
            self.finish();
            self.token = token;
        }
        self.position = to;
    }

    /// Paints all that is left to scan.
    pub(super) fn paint_rest(&mut self, token: Option<Token>) {
        self.paint(self.left(), token);
    }

    /// Paints what is left of the line.
    pub(super) fn paint_line(&mut self, token: Option<Token>) {
        self.paint(self.line_length(), token);
    }

    /// Leaves spaces and tabs plain.
    pub(super) fn skip_blanks(&mut self) {
        self.paint(self.past_blanks(0), None);
    }

    /// Emits the piece being gathered.
    pub(super) fn finish(&mut self) {
        let piece = self.code.get(self.piece..self.position).unwrap_or_default();
        if !piece.is_empty() {
            (self.emit)(piece, self.token);
        }
        self.piece = self.position;
    }
}

/// Tells the tests how many bytes are looked at.
fn looked_at(bytes: usize) {
    #[cfg(test)]
    super::testing::LOOKED_AT.set(super::testing::LOOKED_AT.get() + bytes);
    let _ = bytes;
}

/// Which bytes to count, given a list.
#[derive(Clone, Copy)]
enum Count {
    /// Those not listed.
    Others,
    /// Those listed.
    Listed,
    /// Those of names, and those listed.
    Name,
    /// Those of names in ASCII.
    AsciiName,
}

/// What is blank within a line; a carriage return is, as it ends up before newlines.
const BLANKS: &str = " \t\r";

/// The byte of `bytes` at `index`; zero where there is none.
pub(super) fn byte(bytes: &[u8], index: usize) -> u8 {
    match bytes.get(index) {
        Some(byte) => *byte,
        None => 0,
    }
}

/// Whether `byte` is among the ASCII characters of `set`.
pub(super) fn is_in(set: &str, byte: u8) -> bool {
    set.bytes().any(|other| other == byte)
}

/// Whether the byte is a space, a tab or a carriage return.
pub(super) fn is_blank(byte: u8) -> bool {
    is_in(BLANKS, byte)
}

/// Whether the byte separates words: a blank, a line's end, or the end of the code.
pub(super) fn is_gap(byte: u8) -> bool {
    is_in(" \t\r\n\0", byte)
}

/// Whether the byte can be part of a name: letters of any script, digits, `_`.
pub(super) fn is_word(byte: u8) -> bool {
    is_ascii_word(byte) || byte >= 0x80
}

/// Whether the byte is an ASCII letter, a digit or `_`.
pub(super) fn is_ascii_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether `word` is one of the words `list` holds, separated by spaces.
pub(super) fn lists(list: &str, word: &[u8]) -> bool {
    lists_in_case(list, word, false)
}

/// Like [`lists`], with `word` in any case if `any_case`.
pub(super) fn lists_in_case(list: &str, word: &[u8], any_case: bool) -> bool {
    let mut words = list.as_bytes().split(|byte| *byte == b' ');
    words.any(|listed| match any_case {
        true => listed.eq_ignore_ascii_case(word),
        false => listed == word,
    }) && !word.is_empty()
}

/// Whether `text` as a whole is a number: decimal with at most one point, or hexadecimal.
pub(super) fn is_number(text: &[u8]) -> bool {
    let digits = match text {
        [b'+' | b'-', digits @ ..] => digits,
        digits => digits,
    };
    match digits {
        [b'0', b'x', digits @ ..] => digits.iter().all(u8::is_ascii_hexdigit),
        [b'0'..=b'9', ..] => {
            let mut points = 0;
            digits.iter().all(|byte| {
                points += u32::from(*byte == b'.');
                points < 2 && (byte.is_ascii_digit() || is_in("._", *byte))
            })
        }
        _ => false,
    }
}
