//! Passwords that have no form of their own: found by what stands before them.

use super::secret_in_text::is_random;
use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::text::Span;
use std::ops::Range;

mod options;
mod value;

use value::{Trust, is_password, skip};

lint! {
    /// Passwords that have no form of their own.
    "BG092" "password-in-text" Warning, Check::File(check),
    what: "A password where one is given: `password: …`, `--password=…`, `PGPASSWORD=…`, `mysql -p…`, `curl -u name:…`, \
           `IDENTIFIED BY '…'`. Words that only stand for one (`<password>`, `$DB_PASSWORD`, `changeme`), references to where \
           it is kept, and sentences about passwords are none. Messages never repeat it.",
    why: "A runbook is copied to a site, to laptops and to a repository's history. What stands in it is no secret any more.",
    bad: "# T\n\n## Diagnosis\n\n```bash\nPGPASSWORD=kx92mtq-shop psql -h db.shop.internal orders\n```\n",
    good: "# T\n\n## Diagnosis\n\n```bash\nPGPASSWORD=\"$(vault kv get -field=password db/shop)\" psql -h db.shop.internal orders\n```\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in file.source.split_inclusive('\n') {
        if names_one(line) {
            let in_block = file.in_code_block(at + line.len() - line.trim_start().len());
            named(line, in_block, |range| found.push(at + range.start..at + range.end));
        }
        at += line.len();
    }
    for (line, span) in file
        .codes
        .iter()
        .filter(|code| code.is_command())
        .flat_map(|code| &code.lines)
    {
        options::find(line, |range| {
            found.push(span.start + range.start..span.start + range.end)
        });
    }
    crate::text::order::sort(&mut found, &|a, b| a.start.cmp(&b.start));
    found.dedup_by(|next, first| next.start < first.end);
    for range in found {
        let finding = Diagnostic::new(RULE, Span::from(range), "this looks like a password");
        out.push(finding.help(
            "have the command ask for it or fetch it from where secrets are kept, and change the password; write `<password>` where only a word for it is meant",
        ));
    }
}

/// Whether a line may name a password (`pas`, `pwd`, `ied`, in whatever case): nearly none does. Without a branch, so that many
/// bytes are looked at at once.
fn names_one(line: &str) -> bool {
    let firsts = line.as_bytes();
    let behind = |by: usize| firsts.get(by..).unwrap_or(&[]);
    let threes = firsts.iter().zip(behind(1)).zip(behind(2));
    threes.fold(false, |any, ((a, b), c)| {
        let (a, b, c) = (a | 0x20, b | 0x20, c | 0x20);
        let names = (a == b'p') & (((b == b'a') & (c == b's')) | ((b == b'w') & (c == b'd')));
        any | names | ((a == b'i') & (b == b'e') & (c == b'd'))
    })
}

/// How SQL's dialects without the word "password" introduce one.
const IDENTIFIED: &str = "identified by";

/// The passwords that stand behind a name for one.
fn named(line: &str, in_block: bool, mut found: impl FnMut(Range<usize>)) {
    let lower = line.to_ascii_lowercase();
    if let Some(start) = lower.find(IDENTIFIED)
        && let Some((range, quoted)) = value_at(line, start + IDENTIFIED.len())
        && quoted
        && is_password(line.get(range.clone()).unwrap_or(""), Trust::Given)
    {
        found(range);
    }
    for name in names(&lower) {
        let behind = line.get(name.end..).unwrap_or("");
        // `"password": …`, `**Password**: …`, `` `password`: … ``
        let closing = skip(behind, "\"'*`");
        let rest = behind.get(closing..).unwrap_or("");
        let spaces = skip(rest, " \t");
        let signed = rest.get(spaces..).unwrap_or("");
        let sign = match signed.as_bytes() {
            [b':', b'=', ..] | [b'=', b'>', ..] => 2,
            [b'=' | b':', b':' | b'=', ..] => continue,
            [b'=' | b':', ..] => 1,
            _ => 0,
        };
        let word = lower.get(name.clone()).unwrap_or("");
        let is_option = word.starts_with("--");
        let Some((range, quoted)) = value_at(line, name.end + closing + spaces + sign) else {
            continue;
        };
        let ticks = line.get(..range.start).unwrap_or("").matches('`').count();
        let in_code = in_block || ticks % 2 == 1;
        let trust = match sign {
            // `ALTER USER x WITH PASSWORD '…'`; `--password …`.
            0 if in_code && (is_option || word == "password" && quoted) && range.start > name.end => Trust::Given,
            0 => continue,
            // An assignment of a shell has no spaces.
            _ if in_code
                && (quoted || spaces == 0 && signed.starts_with('=') && range.start == name.end + closing + 1) =>
            {
                Trust::Given
            }
            _ if in_code => Trust::Said,
            _ if ends_there(line.get(range.end..).unwrap_or("")) => Trust::Said,
            _ => continue,
        };
        if is_password(line.get(range.clone()).unwrap_or(""), trust) {
            found(range);
        }
    }
}

