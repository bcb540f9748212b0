//! A shell script taken apart: its simple commands, and what surrounds every byte of it.
//!
//! The grammar is that of the POSIX shell with bash's additions (`$'…'`, `<<<`, `<(…)`, `((…))`), as far as quoting and
//! the bounds of commands go. What is open is kept on a stack of our own, so depth costs memory only.

mod quotes;
mod spare;
mod words;

use crate::runbook::variable::Quoting;
use std::borrow::Cow;
use std::ops::Range;

/// A script, scanned.
#[derive(Debug)]
pub(super) struct Script<'a> {
    /// Its simple commands in the order in which they end; those of `$(…)` stand before the one around them.
    pub(super) commands: Vec<Simple<'a>>,
    /// The words of all of them.
    words: Vec<Word<'a>>,
    /// Where what surrounds the text changes: from this offset on. The first stands at 0.
    pub(super) contexts: Vec<(usize, Context)>,
    /// `$NAME` and `${…}`, in order.
    pub(super) dollars: Vec<Dollar<'a>>,
    /// Whether everything that was opened is closed: where it is not, the text is hardly a script.
    pub(super) closed: bool,
}

impl Script<'_> {
    /// The words of a command without quotes; keywords, assignments and redirections left out.
    pub(super) fn words(&self, command: &Simple<'_>) -> &[Word<'_>] {
        self.words.get(command.words.clone()).unwrap_or(&[])
    }

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
pub(super) struct Simple<'a> {
    /// Its words among those of the script.
    words: Range<usize>,
    /// Names that it assigns (`X=1`), declares (`export X`), reads (`read X`) or runs through (`for X in`).
    pub(super) assigns: Vec<Cow<'a, str>>,
    /// Targets of `>` and `>>`.
    pub(super) writes: Vec<Cow<'a, str>>,
    /// Bodies of its here-documents and here-strings.
    pub(super) input: Vec<Range<usize>>,
    /// Whether its input comes from the command before it.
    pub(super) piped: bool,
}

impl Simple<'_> {
    /// Whether it is nothing but its words.
    fn is_blank(&self) -> bool {
        self.assigns.is_empty() && self.writes.is_empty() && self.input.is_empty()
    }
}

/// A word of a command.
#[derive(Clone, Debug, Default)]
pub(super) struct Word<'a> {
    /// Without quotes; what begins with `$` as written. Most words are a stretch of the script.
    pub(super) text: Cow<'a, str>,
    /// With its quotes.
    pub(super) range: Range<usize>,
    quoted: bool,
}

/// A variable as the shell reads it.
#[derive(Debug)]
pub(super) struct Dollar<'a> {
    pub(super) name: &'a str,
    pub(super) range: Range<usize>,
    pub(super) braced: bool,
    /// What follows the name in braces: `:-x` of `${NAME:-x}`.
    pub(super) operator: Option<Range<usize>>,
}

/// Something open.
#[derive(Debug)]
enum Frame<'a> {
    /// The script itself, `$(…)`, `<(…)`, or `` `…` ``: commands.
    Code { kind: Kind, parens: usize, now: Now<'a> },
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
struct Now<'a> {
    command: Simple<'a>,
    /// Where its words begin among the pending ones.
    words: usize,
    word: Option<Word<'a>>,
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

/// Takes `text` apart.
pub(super) fn scan(text: &str) -> Script<'_> {
    let (frames, pending) = spare::stacks();
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: 0,
        frames,
        pending,
        out: spare::script(),
        broken: false,
        heredocs: false,
    };
    scanner.frames.push(Frame::code(Kind::Script, 0));
    scanner.out.contexts.push((0, Context::BARE));
    scanner.run();
    scanner.out.closed = !scanner.broken;
    let Scanner {
        frames, pending, out, ..
    } = scanner;
    spare::keep_stacks(frames, pending);
    out
}

impl Frame<'_> {
    fn code(kind: Kind, pending: usize) -> Self {
        Self::Code {
            kind,
            parens: 0,
            now: Now {
                words: pending,
                ..Now::default()
            },
        }
    }
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    frames: Vec<Frame<'a>>,
    /// The words of the commands that are being read, those of inner ones on top.
    pending: Vec<Word<'a>>,
    out: Script<'a>,
    broken: bool,
    /// Whether a body of a here-document was entered yet.
    heredocs: bool,
}

impl<'a> Scanner<'a> {
    fn run(&mut self) {
        while self.at < self.bytes.len() {
            if self.heredocs {
                self.leave_heredocs();
            }
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
        let context = if let [Frame::Code { .. }] = self.frames.as_slice() {
            Context {
                quoting: quoting.unwrap_or(Quoting::None),
                backticks: 0,
                comment,
            }
        } else {
            self.inner_context(quoting, comment)
        };
        match self.out.contexts.last_mut() {
            Some((offset, last)) if *offset == at => *last = context,
            Some((_, last)) if *last == context => {}
            _ => self.out.contexts.push((at, context)),
        }
    }

    /// What surrounds the text inside of quotes and substitutions.
    fn inner_context(&self, quoting: Option<Quoting>, comment: bool) -> Context {
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
        Context {
            quoting: if fragile {
                Quoting::Plain
            } else {
                quoting.unwrap_or(own)
            },
            backticks: backticks.min(9) as u8,
            comment,
        }
    }

    fn push(&mut self, frame: Frame<'a>, skip: usize) {
        self.at += skip;
        if self.frames.len() >= DEEPEST {
            self.broken = true;
            return;
        }
        self.heredocs |= matches!(frame, Frame::HereDoc(..));
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
        let ended = |frame: &Frame<'_>| match frame {
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
    fn now(&mut self) -> Option<&mut Now<'a>> {
        match self.frames.last_mut() {
            Some(Frame::Code { now, .. }) => Some(now),
            _ => None,
        }
    }

    /// The command around whatever quotes are open, to which text is appended.
    fn outer(&mut self) -> Option<&mut Now<'a>> {
        self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Code { now, .. } => Some(now),
            _ => None,
        })
    }

    fn append(&mut self, from: usize, to: usize, quoted: bool) {
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
    fn touch(&mut self, from: usize, to: usize) {
        self.append(from, from, true);
        if let Some(word) = self.outer().and_then(|now| now.word.as_mut()) {
            word.range.end = word.range.end.max(to);
        }
    }

    fn code(&mut self) {
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
                self.push(Frame::code(Kind::Parens, self.pending.len()), 2);
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
            self.end_word();
            let start = self.at + 1;
            let end = self.plain_end(start);
            self.at = end;
            let text = Cow::Borrowed(self.text.get(start..end).unwrap_or(""));
            if let Some(now) = self.now() {
                now.word = Some(Word {
                    text,
                    range: start..end,
                    quoted: false,
                });
            }
        }
    }

    fn char_len(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        rest.chars().next().map_or(0, char::len_utf8)
    }
}
