//! What stands in quotes, braces, arithmetic and here-documents.

use super::{Dollar, Frame, Kind, LONGEST_OPERATOR, Scanner};
use crate::runbook::variable::Quoting;

const IN_DOUBLE: u8 = 1;
const IN_HEREDOC: u8 = 2;
const IN_BRACES: u8 = 4;
const IN_ARITHMETIC: u8 = 8;

/// For each byte, the places in which it is more than text.
static STOPS: [u8; 256] = {
    let mut table = [0; 256];
    let places: [(u8, &[u8]); 4] = [
        (IN_DOUBLE, b"\"\\$`"),
        (IN_HEREDOC, b"\\$`"),
        (IN_BRACES, b"}\\$`\"'"),
        (IN_ARITHMETIC, b"()$`"),
    ];
    let mut place = 0;
    while place < places.len() {
        let (bit, stops) = places[place];
        let mut at = 0;
        while at < stops.len() {
            table[stops[at] as usize] |= bit;
            at += 1;
        }
        place += 1;
    }
    table
};

impl<'a> Scanner<'a> {
    pub(super) fn single(&mut self) {
        let start = self.at;
        let ansi = start > 0 && self.bytes.get(start - 1) == Some(&b'$');
        self.mark(
            start + 1,
            Some(if ansi { Quoting::Plain } else { Quoting::Single }),
            false,
        );
        let mut end = start + 1;
        while let Some(byte) = self.bytes.get(end) {
            match byte {
                b'\'' => break,
                b'\\' if ansi => end += 1,
                _ => {}
            }
            end += 1;
        }
        let limit = self.heredoc_end().unwrap_or(self.bytes.len());
        if end >= limit {
            self.broken = true;
            end = limit;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        self.single_dollars(start + 1, end);
        self.append(start + 1, end, true);
        let behind = (end + 1).min(self.bytes.len());
        self.touch(start, behind);
        self.at = behind.max(start + 1);
        self.mark(end, None, false);
    }

    pub(super) fn heredoc_end(&self) -> Option<usize> {
        self.frames.iter().rev().find_map(|frame| match frame {
            Frame::HereDoc(end, _) => Some(*end),
            _ => None,
        })
    }

    /// `$NAME` and `${NAME}` in single quotes: no variables to the shell, but a reader means them.
    pub(super) fn single_dollars(&mut self, from: usize, to: usize) {
        let mut at = from;
        while at < to {
            if self.bytes.get(at) == Some(&b'$')
                && let Some(dollar) = self.read_dollar(at).filter(|dollar| dollar.range.end <= to)
            {
                at = dollar.range.end;
                self.out.dollars.push(dollar);
            } else {
                at += 1;
            }
        }
    }

    pub(super) fn double(&mut self) {
        let start = self.at;
        match self.peek(0) {
            b'"' => {
                self.touch(start, start + 1);
                self.pop(1);
            }
            b'\\' => {
                let end = (start + 1 + self.char_len(start + 1)).min(self.bytes.len());
                let special = matches!(self.peek(1), b'$' | b'`' | b'"' | b'\\' | b'\n');
                self.append(if special { start + 1 } else { start }, end, true);
                self.at = end.max(start + 1);
            }
            b'$' => self.dollar(),
            b'`' => self.backtick_in_quotes(),
            _ => self.plain_until(IN_DOUBLE),
        }
    }

    pub(super) fn backtick_in_quotes(&mut self) {
        if self.frames.iter().any(|frame| {
            matches!(
                frame,
                Frame::Code {
                    kind: Kind::Backticks,
                    ..
                }
            )
        }) {
            self.close_backticks();
        } else {
            self.touch(self.at, self.at + 1);
            self.push(Frame::code(Kind::Backticks, self.pending.len()), 1);
        }
    }

    /// Text up to the next byte that means something in `place`, one of the bits of [`STOPS`].
    fn plain_until(&mut self, place: u8) {
        let start = self.at;
        let limit = self
            .heredoc_end()
            .unwrap_or(self.bytes.len())
            .max(start + 1)
            .min(self.bytes.len());
        let rest = self.bytes.get(start..limit).unwrap_or(&[]);
        let len = rest
            .iter()
            .position(|byte| STOPS.get(usize::from(*byte)).copied().unwrap_or(0) & place != 0)
            .unwrap_or(rest.len())
            .max(1);
        let mut end = start + len;
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        self.append(start, end, true);
        self.at = end;
    }

    pub(super) fn heredoc(&mut self) {
        match self.peek(0) {
            b'\\' => {
                self.at += 1;
                self.at += self.char_len(self.at);
            }
            b'$' => self.dollar(),
            b'`' => self.backtick_in_quotes(),
            _ => self.plain_until(IN_HEREDOC),
        }
    }

    pub(super) fn brace(&mut self) {
        match self.peek(0) {
            b'}' => self.pop(1),
            b'\\' => {
                self.at += 1;
                self.at += self.char_len(self.at);
            }
            b'$' => self.dollar(),
            b'`' => self.backtick_in_quotes(),
            b'"' => self.push(Frame::Double, 1),
            b'\'' => self.single(),
            _ => self.plain_until(IN_BRACES),
        }
    }

    pub(super) fn arithmetic(&mut self) {
        let open = match self.frames.last_mut() {
            Some(Frame::Arithmetic(open)) => open,
            _ => return,
        };
        match self.bytes.get(self.at) {
            Some(b'(') => {
                *open += 1;
                self.at += 1;
            }
            Some(b')') if *open <= 1 => self.pop(1),
            Some(b')') => {
                *open -= 1;
                self.at += 1;
            }
            Some(b'$') => self.dollar(),
            Some(b'`') => self.backtick_in_quotes(),
            _ => self.plain_until(IN_ARITHMETIC),
        }
    }

    /// `$…` outside single quotes.
    pub(super) fn dollar(&mut self) {
        let start = self.at;
        match self.peek(1) {
            b'(' if self.peek(2) == b'(' => {
                self.touch(start, start + 3);
                self.push(Frame::Arithmetic(2), 3);
            }
            b'(' => {
                self.touch(start, start + 2);
                self.push(Frame::code(Kind::Parens, self.pending.len()), 2);
            }
            b'\'' | b'"' if matches!(self.frames.last(), Some(Frame::Code { .. })) => self.at += 1,
            _ => match self.read_dollar(start) {
                Some(dollar) => {
                    self.append(start, dollar.range.end, false);
                    if let Some(operator) = &dollar.operator {
                        // What stands in braces is scanned for its own sake.
                        let from = operator.start;
                        self.out.dollars.push(dollar);
                        self.push(Frame::Brace, from - start);
                    } else {
                        self.at = dollar.range.end;
                        self.out.dollars.push(dollar);
                    }
                }
                None => {
                    self.append(start, start + 1, false);
                    self.at += 1;
                    // Positional and special parameters, `${#x}`, `${!x}`.
                    if self.peek(0) == b'{' {
                        self.push(Frame::Brace, 1);
                    } else if self.peek(0).is_ascii_digit() || b"@*#?$!-".contains(&self.peek(0)) {
                        self.append(self.at, self.at + 1, false);
                        self.at += 1;
                    }
                }
            },
        }
    }

    /// `$NAME` or `${NAME…}` at `start`.
    pub(super) fn read_dollar(&self, start: usize) -> Option<Dollar<'a>> {
        let text = self.text;
        let rest = text.get(start + 1..)?;
        let braced = rest.starts_with('{');
        let name_at = start + 1 + usize::from(braced);
        let tail = text.get(name_at..)?;
        let len = tail
            .bytes()
            .position(|b| !(b.is_ascii_alphanumeric() || b == b'_'))
            .unwrap_or(tail.len());
        let name = tail.get(..len)?;
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let name_end = name_at + len;
        if !braced {
            return Some(Dollar {
                name,
                range: start..name_end,
                braced,
                operator: None,
            });
        }
        let close = self.closing_brace(name_end)?;
        Some(Dollar {
            name,
            range: start..close + 1,
            braced,
            operator: (close > name_end).then_some(name_end..close),
        })
    }

    /// The `}` that closes the braces in which `from` stands.
    pub(super) fn closing_brace(&self, from: usize) -> Option<usize> {
        let mut depth = 0usize;
        let mut at = from;
        // Nobody writes a longer one, and looking further for each would take time in the square of the text.
        while let Some(byte) = self.bytes.get(at).filter(|_| at < from + LONGEST_OPERATOR) {
            match byte {
                b'\\' => at += 1,
                b'{' => depth += 1,
                b'}' if depth == 0 => return Some(at),
                b'}' => depth -= 1,
                b'\n' => return None,
                _ => {}
            }
            at += 1;
        }
        None
    }
}
