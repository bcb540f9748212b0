//! Variables: the places of a command that the reader's own values go.

use std::ops::Range;

/// How a variable is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// `${NAME}`.
    Braced,
    /// `$NAME`.
    Bare,
    /// `<name>`.
    Angle,
    /// `{{name}}`.
    Mustache,
}

/// What surrounds a place, and so how a value is quoted there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quoting {
    /// Outside quotes: the value is wrapped in single quotes where it needs them.
    None,
    /// Inside `"…"`.
    Double,
    /// Inside `'…'`.
    Single,
    /// Inside a here-document whose delimiter is not quoted.
    HereDoc,
    /// Inside a here-document whose delimiter is quoted: nothing is special.
    HereDocQuoted,
    /// In a language that is no shell, or where another program reads the text once more (`sh -c '…'`, `psql -c "…"`):
    /// the value is limited to `[A-Za-z0-9._:/@-]`.
    Plain,
    /// In SQL: as [`Quoting::Plain`], and the value begins no comment.
    Sql,
}

/// One place in a command's copied text where a value goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The variable's name as written: `NAMESPACE`, `pod-name`. Names are compared by [`key`].
    pub name: String,
    /// How it is written.
    pub syntax: Syntax,
    /// What surrounds it.
    pub quoting: Quoting,
    /// Its bytes in the command's copied text.
    pub range: Range<usize>,
    /// What the shell takes where no value is given: `x` of `${NAME:-x}`. Such a place may stay as it is.
    pub default: Option<String>,
    /// How many pairs of backticks it stands in: 0, or 1, where backslashes are read twice.
    pub backticks: u8,
}

/// What names are compared by: lower case, `-` as `_`, so that `POD_NAME`, `pod-name` and `<pod name>` are one variable.
pub fn key(name: &str) -> String {
    name.chars()
        .map(|c| {
            if c == '-' || c == ' ' {
                '_'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect()
}

/// Whether a variable of this name holds a secret, which is never stored, logged, exported or offered again.
pub fn is_secret(name: &str) -> bool {
    const WORDS: [&str; 9] = [
        "password",
        "passwd",
        "passphrase",
        "token",
        "secret",
        "key",
        "credential",
        "credentials",
        "pwd",
    ];
    let key = key(name);
    key.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| WORDS.contains(&word))
        || ["password", "passwd", "secret", "token", "apikey"]
            .iter()
            .any(|word| key.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_variable_in_three_spellings() {
        assert_eq!(key("POD_NAME"), key("pod-name"));
        assert_eq!(key("POD_NAME"), key("pod name"));
    }

    #[test]
    fn secrets_are_known_by_name() {
        for name in [
            "PGPASSWORD",
            "DB_PASSWORD",
            "github-token",
            "API_KEY",
            "CLIENT_SECRET",
            "SECRET_KEY_BASE",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["NAMESPACE", "KEYSPACE", "monkey", "POD"] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
