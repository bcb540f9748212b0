//! What separates commands, redirects them or groups them, and the here-documents redirections
//! announce.

use super::super::Token;
use super::super::cursor::{Cursor, is_in, is_word};
use super::{Mode, Next, Shell};

/// A here-document whose body starts on a line to come.
#[derive(Clone, Copy)]
pub(super) struct Heredoc<'a> {
    /// The line that ends it.
    delimiter: &'a [u8],
    /// Whether tabs may indent that line.
    indented: bool,
    /// Whether its delimiter was quoted, so that nothing is expanded in its body.
    literal: bool,
}

impl<'a> Shell<'a> {
    /// Paints what `byte`, one of `;&|()<>`, starts.
    pub(super) fn operator(&mut self, byte: u8, cursor: &mut Cursor<'a, '_>) {
        match byte {
            b'(' => self.parenthesis(cursor),
            b')' if self.state.next == Next::Pattern => {
                self.state.next = Next::Command;
                self.separator(1, cursor);
            }
            b')' => match self.mode() {
                Mode::Substitution | Mode::Words => self.close(1, Token::Operator, cursor),
                Mode::Subshell => {
                    self.close(1, Token::Operator, cursor);
                    self.expect_command();
                }
                _ => self.separator(1, cursor),
            },
            b'<' | b'>' => self.redirection(byte, cursor),
            b'&' if cursor.at(1) == b'>' => self.redirection(byte, cursor),
            _ => {
                let length = cursor.among(0, ";&|");
                // `;;`, `;&` and `;;&` end an arm of a `case`.
                let ends_arm = byte == b';' && length > 1;
                self.separator(length, cursor);
                if ends_arm {
                    self.state.next = Next::Pattern;
                }
            }
        }
    }

    fn separator(&mut self, length: usize, cursor: &mut Cursor) {
        cursor.paint(length, Some(Token::Operator));
        self.expect_command();
    }

    fn parenthesis(&mut self, cursor: &mut Cursor) {
        let in_words = matches!(self.mode(), Mode::Words | Mode::Test);
        if self.state.next == Next::Pattern {
            // The parenthesis a pattern may start with has no other meaning.
            cursor.paint(1, Some(Token::Operator));
        } else if self.state.in_word && cursor.at(1) == b')' {
            // A function's name was before.
            self.separator(2, cursor);
        } else if self.state.in_word || in_words {
            self.open(1, Token::Operator, Mode::Words, cursor);
        } else if cursor.at(1) == b'(' {
            self.open(1, Token::Operator, Mode::Arithmetic, cursor);
            self.open(1, Token::Operator, Mode::Arithmetic, cursor);
        } else {
            self.open(1, Token::Operator, Mode::Subshell, cursor);
        }
    }

    /// Paints a redirection, but for the file it names.
    fn redirection(&mut self, byte: u8, cursor: &mut Cursor<'a, '_>) {
        let in_words = matches!(self.mode(), Mode::Words | Mode::Test);
        let length = match (byte, cursor.at(1), cursor.at(2)) {
            (b'<', b'<', b'<') => 3,
            (b'<', b'<', _) if !in_words => self.heredoc(cursor),
            (b'<' | b'>', b'(', _) => {
                self.begin_word();
                return self.open(2, Token::Operator, Mode::Substitution, cursor);
            }
            (b'<', _, _) if placeholder(cursor) > 0 => {
                self.begin_word();
                return cursor.paint(placeholder(cursor), Some(Token::Variable));
            }
            // Another descriptor, as in `2>&1`; `-` closes this one.
            (_, b'&', _) => 2 + cursor.among(2, "0123456789-"),
            (b'&', b'>', b'>') => 3,
            (_, b'<' | b'>' | b'|', _) => 2,
            _ => 1,
        };
        cursor.paint(length, Some(Token::Operator));
        self.state.in_word = false;
        if self.state.next == Next::Command {
            self.state.next = Next::Skip;
        }
    }

    /// Takes note of the here-document `<<` announces; how long its announcement is.
    fn heredoc(&mut self, cursor: &Cursor<'a, '_>) -> usize {
        let indented = cursor.at(2) == b'-';
        let start = cursor.past_blanks(2 + usize::from(indented));
        let quote = cursor.at(start);
        let start = start + usize::from(is_in("'\"\\", quote));
        let length = match quote {
            b'\'' => cursor.until(start, "'\n"),
            b'"' => cursor.until(start, "\"\n"),
            _ => cursor.name(start, "-.!"),
        };
        let end = start + length;
        if length == 0 {
            return 2;
        }
        self.heredocs.push(Heredoc {
            delimiter: cursor.ahead(start, end),
            indented,
            literal: is_in("'\"\\", quote),
        });
        end + usize::from(cursor.at(end) == quote)
    }

    /// A line of a here-document's body, or the one that ends it.
    pub(super) fn heredoc_line(&mut self, heredoc: Heredoc<'a>, cursor: &mut Cursor<'a, '_>) {
        let line = cursor.line();
        let tabs = match heredoc.indented {
            true => cursor.among(0, "\t"),
            false => 0,
        };
        if line.get(tabs..) == Some(heredoc.delimiter) {
            cursor.paint(line.len(), Some(Token::Operator));
            cursor.paint_rest(None);
            self.ended += 1;
        } else if heredoc.literal {
            cursor.paint_rest(Some(Token::String));
        } else {
            // Expansions left open at the end of the line are taken to end with it: the shell
            // would go on to the delimiter, but a reader is better served by a small mistake.
            let depth = self.stack.len();
            let state = self.state;
            self.open(0, Token::String, Mode::Heredoc, cursor);
            self.pieces(cursor);
            self.stack.truncate(depth);
            self.state = state;
        }
    }
}

/// How long the placeholder `<like-this>` at the cursor is; zero if it is a redirection.
///
/// Documentation is full of them, while a redirection written `<in>out` is rare.
fn placeholder(cursor: &Cursor) -> usize {
    let name = cursor.name(1, "-.");
    let closed = cursor.at(1 + name) == b'>';
    let glued = is_word(cursor.at(2 + name)) || is_in(">&", cursor.at(2 + name));
    if name > 0 && closed && !glued { name + 2 } else { 0 }
}
