//! Syntax highlighting of fenced code, for the languages runbooks are written in.
//!
//! Each scanner walks the code once, from left to right, and never fails: what it does not
//! recognise stays plain. It colours for reading, it does not validate.

mod clike;
mod console;
mod cursor;
mod diff;
mod dockerfile;
mod grammar;
mod ini;
mod language;
mod markup;
mod shell;
#[cfg(test)]
mod testing;
mod yaml;

pub use language::{Language, language};

use cursor::Cursor;

/// What a piece of code is, as far as colour goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Token {
    /// A remark for the reader.
    Comment,
    /// A word the language reserves, or a constant such as `true`.
    Keyword,
    /// Quoted text, a here-document's body, a YAML scalar.
    String,
    /// A number, with its unit where the language has units.
    Number,
    /// The name of a command or of a called function.
    Function,
    /// A variable, a parameter, a metric's name, a placeholder to fill in.
    Variable,
    /// A key, an attribute, a label or a command's flag.
    Property,
    /// An operator, a separator of commands, a redirection.
    Operator,
    /// A line a diff adds.
    Inserted,
    /// A line a diff removes.
    Deleted,
    /// What titles a part: a diff's hunk, an INI section, a YAML document marker.
    Heading,
    /// The prompt of a console session.
    Prompt,
    /// What a command printed in a console session.
    Output,
}

impl Token {
    /// The suffix of the CSS class that colours this token (`styles/code.css`): one letter, for a page of commands has a
    /// hundred of them.
    pub fn class(self) -> &'static str {
        match self {
            Token::Comment => "c",
            Token::Keyword => "k",
            Token::String => "s",
            Token::Number => "n",
            Token::Function => "f",
            Token::Variable => "v",
            Token::Property => "p",
            Token::Operator => "o",
            Token::Inserted => "i",
            Token::Deleted => "d",
            Token::Heading => "h",
            Token::Prompt => "x",
            Token::Output => "r",
        }
    }
}

/// Splits `code` into consecutive pieces that together are exactly `code`, calling `emit` with
/// each and with what it is, or `None` where it is plain.
///
/// Neighbouring pieces differ in token, and none is empty. Takes time linear in `code`.
pub fn highlight<'a>(language: Language, code: &'a str, emit: &mut dyn FnMut(&'a str, Option<Token>)) {
    let cursor = &mut Cursor::new(code, emit);
    match language {
        Language::Shell if console::is_session(code) => {
            console::highlight(cursor, console::Hash::Comment);
        }
        Language::Shell => shell::highlight(cursor),
        Language::Console => console::highlight(cursor, console::Hash::Prompt),
        Language::Yaml => yaml::highlight(cursor),
        Language::Ini => ini::highlight(cursor),
        Language::Diff => diff::highlight(cursor),
        Language::Dockerfile => dockerfile::highlight(cursor),
        Language::Markup => markup::highlight(cursor),
        Language::Go => clike::highlight(&grammar::GO, cursor),
        Language::Hcl => clike::highlight(&grammar::HCL, cursor),
        Language::Java => clike::highlight(&grammar::JAVA, cursor),
        Language::JavaScript => clike::highlight(&grammar::JAVASCRIPT, cursor),
        Language::Json => clike::highlight(&grammar::JSON, cursor),
        Language::PowerShell => clike::highlight(&grammar::POWERSHELL, cursor),
        Language::PromQl => clike::highlight(&grammar::PROMQL, cursor),
        Language::Python => clike::highlight(&grammar::PYTHON, cursor),
        Language::Sql => clike::highlight(&grammar::SQL, cursor),
    }
    cursor.finish();
}
