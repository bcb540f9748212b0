//! Whether a block without a language holds something else than commands: what a command printed, or data.

/// Whether a block that calls itself a session or a script holds only what was printed: a session may, where it begins
/// neither with a prompt nor in lower case, as the names of programs do; a script where each line begins with a time, or the
/// first is a table's heading.
pub(super) fn is_printed(language: &str, text: &str) -> bool {
    let text = text.trim();
    if super::session::is_session(language) {
        let may_run = |c: char| c.is_ascii_lowercase() || matches!(c, '$' | '#' | '%' | '>');
        return !text.starts_with(may_run) && is_output(text);
    }
    !text.is_empty() && (text.lines().all(has_time) || text.lines().next().is_some_and(is_table))
}

/// Whether every line of `text` reads as output, configuration, prose or a drawing. Where it is not sure, it is a
/// command.
pub(super) fn is_output(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
    let Some(first) = lines.next() else {
        return false;
    };
    if super::danger::is_statement(text) || super::session::console(text).is_some() || super::session::is_typed(first) {
        return false;
    }
    if is_json(text) || is_drawing(text) || is_table(first) || is_manifest(text) || is_report(first) {
        return true;
    }
    let all = || text.lines().filter(|line| !line.trim().is_empty());
    let logs = all().filter(|line| is_log_line(line)).count();
    // A trace's frames, and the lines of a long message, follow the line with the time.
    if is_log_line(first)
        && (logs * 2 >= all().count() || logs >= 1 && all().skip(1).all(|line| line.starts_with([' ', '\t'])))
    {
        return true;
    }
    let mut data = false;
    for line in all() {
        match line_kind(line.trim()) {
            Some(true) => data = true,
            Some(false) => return false,
            None => {}
        }
    }
    data
}

/// Whether a line is data (`Some(true)`), may be a command (`Some(false)`), or says nothing of either (`None`).
fn line_kind(line: &str) -> Option<bool> {
    let first = line.split(' ').next().unwrap_or(line);
    let is_flag = |word: &str| word.len() > 1 && word.starts_with('-') && !word.starts_with("---");
    if line.starts_with('#')
        || matches!(line, "..." | "…" | "---")
        || line
            .bytes()
            .all(|b| matches!(b, b'{' | b'}' | b'[' | b']' | b'(' | b')' | b',' | b';' | b'|' | b'.'))
    {
        return None;
    }
    let starts = first.chars().next()?;
    // Marks and emoji, and words that are no program's name.
    if !starts.is_ascii() {
        return Some(true);
    }
    if super::danger::is_known_program(first)
        || line.split(' ').skip(1).any(is_flag)
        || line.starts_with(['$', '.', '~', '('])
        || line.starts_with("{ ")
        || ["&&", "||", " | ", "$(", " > ", "\\"]
            .iter()
            .any(|mark| line.contains(mark))
    {
        return Some(false);
    }
    let prose = !starts.is_ascii_lowercase() && !starts.is_ascii_uppercase() && !matches!(starts, '/' | '<' | '_');
    // `Host bastion`, `Switch Role`: an upper-case word and a small one behind it; `FLUSHALL ASYNC` may be typed.
    let title = starts.is_ascii_uppercase() && first.chars().any(|c| c.is_ascii_lowercase());
    let setting = first.ends_with(':') || line.contains(" = ") || line.ends_with(" {") || line.starts_with("\"");
    // A lone word that is no program: a name, a path, an address.
    let name = !line.contains(' ')
        && line.contains(['-', '/', '.', ':', '_'])
        && !line.contains('=')
        && !line.starts_with('/');
    Some(prose || title || setting || name)
}

/// An object or a list, from its first character to its last.
fn is_json(text: &str) -> bool {
    let text = text.trim();
    let object = text.starts_with('{') && text.ends_with('}') && text.contains([':', '"']);
    let list = text.starts_with('[') && text.ends_with(']') && text.contains(['"', '{']) && !text.starts_with("[[");
    object && !text.starts_with("{ ") && !text.starts_with("{{") || object && text.contains("\":") || list
}

/// Boxes and arrows.
fn is_drawing(text: &str) -> bool {
    !text.is_ascii() && text.contains(['│', '┌', '└', '├', '─', '▼', '→', '↓', '║', '╔'])
        || text
            .lines()
            .filter(|line| {
                let line = line.trim();
                line.len() > 3
                    && line.starts_with('+')
                    && line.ends_with('+')
                    && line.bytes().all(|b| b"+-=".contains(&b))
            })
            .count()
            >= 2
}

/// The heading of what `kubectl get`, `ps` or `df` print: words in capitals, in columns.
fn is_table(first: &str) -> bool {
    let words: Vec<&str> = first.split_whitespace().collect();
    let loud = |word: &&str| {
        word.chars().any(|c| c.is_ascii_uppercase())
            && word.chars().all(|c| {
                c.is_ascii_uppercase()
                    || c.is_ascii_digit()
                    || matches!(c, '-' | '_' | '%' | '(' | ')' | '/' | ':' | '.')
            })
    };
    words.len() >= 2 && words.iter().all(loud) && (first.contains("  ") || first.contains('\t'))
        || first.starts_with('|') && first.len() > 2 && first.ends_with('|')
}

