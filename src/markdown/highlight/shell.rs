//! Shell scripts: the constructs that nest and span lines. Words are in [`word`], operators and
//! here-documents in [`operator`].
//!
//! What is open around the cursor is kept on a stack of its own rather than on the call stack,
//! so that depth costs memory only, and so that a console session can feed a command line by
//! line, between prompts.

mod operator;
mod word;

use super::Token;
use super::cursor::{Cursor, is_blank};
use operator::Heredoc;

/// Highlights a whole script.
pub(super) fn highlight(cursor: &mut Cursor) {
    let mut shell = Shell::new(Next::Command);
    while cursor.begin_line() {
        if !shell.continues() && cursor.sees(0, "$ ") {
            cursor.paint(2, Some(Token::Prompt));
        }
        shell.line(cursor);
    }
}

/// What the next word is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// The name of a command, or what may come before one.
    Command,
    /// What comes between a command's prefix and its name: an option's argument, a file.
    Skip,
    /// A command's argument.
    Argument,
    /// An argument of a command that runs another one behind `--`.
    Exec,
    /// A variable being declared, possibly with its value.
    Declaration,
    /// The name of a function being defined.
    Definition,
    /// The variable a loop sets, up to `in`.
    Loop,
    /// What a `case` looks at, up to `in`.
    Case,
    /// A pattern of a `case`, up to `)`.
    Pattern,
    /// A Dockerfile's base image, up to `AS`.
    Image,
}

/// A construct that is open around the cursor.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Commands: the script itself.
    Script,
    /// Commands in `$(…)`, `<(…)` or `>(…)`.
    Substitution,
    /// Commands in `(…)`.
    Subshell,
    /// Commands between backquotes.
    Backquotes,
    /// Words in `(…)`: an array's elements, an extended glob, a group within `[[`.
    Words,
    /// Words in `[[ … ]]`.
    Test,
    /// `'…'`, which nothing but `'` ends.
    Single,
    /// `$'…'`, with backslash escapes.
    Escaped,
    /// `"…"`.
    Double,
    /// A line of a here-document in which variables are expanded.
    Heredoc,
    /// `${…}`.
    Parameter,
    /// One of the parentheses of `((…))`, or one within.
    Arithmetic,
}

/// Where the cursor is within a command.
#[derive(Clone, Copy)]
struct State {
    next: Next,
    /// Whether the cursor is behind a part of a word, so that what follows continues the word.
    in_word: bool,
    /// What the rest of that word is.
    token: Option<Token>,
}

/// The state of a shell between two lines.
pub(super) struct Shell<'a> {
    /// What is open, outermost first, each with the state to return to.
    stack: Vec<(Mode, State)>,
    state: State,
    /// The here-documents announced so far, and how many of them have ended.
    heredocs: Vec<Heredoc<'a>>,
    ended: usize,
    /// Whether the last line ended in a backslash.
    joined: bool,
}

impl<'a> Shell<'a> {
    /// A shell about to read a line that starts with `next`.
    pub(super) fn new(next: Next) -> Self {
        Shell {
            stack: Vec::new(),
            state: State {
                next,
                in_word: false,
                token: None,
            },
            heredocs: Vec::new(),
            ended: 0,
            joined: false,
        }
    }

    /// Whether the next line still belongs to the command of the last one.
    pub(super) fn continues(&self) -> bool {
        self.joined || !self.stack.is_empty() || self.ended < self.heredocs.len()
    }

    /// Highlights what is left of the line the cursor is narrowed to.
    pub(super) fn line(&mut self, cursor: &mut Cursor<'a, '_>) {
        self.joined = false;
        match self.heredocs.get(self.ended) {
            Some(heredoc) => self.heredoc_line(*heredoc, cursor),
            None => self.pieces(cursor),
        }
    }

    fn pieces(&mut self, cursor: &mut Cursor<'a, '_>) {
        while !cursor.done() {
            match self.mode() {
                Mode::Single | Mode::Escaped | Mode::Double | Mode::Heredoc => self.quoted(cursor),
                Mode::Parameter => self.parameter(cursor),
                Mode::Arithmetic => self.arithmetic(cursor),
                _ => self.command(cursor),
            }
        }
    }

    fn mode(&self) -> Mode {
        self.stack.last().map_or(Mode::Script, |(mode, _)| *mode)
    }

    /// Enters a construct by painting the `length` bytes that open it.
    fn open(&mut self, length: usize, token: Token, mode: Mode, cursor: &mut Cursor) {
        cursor.paint(length, Some(token));
        self.stack.push((mode, self.state));
        self.state = State {
            next: match mode {
                Mode::Words | Mode::Test => Next::Argument,
                _ => Next::Command,
            },
            in_word: false,
            token: None,
        };
    }

    /// Leaves the innermost construct by painting the `length` bytes that close it.
    fn close(&mut self, length: usize, token: Token, cursor: &mut Cursor) {
        cursor.paint(length, Some(token));
        if let Some((_, state)) = self.stack.pop() {
            self.state = state;
        }
    }

