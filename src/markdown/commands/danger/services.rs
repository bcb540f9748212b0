//! Clients of services: cloud, web, Redis, MongoDB, Kafka.

use super::Verdict;
use super::wrappers::value_of;

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
    const LOOKS: [&str; 22] = [
        "describe",
        "list",
        "get",
        "lookup",
        "search",
        "filter",
        "head",
        "wait",
        "ls",
        "tail",
        "query",
        "scan",
        "select",
        "batch-get",
        "start-query",
        "test",
        "validate",
        "simulate",
        "estimate",
        "check",
        "presign",
        "view",
    ];
    const DESTROYS: [&str; 11] = [
        "delete",
        "terminate",
        "remove",
        "purge",
        "rm",
        "rb",
        "deregister",
        "destroy",
        "batch-delete",
        "revoke",
        "release",
    ];
    let is = |list: &[&str]| {
        list.iter().any(|verb| {
            operation
                .strip_prefix(verb)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        })
    };
    if *operation == "start-query" || is(&LOOKS) {
        Verdict::LOOKS
    } else if *operation == "sync" && rest.contains(&"--delete") {
        Verdict::destroys("aws s3 sync --delete removes what the source lacks")
    } else if is(&DESTROYS) {
        Verdict::destroys("aws deletes the resource with this")
    } else {
        Verdict::changes("aws changes resources with this")
    }
}

pub(super) fn web(name: &str, rest: &[&str]) -> Verdict {
    if name == "wget" || name == "grpcurl" {
        let sends = rest
            .iter()
            .any(|word| word.starts_with("--post") || word.starts_with("--method"));
        return if sends {
            Verdict::changes("sends data to a server")
        } else {
            Verdict::LOOKS
        };
    }
    // `-X POST`, `-XPOST`, `-sXPOST`, `-sX POST`.
    let bundled = rest.iter().enumerate().find_map(|(at, word)| {
        let (flags, method) = word.strip_prefix('-')?.split_once('X')?;
        let is_bundle = flags.bytes().all(|b| b.is_ascii_lowercase());
        is_bundle.then(|| {
            if method.is_empty() {
                rest.get(at + 1).copied()
            } else {
                Some(method)
            }
        })?
    });
    let method = value_of(rest, &["-X", "--request"]).or(bundled).or_else(|| {
        rest.iter()
            .copied()
            .find(|word| matches!(*word, "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE"))
    });
    let sends = rest.iter().any(|word| {
        word.starts_with("-d")
            || word.starts_with("--data")
            || matches!(*word, "-F" | "--form" | "-T" | "--upload-file" | "--json")
    });
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
    match method {
        Some("DELETE") => Verdict::destroys("a DELETE request removes the resource"),
        Some("GET" | "HEAD" | "OPTIONS") => Verdict::LOOKS,
        Some(_) if queries => Verdict::LOOKS,
        Some(_) => Verdict::changes("sends data to a server"),
        None if sends && !queries => Verdict::changes("sends data to a server"),
        None => Verdict::LOOKS,
    }
}

