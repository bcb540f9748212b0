//! Prompts.

use crate::runbook::command::Console;
use crate::text::find::is_listed;

/// A line without its prompt: `$ `, `user@host:~$ `, `[user@host dir]# `, `postgres=# `, `mysql> `, `rs0 [primary] shop> `,
/// `switch(config)#`.
/// `None` where it has none.
pub(super) fn strip_prompt(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix('$') {
        return after_mark(rest);
    }
    if let Some(rest) = windows_prompt(line) {
        return Some(rest);
    }
    if let Some(rest) = hypervisor(line) {
        return Some(rest);
    }
    let end = line.find(['$', '#', '>', '%'])?;
    let (name, rest) = (line.get(..end)?, line.get(end + 1..)?);
    let mark = line.as_bytes().get(end).copied().unwrap_or(b' ');
    if matches!(mark, b'#' | b'>') && is_device(name, rest) {
        return Some(rest.trim_start());
    }
    let is_prompt = match mark {
        b'>' => is_client(name) || is_mongo(name, rest) || is_host(name, mark) || is_counted(name),
        _ => is_host(name, mark) || is_bare_shell(name, mark) || mark == b'#' && is_database(name),
    };
    if is_prompt { after_mark(rest) } else { None }
}

/// What stands behind the prompt of a VMware host, which has no mark: `[root@esx01:~] `.
fn hypervisor(line: &str) -> Option<&str> {
    let (inner, rest) = line.strip_prefix('[')?.split_once(']')?;
    let (_, path) = inner.split_once('@')?.1.split_once(':')?;
    let is_path = path.starts_with(['~', '/']) && is_host(inner, b']');
    rest.strip_prefix(' ').filter(|_| is_path).map(str::trim_start)
}

/// Whether what stands behind a name and its mark is said to a network device, which puts no space there: `core1#show log`,
/// `Switch> enable`, `r1(config-if)#shutdown`.
fn is_device(name: &str, rest: &str) -> bool {
    const WORDS: &str = "show|sh|conf|config|configure|clear|copy|write|wr|reload|ping|traceroute|debug|undebug|no|interface|\
        router|enable|en|terminal|term|delete|erase|admin|commit|display|undo|request|diagnose|execute";
    let (host, mode) = name.split_once('(').unwrap_or((name, ""));
    let part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/' | b':');
    let is_name = host.starts_with(|c: char| c.is_ascii_alphabetic()) && host.bytes().all(part);
    let word = rest.split_whitespace().next().unwrap_or("");
    let is_mode = mode.starts_with("config") && mode.ends_with(')') && !rest.is_empty();
    is_name && (is_mode || is_listed(word, WORDS))
}

/// `host:user 51`, the prompt of a C shell that counts.
fn is_counted(name: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    let parts = name
        .split_once(' ')
        .and_then(|(own, count)| Some((own.split_once(':')?, count)));
    parts.is_some_and(|((host, user), count)| {
        is_word(host) && is_word(user) && !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit())
    })
}

/// What stands behind `C:\>`, `PS C:\Users>`, `PS>` and `PS /home/ops>`, where no space is needed.
fn windows_prompt(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix("PS>") {
        return Some(rest.trim_start());
    }
    let path = line.strip_prefix("PS ").unwrap_or(line);
    if path.len() < line.len() && path.starts_with(['/', '~']) {
        let (folder, rest) = path.split_once('>')?;
        return (!folder.contains(' ')).then(|| rest.trim_start());
    }
    let [drive, b':', b'\\', ..] = path.as_bytes() else {
        return None;
    };
    let (folder, rest) = path.get(3..)?.split_once('>')?;
    let is_folder = folder
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '\\' | ' ' | '-' | '_' | '.' | '(' | ')'));
    (drive.is_ascii_alphabetic() && is_folder).then(|| rest.trim_start())
}

/// What stands behind a prompt's last character.
fn after_mark(rest: &str) -> Option<&str> {
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix(' ').map(str::trim_start)
}

/// `user@host:~`, `[user@host dir]`, `(env) user@host:~`.
fn is_host(name: &str, mark: u8) -> bool {
    let name = name.trim_end();
    let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let Some((user, host)) = inner.unwrap_or(name).split_once('@') else {
        return false;
    };
    let user = user.rsplit(' ').next().unwrap_or(user);
    let (host, path) = match host.split_once([':', ' ']) {
        Some((host, path)) => (host, path),
        None => (host, ""),
    };
    // Behind a command, `user@host# text` without a path may be anything.
    (!matches!(mark, b'#' | b'>') || inner.is_some() || !path.is_empty() || !name.contains(' '))
        && !user.is_empty()
        && !host.is_empty()
        && user.chars().all(part)
        && host.chars().all(part)
        && path.chars().all(|c| part(c) || "~/ ".contains(c))
}

/// A shell that names no user: `sh-4.4#`, `web-1:~$`, `switch(config)#`, `/ #`, `~ $`, `/app $`.
fn is_bare_shell(name: &str, mark: u8) -> bool {
    let (host, mode) = name.split_once('(').unwrap_or((name, ")"));
    let part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/' | b':' | b'~');
    // No program is called so, mark and all.
    if mark != b'%' && mode.ends_with(')') && host.len() > 1 && host.bytes().all(part) {
        return host.starts_with(|c: char| c.is_ascii_alphabetic());
    }
    let Some(path) = name.strip_suffix(' ') else {
        return false;
    };
    // `/opt/run.sh # a comment` is a command.
    matches!(path, "/" | "~") || mark == b'$' && path.starts_with(['/', '~']) && !path.contains(' ')
}