    /// A piece of text between quotes, or of a here-document.
    fn quoted(&mut self, cursor: &mut Cursor<'a, '_>) {
        let string = Some(Token::String);
        let mode = self.mode();
        let plain = match mode {
            Mode::Single => cursor.until(0, "'"),
            Mode::Escaped => cursor.until(0, "'\\"),
            _ => cursor.until(0, "\"$`\\"),
        };
        cursor.paint(plain, string);
        match cursor.at(0) {
            b'\'' => self.close(1, Token::String, cursor),
            b'"' if mode == Mode::Double => self.close(1, Token::String, cursor),
            b'\\' => cursor.paint(2, string),
            b'$' => self.expansion(string, cursor),
            b'`' => self.backquote(cursor),
            _ => cursor.paint(1, string),
        }
    }

    /// A piece of `${…}`.
    fn parameter(&mut self, cursor: &mut Cursor<'a, '_>) {
        let variable = Some(Token::Variable);
        let plain = cursor.until(0, "}\"$`\\");
        cursor.paint(plain, variable);
        match cursor.at(0) {
            b'}' => self.close(1, Token::Variable, cursor),
            b'"' => self.open(1, Token::String, Mode::Double, cursor),
            b'\\' => cursor.paint(2, variable),
            b'$' => self.expansion(variable, cursor),
            b'`' => self.backquote(cursor),
            _ => {}
        }
    }

    /// A piece of `((…))`.
    fn arithmetic(&mut self, cursor: &mut Cursor<'a, '_>) {
        let word = cursor.ascii_name(0);
        match cursor.at(0) {
            b'0'..=b'9' => cursor.paint(word, Some(Token::Number)),
            _ if word > 0 => cursor.paint(word, Some(Token::Variable)),
            b'(' => self.open(1, Token::Operator, Mode::Arithmetic, cursor),
            b')' => self.close(1, Token::Operator, cursor),
            b'"' => self.open(1, Token::String, Mode::Double, cursor),
            b'$' => self.expansion(Some(Token::Operator), cursor),
            byte if is_blank(byte) || byte == b'\n' => cursor.paint(1, None),
            _ => cursor.paint(1, Some(Token::Operator)),
        }
    }

    /// What a `$` starts; `otherwise` is what it is if it starts nothing.
    fn expansion(&mut self, otherwise: Option<Token>, cursor: &mut Cursor<'a, '_>) {
        match cursor.at(1) {
            b'(' if cursor.at(2) == b'(' => {
                self.open(2, Token::Operator, Mode::Arithmetic, cursor);
                self.open(1, Token::Operator, Mode::Arithmetic, cursor);
            }
            b'(' => self.open(2, Token::Operator, Mode::Substitution, cursor),
            b'{' => self.open(2, Token::Variable, Mode::Parameter, cursor),
            b'0'..=b'9' | b'?' | b'#' | b'@' | b'*' | b'$' | b'!' | b'-' => {
                cursor.paint(2, Some(Token::Variable));
            }
            // Letters of other scripts are no part of it: in `$HOST–$PORT`, say.
            _ => match cursor.ascii_name(1) {
                0 => cursor.paint(1, otherwise),
                name => cursor.paint(1 + name, Some(Token::Variable)),
            },
        }
    }

    fn backquote(&mut self, cursor: &mut Cursor) {
        if self.mode() == Mode::Backquotes {
            self.close(1, Token::Operator, cursor);
        } else {
            self.open(1, Token::Operator, Mode::Backquotes, cursor);
        }
    }

    /// A piece of a command.
    fn command(&mut self, cursor: &mut Cursor<'a, '_>) {
        let byte = cursor.at(0);
        match byte {
            b' ' | b'\t' | b'\r' => {
                self.state.in_word = false;
                cursor.skip_blanks();
            }
            b'\n' => {
                cursor.paint(1, None);
                self.expect_command();
            }
            b'#' if !self.state.in_word => cursor.paint_line(Some(Token::Comment)),
            b'\\' if cursor.line().len() == 1 => {
                cursor.paint(1, Some(Token::Operator));
                cursor.paint_rest(None);
                self.state.in_word = false;
                self.joined = true;
            }
            b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>' => self.operator(byte, cursor),
            b'\\' | b'\'' | b'"' | b'$' | b'`' => {
                self.begin_word();
                match (byte, cursor.at(1)) {
                    (b'\\', _) => cursor.paint(2, self.state.token),
                    (b'\'', _) => self.open(1, Token::String, Mode::Single, cursor),
                    (b'"', _) => self.open(1, Token::String, Mode::Double, cursor),
                    (b'`', _) => self.backquote(cursor),
                    (_, b'\'') => self.open(2, Token::String, Mode::Escaped, cursor),
                    _ => self.expansion(self.state.token, cursor),
                }
            }
            _ => self.word(cursor),
        }
    }

    /// Starts a word that does not tell what it is: one that is quoted or expanded.
    fn begin_word(&mut self) {
        if !self.state.in_word {
            self.state.in_word = true;
            self.state.token = None;
            self.state.next = match self.state.next {
                Next::Command => Next::Argument,
                Next::Skip => Next::Command,
                next => next,
            };
        }
    }

    /// Ends the command: the next word starts another, unless no commands are possible here.
    fn expect_command(&mut self) {
        self.state.in_word = false;
        if self.state.next != Next::Pattern && !matches!(self.mode(), Mode::Words | Mode::Test) {
            self.state.next = Next::Command;
        }
    }
}

#[cfg(test)]
mod tests;