pub(super) fn redis(rest: &[&str], input: Option<&str>) -> Verdict {
    let mut words: Vec<String> = Vec::new();
    let mut value = false;
    for word in rest {
        if std::mem::replace(&mut value, false) {
            continue;
        }
        if word.starts_with('-') && words.is_empty() {
            if matches!(
                *word,
                "--bigkeys"
                    | "--memkeys"
                    | "--hotkeys"
                    | "--stat"
                    | "--latency"
                    | "--latency-history"
                    | "--latency-dist"
                    | "--scan"
                    | "--intrinsic-latency"
            ) {
                return Verdict::LOOKS;
            }
            value = matches!(
                *word,
                "-h" | "-p"
                    | "-a"
                    | "-n"
                    | "-u"
                    | "--user"
                    | "--pass"
                    | "-i"
                    | "-r"
                    | "-s"
                    | "--cacert"
                    | "--cert"
                    | "--key"
                    | "-x"
                    | "--pattern"
            );
        } else {
            words.push(word.to_ascii_uppercase());
        }
    }
    if words.is_empty() {
        words = input
            .unwrap_or("")
            .split_whitespace()
            .map(str::to_ascii_uppercase)
            .collect();
    }
    let Some(first) = words.first() else {
        return Verdict::changes("opens a session, in which anything may run");
    };
    let second = words.get(1).map_or("", String::as_str);
    const LOOKS: [&str; 40] = [
        "GET",
        "MGET",
        "INFO",
        "PING",
        "KEYS",
        "SCAN",
        "TTL",
        "PTTL",
        "LLEN",
        "LRANGE",
        "LINDEX",
        "DBSIZE",
        "MONITOR",
        "EXISTS",
        "TYPE",
        "STRLEN",
        "HGET",
        "HGETALL",
        "HLEN",
        "HKEYS",
        "HVALS",
        "HMGET",
        "SMEMBERS",
        "SCARD",
        "SISMEMBER",
        "ZRANGE",
        "ZCARD",
        "ZSCORE",
        "ZCOUNT",
        "XLEN",
        "XRANGE",
        "XINFO",
        "XPENDING",
        "OBJECT",
        "ROLE",
        "TIME",
        "LASTSAVE",
        "COMMAND",
        "ECHO",
        "PUBSUB",
    ];
    match (first.as_str(), second) {
        ("FLUSHALL" | "FLUSHDB", _) => Verdict::destroys("it deletes every key"),
        ("DEL" | "UNLINK" | "HDEL" | "LTRIM" | "XTRIM" | "GETDEL", _) => Verdict::destroys("it deletes keys"),
        ("SHUTDOWN", _) => Verdict::destroys("it stops the server"),
        ("CLUSTER", "RESET" | "FORGET" | "FLUSHSLOTS") => Verdict::destroys("takes the node out of the cluster"),
        ("SLOWLOG", "GET" | "LEN")
        | ("CLIENT", "LIST" | "INFO" | "GETNAME")
        | ("CONFIG", "GET")
        | ("MEMORY", _)
        | ("LATENCY", _) => Verdict::LOOKS,
        ("CLUSTER", "INFO" | "NODES" | "SLOTS" | "SHARDS")
        | (
            "SENTINEL",
            "MASTERS" | "MASTER" | "REPLICAS" | "SLAVES" | "SENTINELS" | "GET-MASTER-ADDR-BY-NAME" | "CKQUORUM",
        ) => Verdict::LOOKS,
        (first, _) if LOOKS.contains(&first) => Verdict::LOOKS,
        _ => Verdict::changes("changes what Redis holds or how it runs"),
    }
}

pub(super) fn mongo(rest: &[&str], input: Option<&str>) -> Verdict {
    let script = value_of(rest, &["--eval"]).or(input);
    let Some(script) = script else {
        return Verdict::changes("opens a session, in which anything may run");
    };
    let has = |words: &[&str]| words.iter().any(|word| script.contains(word));
    if has(&["dropDatabase", ".drop(", ".deleteMany(", ".deleteOne(", ".remove("]) {
        Verdict::destroys("it deletes data")
    } else if has(&[
        ".insert",
        ".update",
        ".replace",
        "createIndex",
        "dropIndex",
        "stepDown",
        "killOp",
        "reconfig",
        "shutdown",
        "initiate",
    ]) {
        Verdict::changes("changes the database")
    } else {
        Verdict::LOOKS
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
        "kafka-verifiable",
    ];
    if has(&["--delete"]) || name.starts_with("kafka-delete-records") {
        Verdict::destroys("it deletes topics, groups or records")
    } else if has(&["--reset-offsets"]) && has(&["--execute"]) {
        Verdict::destroys("moving offsets skips or repeats messages")
    } else if has(&["--list", "--describe", "--dry-run", "--verify", "--generate"])
        || LOOKS.iter().any(|start| name.starts_with(start))
        || rest.is_empty()
    {
        Verdict::LOOKS
    } else {
        Verdict::changes("changes the broker or what it holds")
    }
}
