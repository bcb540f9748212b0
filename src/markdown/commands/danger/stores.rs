//! Clients of Redis and MongoDB.

use super::Verdict;
use super::wrappers::value_of;
use crate::text::find::{is_listed, is_listed_folded};

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
                    | "--pattern"
            );
        } else {
            words.push(word.to_ascii_uppercase());
        }
    }
    if words.is_empty() {
        let lines = input
            .unwrap_or("")
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty());
        return lines
            .map(|line| redis_command(&line.split_whitespace().map(str::to_ascii_uppercase).collect::<Vec<_>>()))
            .reduce(Verdict::worse)
            .unwrap_or(Verdict::changes("opens a session, in which anything may run"));
    }
    redis_command(&words)
}

/// What `nc` and its like send to a server that takes commands in lines, as memcached, Redis, ZooKeeper and HAProxy do:
/// `echo flush_all | nc cache 11211`. `None` for what is none of those.
pub(super) fn over_wire(name: &str, input: Option<&str>) -> Option<Verdict> {
    const DELETES: &str = "flush_all|flushall|flushdb|delete|del|unlink";
    const LOOKS: &str = "stats|stat|ruok|mntr|conf|cons|srvr|srst|wchs|wchc|dump|envi|isro|version|get|gets|info|ping|show|help|quit|\
        dbsize|llen|role";
    const CHANGES: &str =
        "set|add|replace|append|prepend|incr|decr|touch|disable|enable|shutdown|clear|config|crst|kill|client";
    if !is_listed(name, "nc|ncat|netcat|socat|telnet") {
        return None;
    }
    let verdicts = input?.lines().filter_map(|line| {
        let first = line.split_whitespace().next()?;
        let first = first.strip_suffix("\\r").unwrap_or(first);
        let first = first.trim_matches(['\'', '"']);
        if is_listed_folded(first, DELETES) {
            Some(Verdict::destroys("it deletes what the server holds"))
        } else if is_listed_folded(first, CHANGES) {
            Some(Verdict::changes("sends a command to a server"))
        } else {
            is_listed_folded(first, LOOKS).then_some(Verdict::LOOKS)
        }
    });
    verdicts.reduce(Verdict::worse)
}

/// A command of Redis's, in capitals.
fn redis_command(words: &[String]) -> Verdict {
    let Some(first) = words.first() else {
        return Verdict::LOOKS;
    };
    let second = words.get(1).map_or("", String::as_str);
    const LOOKS: &str = "GET|MGET|INFO|PING|KEYS|SCAN|TTL|PTTL|LLEN|LRANGE|LINDEX|DBSIZE|MONITOR|EXISTS|TYPE|STRLEN|\
        HGET|HGETALL|HLEN|HKEYS|HVALS|HMGET|SMEMBERS|SCARD|SISMEMBER|ZRANGE|ZCARD|ZSCORE|ZCOUNT|XLEN|XRANGE|XINFO|\
        XPENDING|OBJECT|ROLE|TIME|LASTSAVE|COMMAND|ECHO|PUBSUB";
    match (first.as_str(), second) {
        ("FLUSHALL" | "FLUSHDB", _) => Verdict::destroys("it deletes every key"),
        (
            "DEL" | "UNLINK" | "HDEL" | "LTRIM" | "XTRIM" | "GETDEL" | "SREM" | "ZREM" | "LREM" | "XDEL" | "SPOP"
            | "ZREMRANGEBYSCORE" | "ZREMRANGEBYRANK" | "ZREMRANGEBYLEX",
            _,
        ) => Verdict::destroys("it deletes keys or what they hold"),
        ("REPLICAOF" | "SLAVEOF", second) if second != "NO" => {
            Verdict::destroys("a replica throws away what it holds and copies the other's keys")
        }
        ("DEBUG", "FLUSHALL" | "SEGFAULT" | "CRASH-AND-RECOVER") => {
            Verdict::destroys("it deletes keys or ends the server")
        }
        // A script, in capitals as all words are.
        ("EVAL", script)
            if ["FLUSH", "'DEL'", "\"DEL\"", "UNLINK"]
                .iter()
                .any(|call| script.contains(call)) =>
        {
            Verdict::destroys("its script deletes keys")
        }
        ("XGROUP", "DESTROY") | ("DEL-NODE", _) => Verdict::destroys("it removes what the name stands for"),
        ("CHECK", _) => Verdict::LOOKS,
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
        (first, _) if is_listed(first, LOOKS) => Verdict::LOOKS,
        _ => Verdict::changes("changes what Redis holds or how it runs"),
    }
}

