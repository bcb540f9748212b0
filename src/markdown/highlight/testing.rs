//! What the tests of all scanners share.

use super::{Language, Token, highlight, language};
use std::cell::Cell;

thread_local! {
    /// How many bytes cursors were asked about on this thread, each time counted.
    pub(super) static LOOKED_AT: Cell<usize> = const { Cell::new(0) };
}

/// `code` with each token marked as `«letter:text»`.
pub(super) fn render(language: Language, code: &str) -> String {
    let mut rendered = String::new();
    highlight(language, code, &mut |text, token| match token {
        Some(token) => rendered.push_str(&format!("«{}:{text}»", letter(token))),
        None => rendered.push_str(text),
    });
    rendered
}

/// Asserts how `code` in the language called `name` is rendered.
#[track_caller]
pub(super) fn check(name: &str, code: &str, expected: &str) {
    let language = language(name).expect("a language's name");
    let rendered = render(language, code);
    assert_eq!(rendered, expected, "\n rendered: {rendered}\n expected: {expected}\n");
}

fn letter(token: Token) -> char {
    match token {
        Token::Comment => 'c',
        Token::Keyword => 'k',
        Token::String => 's',
        Token::Number => 'n',
        Token::Function => 'f',
        Token::Variable => 'v',
        Token::Property => 'p',
        Token::Operator => 'o',
        Token::Inserted => '+',
        Token::Deleted => '-',
        Token::Heading => 'h',
        Token::Prompt => '$',
        Token::Output => '>',
    }
}

mod guarantees {
    use super::super::language::all;
    use super::*;

    /// Code that opens things and never closes them, or is cut where it hurts.
    const FRAGMENTS: &[&str] = &[
        "",
        "\0",
        "\n",
        "\r",
        "\r\n",
        "\\",
        "\\\n",
        "\\\r\n",
        " ",
        "\t",
        "é",
        "日本",
        "\u{1f600}",
        "'",
        "\"",
        "`",
        "\"\"\"",
        "'''",
        "$",
        "$$",
        "$(",
        "$((",
        "((",
        "(",
        ")",
        "${",
        "}",
        "{",
        "{{",
        "}}",
        "{{ x",
        "[[",
        "]]",
        "[",
        "]",
        "<<",
        "<<E",
        "<<-E\n",
        "<<'E",
        "<<'E'\n",
        "<<é\n",
        "E\n",
        "<<<",
        "<",
        ">",
        ">&",
        "&",
        "|",
        ";;",
        ";",
        ":",
        ": ",
        "- ",
        "? ",
        "&a",
        "*a",
        "!a",
        "#",
        "# ",
        "--",
        "--- ",
        "---\n",
        "+++ ",
        "@@",
        "//",
        "/*",
        "*/",
        "/",
        "<!--",
        "-->",
        "<![CDATA[",
        "<a",
        "<a b=",
        "&amp",
        "=",
        "==",
        "key: |\n",
        "  |",
        "key = ",
        "%",
        "@",
        "a",
        "aé",
        "0",
        "1e",
        "1e-",
        "case x in",
        "for x in ",
        "sudo -u",
        "if",
        "by (",
        "$ ",
        "# a",
        "> ",
        "a@b:~$ ",
        "app=# ",
        "RUN ",
        "ONBUILD ",
        "HTTP/1.1 200",
        "\n\n{",
        "$'",
        "\\é",
        "\"\\é",
        "\"\\",
        "'\\",
        "[a\\",
        "]]>",
        "é\r",
        "x=(",
        "x() {",
        "-x=",
        "1>",
        "E'",
        "-é",
    ];

    fn assert_whole(language: Language, code: &str) {
        let mut whole = String::new();
        let mut last = None;
        highlight(language, code, &mut |text, token| {
            assert!(!text.is_empty(), "{language:?} {code:?}: empty piece");
            assert_ne!(last, Some(token), "{language:?} {code:?}: not merged");
            last = Some(token);
            whole.push_str(text);
        });
        assert_eq!(whole, code, "{language:?}");
    }

    #[test]
    fn pieces_are_the_code_whatever_it_is() {
        for language in all() {
            for first in FRAGMENTS {
                for second in FRAGMENTS {
                    assert_whole(language, &format!("{first}{second}{first} {second}\n{first}"));
                }
            }
        }
    }

    #[test]
    fn pieces_are_the_code_for_random_fragments() {
        // Xorshift: the tests need variety, not quality.
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        for round in 0..2_000 {
            let mut code = String::new();
            for _ in 0..round % 40 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                code.push_str(FRAGMENTS[(state % FRAGMENTS.len() as u64) as usize]);
            }
            for language in all() {
                assert_whole(language, &code);
            }
        }
    }

    /// Time is linear if each byte is looked at a bounded number of times, however often what
    /// makes a scanner look ahead is repeated. Counting that takes short code and no clock.
    #[test]
    fn bytes_are_looked_at_a_bounded_number_of_times() {
        for language in all() {
            for first in FRAGMENTS {
                for second in ["", " ", "=", "a"] {
                    for start in ["", "k: [", "x <<E\n"] {
                        let code = format!("{start}{}", format!("{first}{second}").repeat(150));
                        LOOKED_AT.set(0);
                        highlight(language, &code, &mut |_, _| {});
                        let most = 20 * code.len() + 100;
                        let looked_at = LOOKED_AT.get();
                        assert!(
                            looked_at < most,
                            "{language:?} looks at {looked_at} bytes for {start:?} and {first:?} {second:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_megabyte_is_highlighted() {
        for language in all() {
            assert_whole(language, &"é \"$(x=1\n".repeat(90_000));
        }
    }
}
