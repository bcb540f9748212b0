//! Consoles that are no shell of Unix: what their lines do.

use super::stores::{mongo, redis};
use super::{UNKNOWN, Verdict, sql};
use crate::markdown::commands::session;
use crate::runbook::command::Console;
use crate::text::find::{is_listed, is_listed_folded};

/// What a block does that is typed into `console`.
pub(in crate::markdown::commands) fn classify(console: Console, text: &str) -> Verdict {
    let by_lines = |line: fn(&str) -> Verdict, comments: &[&str]| {
        let code = text.lines().map(str::trim).filter(|line| {
            let is_comment = |mark: &&str| {
                let head = line.get(..mark.len());
                head.is_some_and(|head| head.eq_ignore_ascii_case(mark))
            };
            !line.is_empty() && !comments.iter().any(is_comment)
        });
        code.map(|text| line(session::without_prompt(text)))
            .fold(Verdict::LOOKS, Verdict::worse)
    };
    match console {
        Console::Sql | Console::SqlLike => sql::classify(text),
        Console::PowerShell => by_lines(powershell, &["#"]),
        Console::Cmd => by_lines(cmd, &["rem ", "::", "@rem "]),
        Console::Redis => by_lines(redis_line, &["#"]),
        Console::Mongo => mongo(&[], Some(text)),
        Console::Http => by_lines(http, &["#", "//"]),
        Console::Query | Console::Shell => Verdict::LOOKS,
    }
}

const DELETES: Verdict = Verdict::destroys("it deletes, and there is no way back");

/// The word that most programs of Windows' have for it: `vssadmin delete shadows`, `schtasks /delete`.
fn is_delete(word: &str) -> bool {
    word.trim_start_matches('/').eq_ignore_ascii_case("delete")
}

/// By the verb of every cmdlet in the line, `Verb-Noun`, those in `{ … }` and `$( … )` included.
fn powershell(line: &str) -> Verdict {
    const LOOKS: &str = "get|where|select|sort|measure|format|test|find|show|search|compare|convertto|convertfrom|out|resolve|\
        foreach|group|write";
    /// Short forms of cmdlets that look.
    const SHORT: &str = "select|where|sort|measure|group|foreach|ft|fl";
    const DESTROYS: &str = "remove|clear|uninstall|format-volume";
    // They clear what is on the screen, or what is fetched anew.
    const HARMLESS: &str = "clear-host|clear-dnsclientcache|clear-variable|remove-variable";
    const ALIASES: &str = "rm|del|rd|ri|erase|rmdir";
    const CHANGES: &str = "set|stop|restart|start|new|add|invoke|disable|enable|move|rename|suspend|resume|restore|unlock|close|\
        reset|revoke|grant|install|update|register|unregister|dismount|mount|send|copy|save|publish|sync|block|unblock|approve";
    /// What a block may hold that is no cmdlet: programs, and methods of what is found.
    const PROGRAMS: &str = "net|sc|kill|taskkill|msiexec";
    let line = line.to_ascii_lowercase();
    let destroys = |word: &str| {
        let is_cmdlet = word.split_once('-').is_some_and(|(verb, _)| is_listed(verb, DESTROYS));
        (is_cmdlet || is_listed(word, DESTROYS)) && !is_listed(word, HARMLESS)
    };
    let program = |part: &str| {
        let word = part.split_whitespace().next().unwrap_or("");
        let verb = word.split('-').next().unwrap_or("");
        let purges = |word: &str| matches!(word, "-purge" | "-purgetype" | "-deletecontent") || is_delete(word);
        if destroys(word) || is_listed(word, ALIASES) || part.split_whitespace().any(purges) {
            DELETES
        } else if word.contains('-') && is_listed(verb, LOOKS) || is_listed(word, SHORT) || word.is_empty() {
            Verdict::LOOKS
        } else {
            UNKNOWN
        }
    };
    // Cmdlets in a block that another one runs: `ForEach-Object { Remove-Item $_ }`.
    let within = |word: &str| {
        let changes = || word.split_once('-').is_some_and(|(verb, _)| is_listed(verb, CHANGES));
        if destroys(word) || is_listed(word, ALIASES) || word == "delete" {
            DELETES
        } else if changes() || is_listed(word, PROGRAMS) {
            UNKNOWN
        } else {
            Verdict::LOOKS
        }
    };
    let statement = |line: &str| {
        // One that a comment speaks of asks nothing.
        let code = line.split(" #").next().unwrap_or("");
        if code.split_whitespace().any(|word| word == "-whatif") {
            return Verdict::LOOKS;
        }
        let blocks = line.split(['{', '(']).skip(1);
        let words = blocks.flat_map(|block| block.split(|c: char| !c.is_ascii_alphanumeric() && c != '-'));
        let programs = line.split('|').map(program);
        programs.chain(words.map(within)).fold(Verdict::LOOKS, Verdict::worse)
    };
    line.split(';').map(statement).fold(Verdict::LOOKS, Verdict::worse)
}

fn cmd(line: &str) -> Verdict {
    const LOOKS: &str = "dir|type|echo|ipconfig|netstat|ping|tracert|nslookup|systeminfo|tasklist|find|findstr|more|hostname|\
        whoami|where|ver|set|cd";
    const DESTROYS: &str = "del|erase|rd|rmdir|format|diskpart|cipher";
    let program = |part: &str| {
        let word = part.trim_start_matches('@').split_whitespace().next().unwrap_or("");
        let word = word.to_ascii_lowercase();
        let has = |options: &str| part.split_whitespace().any(|word| is_listed_folded(word, options));
        let destroys = match word.as_str() {
            "wevtutil" => has("cl|clear-log"),
            "robocopy" => has("/mir|/purge"),
            // It empties the file behind `>`.
            "type" => has("nul") && part.contains('>'),
            word => is_listed(word, DESTROYS),
        };
        if destroys || part.split_whitespace().any(is_delete) {
            DELETES
        } else if word == "ipconfig" && has("/release|/renew|/flushdns") {
            UNKNOWN
        } else if word.is_empty() || is_listed(&word, LOOKS) {
            Verdict::LOOKS
        } else {
            UNKNOWN
        }
    };
    line.split(['|', '&']).map(program).fold(Verdict::LOOKS, Verdict::worse)
}

fn redis_line(line: &str) -> Verdict {
    let line = line.strip_prefix("redis-cli ").unwrap_or(line);
    let words: Vec<&str> = line.split_whitespace().collect();
    redis(&words, None)
}

/// A request's first line; the others are its body and headers.
fn http(line: &str) -> Verdict {
    match line.split(' ').next().unwrap_or("") {
        "DELETE" => Verdict::destroys("DELETE removes what the address names"),
        "POST" if line.contains("_delete_by_query") => Verdict::destroys("it deletes what the query finds"),
        _ if line.contains("\"accept_data_loss\": true") => Verdict::destroys("it gives up what is lost"),
        "POST" | "PUT" | "PATCH" => Verdict::changes("sends data to a server"),
        _ => Verdict::LOOKS,
    }
}
