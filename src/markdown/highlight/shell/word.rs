//! The words of a command: which is its name, which are flags, keywords, assignments.

use super::super::Token;
use super::super::cursor::{Cursor, byte, is_ascii_word, is_in, is_number, lists};
use super::{Mode, Next, Shell};

/// What is expected, words that mean something there, what they are, and what they make of the
/// word behind them.
const WORDS: &[(Next, &str, Option<Token>, Next)] = {
    use Next::{Argument, Case, Command, Declaration, Definition, Exec, Image, Loop, Pattern};
    const KEYWORD: Option<Token> = Some(Token::Keyword);
    const OPERATOR: Option<Token> = Some(Token::Operator);
    &[
        (Command, "if then elif else while until do", KEYWORD, Command),
        (Command, "fi done esac return exit break continue", KEYWORD, Argument),
        (Command, "for select", KEYWORD, Loop),
        (Loop, "in", KEYWORD, Argument),
        (Command, "case", KEYWORD, Case),
        (Case, "in", KEYWORD, Pattern),
        (Pattern, "esac", KEYWORD, Argument),
        (Command, "function", KEYWORD, Definition),
        (
            Command,
            "export local declare readonly typeset unset",
            KEYWORD,
            Declaration,
        ),
        (Image, "as AS", KEYWORD, Argument),
        (Command, "{ } !", OPERATOR, Command),
        (Command, "[ [[", OPERATOR, Argument),
        (Argument, "] ! = == != =~", OPERATOR, Argument),
        // Commands whose arguments are a command.
        (
            Command,
            "sudo doas env exec command builtin nohup nice ionice time timeout xargs watch eval setsid",
            Some(Token::Function),
            Command,
        ),
        // Arguments that make what is behind `--` one, as in `kubectl exec pod -- command`.
        (Argument, "exec run debug", None, Exec),
    ]
};
/// The flags of those commands that take an argument which could pass for a command.
const SKIPPING: &str = "-u -g -I";
/// What ends a word or means something within it.
const SPECIAL: &str = " \t\r\n\\'\"$`;&|<>()";

impl<'a> Shell<'a> {
    /// Paints a word, up to the first byte that ends it or is special within it.
    pub(super) fn word(&mut self, cursor: &mut Cursor<'a, '_>) {
        let length = cursor.until(0, SPECIAL);
        let word = cursor.ahead(0, length);
        if self.state.in_word {
            return cursor.paint(length, self.state.token);
        }
        if is_number(word) && matches!(cursor.at(length), b'<' | b'>') {
            // The file descriptor a redirection is about.
            return cursor.paint(length, Some(Token::Operator));
        }
        if self.mode() == Mode::Test && word == b"]]" {
            return self.close(length, Token::Operator, cursor);
        }
        self.state.in_word = true;
        self.state.token = None;
        let name = assigned(word);
        if name > 0 && matches!(self.state.next, Next::Command | Next::Declaration) {
            cursor.paint(name, Some(Token::Variable));
            let operator = 1 + usize::from(cursor.at(0) == b'+');
            cursor.paint(operator, Some(Token::Operator));
            // Looked at here, as the rest of a word is not looked at again.
            let value = length - name - operator;
            let number = is_number(cursor.ahead(0, value));
            return cursor.paint(value, number.then_some(Token::Number));
        }
        if matches!(word, [b'-', _, ..]) {
            return self.flag(word, cursor);
        }
        let (token, next) = self.classify(word);
        self.state.next = next;
        self.state.token = token.filter(|token| *token == Token::Function);
        if word == b"[[" && token == Some(Token::Operator) {
            self.state.in_word = false;
            return self.open(length, Token::Operator, Mode::Test, cursor);
        }
        cursor.paint(length, token);
    }

    fn flag(&mut self, word: &[u8], cursor: &mut Cursor) {
        let name = word.iter().take_while(|byte| **byte != b'=').count();
        cursor.paint(name, Some(Token::Property));
        cursor.paint(word.len() - name, None);
        match self.state.next {
            Next::Command if lists(SKIPPING, word) => self.state.next = Next::Skip,
            Next::Exec if word == b"--" => self.state.next = Next::Command,
            _ => {}
        }
        if name == word.len() {
            self.state.token = Some(Token::Property);
        }
    }

    /// What `word` is, and what that makes of the word after it.
    fn classify(&self, word: &[u8]) -> (Option<Token>, Next) {
        let next = self.state.next;
        let mut known = WORDS.iter();
        if let Some((.., token, then)) = known.find(|(place, words, ..)| *place == next && lists(words, word)) {
            return (*token, *then);
        }
        let number = match word {
            // An argument of a prefix, as in `timeout 30s`: no command is called so.
            [number @ .., b's' | b'm' | b'h'] if next == Next::Command => number,
            _ => word,
        };
        match next {
            _ if is_number(number) => (Some(Token::Number), next),
            Next::Command => (Some(Token::Function), Next::Argument),
            Next::Definition => (Some(Token::Function), Next::Command),
            Next::Skip => (None, Next::Command),
            Next::Loop | Next::Declaration => (Some(Token::Variable), next),
            _ => (None, next),
        }
    }
}

/// How long the variable's name is, with its index if any, where `word` starts with an
/// assignment; otherwise zero.
fn assigned(word: &[u8]) -> usize {
    let mut length = word.iter().take_while(|byte| is_ascii_word(**byte)).count();
    if byte(word, length) == b'[' {
        let index = word.iter().skip(length);
        length += 1 + index.take_while(|byte| !is_in("]=", **byte)).count();
    }
    match (byte(word, length), byte(word, length + 1)) {
        (b'=', _) | (b'+', b'=') if !byte(word, 0).is_ascii_digit() => length,
        _ => 0,
    }
}