/// The names in a line, lower case, whose values are passwords.
fn names(lower: &str) -> Vec<Range<usize>> {
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let is_name = |name: &str| {
        let name = name.trim_end_matches('-');
        let whole = name.trim_start_matches('-');
        let part = |word: &str| {
            let head = name.strip_suffix(word);
            head.is_some_and(|head| head.ends_with(['_', '-', '.']))
        };
        ["password", "passwd", "passphrase"]
            .iter()
            .any(|word| name.ends_with(word))
            || part("pass")
            || part("pwd")
            || matches!(whole, "sshpass")
    };
    let runs = crate::lint::words::runs(lower, inside).into_iter();
    runs.filter(|run| lower.get(run.clone()).is_some_and(is_name)).collect()
}

/// The value behind a place, within its quotes where it has some, and whether it has.
fn value_at(line: &str, at: usize) -> Option<(Range<usize>, bool)> {
    let rest = line.get(at..)?;
    let spaces = skip(rest, " \t*");
    let rest = rest.get(spaces..)?;
    let start = at + spaces;
    let (start, end, quoted) = match rest.chars().next()? {
        quote @ ('"' | '\'') => (start + 1, rest.get(1..)?.find(quote)?, true),
        // Inline code in a sentence: it sets apart, it does not give.
        '`' => (start + 1, rest.get(1..)?.find('`')?, false),
        _ => {
            let end = |c: char| c.is_whitespace() || ",;\"'&)}|`".contains(c);
            (start, rest.find(end).unwrap_or(rest.len()), false)
        }
    };
    let text = line.get(start..start + end)?;
    let text = if quoted {
        text
    } else {
        text.trim_end_matches(['.', ':', '*'])
    };
    (!text.is_empty()).then_some((start..start + text.len(), quoted))
}

