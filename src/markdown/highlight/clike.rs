//! Languages made of comments, quoted text, numbers, names and operators: the scanner for all of
//! the grammars.

use super::Token;
use super::cursor::{Cursor, is_blank, is_in, is_number, is_word, lists, lists_in_case};
use super::grammar::{Dialect, Grammar, Quote};

/// Keywords of PromQL whose parentheses hold names of labels.
const LABEL_LISTS: &str = "by without on ignoring group_left group_right";

/// Highlights what is left of the code the cursor is bound to.
pub(super) fn highlight(grammar: &'static Grammar, cursor: &mut Cursor) {
    let mut scanner = Scanner {
        grammar,
        open: Vec::new(),
        previous: 0,
        is_first: true,
        labels: Labels::None,
    };
    while !cursor.done() {
        scanner.piece(cursor);
    }
}

/// Whether names are labels of PromQL because of a keyword before their parenthesis.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Labels {
    None,
    Announced,
    Listed,
}

/// What has to be remembered from one piece to the next.
struct Scanner {
    grammar: &'static Grammar,
    /// The quoted texts that `${…}` interrupts around the cursor, outermost first, each with the
    /// number of braces open since.
    open: Vec<(&'static Quote, usize)>,
    /// The last byte that was neither space nor comment, or zero.
    previous: u8,
    /// Whether only spaces have come before on the line.
    is_first: bool,
    labels: Labels,
}

impl Scanner {
    fn piece(&mut self, cursor: &mut Cursor) {
        let byte = cursor.at(0);
        if byte == b'\n' || is_blank(byte) {
            self.is_first |= byte == b'\n';
            return cursor.paint(1, None);
        }
        if let Some(length) = self.comment(cursor) {
            return cursor.paint(length, Some(Token::Comment));
        }
        let mut quotes = self.grammar.quotes.iter();
        if let Some(quote) = quotes.find(|quote| cursor.sees(0, quote.mark)) {
            self.quoted(quote, quote.mark.len(), cursor);
        } else if byte.is_ascii_digit() {
            cursor.paint(number(cursor), Some(Token::Number));
        } else if let Some((length, token)) = self.sigil(byte, cursor) {
            cursor.paint(length, Some(token));
        } else if byte != b'-' && cursor.name(0, self.grammar.in_names) > 0 {
            self.name(cursor);
        } else {
            self.punctuation(byte, cursor);
        }
        self.previous = cursor.behind();
        self.is_first = false;
    }

    /// How long the comment at the cursor is.
    fn comment(&self, cursor: &Cursor) -> Option<usize> {
        let mut starts = self.grammar.line_comments.iter();
        if starts.any(|start| cursor.sees(0, start)) {
            return Some(cursor.line_length());
        }
        let (start, end) = self.grammar.block_comment?;
        cursor.sees(0, start).then(|| cursor.past(start.len(), end))
    }

    /// How long the name with a sigil at the cursor is, and what it is.
    fn sigil(&self, byte: u8, cursor: &Cursor) -> Option<(usize, Token)> {
        let (_, token) = *self.grammar.sigils.iter().find(|(sigil, _)| *sigil == byte)?;
        let length = 1 + cursor.name(1, "");
        // A dollar-quoted body of SQL starts and ends with `$$` or `$name$`.
        if byte == b'$' && cursor.at(length) == b'$' {
            return Some((length + 1, Token::String));
        }
        // A minus glued to an operand is an operator.
        let is_operator = byte == b'-' && (is_word(cursor.behind()) || cursor.behind() == b')');
        (length > 1 && !is_operator).then_some((length, token))
    }

    /// A keyword, a function, a key, or any other name.
    fn name(&mut self, cursor: &mut Cursor) {
        let grammar = self.grammar;
        let length = cursor.name(0, grammar.in_names);
        let name = cursor.ahead(0, length);
        let next = cursor.at(length);
        let is_keyword = lists_in_case(grammar.keywords, name, grammar.any_case);
        let token = if self.is_key(length, cursor) {
            Some(Token::Property)
        } else if is_keyword && self.previous != b'.' {
            if grammar.dialect == Dialect::PromQl && lists(LABEL_LISTS, name) {
                self.labels = Labels::Announced;
            }
            Some(Token::Keyword)
        } else if length < 3 && matches!(next, b'"' | b'\'') {
            // The prefix of a string, as in Python's `rb"…"` and SQL's `E'…'`.
            Some(Token::String)
        } else if self.labels == Labels::Listed {
            Some(Token::Property)
        } else if next == b'(' || lists(grammar.functions, name) {
            Some(Token::Function)
        } else if self.is_block(length, cursor) {
            Some(Token::Keyword)
        } else if grammar.dialect == Dialect::PowerShell && name.contains(&b'-') {
            Some(Token::Function)
        } else {
            grammar.name
        };
        cursor.paint(length, token);
    }

