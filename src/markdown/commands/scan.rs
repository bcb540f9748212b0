//! A shell script taken apart: its simple commands, and what surrounds every byte of it.
//!
//! The grammar is that of the POSIX shell with bash's additions (`$'…'`, `<<<`, `<(…)`, `((…))`), as far as quoting and
//! the bounds of commands go. What is open is kept on a stack of our own, so depth costs memory only.

use crate::runbook::variable::Quoting;
use std::ops::Range;

/// A script, scanned.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// Its simple commands in the order in which they end; those of `$(…)` stand before the one around them.
    pub(super) commands: Vec<Simple>,
    /// Where what surrounds the text changes: from this offset on. The first stands at 0.
    pub(super) contexts: Vec<(usize, Context)>,
    /// `$NAME` and `${…}`, in order.
    pub(super) dollars: Vec<Dollar>,
    /// Whether everything that was opened is closed: where it is not, the text is hardly a script.
    pub(super) closed: bool,
}

impl Script {
    /// What surrounds the byte at `offset`.
    pub(super) fn context(&self, offset: usize) -> Context {
        let after = self.contexts.partition_point(|(at, _)| *at <= offset);
        after
            .checked_sub(1)
            .and_then(|at| self.contexts.get(at))
            .map_or(Context::BARE, |(_, context)| *context)
    }
}

/// What surrounds a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Context {
    pub(super) quoting: Quoting,
    /// How many `` `…` `` it stands in.
    pub(super) backticks: u8,
    pub(super) comment: bool,
}

impl Context {
    const BARE: Self = Self {
        quoting: Quoting::None,
        backticks: 0,
        comment: false,
    };
}

/// A command with its arguments.
#[derive(Debug, Default)]
pub(super) struct Simple {
    /// Its words without quotes; keywords, assignments and redirections left out.
    pub(super) words: Vec<Word>,
    /// Names that it assigns (`X=1`), declares (`export X`), reads (`read X`) or runs through (`for X in`).
    pub(super) assigns: Vec<String>,
    /// Targets of `>` and `>>`.
    pub(super) writes: Vec<String>,
    /// Bodies of its here-documents and here-strings.
    pub(super) input: Vec<Range<usize>>,
    /// Whether its input comes from the command before it.
    pub(super) piped: bool,
}

/// A word of a command.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    /// Without quotes; what begins with `$` as written.
    pub(super) text: String,
    /// With its quotes.
    pub(super) range: Range<usize>,
    quoted: bool,
}

/// A variable as the shell reads it.
#[derive(Debug)]
pub(super) struct Dollar {
    pub(super) name: String,
    pub(super) range: Range<usize>,
    pub(super) braced: bool,
    /// What follows the name in braces: `:-x` of `${NAME:-x}`.
    pub(super) operator: Option<Range<usize>>,
}

/// Something open.
#[derive(Debug)]
enum Frame {
    /// The script itself, `$(…)`, `<(…)`, or `` `…` ``: commands.
    Code { kind: Kind, parens: usize, now: Now },
    /// `"…"`.
    Double,
    /// `${NAME…`.
    Brace,
    /// `$((…))` and `((…))`; how many parentheses are open.
    Arithmetic(usize),
    /// The body of a here-document: where it ends, and where the line behind its delimiter begins.
    HereDoc(usize, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Script,
    Parens,
    Backticks,
}

/// The command that is being read.
#[derive(Debug, Default)]
struct Now {
    command: Simple,
    word: Option<Word>,
    /// What the next word is, if it is no argument.
    next: Next,
    /// Here-documents whose bodies begin on the next line.
    heredocs: Vec<HereDoc>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Next {
    #[default]
    Word,
    /// The target of `>`.
    Write,
    /// The target of `<`.
    Read,
    /// What stands behind `<<<`.
    HereString,
    /// The variable of `for`.
    Loop,
    /// What stands behind the variable of `for`, up to the end of the command.
    LoopWords,
}

#[derive(Debug)]
struct HereDoc {
    delimiter: String,
    quoted: bool,
    strip_tabs: bool,
}

/// How deep quotes and substitutions nest; what is deeper counts as broken.
const DEEPEST: usize = 64;

/// Bytes between a variable's name and its closing brace.
const LONGEST_OPERATOR: usize = 256;

/// Takes `text` apart.
pub(super) fn scan(text: &str) -> Script {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: 0,
        frames: vec![Frame::code(Kind::Script)],
        out: Script {
            contexts: vec![(0, Context::BARE)],
            ..Script::default()
        },
        broken: false,
    };
    scanner.run();
    scanner.out.closed = !scanner.broken;
    scanner.out
}

impl Frame {
    fn code(kind: Kind) -> Self {
        Self::Code {
            kind,
            parens: 0,
            now: Now::default(),
        }
    }
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    frames: Vec<Frame>,
    out: Script,
    broken: bool,
}

impl Scanner<'_> {
    fn run(&mut self) {
        while self.at < self.bytes.len() {
            self.leave_heredocs();
            if self.at >= self.bytes.len() {
                break;
            }
            match self.frames.last() {
                Some(Frame::Code { .. }) => self.code(),
                Some(Frame::Double) => self.double(),
                Some(Frame::Brace) => self.brace(),
                Some(Frame::Arithmetic(_)) => self.arithmetic(),
                Some(Frame::HereDoc(..)) => self.heredoc(),
                None => return,
            }
        }
        self.leave_heredocs();
        self.broken |= self.frames.len() > 1;
        // The delimiter of a here-document may be the last line, and its start the last word.
        while !self.frames.is_empty() {
            self.end_command(false);
            self.broken |= self.now().is_some_and(|now| !now.heredocs.is_empty());
            self.frames.pop();
        }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn starts(&self, with: &str) -> bool {
        self.bytes
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(with.as_bytes()))
    }

