//! Passwords in addresses.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::text::Span;

lint! {
    /// Passwords in addresses.
    "BG091" "password-in-url" Error, Check::File(check),
    what: "An address that carries a user name and a password: `postgres://app:…@db`. Messages never repeat the password.",
    why: "It is readable for everybody who can read the runbook, and ends up in the shell's history and in logs.",
    bad: "# T\n\n## Diagnosis\n\n```bash\npsql postgres://app:Kx92mTq@db.shop.internal/orders\n```\n",
    good: "# T\n\n## Diagnosis\n\n```bash\npsql \"postgres://app:${DB_PASSWORD}@db.shop.internal/orders\"\n```\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let source = file.source;
    for (at, _) in source.match_indices("://") {
        let rest = source.get(at + 3..).unwrap_or("");
        let authority = rest
            .split(|c: char| c.is_whitespace() || "/?#\"'`)>,;".contains(c))
            .next()
            .unwrap_or("");
        let Some((user_info, host)) = authority.rsplit_once('@') else {
            continue;
        };
        let Some((user, password)) = user_info.split_once(':') else {
            continue;
        };
        if password.is_empty() || host.is_empty() || stands_in(password) || password.eq_ignore_ascii_case(user) {
            continue;
        }
        let start = at + 3 + user.len() + 1;
        let finding = Diagnostic::new(
            RULE,
            Span::new(start, start + password.len()),
            "this address carries a password",
        );
        out.push(finding.help("put a variable in its place (`${DB_PASSWORD}`), and change the password"));
    }
}

/// Whether what stands there is only the word for what belongs there.
fn stands_in(password: &str) -> bool {
    const WORDS: [&str; 8] = [
        "password",
        "passwd",
        "pass",
        "pwd",
        "changeme",
        "change-me",
        "redacted",
        "token",
    ];
    let lower = password.to_lowercase();
    password.contains(['$', '<', '>', '{', '}', '*', '%', '[', ']', '…'])
        || lower.contains("xxx")
        || lower.starts_with("your")
        || lower.contains("...")
        || WORDS.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn what_stands_for_a_password_is_none() {
        for text in [
            "https://user:password@host/",
            "postgres://$USER:$PASS@host",
            "https://<user>:<pass>@host",
            "http://localhost:8080/@me",
            "https://a@b.example.org",
            "amqp://guest:guest@localhost",
        ] {
            check("password-in-url", &format!("`{text}`\n"), &[]);
        }
    }
}
