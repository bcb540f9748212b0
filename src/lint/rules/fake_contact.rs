//! Contacts that cannot exist.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::lint::words::runs;
use crate::text::Span;

lint! {
    /// Contacts that cannot exist.
    "BG074" "fake-contact" Warning, Check::File(check),
    what: "A telephone number, mail address or link that is known not to exist: 555 numbers, `example.com` and `.example` names, \
           `yourcompany.com`. Numbers from 555-0100 to 555-0199 and the names reserved for examples are let pass, unless \
           `allow_example_names = false` stands under `[placeholders]`.",
    why: "A number that rings nowhere is found out when somebody has to be reached.",
    bad: "# T\n\n## Symptoms\n\n- Slow\n\n## Resolution\n\nRestart it.\n\n## Escalation\n\n- **Vendor**: +1-800-555-1234, help@yourcompany.com\n",
    good: "# T\n\n## Symptoms\n\n- Slow\n\n## Resolution\n\nRestart it.\n\n## Escalation\n\n- **Vendor**: `#vendor-support`\n",
    fix: "",
}

/// Names that are reserved for examples (RFC 2606, RFC 6761).
const RESERVED: [&str; 6] = [
    "example.com",
    "example.org",
    "example.net",
    "example",
    "invalid",
    "test",
];

/// Names that stand for the reader's own.
const STAND_INS: [&str; 12] = [
    "yourcompany.com",
    "your-company.com",
    "mycompany.com",
    "my-company.com",
    "company.com",
    "yourdomain.com",
    "your-domain.com",
    "mydomain.com",
    "domain.com",
    "acme.com",
    "vendor.com",
    "yourorg.com",
];

fn check(file: &File<'_>, options: &Options, out: &mut Vec<Diagnostic>) {
    let mut found: Vec<(Span, String, bool)> = Vec::new();
    for link in &file.links {
        if let Some((host, reserved)) = link_host(&link.href).and_then(|host| Some((host, is_fake_host(host)?))) {
            found.push((link.span, host.to_string(), reserved));
        } else if let Some(number) = link.href.strip_prefix("tel:")
            && let Some((_, reserved)) = fake_number(number)
        {
            found.push((link.span, number.to_string(), reserved));
        }
    }
    for piece in file.leaves.iter().flat_map(|leaf| &leaf.pieces) {
        if piece.is_code || piece.in_link {
            continue;
        }
        let text = piece.text.as_ref();
        for run in runs(text, |c| c.is_ascii_digit() || " -.()+".contains(c)) {
            if let Some((number, reserved)) = text.get(run.clone()).and_then(fake_number) {
                found.push((
                    piece.place(run.start + number.start..run.start + number.end),
                    String::new(),
                    reserved,
                ));
            }
        }
        for (at, _) in text.match_indices('@') {
            let host: String = text
                .get(at + 1..)
                .unwrap_or("")
                .chars()
                .take_while(|c| c.is_alphanumeric() || "-.".contains(*c))
                .collect();
            let host = host.trim_end_matches('.');
            let user = text
                .get(..at)
                .unwrap_or("")
                .chars()
                .rev()
                .take_while(|c| c.is_alphanumeric() || "-_.+".contains(*c))
                .map(char::len_utf8)
                .sum::<usize>();
            if user > 0
                && let Some(reserved) = is_fake_host(host)
            {
                found.push((piece.place(at - user..at + 1 + host.len()), String::new(), reserved));
            }
        }
    }
    for (span, name, reserved) in found {
        if reserved && options.allow_example_names {
            continue;
        }
        let name = if name.is_empty() {
            span.of(file.source)
        } else {
            name.as_str()
        };
        let finding = Diagnostic::new(RULE, span, format!("`{name}` cannot be reached"));
        out.push(finding.help("write the real one"));
    }
}

/// The host of a web or mail address.
fn link_host(href: &str) -> Option<&str> {
    let rest = match href.strip_prefix("mailto:") {
        Some(address) => address.split('?').next()?.rsplit_once('@')?.1,
        None => {
            let rest = href.strip_prefix("https://").or_else(|| href.strip_prefix("http://"))?;
            rest.split(['/', '?', '#']).next()?
        }
    };
    Some(rest.rsplit_once(':').map_or(rest, |(host, _)| host))
}

/// Whether a host cannot exist, and if so whether it is one that is reserved for examples.
fn is_fake_host(host: &str) -> Option<bool> {
    let host = host.to_ascii_lowercase();
    let is = |name: &str| {
        host == name && name.contains('.') || host.strip_suffix(name).is_some_and(|head| head.ends_with('.'))
    };
    if RESERVED.iter().any(|name| is(name)) {
        Some(true)
    } else if STAND_INS.iter().any(|name| is(name)) {
        Some(false)
    } else {
        None
    }
}

/// The place of a telephone number with the exchange 555, and whether it is one that is reserved for fiction.
fn fake_number(run: &str) -> Option<(std::ops::Range<usize>, bool)> {
    let start = run.len() - run.trim_start_matches([' ', '-', '.', ')']).len();
    let end = run.trim_end_matches([' ', '-', '.', '(', '+']).len();
    let number = run.get(start..end)?;
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let national = digits
        .strip_prefix('1')
        .filter(|rest| matches!(rest.len(), 7 | 10))
        .unwrap_or(&digits);
    // A bare run of ten digits is a time or a count as often as a number.
    if number == digits || !matches!(national.len(), 7 | 10) || number.split('.').count() > 3 {
        return None;
    }
    let local = national.get(national.len() - 7..)?;
    let line = local.strip_prefix("555")?;
    Some((start..end, line.starts_with("01")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::Around;
    use crate::lint::testing::{check, findings_with};

    #[test]
    fn numbers_and_names() {
        check(
            "fake-contact",
            "Call +1-555-0100, (212) 555-1234 or 555-0199.\n",
            &["(212) 555-1234"],
        );
        check(
            "fake-contact",
            "[x](https://yourcompany.com/a) a@shop.example\n",
            &["[x](https://yourcompany.com/a)"],
        );
        check(
            "fake-contact",
            "At 10:55:55 5550 requests, 2025-10-25, 5551234, 10.5.55.0.\n",
            &[],
        );
        check(
            "fake-contact",
            "ops@company.com <a@real.io> [y](https://examples.com)\n",
            &["ops@company.com"],
        );
    }

    #[test]
    fn reserved_ones_can_be_refused() {
        let options = Options {
            allow_example_names: false,
            ..Options::default()
        };
        let source = "+1-555-0100, 555-1234, [x](https://shop.example/a), a@vendor.com\n";
        let found: Vec<String> = findings_with("a.md", source, &Around::default(), &options)
            .iter()
            .filter(|finding| finding.rule == RULE)
            .map(|finding| finding.span.of(source).to_string())
            .collect();
        assert_eq!(
            found,
            ["+1-555-0100", "555-1234", "[x](https://shop.example/a)", "a@vendor.com"]
        );
    }
}
