//! Clients of services: cloud, web, Kafka.

use super::Verdict;
use super::wrappers::value_of;
use crate::text::find::is_listed;

pub(super) fn aws(rest: &[&str]) -> Verdict {
    let mut is_value = false;
    let mut words = rest.iter().filter(|word| {
        if std::mem::replace(&mut is_value, false) {
            return false;
        }
        let is_option = word.starts_with("--");
        is_value = is_option
            && !word.contains('=')
            && !matches!(
                **word,
                "--no-cli-pager" | "--debug" | "--no-paginate" | "--no-verify-ssl"
            );
        !is_option
    });
    let Some(operation) = words.nth(1) else {
        return Verdict::LOOKS;
    };
    if rest.contains(&"--dry-run") || rest.contains(&"--dryrun") {
        return Verdict::LOOKS;
    }
    if matches!(*operation, "start-query-execution" | "execute-statement")
        && let Some(statement) = value_of(rest, &["--query-string", "--sql"])
    {
        return super::sql::classify(statement);
    }
    // Of `test-…` only these: `test-failover` and `test-invoke-method` do what they test.
    const LOOKS: &str = "describe|list|get|lookup|search|filter|head|wait|ls|tail|query|scan|select|batch-get|\
        start-query|test-dns|test-event|test-metric|validate|simulate|estimate|check|presign|view";
    const DESTROYS: &str = "delete|terminate|remove|purge|rm|rb|deregister|destroy|batch-delete|revoke|release";
    let is = |list: &str| {
        list.split('|').any(|verb| {
            operation
                .strip_prefix(verb)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        })
    };
    let prints = *operation == "cp" && words.nth(1) == Some(&"-");
    if prints || is(LOOKS) {
        Verdict::LOOKS
    } else if *operation == "sync" && rest.contains(&"--delete") {
        Verdict::destroys("aws s3 sync --delete removes what the source lacks")
    } else if is(DESTROYS) || *operation == "schedule-key-deletion" {
        Verdict::destroys("aws deletes the resource with this")
    } else {
        Verdict::changes("aws changes resources with this")
    }
}

pub(super) fn web(name: &str, rest: &[&str]) -> Verdict {
    if name == "grpcurl" {
        return grpc(rest);
    }
    if name == "wget" {
        let method = value_of(rest, &["--method"]).map(str::to_ascii_uppercase);
        let sends = rest
            .iter()
            .any(|word| word.starts_with("--post") || word.starts_with("--body"));
        return match method.as_deref() {
            Some("DELETE") => DELETES,
            Some("GET" | "HEAD") => writes(rest, &["-O", "--output-document"]),
            None if !sends => writes(rest, &["-O", "--output-document"]),
            _ => SENDS,
        };
    }
    // `-X POST`, `-XPOST`, `-sXPOST`, `-sX POST`.
    let bundled = rest.iter().enumerate().find_map(|(at, word)| {
        let (flags, method) = word.strip_prefix('-')?.split_once('X')?;
        let is_bundle = flags.bytes().all(|b| b.is_ascii_alphabetic());
        is_bundle.then(|| {
            if method.is_empty() {
                rest.get(at + 1).copied()
            } else {
                Some(method)
            }
        })?
    });
    let method = value_of(rest, &["-X", "--request"])
        .or(bundled)
        .or_else(|| rest.iter().copied().find(|word| is_listed(word, METHODS)));
    let method = method.map(str::to_ascii_uppercase);
    let sends = rest.iter().any(|word| {
        word.starts_with("--data") || matches!(*word, "--form" | "--upload-file" | "--json") || sends_by_letter(word)
    });
    // `http :8080/flags name=x on:=true` sends fields; `name==x` asks.
    let is_field = |word: &&str| {
        let field = word
            .split_once('=')
            .filter(|(name, value)| !name.is_empty() && !value.starts_with('='));
        field.is_some_and(|(name, _)| !name.contains(['/', '-', '?']))
    };
    let sends = sends || matches!(name, "http" | "https" | "xh") && rest.iter().any(is_field);
    let queries = rest.iter().any(|word| matches!(*word, "-G" | "--get"))
        || rest.iter().any(|word| {
            [
                "/_search",
                "/_cat/",
                "/api/v1/query",
                "/_count",
                "/_cluster/allocation/explain",
            ]
            .iter()
            .any(|path| word.contains(path))
        });
    if rest
        .iter()
        .any(|word| word.contains("/_delete_by_query") || word.contains("/delete_series"))
    {
        return Verdict::destroys("the server deletes what the query matches");
    }
    match method.as_deref() {
        Some("DELETE") => DELETES,
        Some("GET" | "HEAD" | "OPTIONS") => Verdict::LOOKS,
        Some(_) if queries => Verdict::LOOKS,
        Some(_) => SENDS,
        None if sends && !queries => SENDS,
        None if name == "curl" => writes(rest, &["-o", "--output"]),
        None => Verdict::LOOKS,
    }
}

