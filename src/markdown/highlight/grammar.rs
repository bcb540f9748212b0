//! The languages that differ in tables only: their comments, quotes and words.

use super::Token;

/// What [`clike`](super::clike) needs to know of a language.
pub(super) struct Grammar {
    /// What starts a comment that ends with the line.
    pub(super) line_comments: &'static [&'static str],
    /// What starts and what ends a comment that may span lines.
    pub(super) block_comment: Option<(&'static str, &'static str)>,
    /// The kinds of quoted text, longer quotes first.
    pub(super) quotes: &'static [Quote],
    /// The keywords and constants, separated by spaces.
    pub(super) keywords: &'static str,
    /// Whether keywords may be in any case.
    pub(super) any_case: bool,
    /// Functions known even without a parenthesis behind their name, separated by spaces.
    pub(super) functions: &'static str,
    /// The bytes that may be part of a name besides letters, digits and `_`.
    pub(super) in_names: &'static str,
    /// What any other name is.
    pub(super) name: Option<Token>,
    /// Bytes that, glued to the name behind them, make it something.
    pub(super) sigils: &'static [(u8, Token)],
    /// The byte behind a name or a string that makes it a key, provided that `{`, `(` or `,` is
    /// before; zero for none.
    pub(super) key: u8,
    /// The syntax this language shares with no other here.
    pub(super) dialect: Dialect,
}

/// Syntax that takes more than a table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// None.
    Plain,
    /// HCL's blocks, attributes and here-documents.
    Hcl,
    /// PowerShell's commands with a dash in their name.
    PowerShell,
    /// PromQL's lists of labels, and `!=` between labels and values.
    PromQl,
    /// JavaScript's regular expressions, and its interfaces, whose keys `;` separates.
    Script,
}

/// A kind of quoted text.
pub(super) struct Quote {
    /// What starts it and what ends it.
    pub(super) mark: &'static str,
    /// The byte that takes its meaning from the one behind it; zero for none.
    pub(super) escape: u8,
    /// Whether it may span lines.
    pub(super) multiline: bool,
    /// Whether `${…}` in it is code.
    pub(super) interpolated: bool,
    /// What it is.
    pub(super) token: Token,
}

impl Quote {
    /// Text on one line, with backslash escapes.
    const fn line(mark: &'static str) -> Self {
        Quote {
            mark,
            escape: b'\\',
            multiline: false,
            interpolated: false,
            token: Token::String,
        }
    }

    /// Text over lines, with backslash escapes.
    const fn text(mark: &'static str) -> Self {
        Quote {
            multiline: true,
            ..Quote::line(mark)
        }
    }

    /// Text over lines, without escapes.
    const fn raw(mark: &'static str) -> Self {
        Quote {
            escape: 0,
            ..Quote::text(mark)
        }
    }
}

/// What the other grammars deviate from.
const PLAIN: Grammar = Grammar {
    line_comments: &["//"],
    block_comment: Some(("/*", "*/")),
    quotes: &[Quote::line("\""), Quote::line("'")],
    keywords: "",
    any_case: false,
    functions: "",
    in_names: "",
    name: None,
    sigils: &[],
    key: 0,
    dialect: Dialect::Plain,
};

/// Go.
pub(super) static GO: Grammar = Grammar {
    quotes: &[Quote::line("\""), Quote::line("'"), Quote::raw("`")],
    keywords: "break case chan const continue default defer else fallthrough false for func go \
        goto if import interface iota map nil package range return select struct switch true \
        type var",
    key: b':',
    ..PLAIN
};

/// HCL.
pub(super) static HCL: Grammar = Grammar {
    line_comments: &["#", "//"],
    quotes: &[Quote {
        interpolated: true,
        ..Quote::line("\"")
    }],
    keywords: "true false null for in if",
    in_names: "-",
    key: b'=',
    dialect: Dialect::Hcl,
    ..PLAIN
};