/// Whether a sentence says no more than what stands before this: `Password: x`, and not `Password: see the vault`.
fn ends_there(rest: &str) -> bool {
    let rest = rest.get(skip(rest, "`\"'*. ")..).unwrap_or("").trim_start();
    rest.is_empty() || skip(rest, "|,;()<") > 0
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{check, of};

    #[test]
    fn passwords_are_found_by_what_stands_before_them() {
        for (text, password) in [
            ("password: hunter2correct", "hunter2correct"),
            ("psql \"host=db user=app password=Kx92mTq\"", "Kx92mTq"),
            ("pg_dump --password=Kx92mTq", "Kx92mTq"),
            ("tool --password Kx92mTq --now", "Kx92mTq"),
            ("PGPASSWORD=correcthorse psql", "correcthorse"),
            ("export DB_PASS='correct horse'", "correct horse"),
            ("{\"user\":\"a\",\"password\":\"Kx92mTq\"}", "Kx92mTq"),
            ("ALTER USER app WITH PASSWORD 'Kx92mTq';", "Kx92mTq"),
            ("CREATE USER 'app'@'%' IDENTIFIED BY 'Kx92mTq';", "Kx92mTq"),
            ("mysql -u app -p's3cret' shop", "s3cret"),
            ("mysqldump -pKx92mTq shop", "Kx92mTq"),
            ("sshpass -p Kx92mTq ssh host", "Kx92mTq"),
            ("redis-cli -a Kx92mTq ping", "Kx92mTq"),
            ("curl -fsS -u admin:Kx92mTq https://x.example/", "Kx92mTq"),
            ("curl --user 'admin:Kx92mTq' https://x.example/", "Kx92mTq"),
            ("docker login -u bot -p Kx92mTq registry.example", "Kx92mTq"),
            ("openssl rsa -passin pass:Kx92mTq -in a.pem", "Kx92mTq"),
            ("https://x.example/login?password=Kx92mTq", "Kx92mTq"),
        ] {
            check("password-in-text", &format!("```bash\n{text}\n```\n"), &[password]);
        }
        for (text, password) in [
            ("- **Password**: hunter2correct\n", "hunter2correct"),
            ("The admin password: `Kx92mTq`.\n", "Kx92mTq"),
            ("Run `PGPASSWORD=correcthorse psql`\n", "correcthorse"),
            ("| DB | password: Kx92mTq | x |\n", "Kx92mTq"),
        ] {
            check("password-in-text", text, &[password]);
        }
        check(
            "password-in-text",
            "```yaml\nadmin:\n  password: Kx92mTq\n```\n",
            &["Kx92mTq"],
        );
        assert!(
            !of("password-in-text", "`PGPASSWORD=correcthorse`\n")[0]
                .1
                .contains("horse")
        );
    }

    #[test]
    fn what_stands_for_a_password_is_none() {
        for text in [
            "PGPASSWORD=$DB_PASSWORD psql",
            "PGPASSWORD=\"$(vault kv get db)\" psql",
            "export DB_PASSWORD=<password>",
            "password: ${X}",
            "password: ****",
            "password: changeme",
            "password: \"\"",
            "password:",
            "--password=YOUR_PASSWORD --password=xxx --password={{ pw }}",
            "--password-file=/run/secrets/db --password-stdin --set-password 3",
            "password: !vault abc123def",
            "password = var.db_pw1",
            "password = os.environ[\"PW1\"]",
            "password: DB_PASSWORD_2",
            "password: /run/secrets/db1",
            "password: vault:secret/data/db1#pw",
            "password: arn:aws:secretsmanager:eu-west-1:1:secret:x1",
            "password: op://ops/db1/pw",
            "--from-literal=password=secretpassword",
            "{\"username\":\"test\",\"password\":\"test\"}",
            "password = \"set-me-in-the-console\"",
            "password: string",
            "password: varchar(255)",
            "password_hash: 5f4dcc3b",
            "PWD=/srv/app1",
            "mysql -u root -p shop",
            "mysql -p$PASS -P3306",
            "mkdir -p/srv/x1 && mysql -h db1",
            "ssh -p 2222 host1",
            "docker run -p 8080:80 registry/login1",
            "curl -u \"$USER:$PASS\" https://x.example",
            "curl -u admin https://x.example",
            "redis-cli -a \"$REDIS_AUTH\" ping",
            "ALTER USER app WITH PASSWORD 'new_secure_password';",
            "ALTER USER app PASSWORD EXPIRE",
            "bypass: rule1x",
        ] {
            check("password-in-text", &format!("```bash\n{text}\n```\n"), &[]);
        }
        for text in [
            "Password: see 1Password, item db1\n",
            "- **Password**: 14 characters, one digit\n",
            "- **Password**: stored in vault2\n",
            "Reset password: 3 times\n",
            "The password is 8+ characters.\n",
            "| Password | vault1 |\n",
            "Password policy: abc1234\n",
            "Password: sha256\n",
            "- Password: ops/db-1/admin\n",
        ] {
            check("password-in-text", text, &[]);
        }
    }
}