/// What the option does that names the file an answer is written to.
fn writes(rest: &[&str], options: &[&str]) -> Verdict {
    match value_of(rest, options) {
        Some(path) if path.starts_with('/') && !super::is_scratch(path) => {
            Verdict::changes("writes to a file of the system")
        }
        _ => Verdict::LOOKS,
    }
}

/// As the second word of `http DELETE :8080/x`, in which case does not matter.
const METHODS: &str = "GET|HEAD|POST|PUT|PATCH|DELETE|get|head|post|put|patch|delete";
const SENDS: Verdict = Verdict::changes("sends data to a server");
const DELETES: Verdict = Verdict::destroys("a DELETE request removes the resource");

/// Whether a bundle of curl's short options sends something: `-d`, `-sSd`, `-F`, `-T`. Behind a letter that takes a value
/// the bundle ends.
fn sends_by_letter(word: &str) -> bool {
    let letters = word.strip_prefix('-').filter(|letters| !letters.starts_with('-'));
    let mut letters = letters.unwrap_or("").chars();
    let decides = letters.find(|letter| "dFTAbcCDeEhHKmoPQrtuUwxXyYz".contains(*letter));
    matches!(decides, Some('d' | 'F' | 'T'))
}

/// A call is named `service/Method`.
fn grpc(rest: &[&str]) -> Verdict {
    const LOOKS: [&str; 8] = ["Get", "List", "Watch", "Check", "Describe", "Read", "Search", "Ping"];
    let method = rest
        .last()
        .and_then(|call| call.rsplit(['/', '.']).next())
        .unwrap_or("");
    let calls = rest
        .last()
        .is_some_and(|call| call.contains('/') && !call.contains("://"));
    // `Checkout` is no check.
    let is_of = |verb: &&str| {
        let behind = method.strip_prefix(*verb);
        behind.is_some_and(|behind| !behind.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    if !calls || LOOKS.iter().any(is_of) {
        Verdict::LOOKS
    } else {
        Verdict::changes("calls a service, which may change what it holds")
    }
}

pub(super) fn kafka(name: &str, rest: &[&str]) -> Verdict {
    let has = |words: &[&str]| rest.iter().any(|word| words.contains(word));
    const LOOKS: [&str; 9] = [
        "kafka-get-offsets",
        "kafka-run-class",
        "kafka-dump-log",
        "kafka-metadata-quorum",
        "kafka-lag",
        "kafka-console-consumer",
        "kafka-broker-api",
        "kafka-log-dirs",
        "kafka-verifiable-consumer",
    ];
    if has(&["add-controller", "remove-controller"]) {
        Verdict::changes("changes who decides in the cluster")
    } else if has(&["format"]) {
        Verdict::destroys("formatting erases what the broker has stored")
    } else if has(&["--delete", "--remove"]) || name.starts_with("kafka-delete-records") {
        Verdict::destroys("it deletes topics, groups, records or rules")
    } else if has(&["--reset-offsets"]) && has(&["--execute"]) {
        Verdict::destroys("moving offsets skips or repeats messages")
    } else if has(&[
        "--list",
        "--describe",
        "--dry-run",
        "--verify",
        "--generate",
        "--reset-offsets",
    ]) || LOOKS.iter().any(|start| name.starts_with(start))
        || rest.is_empty() && !name.contains("server")
    {
        Verdict::LOOKS
    } else {
        Verdict::changes("changes the broker or what it holds")
    }
}
