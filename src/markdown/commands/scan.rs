//! A shell script taken apart: its simple commands, and what surrounds every byte of it.
//!
//! The grammar is that of the POSIX shell with bash's additions (`$'…'`, `<<<`, `<(…)`, `((…))`), as far as quoting and
//! the bounds of commands go. What is open is kept on a stack of our own, so depth costs memory only.

mod code;
mod frame;
mod quotes;
mod script;
mod spare;
mod words;

use crate::runbook::variable::Quoting;
use frame::{Frame, HereDoc, Kind, Next, Now};
pub(super) use script::{Context, Dollar, Script, Simple, Word};

/// How deep quotes and substitutions nest; what is deeper counts as broken.
const DEEPEST: usize = 64;

/// Bytes between a variable's name and its closing brace.
const LONGEST_OPERATOR: usize = 256;

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
        lines: None,
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
    /// For [`super::variables::angles_at`].
    lines: super::variables::Lines<'a>,
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
}