/// Java.
pub(super) static JAVA: Grammar = Grammar {
    quotes: &[Quote::text("\"\"\""), Quote::line("\""), Quote::line("'")],
    keywords: "abstract assert boolean break byte case catch char class continue default do \
        double else enum extends false final finally float for if implements import instanceof \
        int interface long native new null package private protected public record return short \
        static super switch synchronized this throw throws true try var void volatile while \
        yield",
    sigils: &[(b'@', Token::Property)],
    ..PLAIN
};

/// JavaScript and TypeScript.
pub(super) static JAVASCRIPT: Grammar = Grammar {
    quotes: &[
        Quote::line("\""),
        Quote::line("'"),
        Quote {
            interpolated: true,
            ..Quote::text("`")
        },
    ],
    keywords: "as async await break case catch class const continue debugger default delete do \
        else enum export extends false finally for from function if implements import in \
        instanceof interface let new null of private public readonly return static super switch \
        this throw true try type typeof undefined var void while yield",
    in_names: "$",
    sigils: &[(b'@', Token::Property)],
    key: b':',
    dialect: Dialect::Script,
    ..PLAIN
};

/// JSON, JSON5 and JSON with comments.
pub(super) static JSON: Grammar = Grammar {
    keywords: "true false null NaN Infinity",
    in_names: "$",
    key: b':',
    ..PLAIN
};

/// PowerShell.
pub(super) static POWERSHELL: Grammar = Grammar {
    line_comments: &["#"],
    block_comment: Some(("<#", "#>")),
    quotes: &[
        Quote {
            escape: b'`',
            ..Quote::text("\"")
        },
        Quote::raw("'"),
    ],
    keywords: "begin break catch continue do else elseif end exit finally for foreach function \
        if in param process return switch throw trap try until while",
    any_case: true,
    in_names: "-",
    sigils: &[(b'$', Token::Variable), (b'-', Token::Property)],
    dialect: Dialect::PowerShell,
    ..PLAIN
};

/// PromQL and LogQL.
pub(super) static PROMQL: Grammar = Grammar {
    line_comments: &["#"],
    block_comment: None,
    quotes: &[Quote::line("\""), Quote::line("'"), Quote::raw("`")],
    keywords: "by without on ignoring group_left group_right bool offset and or unless atan2 \
        json logfmt pattern regexp unpack unwrap decolorize line_format label_format",
    functions: "sum min max avg group stddev stdvar count count_values bottomk topk quantile \
        limitk limit_ratio",
    in_names: ":",
    name: Some(Token::Variable),
    sigils: &[(b'$', Token::Variable)],
    key: b'=',
    dialect: Dialect::PromQl,
    ..PLAIN
};

/// Python.
pub(super) static PYTHON: Grammar = Grammar {
    line_comments: &["#"],
    block_comment: None,
    quotes: &[
        Quote::text("\"\"\""),
        Quote::text("'''"),
        Quote::line("\""),
        Quote::line("'"),
    ],
    keywords: "False None True and as assert async await break class continue def del elif else \
        except finally for from global if import in is lambda match nonlocal not or pass raise \
        return self try while with yield",
    sigils: &[(b'@', Token::Property)],
    key: b'=',
    ..PLAIN
};

/// SQL. A doubled quote needs no rule: the text ends at the first and another starts at the
/// second. Nor do bodies between `$$`: they read better as the SQL they mostly are.
pub(super) static SQL: Grammar = Grammar {
    line_comments: &["--"],
    quotes: &[
        Quote::raw("'"),
        Quote {
            token: Token::Property,
            ..Quote::raw("\"")
        },
        Quote::raw("`"),
    ],
    keywords: "add all alter analyze and any as asc begin between by cascade case check column \
        commit concurrently conflict constraint create cross database declare default delete \
        desc distinct do drop else end exclusive execute exists explain extension false \
        filter for foreign from full function grant group having if ilike in index inner \
        insert interval into is join key language left like limit local lock loop mode not \
        null offset on only or order outer over partition primary references reindex rename \
        replace reset returning returns revoke right role rollback row schema select \
        sequence set share show system table then to transaction trigger true truncate union \
        unique update using vacuum values view when where with",
    any_case: true,
    sigils: &[(b'$', Token::Variable), (b'\\', Token::Function)],
    ..PLAIN
};
