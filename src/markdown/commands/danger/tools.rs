//! Programs whose subcommand or options say what they do.

use super::services::{aws, kafka, web};
use super::stores::{mongo, redis};
use super::{UNKNOWN, Verdict, sql, subcommands, unknown, wrappers};
use crate::runbook::command::Danger;
use crate::text::find::is_listed;

/// Options of `find` and `fd` behind which a command stands.
const RUNS_EACH: [&str; 8] = [
    "-exec",
    "-execdir",
    "-ok",
    "-okdir",
    "-x",
    "-X",
    "--exec",
    "--exec-batch",
];

/// Programs with subcommands whose arguments are names of what they act on: `apt install parted` runs no `parted`.
const RUN_NOTHING: &str = "apt|apt-get|yum|dnf|apk|zypper|brew|snap|dpkg|rpm|pacman|systemctl|helm";

/// The commands that `find` and `fd` run, each to the `;` or `+` that ends it.
fn each_run<'a>(mut rest: &'a [&'a str]) -> impl Iterator<Item = &'a [&'a str]> {
    std::iter::from_fn(move || {
        let start = rest.iter().position(|word| RUNS_EACH.contains(word))?;
        let behind = rest.get(start + 1..)?;
        let end = behind.iter().position(|word| matches!(*word, ";" | "+"));
        let (inner, after) = behind.split_at(end.unwrap_or(behind.len()));
        rest = after;
        Some(inner)
    })
}

/// What such a program does; `None` for one that is not in the tables.
pub(super) fn classify(name: &str, rest: &[&str], input: Option<&str>, depth: usize) -> Option<Verdict> {
    if let Some(verdict) = sql::client(name, rest, input) {
        return Some(verdict);
    }
    // `:branch` deletes it there, `+branch` overwrites it.
    if name == "git" && rest.contains(&"push") && rest.iter().any(|word| word.starts_with([':', '+'])) {
        return Some(Verdict::destroys(
            "a push with this deletes or overwrites a remote branch",
        ));
    }
    if let Some(verdict) = subcommands::classify(name, rest) {
        // A command for another machine: `minikube ssh 'rm -rf /x'`.
        return Some(match verdict.danger {
            Danger::ChangesState if !is_listed(name, RUN_NOTHING) => verdict.worse(unknown::handed_on(rest, depth)),
            _ => verdict,
        });
    }
    let has = |words: &[&str]| rest.iter().any(|word| words.contains(word));
    let flag = |flag: u8| rest.iter().any(|word| super::has_flag(word, flag));
    let starts = |prefix: &str| rest.iter().any(|word| word.starts_with(prefix));
    Some(match name {
        "aws" => aws(rest),
        "curl" | "wget" | "http" | "https" | "xh" | "grpcurl" => web(name, rest),
        "redis-cli" | "valkey-cli" => redis(rest, input),
        "mongo" | "mongosh" => mongo(rest, input),
        "mysqladmin"
            if has(&[
                "status",
                "processlist",
                "extended-status",
                "ping",
                "version",
                "variables",
            ]) =>
        {
            Verdict::LOOKS
        }
        "mysqladmin" if has(&["drop"]) => Verdict::destroys("drops the database"),
        "mysqladmin" => Verdict::changes("changes the database server"),
        "dd" if starts("of=/dev/null") || !starts("of=") => Verdict::LOOKS,
        "dd" => Verdict::destroys("dd overwrites its target"),
        "find" | "fd" | "fdfind" if has(&["-delete"]) => Verdict::destroys("find -delete deletes files for good"),
        "find" | "fd" | "fdfind" => each_run(rest)
            .map(|inner| super::classify_words(inner, None, depth + 1))
            .fold(Verdict::LOOKS, Verdict::worse),
        "rsync" if has(&["--dry-run"]) || flag(b'n') => Verdict::LOOKS,
        "rsync" if starts("--remove-source") => Verdict::destroys("it removes the files that it has copied"),
        "cp" if rest.first() == Some(&"/dev/null") => Verdict::destroys("it empties the file"),
        "rsync" if starts("--del") => Verdict::destroys("rsync --delete removes what the source lacks"),
        "ip" | "tc" | "bridge" => network(rest),
        // `service NAME VERB`.
        "service" if rest.get(1) == Some(&"status") || has(&["--status-all"]) => Verdict::LOOKS,
        "service" => Verdict::changes("changes a service"),
        "python" | "python3" | "perl" | "ruby" | "node" if deletes_by_code(rest) => {
            Verdict::destroys("its code or its subcommand deletes")
        }
        "ansible" | "ansible-playbook" => ansible(name, rest, depth),
        "salt" | "salt-ssh" => UNKNOWN.worse(unknown::handed_on(rest, depth)),
        "xfs_repair" if has(&["-L"]) => Verdict::destroys("it throws the file system's log away"),
        "tee" | "cp" if rest.last().is_some_and(|target| super::is_disk(target)) => super::OVERWRITES_DISK,
        "sed" if flag(b'i') || starts("--in-place") => Verdict::changes("sed -i edits the file"),
        "sed" => Verdict::LOOKS,
        "journalctl" if starts("--vacuum") => Verdict::destroys("--vacuum deletes logs"),
        "journalctl" if has(&["--rotate", "--flush"]) => Verdict::changes("it closes the journal's files"),
        "journalctl" => Verdict::LOOKS,
        "tar"
            if has(&["--list"])
                || rest
                    .first()
                    .is_some_and(|mode| !mode.starts_with("--") && mode.contains('t')) =>
        {
            Verdict::LOOKS
        }
        "tar" if has(&["--remove-files"]) => Verdict::destroys("it removes the files that it has packed"),
        "tar" => Verdict::changes("changes files"),
        "iptables" | "ip6tables" | "iptables-save" | "ip6tables-save" => {
            if has(&["-F", "--flush", "-X"]) {
                Verdict::destroys("flushing removes all rules")
            } else if name.ends_with("save")
                || rest.is_empty()
                || has(&["-L", "--list", "-S", "--list-rules", "-nvL", "-nL", "-vnL", "-Lnv"])
            {
                Verdict::LOOKS
            } else {
                Verdict::changes("changes the firewall")
            }
        }
        "conntrack" if has(&["-F", "--flush"]) => Verdict::destroys("flushing forgets all connections"),
        "conntrack" if has(&["-D", "-I", "-U"]) => Verdict::changes("changes the table of connections"),
        "ipvsadm" if has(&["-C", "--clear"]) => Verdict::destroys("it removes all virtual services"),
        "ipvsadm" if !rest.is_empty() && !rest.iter().any(|word| word.starts_with("-L") || *word == "-l") => {
            Verdict::changes("changes virtual services")
        }
        "conntrack" | "ipvsadm" => Verdict::LOOKS,
        "crontab" if has(&["-l"]) => Verdict::LOOKS,
        "crontab" if has(&["-r"]) => Verdict::destroys("crontab -r removes all entries"),
        "crontab" => Verdict::changes("changes what runs at which time"),
        "sysctl" if has(&["-w", "-p", "--system"]) || rest.iter().any(|word| word.contains('=')) => {
            Verdict::changes("changes the running kernel")
        }
        "sysctl" => Verdict::LOOKS,
        "ifconfig" | "route" if rest.len() <= 1 || has(&["-n"]) => Verdict::LOOKS,
        "ifconfig" | "route" => Verdict::changes("changes the network"),
        "hostname" if rest.iter().all(|word| word.starts_with('-')) => Verdict::LOOKS,
        "hostname" => Verdict::changes("changes the machine's name"),
        "nginx" | "haproxy" | "apachectl" | "httpd" | "caddy" => {
            if has(&["-t", "-T", "-v", "-V", "configtest", "validate"]) || name == "haproxy" && has(&["-c"]) {
                Verdict::LOOKS
            } else {
                Verdict::changes("changes a running server")
            }
        }
        _ if name.starts_with("kafka-") => kafka(name, rest),
        _ => return None,
    })
}

/// Whether an interpreter is given code that deletes, or a script with a subcommand of that name: `manage.py flush`.
fn deletes_by_code(rest: &[&str]) -> bool {
    const CALLS: [&str; 6] = [
        "rmtree(",
        "os.remove(",
        "unlink",
        "FileUtils.rm",
        "rmSync(",
        "remove_tree",
    ];
    let calls = |word: &&str| CALLS.iter().any(|call| word.contains(call));
    match rest {
        ["-c" | "-e", code, ..] => calls(code),
        [script, "flush", ..] => script.ends_with("manage.py"),
        [_, words @ ..] => unknown::verb(words).danger == Danger::Destructive,
        [] => false,
    }
}

/// `ip`, `tc` and `bridge`: what they act on comes first, and may be shortened (`ip a`), the verb behind it.
fn network(rest: &[&str]) -> Verdict {
    const CHANGES: &str = "add|append|change|chg|create|del|delete|move|prepend|replace|set|up|down|exec";
    if rest.contains(&"flush") {
        Verdict::destroys("flush removes all entries")
    } else if rest.iter().any(|word| is_listed(word, CHANGES)) {
        Verdict::changes("changes the network")
    } else {
        Verdict::LOOKS
    }
}

fn ansible(name: &str, rest: &[&str], depth: usize) -> Verdict {
    let has = |words: &[&str]| rest.iter().any(|word| words.contains(word));
    let module =
        wrappers::value_of(rest, &["-m", "--module-name"]).map(|name| name.trim_start_matches("ansible.builtin."));
    let looks = match name {
        "ansible" => matches!(module, Some("ping" | "setup" | "debug")),
        _ => has(&["--list-tasks", "--list-hosts", "--syntax-check"]),
    };
    if looks || has(&["--check", "-C", "--version"]) {
        return Verdict::LOOKS;
    }
    let script = wrappers::value_of(rest, &["-a", "--args"]).filter(|_| name == "ansible");
    match (script, module) {
        (Some(script), Some("file")) if script.contains("state=absent") => Verdict::destroys("it deletes the file"),
        (Some(script), None | Some("shell" | "command" | "raw")) => super::classify_text(script, depth),
        _ => Verdict::changes("runs code that is not shown here"),
    }
}