/// Keys and values, as in YAML.
fn is_manifest(text: &str) -> bool {
    let mut keys = 0;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') || trimmed == "---" || trimmed == "..." {
            continue;
        }
        let item = trimmed.strip_prefix("- ").unwrap_or(trimmed);
        let key = item.split_once(':').filter(|(key, value)| {
            let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '"' | '\'' | ' ');
            key.split(' ').count() <= 3
                && !key.is_empty()
                && key.chars().all(is_word)
                && (value.is_empty() || value.starts_with(' '))
        });
        match key {
            Some(_) => keys += 1,
            None if keys > 0 && (line.starts_with([' ', '\t']) || trimmed.starts_with("- ")) => {}
            None => return false,
        }
    }
    keys > 0
}

/// A line that begins with a time or a level.
fn is_log_line(line: &str) -> bool {
    let line = line.trim_start_matches(['[', '(', ' ', '"']);
    let level = [
        "level=", "ts=", "time=", "ERROR ", "ERROR:", "FATAL ", "FATAL:", "WARN ", "WARN:", "INFO ", "WARNING:",
        "DEBUG ",
    ]
    .iter()
    .any(|start| line.starts_with(start));
    level || has_time(line)
}

/// A line that begins with a time.
fn has_time(line: &str) -> bool {
    let line = line.trim_start_matches(['[', '(', ' ', '"']);
    let bytes = line.as_bytes();
    let digits = |from: usize, to: usize| {
        bytes
            .get(from..to)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let date = digits(0, 4) && matches!(bytes.get(4), Some(b'-' | b'/')) && digits(5, 7);
    let klog = matches!(bytes.first(), Some(b'I' | b'W' | b'E' | b'F')) && digits(1, 5) && bytes.get(5) == Some(&b' ');
    let clock = digits(0, 2) && bytes.get(2) == Some(&b':') && digits(3, 5) && bytes.get(5) == Some(&b':');
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let syslog = MONTHS.iter().any(|month| {
        line.strip_prefix(month)
            .and_then(|rest| rest.strip_prefix(' '))
            .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    });
    date || klog || clock || syslog
}

/// The first words of errors and answers that are quoted.
fn is_report(first: &str) -> bool {
    let first = first.trim();
    let is_error = [
        "Error: ",
        "error: ",
        "Error from server",
        "panic: ",
        "Traceback (",
        "Caused by: ",
        "Exception in thread",
        "HTTP/1.",
        "HTTP/2 ",
    ]
    .iter()
    .any(|start| first.starts_with(start));
    let exception = first.split(':').next().is_some_and(|name| {
        name.contains('.') && (name.ends_with("Exception") || name.ends_with("Error")) && !name.contains(' ')
    });
    is_error || exception
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_commands_print_is_output() {
        for text in [
            "NAME        READY   STATUS    RESTARTS   AGE\nweb-1   1/1  Running  0  5d\n",
            "{\n  \"status\": \"ok\"\n}\n",
            "[\n  {\"a\": 1}\n]\n",
            "2024-05-01T10:00:00Z ERROR pool exhausted\n2024-05-01T10:00:01Z WARN x\n",
            "I0501 10:00:00.000000 1 main.go:10] started\n",
            "level=error ts=2024 msg=\"x\"\n",
            "Error from server (NotFound): pods \"x\" not found\n",
            "java.lang.OutOfMemoryError: Java heap space\n  at a.b.C\n",
            "┌──┐\n│ a │\n└──┘\n",
            "+-----+-----+\n| a   | b   |\n+-----+-----+\n",
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n",
            "HTTP/1.1 503 Service Unavailable\nx: y\n",
            "May  1 10:00:00 node1 kernel: Out of memory\n",
            "Switch Role\n",
            "Host bastion\n    User ec2-user\n    ProxyCommand none\n",
            "core-shared-services-production\n",
            "data \"aws_x\" \"y\" {\n  name = \"z\"\n}\n",
            "2 123456789012 eni-1 10.0.1.5 ACCEPT OK\n",
            "https://x.example/y\n",
            "✅ RESOLVED\n\nDuration: 5 minutes\n",
        ] {
            assert!(is_output(text), "{text}");
        }
    }

    #[test]
    fn a_session_without_a_prompt_may_be_output() {
        assert!(is_printed("console", "NAME   READY\nweb-1  1/1\n"));
        assert!(is_printed("console", "Health: good\n"));
        assert!(is_printed(
            "bash",
            "Oct 18 19:39:36 node-1 sshd[7]: stopped\nOct 18 19:39:37 node-1 sshd[8]: started\n"
        ));
        assert!(!is_printed("bash", "Health: good\n"));
        assert!(!is_printed("bash", ""));
        assert!(!is_printed("console", "$ shopctl state\nHealth: good\n"));
        assert!(!is_printed("console", "# shopctl state\nHealth: good\n"));
        assert!(!is_printed("console", "kubectl get pods\n"));
        assert!(!is_printed("console", "state-of-shop\n"));
    }

    #[test]
    fn what_may_be_a_command_is_one() {
        for text in [
            "kubectl get pods\n",
            "# check\nkubectl get pods\n",
            "{ echo a; echo b; }\n",
            "[ -f x ] && echo x\n",
            "[[ -f x ]]\n",
            "SELECT * FROM pg_stat_activity;\n",
            "PING\n",
            "FLUSHALL ASYNC\n",
            "some-tool do it\n",
            "checkov --quiet -d .\n",
            "./deploy.sh\n",
            "/opt/app/bin/run\n",
            "make\n",
            "gpg --list-keys\n",
            "Stop-Service -Name x\n",
            "FOO=1 make: x\n",
            "curl http://x.example\n",
            "date\n",
            "sum(rate(x[5m])) > 1\n",
            "",
        ] {
            assert!(!is_output(text), "{text}");
        }
    }
}