pub(super) fn mongo(rest: &[&str], input: Option<&str>) -> Verdict {
    let script = value_of(rest, &["--eval"]).or(input);
    let Some(script) = script else {
        return Verdict::changes("opens a session, in which anything may run");
    };
    let has = |words: &[&str]| words.iter().any(|word| script.contains(word));
    // `rs.remove("host")` takes a member out of the set; a collection's `remove` deletes documents.
    let removes = script.match_indices(".remove(");
    let mut removes = removes.filter(|(at, _)| {
        let before = script.get(..*at).unwrap_or("");
        before.rsplit(|c: char| !c.is_alphanumeric()).next() != Some("rs")
    });
    if has(&[
        "dropDatabase",
        "dropUser",
        ".drop(",
        "deleteMany",
        "deleteOne",
        "AndDelete(",
        "findAndModify({remove",
        "$out",
    ]) || removes.next().is_some()
    {
        return Verdict::destroys("it deletes data");
    }
    // What a command of the server's is called stands first in its document: `{ ping: 1 }`.
    let commands = script.match_indices("Command(").map(|(at, call)| {
        let document = script.get(at + call.len()..).unwrap_or("");
        let document = document.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '{' | '"' | '\''));
        let end = document.find(|c: char| !c.is_ascii_alphanumeric());
        document.get(..end.unwrap_or(document.len())).unwrap_or("")
    });
    let commands = commands.map(|command| match command {
        "delete" | "drop" => Verdict::destroys("it deletes data"),
        _ if is_listed(command, MONGO_QUESTIONS) => Verdict::LOOKS,
        _ => Verdict::changes("runs a command of the server"),
    });
    let commands = commands.fold(Verdict::LOOKS, Verdict::worse);
    let mut calls = script.match_indices('(').filter_map(|(at, _)| {
        let before = script.get(..at)?;
        let from = before
            .rfind(|c: char| !c.is_ascii_alphanumeric())
            .map_or(0, |from| from + 1);
        before.get(from..).filter(|name| !name.is_empty())
    });
    let is_command = |name: &str| matches!(name, "adminCommand" | "runCommand");
    if commands != Verdict::LOOKS {
        commands
    } else if has(&["$merge"]) || calls.any(|name| !is_command(name) && !is_listed(name, MONGO_LOOKS)) {
        Verdict::changes("changes the database")
    } else {
        Verdict::LOOKS
    }
}

/// Methods and functions of MongoDB's shell that only look, or only go through what others found.
const MONGO_LOOKS: &str = "find|findOne|count|countDocuments|estimatedDocumentCount|aggregate|distinct|stats|\
    dataSize|storageSize|totalSize|totalIndexSize|latencyStats|explain|sort|limit|skip|pretty|hint|project|\
    projection|maxTimeMS|batchSize|readPref|toArray|next|hasNext|itcount|size|forEach|map|filter|function|if|for|\
    print|printjson|tojson|ObjectId|ISODate|NumberLong|Date|getCollection|getSiblingDB|getDB|getMongo|getName|\
    getCollectionNames|getCollectionInfos|getIndexes|getUsers|getUser|getRoles|getReplicationInfo|currentOp|\
    serverStatus|hostInfo|hello|isMaster|status|conf|config|printReplicationInfo|printSecondaryReplicationInfo|\
    printSlaveReplicationInfo";

/// Commands of the server that only look.
const MONGO_QUESTIONS: &str = "listDatabases|serverStatus|replSetGetStatus|replSetGetConfig|currentOp|getParameter|\
    ping|hello|isMaster|connPoolStats|collStats|dbStats|getLog|hostInfo|buildInfo";