    /// Notes what surrounds the text from `at` on.
    fn mark(&mut self, at: usize, quoting: Option<Quoting>, comment: bool) {
        let backticks = self
            .frames
            .iter()
            .filter(|frame| {
                matches!(
                    frame,
                    Frame::Code {
                        kind: Kind::Backticks,
                        ..
                    }
                )
            })
            .count();
        let own = match self.frames.last() {
            Some(Frame::Double) => Quoting::Double,
            Some(Frame::Brace | Frame::Arithmetic(_)) => Quoting::Plain,
            Some(Frame::HereDoc(..)) => Quoting::HereDoc,
            Some(Frame::Code { .. }) | None => Quoting::None,
        };
        // An operand of `${X:-…}` stands in quotes that are hard to tell; so does everything inside it.
        let fragile = self
            .frames
            .iter()
            .any(|frame| matches!(frame, Frame::Brace | Frame::Arithmetic(_)));
        let context = Context {
            quoting: if fragile {
                Quoting::Plain
            } else {
                quoting.unwrap_or(own)
            },
            backticks: backticks.min(9) as u8,
            comment,
        };
        match self.out.contexts.last_mut() {
            Some((offset, last)) if *offset == at => *last = context,
            Some((_, last)) if *last == context => {}
            _ => self.out.contexts.push((at, context)),
        }
    }

    fn push(&mut self, frame: Frame, skip: usize) {
        self.at += skip;
        if self.frames.len() >= DEEPEST {
            self.broken = true;
            return;
        }
        self.frames.push(frame);
        self.mark(self.at, None, false);
    }

    fn pop(&mut self, skip: usize) {
        self.at += skip;
        self.frames.pop();
        self.mark(self.at, None, false);
    }

    /// Ends the bodies that end here, with everything that was opened inside and not closed.
    fn leave_heredocs(&mut self) {
        let ended = |frame: &Frame| match frame {
            Frame::HereDoc(end, behind) if *end <= self.at => Some(*behind),
            _ => None,
        };
        let found = self
            .frames
            .iter()
            .enumerate()
            .find_map(|(at, frame)| Some((at, ended(frame)?)));
        if let Some((first, behind)) = found {
            self.broken |= first + 1 < self.frames.len();
            while self.frames.len() > first {
                self.end_command(false);
                self.frames.pop();
            }
            self.at = behind.max(self.at);
            self.mark(self.at, None, false);
        }
    }

    /// The command being read in the innermost code.
    fn now(&mut self) -> Option<&mut Now> {
        match self.frames.last_mut() {
            Some(Frame::Code { now, .. }) => Some(now),
            _ => None,
        }
    }

