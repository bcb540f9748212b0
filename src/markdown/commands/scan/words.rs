//! Words, redirections and the ends of commands.

use super::{Frame, HereDoc, Kind, Next, Scanner, Simple, Word};
use crate::runbook::variable::Quoting;
use crate::text::find::Sieve;
use std::borrow::Cow;

/// The words with which a command may begin and that are no program.
static KEYWORDS: Sieve =
    Sieve::new(&[]).and_list("for|select|if|then|elif|else|fi|while|until|do|done|!|{|}|esac|time|function|case");

impl Scanner<'_> {
    pub(super) fn open_paren(&mut self) {
        // `name()` declares a function, `((…))` is arithmetic, anything else a subshell or an array.
        let in_word = self.now().is_some_and(|now| now.word.is_some());
        if self.peek(1) == b')' && in_word {
            if let Some(Frame::Code { now, .. }) = self.frames.last_mut() {
                now.word = None;
                self.pending.truncate(now.words);
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

    pub(super) fn close_paren(&mut self) {
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

    pub(super) fn close_backticks(&mut self) {
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

    pub(super) fn redirect(&mut self, len: usize, next: Next) {
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
        let appends = self.starts(">>") || self.starts("&>>") || self.starts(">&");
        let empties = next == Next::Write && !appends;
        self.at += len;
        if let Some(now) = self.now() {
            now.next = next;
            now.command.empties |= empties;
        }
    }

    pub(super) fn heredoc_start(&mut self) {
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
    pub(super) fn enter_heredocs(&mut self) {
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

    pub(super) fn end_word(&mut self) {
        let Some(Frame::Code { now, .. }) = self.frames.last_mut() else {
            return;
        };
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
                let is_first = self.pending.len() == now.words;
                if is_first && !word.quoted && KEYWORDS.may_hold(word.text.as_ref()) {
                    match word.text.as_ref() {
                        "for" | "select" => {
                            now.next = Next::Loop;
                            return;
                        }
                        "if" | "then" | "elif" | "else" | "fi" | "while" | "until" | "do" | "done" | "!" | "{"
                        | "}" | "esac" | "time" => return,
                        // Its name is no command.
                        "function" => {
                            now.next = Next::Read;
                            return;
                        }
                        "case" => {
                            now.next = Next::LoopWords;
                            return;
                        }
                        _ => {}
                    }
                }
                if is_first && let Some(name) = assigned_name(&word.text) {
                    let len = name.len();
                    now.command.assigns.push(cut(word.text, len));
                    return;
                }
                self.pending.push(word);
            }
        }
    }

    pub(super) fn end_command(&mut self, pipe: bool) {
        self.end_word();
        let Some(Frame::Code { now, .. }) = self.frames.last_mut() else {
            return;
        };
        let words = self.pending.get(now.words..).unwrap_or(&[]);
        now.next = Next::Word;
        let is_blank = words.is_empty() && now.heredocs.is_empty();
        if is_blank && now.command.is_blank() {
            now.command.piped |= pipe;
            return;
        }
        let mut command = std::mem::take(&mut now.command);
        declare(&mut command, words);
        now.command.piped = pipe;
        // A pipe may go on in the next line.
        if words.is_empty() && command.is_blank() {
            now.command.piped |= command.piped;
            if now.heredocs.is_empty() {
                return;
            }
        }
        command.words.start = self.out.words.len();
        self.out
            .words
            .extend(self.pending.drain(now.words.min(self.pending.len())..));
        command.words.end = self.out.words.len();
        self.out.commands.push(command);
    }
}

/// The name in `NAME=value` and `NAME+=value`.
fn assigned_name(word: &str) -> Option<&str> {
    // Most words are told by what follows their letters.
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let letters = word.bytes().take_while(|byte| is_part(byte)).count();
    if letters == 0 || !matches!(word.as_bytes().get(letters), Some(b'=' | b'+' | b'[')) {
        return None;
    }
    let (name, _) = word.split_once('=')?;
    let name = name.strip_suffix('+').unwrap_or(name);
    let name = name.split('[').next().unwrap_or(name);
    let mut bytes = name.bytes();
    let first = bytes.next()?;
    ((first.is_ascii_alphabetic() || first == b'_') && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_'))
        .then_some(name)
}

/// What `export`, `read` and their like assign.
fn declare<'a>(command: &mut Simple<'a>, words: &[Word<'a>]) {
    let Some((first, rest)) = words.split_first() else {
        return;
    };
    let is_name = |word: &str| word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let reads = match first.text.as_ref() {
        "export" | "local" | "declare" | "typeset" | "readonly" => false,
        "read" | "mapfile" | "readarray" | "getopts" | "printf" => true,
        _ => return,
    };
    let name_len = |word: &str| match reads {
        true => is_name(word).then_some(word.len()),
        false => assigned_name(word).map(str::len),
    };
    for word in rest {
        if let Some(len) = name_len(&word.text) {
            command.assigns.push(cut(word.text.clone(), len));
        }
    }
}

/// The first `len` bytes of a word.
fn cut(word: Cow<'_, str>, len: usize) -> Cow<'_, str> {
    match word {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..len).unwrap_or(text)),
        Cow::Owned(mut text) => {
            text.truncate(len);
            Cow::Owned(text)
        }
    }
}