/// Whether a line's prompt is that of a client for statements, which end with a semicolon.
pub(super) fn is_database_prompt(line: &str) -> bool {
    let line = line.trim_start();
    let name = line.find(['$', '#', '>', '%']).and_then(|end| line.get(..end));
    name.is_some_and(|name| is_database(name) || is_sql_client(name))
}

/// The console that a line is for, by its prompt or by what no other console would understand; where it is neither a shell
/// of Unix nor a client for SQL.
pub(super) fn console(line: &str) -> Option<Console> {
    if is_mongo_call(line) {
        return Some(Console::Mongo);
    }
    if is_cmdlet(line) {
        return Some(Console::PowerShell);
    }
    if is_request(line) {
        return Some(Console::Http);
    }
    strip_prompt(line)?;
    let name = line.split('>').next()?;
    if is_mongo_prompt(line) || name == "mongo" {
        Some(Console::Mongo)
    } else if is_address(name) || name == "redis" {
        Some(Console::Redis)
    } else if windows_prompt(line).is_some() {
        Some(if line.starts_with("PS") {
            Console::PowerShell
        } else {
            Console::Cmd
        })
    } else {
        is_database_prompt(line).then_some(Console::Sql)
    }
}

/// Whether a line's prompt is that of MongoDB's shell, whose statements have no semicolon.
pub(super) fn is_mongo_prompt(line: &str) -> bool {
    let parts = line.trim_start().split_once('>');
    parts.is_some_and(|(name, rest)| is_mongo(name, rest))
}

/// `mongosh`, `rs0:PRIMARY`, `Enterprise rs0 [direct: primary] shop`; a database's name alone where `rest` is
/// what is said to that shell: `test> cat` may as well write into a file.
fn is_mongo(name: &str, rest: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    if let Some((_, rest)) = name.split_once('[') {
        let Some((role, database)) = rest.split_once("] ") else {
            return false;
        };
        return (role.starts_with("direct: ") || matches!(role, "primary" | "secondary")) && is_word(database);
    }
    let rest = rest.trim_start();
    let call = is_mongo_call(rest);
    let own = name.strip_prefix("Enterprise ").unwrap_or(name);
    let own = own.strip_prefix("Atlas ").unwrap_or(own);
    name == "mongosh"
        || name.ends_with(":PRIMARY")
        || name.ends_with(":SECONDARY")
        || is_word(own) && !is_sql_client(own) && (call || rest.starts_with("show ") || rest.starts_with("use "))
}

/// What is said to MongoDB's shell and to no other: `db.orders.drop()`.
fn is_mongo_call(text: &str) -> bool {
    ["db.", "rs.", "sh."].iter().any(|start| text.starts_with(start)) && text.contains('(')
}

/// What is said to PowerShell: `Get-Service`.
fn is_cmdlet(line: &str) -> bool {
    let is_name = |name: &str| name.starts_with(|c: char| c.is_ascii_uppercase());
    let parts = line.split(' ').next().and_then(|word| word.split_once('-'));
    parts.is_some_and(|(verb, noun)| is_name(verb) && is_name(noun) && !verb.contains('_'))
}

/// A request as Elasticsearch's console takes it: `GET _cat/shards`. A statement has more words; Redis's `GET` names a key.
fn is_request(line: &str) -> bool {
    line.split_once(' ').is_some_and(|(method, path)| {
        is_listed(method, "GET|POST|PUT|DELETE|HEAD|PATCH")
            && !path.is_empty()
            && !path.contains([' ', ';'])
            && (method == "DELETE" || path.contains(['/', '_']))
    })
}

/// A line of a statement without the prompt of its further lines: `    -> `, `postgres-# `, `   ...> `, `... `.
pub(super) fn continued(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let marks = ["->", "'>", "\">", "`>", "/*>", "...>", "..."];
    if let Some(rest) = marks.iter().find_map(|mark| line.strip_prefix(mark)) {
        return after_mark(rest);
    }
    let end = line.find(['#', '>'])?;
    let name = line.get(..end)?.strip_suffix(['-', '(', '\'', '"', '*', '$'])?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    after_mark(line.get(end + 1..)?).filter(|_| is_name)
}

fn is_sql_client(name: &str) -> bool {
    let of_database = |client: &str| {
        let rest = name.strip_prefix(client);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" [") && rest.ends_with(']'))
    };
    of_database("mysql")
        || of_database("MariaDB")
        || name.starts_with("cqlsh:")
        || matches!(name, "sqlite" | "ksql" | "cqlsh" | "SQL" | "RMAN" | "DGMGRL")
}

/// `127.0.0.1:6379`, `127.0.0.1:6379[3]`.
fn is_address(name: &str) -> bool {
    let name = name.split('[').next().unwrap_or(name);
    name.rsplit_once(':').is_some_and(|(host, port)| {
        !port.is_empty()
            && port.bytes().all(|b| b.is_ascii_digit())
            && !host.is_empty()
            && host
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
    })
}

/// `mysql`, `127.0.0.1:6379`, `postgres=`.
fn is_client(name: &str) -> bool {
    is_address(name)
        || is_database(name)
        || is_sql_client(name)
        || is_listed(name, "redis|mongo|ASMCMD|LSNRCTL|adrci|sftp|ftp|ceph|DISKPART")
}

/// `postgres=`.
fn is_database(name: &str) -> bool {
    name.strip_suffix('=')
        .is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-'))
}

pub(super) fn strip_root(line: &str) -> Option<&str> {
    after_mark(line.trim_start().strip_prefix('#')?)
}