    /// Whether the name or text of that length at the cursor is a key.
    fn is_key(&self, length: usize, cursor: &Cursor) -> bool {
        let dialect = self.grammar.dialect;
        let key = self.grammar.key;
        let behind = cursor.past_blanks(length);
        let is_placed = match self.previous {
            b'{' | b'(' | b',' | 0 => true,
            b';' => dialect == Dialect::Script,
            _ => dialect == Dialect::Hcl && self.is_first,
        };
        let is_followed = match (cursor.at(behind), cursor.at(behind + 1)) {
            (b'!', b'=' | b'~') | (b'=', b'~') => dialect == Dialect::PromQl,
            (b'?', b':') => dialect == Dialect::Script,
            (byte, next) => byte == key && !matches!(next, b'=' | b'>' | b':'),
        };
        key != 0 && is_placed && is_followed
    }

    /// Whether the name of that length at the cursor starts a block of HCL.
    fn is_block(&self, length: usize, cursor: &Cursor) -> bool {
        self.grammar.dialect == Dialect::Hcl
            && self.is_first
            && matches!(cursor.at(cursor.past_blanks(length)), b'{' | b'"')
    }

    /// Quoted text, or the part of it up to the next `${…}`, looked for from `offset` on.
    fn quoted(&mut self, quote: &'static Quote, offset: usize, cursor: &mut Cursor) {
        let mut end = offset;
        let mut interrupted = false;
        while end < cursor.left() {
            let byte = cursor.at(end);
            if byte == b'\n' && !quote.multiline {
                break;
            }
            if cursor.sees(end, quote.mark) {
                end += quote.mark.len();
                break;
            }
            if quote.interpolated && cursor.sees(end, "${") {
                interrupted = true;
                break;
            }
            end += 1 + usize::from(byte == quote.escape);
        }
        let token = match self.is_key(end, cursor) {
            true => Token::Property,
            false => quote.token,
        };
        cursor.paint(end, Some(token));
        if interrupted {
            cursor.paint(2, Some(Token::Operator));
            self.open.push((quote, 0));
        }
    }

    fn punctuation(&mut self, byte: u8, cursor: &mut Cursor) {
        match byte {
            b'/' if self.grammar.dialect == Dialect::Script => {
                if let Some(length) = self.regex(cursor) {
                    return cursor.paint(length, Some(Token::String));
                }
            }
            b'<' if self.grammar.dialect == Dialect::Hcl && cursor.at(1) == b'<' => {
                return heredoc(cursor);
            }
            b'(' if self.labels == Labels::Announced => self.labels = Labels::Listed,
            b')' => self.labels = Labels::None,
            b'{' => {
                if let Some((_, braces)) = self.open.last_mut() {
                    *braces += 1;
                }
            }
            b'}' => match self.open.last_mut() {
                Some((quote, 0)) => {
                    let quote = *quote;
                    self.open.pop();
                    cursor.paint(1, Some(Token::Operator));
                    return self.quoted(quote, 0, cursor);
                }
                Some((_, braces)) => *braces -= 1,
                None => {}
            },
            _ => {}
        }
        let is_operator = is_in("+-*/%=<>!&|^~?:", byte);
        cursor.paint(1, is_operator.then_some(Token::Operator));
    }

    /// How long the regular expression at the cursor is; `None` if the slash divides.
    fn regex(&self, cursor: &Cursor) -> Option<usize> {
        if !is_in("\0(,=:[!&|?{};", self.previous) {
            return None;
        }
        let mut end = 1;
        loop {
            match cursor.at(end) {
                b'\n' | 0 => return None,
                b'/' => return Some(end + 1 + cursor.name(end + 1, "")),
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
    }
}

/// How long the number at the cursor is, with its exponent or unit.
fn number(cursor: &Cursor) -> usize {
    let length = cursor.name(0, ".");
    match cursor.ahead(0, length + 1) {
        [mantissa @ .., b'e' | b'E', b'+' | b'-'] if is_number(mantissa) => length + 1 + cursor.name(length + 1, "."),
        _ => length,
    }
}

/// Paints a here-document of HCL, up to the line that ends it.
fn heredoc(cursor: &mut Cursor) {
    let start = 2 + usize::from(cursor.at(2) == b'-');
    let length = cursor.name(start, "");
    let delimiter = cursor.ahead(start, start + length);
    cursor.paint(start + length, Some(Token::Operator));
    if length == 0 || !matches!(cursor.at(0), b'\r' | b'\n') {
        return;
    }
    loop {
        cursor.paint(cursor.among(0, "\n"), None);
        let line = cursor.ahead(0, cursor.line_length());
        if line.trim_ascii() == delimiter {
            return cursor.paint(line.len(), Some(Token::Operator));
        }
        // Its newline is part of the text.
        cursor.paint(line.len() + 1, Some(Token::String));
        if cursor.done() {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