    /// The command around whatever quotes are open, to which text is appended.
    fn outer(&mut self) -> Option<&mut Now> {
        self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Code { now, .. } => Some(now),
            _ => None,
        })
    }

    fn append(&mut self, from: usize, to: usize, quoted: bool) {
        let inside_heredoc = {
            let heredoc = self
                .frames
                .iter()
                .rposition(|frame| matches!(frame, Frame::HereDoc(..)));
            let code = self
                .frames
                .iter()
                .rposition(|frame| matches!(frame, Frame::Code { .. }));
            heredoc > code
        };
        if inside_heredoc {
            return;
        }
        let text = self.text;
        if let Some(now) = self.outer() {
            let word = now.word.get_or_insert_with(|| Word {
                range: from..to,
                ..Word::default()
            });
            word.text.push_str(text.get(from..to).unwrap_or(""));
            word.range.start = word.range.start.min(from);
            word.range.end = word.range.end.max(to);
            word.quoted |= quoted;
        }
    }

    /// Opens a word, or widens the open one, over bytes that are not part of its text.
    fn touch(&mut self, from: usize, to: usize) {
        self.append(from, from, true);
        if let Some(word) = self.outer().and_then(|now| now.word.as_mut()) {
            word.range.end = word.range.end.max(to);
        }
    }

    fn code(&mut self) {
        let byte = self.peek(0);
        let fresh = self.now().is_some_and(|now| now.word.is_none());
        match byte {
            b' ' | b'\t' | b'\r' => {
                self.end_word();
                self.at += 1;
            }
            b'\n' => {
                self.end_command(false);
                self.at += 1;
                self.enter_heredocs();
            }
            b'#' if fresh => {
                let end = self.text[self.at..]
                    .find('\n')
                    .map_or(self.bytes.len(), |n| self.at + n);
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
                self.push(Frame::code(Kind::Parens), 2);
            }
            b'<' if self.starts("<<<") => self.redirect(3, Next::HereString),
            b'<' if self.starts("<<") => self.heredoc_start(),
            b'<' => match super::variables::angle_at(self.text, self.at) {
                // `<pod-name>` is a place for a value, and part of its word.
                Some(end) => {
                    self.append(self.at, end, false);
                    self.at = end;
                }
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
                    self.push(Frame::code(Kind::Backticks), 1);
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
                let rest = self.bytes.get(start..).unwrap_or(&[]);
                let special = |b: &u8| b" \t\r\n#;&|()<>`\\'\"$".contains(b);
                // A `#` inside a word is no comment.
                let len = rest
                    .iter()
                    .position(|b| special(b) && *b != b'#')
                    .unwrap_or(rest.len())
                    .max(1);
                let end = start + len;
                self.append(start, end, false);
                self.at = end;
            }
        }
    }

    fn char_len(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        rest.chars().next().map_or(0, char::len_utf8)
    }

    fn single(&mut self) {
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

    fn heredoc_end(&self) -> Option<usize> {
        self.frames.iter().rev().find_map(|frame| match frame {
            Frame::HereDoc(end, _) => Some(*end),
            _ => None,
        })
    }

    /// `$NAME` and `${NAME}` in single quotes: no variables to the shell, but a reader means them.
    fn single_dollars(&mut self, from: usize, to: usize) {
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

    fn double(&mut self) {
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
            _ => self.plain_until(b"\"\\$`"),
        }
    }

    fn backtick_in_quotes(&mut self) {
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
            self.push(Frame::code(Kind::Backticks), 1);
        }
    }

    /// Text up to the next of `stops`.
    fn plain_until(&mut self, stops: &[u8]) {
        let start = self.at;
        let limit = self
            .heredoc_end()
            .unwrap_or(self.bytes.len())
            .max(start + 1)
            .min(self.bytes.len());
        let rest = self.bytes.get(start..limit).unwrap_or(&[]);
        let len = rest
            .iter()
            .position(|byte| stops.contains(byte))
            .unwrap_or(rest.len())
            .max(1);
        let mut end = start + len;
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        self.append(start, end, true);
        self.at = end;
    }

    fn heredoc(&mut self) {
        match self.peek(0) {
            b'\\' => {
                self.at += 1;
                self.at += self.char_len(self.at);
            }
            b'$' => self.dollar(),
            b'`' => self.backtick_in_quotes(),
            _ => self.plain_until(b"\\$`"),
        }
    }

    fn brace(&mut self) {
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
            _ => self.plain_until(b"}\\$`\"'"),
        }
    }

    fn arithmetic(&mut self) {
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
            _ => self.plain_until(b"()$`"),
        }
    }

    /// `$…` outside single quotes.
    fn dollar(&mut self) {
        let start = self.at;
        match self.peek(1) {
            b'(' if self.peek(2) == b'(' => {
                self.touch(start, start + 3);
                self.push(Frame::Arithmetic(2), 3);
            }
            b'(' => {
                self.touch(start, start + 2);
                self.push(Frame::code(Kind::Parens), 2);
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
    fn read_dollar(&self, start: usize) -> Option<Dollar> {
        let rest = self.text.get(start + 1..)?;
        let braced = rest.starts_with('{');
        let name_at = start + 1 + usize::from(braced);
        let tail = self.text.get(name_at..)?;
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
                name: name.to_string(),
                range: start..name_end,
                braced,
                operator: None,
            });
        }
        let close = self.closing_brace(name_end)?;
        Some(Dollar {
            name: name.to_string(),
            range: start..close + 1,
            braced,
            operator: (close > name_end).then_some(name_end..close),
        })
    }

    /// The `}` that closes the braces in which `from` stands.
    fn closing_brace(&self, from: usize) -> Option<usize> {
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

    fn open_paren(&mut self) {
        // `name()` declares a function, `((…))` is arithmetic, anything else a subshell or an array.
        let in_word = self.now().is_some_and(|now| now.word.is_some());
        if self.peek(1) == b')' && in_word {
            if let Some(now) = self.now() {
                now.word = None;
                now.command.words.clear();
            }
            self.at += 2;
            return;
        }
        if self.peek(1) == b'(' && !in_word {
            self.push(Frame::Arithmetic(2), 2);
            return;
        }
        let array = self
            .now()
            .and_then(|now| now.word.as_ref())
            .is_some_and(|word| word.text.ends_with('='));
        if array {
            self.end_word();
        } else {
            self.end_command(false);
        }
        if let Some(Frame::Code { parens, .. }) = self.frames.last_mut() {
            *parens += 1;
        }
        self.at += 1;
    }

    fn close_paren(&mut self) {
        self.end_command(false);
        match self.frames.last_mut() {
            Some(Frame::Code { parens, .. }) if *parens > 0 => {
                *parens -= 1;
                self.at += 1;
            }
            Some(Frame::Code { kind: Kind::Parens, .. }) => {
                self.pop(1);
                self.touch(self.at - 1, self.at);
            }
            // The end of a pattern of `case`.
            _ => self.at += 1,
        }
    }

    fn close_backticks(&mut self) {
        while let Some(frame) = self.frames.last() {
            let done = matches!(
                frame,
                Frame::Code {
                    kind: Kind::Backticks,
                    ..
                }
            );
            self.broken |= !done;
            self.end_command(false);
            self.frames.pop();
            if done {
                break;
            }
        }
        self.at += 1;
        self.mark(self.at, None, false);
        self.touch(self.at - 1, self.at);
    }

    fn redirect(&mut self, len: usize, next: Next) {
        // A number right before it names the file, and is no argument.
        let number = self
            .now()
            .and_then(|now| now.word.as_ref())
            .is_some_and(|word| !word.quoted && word.text.bytes().all(|b| b.is_ascii_digit()));
        if number && let Some(now) = self.now() {
            now.word = None;
        } else {
            self.end_word();
        }
        self.at += len;
        if let Some(now) = self.now() {
            now.next = next;
        }
    }

    fn heredoc_start(&mut self) {
        self.end_word();
        let mut at = self.at + 2;
        let strip_tabs = self.bytes.get(at) == Some(&b'-');
        at += usize::from(strip_tabs);
        while matches!(self.bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        let mut delimiter = String::new();
        let mut quoted = false;
        let mut quote: Option<char> = None;
        let rest = self.text.get(at..).unwrap_or("");
        let mut len = rest.len();
        for (offset, c) in rest.char_indices() {
            match (c, quote) {
                ('\n', _) => {
                    len = offset;
                    break;
                }
                (c, Some(open)) if c == open => quote = None,
                (c, Some(_)) => delimiter.push(c),
                ('\'' | '"', None) => {
                    quoted = true;
                    quote = Some(c);
                }
                ('\\', None) => quoted = true,
                (c, None) if c.is_whitespace() || ";&|<>()".contains(c) => {
                    len = offset;
                    break;
                }
                (c, None) => delimiter.push(c),
            }
        }
        self.at = at + len;
        if delimiter.is_empty() {
            self.broken = true;
            return;
        }
        if let Some(now) = self.now() {
            now.heredocs.push(HereDoc {
                delimiter,
                quoted,
                strip_tabs,
            });
        }
    }

    /// At the start of a line: the bodies of here-documents opened on the line before.
    fn enter_heredocs(&mut self) {
        let heredocs = self
            .now()
            .map(|now| std::mem::take(&mut now.heredocs))
            .unwrap_or_default();
        // An unquoted body holds code of its own; only the last can stay open, so earlier ones are taken as text.
        let count = heredocs.len();
        for (index, heredoc) in heredocs.into_iter().enumerate() {
            let start = self.at;
            let limit = self.heredoc_end().unwrap_or(self.bytes.len());
            let mut end = limit;
            let mut behind = limit;
            let mut line_at = start;
            for line in self.text.get(start..limit).unwrap_or("").split_inclusive('\n') {
                let text = line.trim_end_matches(['\n', '\r']);
                let text = if heredoc.strip_tabs {
                    text.trim_start_matches('\t')
                } else {
                    text
                };
                if text == heredoc.delimiter {
                    end = line_at;
                    behind = line_at + line.len();
                    break;
                }
                line_at += line.len();
            }
            self.broken |= behind == end;
            if let Some(command) = self.out.commands.last_mut() {
                command.input.push(start..end);
            }
            if heredoc.quoted || index + 1 < count {
                let quoting = if heredoc.quoted {
                    Quoting::HereDocQuoted
                } else {
                    Quoting::Plain
                };
                self.mark(start, Some(quoting), false);
                self.single_dollars(start, end);
                self.mark(end, None, false);
                self.at = behind;
            } else if end > start {
                self.push(Frame::HereDoc(end, behind), 0);
                return;
            } else {
                self.at = behind;
            }
        }
    }

    fn end_word(&mut self) {
        let Some(now) = self.now() else { return };
        let Some(word) = now.word.take() else { return };
        let then = match now.next {
            Next::Loop | Next::LoopWords => Next::LoopWords,
            _ => Next::Word,
        };
        let next = std::mem::replace(&mut now.next, then);
        match next {
            Next::Write => now.command.writes.push(word.text),
            Next::Read => {}
            Next::HereString => now.command.input.push(word.range),
            Next::Loop => now.command.assigns.push(word.text),
            Next::LoopWords => {}
            Next::Word => {
                if now.command.words.is_empty() && !word.quoted {
                    match word.text.as_str() {
                        "for" | "select" => {
                            now.next = Next::Loop;
                            return;
                        }
                        "if" | "then" | "elif" | "else" | "fi" | "while" | "until" | "do" | "done" | "!" | "{"
                        | "}" | "esac" | "time" | "function" => return,
                        "case" => {
                            now.next = Next::LoopWords;
                            return;
                        }
                        _ => {}
                    }
                }
                if now.command.words.is_empty()
                    && let Some(name) = assigned_name(&word.text)
                {
                    now.command.assigns.push(name.to_string());
                    return;
                }
                now.command.words.push(word);
            }
        }
    }

    fn end_command(&mut self, pipe: bool) {
        self.end_word();
        let Some(now) = self.now() else { return };
        let mut command = std::mem::take(&mut now.command);
        now.next = Next::Word;
        declare(&mut command);
        now.command.piped = pipe;
        // A pipe may go on in the next line.
        if command.words.is_empty()
            && command.assigns.is_empty()
            && command.writes.is_empty()
            && command.input.is_empty()
        {
            now.command.piped |= command.piped;
            if now.heredocs.is_empty() {
                return;
            }
        }
        self.out.commands.push(command);
    }
}

/// The name in `NAME=value` and `NAME+=value`.
fn assigned_name(word: &str) -> Option<&str> {
    let (name, _) = word.split_once('=')?;
    let name = name.strip_suffix('+').unwrap_or(name);
    let name = name.split('[').next().unwrap_or(name);
    let mut bytes = name.bytes();
    let first = bytes.next()?;
    ((first.is_ascii_alphabetic() || first == b'_') && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_'))
        .then_some(name)
}

/// What `export`, `read` and their like assign.
fn declare(command: &mut Simple) {
    let mut words = command.words.iter().map(|word| word.text.as_str());
    let names: Vec<String> = match words.next() {
        Some("export" | "local" | "declare" | "typeset" | "readonly") => words
            .filter_map(|word| assigned_name(word))
            .map(str::to_string)
            .collect(),
        Some("read" | "mapfile" | "readarray" | "getopts" | "printf") => words
            .filter(|word| word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
            .map(str::to_string)
            .collect(),
        _ => return,
    };
    command.assigns.extend(names);
}
