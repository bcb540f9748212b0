//! Words of the language and of the trade: which say little, and which say the same.
//!
//! Two tables for synonyms. [`SAME`] holds short forms and spellings: whoever writes one means the other. [`NEAR`] holds
//! words that operators use for one thing where runbooks have another (`box`, `host`, `node`); they count less, so a
//! runbook that has the reader's own word stays ahead. Each line is a group of phrases; a team adds its own groups with
//! `synonyms` under `[search]` in `breakglass.toml`, which count as the first table does.
//!
//! Both are common usage of the field, not taken from any corpus: a group belongs here when a newcomer to the team would
//! have to be told.

use super::analyzer::{forms, words};
use super::stem::stem;
use crate::text::hash::{Map, Set};

/// Words of everyday English that say little about a problem. They are found when they are all there is, and in quoted
/// errors their neighbours carry the weight; see [`super::score::LOW_WEIGHT`].
const LOW: &str = "a about after again all almost also always am an and another any anybody anymore anyone anything are as ask asks at \
away back be because been before being below between both but by came can cannot cant come comes could did do does doesnt doing done dont \
each either else ever every everybody everyone everything few for from get gets getting give gives go goes going got had has have he help \
her here his how i if im in into is isnt it its itself just keep keeps let like look looks lot lots made make makes many may me mean means \
might more most much must my need needs never no nobody none nor not nothing now of off often on once one only or other our ours out over \
own people perhaps please put quite really said same say says see seem seems she should show shows since so some somebody someone something \
somewhere still such take takes tell than that the their them then there these they thing things this those though through till to \
together too under until up us very want wants was we well went were what whats when where which while who whom whose why will with without \
would yet you your yours happen happens happening suddenly anymore whenever fix solve problem problems issue issues trouble runbook runbooks \
alert alerts firing fires fired";

/// Phrases that mean the same.
const SAME: &str = "\
oom, out of memory, oomkilled, outofmemoryerror
pv, persistent volume
pvc, persistent volume claim
hpa, horizontal pod autoscaler, autoscaler
k8s, kubernetes, kube
db, database
cert, certificate
config, configuration, cfg, settings
auth, authentication
authz, authorization
crashloop, crash loop, crashloopbackoff
sts, statefulset, stateful set
ds, daemonset, daemon set
deploy, deployment
ns, namespace
cm, configmap
svc, service
lb, load balancer, loadbalancer, alb, elb
fs, filesystem, file system
fd, file descriptor, open files
nic, network interface, network card, eth0
err, errs, error
on call, on support, on duty, rota, roster
roll back, rollback, go back
ntp, chrony, time synchronization, clock synchronization
tls, ssl
repl, replication
repo, repository
env, environment
prod, production
perf, performance
dos, ddos, denial of service
sg, security group
iam, identity and access management
mfa, two factor
sso, single sign on
vm, virtual machine
lag, behind, delayed, delay
queue, backlog
5xx, server error, internal server error
504, gateway timeout
503, service unavailable
502, bad gateway
429, too many requests, rate limit
403, forbidden, access denied
401, unauthorized
404, not found
dlq, dead letter queue, dead letter
apiserver, api server
gc, garbage collection
cpu, processor
ram, memory
wal, write ahead log
exit code 137, oomkilled
image pull, imagepullbackoff, errimagepull
ci, pipeline
pr, pull request
mq, message queue
az, availability zone
dr, disaster recovery
dns, name resolution, resolve, nxdomain
iops, disk throughput
aad, entra, azure ad";

/// Words that are used for one thing.
const NEAR: &str = "\
node, machine, host, server, worker, box, instance, vm
disk, filesystem, storage, volume, partition, drive
full, filling, fill, space, exhausted, exceeded, quota, capacity, limit
inode, files, small files
expire, expires, expiry, expiration, outdated, renew, renewal, runs out
slow, latency, duration, hang, hanging, performance, degraded, timeout
timeout, deadline exceeded, timed out
down, dead, unreachable, unavailable, outage, offline, unresponsive, disappeared
restart, reboot, crash, die, dying, killed, terminated
stuck, waiting, pending, hang, blocked
start, startup, boot, launch
stop, halt, shutdown
reject, refuse, refused, denied, rejected, drop
lost, missing, absent, gone, disappear, deleted
wrong, incorrect, inconsistent, mismatch, different, differs, invalid, bad
error, failure, fail, failed, errors, broken, broke
postgres, postgresql, database, sql, rds
redis, cache, memcached
network, connectivity, link, interface, packet, traffic
connection, connect, socket
clock, time, skew, drift
deploy, rollout, release, ship, upgrade, update
rollback, revert, undo, previous version, roll back
scale, capacity, autoscale, resize, enlarge, expand
attack, attacker, malicious, intrusion, flood
hacked, breach, compromised, intruder, stolen, leaked, exposed, unauthorized
malware, virus, ransomware
credential, password, secret, token, key, access key
login, sign in, log in, authentication, session
user, account, customer
page, notify, notification, pagerduty, receiver
leader, primary, master, election
member, peer, quorum, replica
standby, replica, follower, secondary
backup, restore, recovery, dump, snapshot, recover
certificate, tls, x509
scrape, target, collect, exporter
metrics, monitoring, samples, series
graph, dashboard, grafana, chart
job, batch, cron, task, scheduled
schedule, place, assign, scheduler
evict, preempt, drain, cordon
throttle, throttling, limit, capped
memory, heap
cpu, load
query, statement, sql
lock, deadlock, blocking, transaction
flap, flapping, up and down, on and off, switching
duplicate, twice, double, several times
stale, old, outdated, behind, lag
upgrade, version, update, migration
firewall, acl, network policy, security group
provision, create, allocate
log, logs, logging, audit
encrypt, encryption, kms
web, site, website, frontend, page
api, endpoint, request
message, event, queue
rule, rules, expression, evaluation
config, yaml, setting
permission, rbac, access, role, forbidden
bucket, s3, object storage
money, payment, charged, paid, order
add, adding, create, creating, new, make
change, modify, edit, update
remove, delete, revoke
grow, growing, increase, rising
copy, copies, replicas, instances
left the company, leaver, leaving, offboard, offboarding, remove, revoke
new starter, new hire, joiner, onboard, onboarding, join, joining, first day, first week
get rid of, delete, remove, decommission, tear down, destroy
take away, revoke, remove, withdraw
cut off, cut, lock out, block, revoke, isolate, contain, disable
bring back, get back, restore, recover, undelete
go back, rollback, revert, previous version, undo
cannot connect, cant connect, connection refused, unreachable, down, offline
talk to, connect, communicate, reach, connectivity
client, connection, session
spinner, loading, slow, latency
freeze, frozen, hang, hung, unresponsive, stuck
pending, unschedulable, scheduled, waiting
again and again, over and over, repeatedly, loop, looping
no data, no new data, absent, missing, empty
send, transmit, outgoing, outbound, egress
receive, incoming, inbound, ingress
compute, calculate, evaluate, evaluation
peak, surge, spike, burst, scale
heap, ram, memory, out of memory, leak
unused, orphaned, leftover, old, stale, cleanup
exposed, public, publicly, visible, internet
outside, external, third party, guest, contractor, collaborator
employee, staff, colleague, member, user
vulnerability, cve, exploit, patch
maintenance, planned work, downtime, interruption
domain, hostname, host name, dns
laptop, workstation, device, endpoint
chat, slack, channel
forbid, prevent, deny, block, policy
automatic, automatically, automated, by itself, by themselves
fake, phishing, scam, spoofed
mining, miner, cryptojacking, cryptomining
bitcoin, ransom, cryptocurrency
write down, notes, minutes, scribe, document
decide, in charge, commander, lead
journalist, press, media, communication, liaison
lessons learned, after action, postmortem, retrospective
stand for, abbreviation, acronym, glossary, definition
auditor, audit, compliance, evidence
debugger, debug, thread dump, profiling
staging, environment, environments
threshold, limit, alerts
outside, external, third party, collaborator, guest, contractor
join, joining, onboarding, new starter, new member
leave, leaver, offboarding
send, transmit, outgoing, outbound, egress
receive, incoming, inbound, ingress
empty, missing, absent, no data
corrupt, damaged, inconsistent
pile up, backlog, queue
forbid, deny, prevent, restrict, policy
cut off, disconnect, isolate, revoke
zone, datacenter, data center, region
patch, patching, update
email, mail, smtp, message
supplier, vendor, supply chain
cost, bill, billing, spend
defaced, defacement, vandalised
ransom, ransomware, extortion, blackmail";

/// What a phrase leads to: another term, and whether it means the same (or is only near).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    /// The other phrase's stems.
    pub to: &'a [String],
    /// From [`SAME`] or the team's own table.
    pub same: bool,
}

/// The tables, ready for look-ups.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    low: Set<String>,
    groups: Vec<(Vec<Vec<String>>, bool)>,
    by_first: Map<String, Vec<(usize, usize)>>,
    /// Lines of the tables that are in.
    lines: usize,
}

/// Words of the longest phrase.
pub const LONGEST_PHRASE: usize = 4;

impl Lexicon {
    /// The built-in tables and a team's own groups, each a line as above.
    pub fn new<'a>(own: impl IntoIterator<Item = &'a str>) -> Self {
        let mut lexicon = Self::default();
        lexicon.read(own, usize::MAX);
        lexicon
    }

    /// Takes in about `budget` phrases more; true when all are in. `own` is the team's groups, the same at each call.
    pub fn read<'a>(&mut self, own: impl IntoIterator<Item = &'a str>, budget: usize) -> bool {
        if self.low.is_empty() {
            self.low = LOW.split_ascii_whitespace().map(str::to_string).collect();
        }
        let same = SAME.lines().chain(own).map(|line| (line, true));
        let near = NEAR.lines().map(|line| (line, false));
        let mut used = 0;
        for (line, same) in same.chain(near).skip(self.lines) {
            if used >= budget {
                return false;
            }
            used += self.add(line, same);
            self.lines += 1;
        }
        true
    }

    /// Adds a group; how many phrases it has.
    fn add(&mut self, line: &str, same: bool) -> usize {
        let phrases: Vec<Vec<String>> = line.split(',').map(phrase).filter(|p| !p.is_empty()).collect();
        let group = self.groups.len();
        for (at, phrase) in phrases.iter().enumerate() {
            if let Some(first) = phrase.first() {
                self.by_first.entry(first.clone()).or_default().push((group, at));
            }
        }
        let count = phrases.len();
        self.groups.push((phrases, same));
        count
    }

    /// Whether a folded word says little.
    pub fn is_low(&self, word: &str) -> bool {
        self.low.contains(word)
    }

    /// Whether a phrase begins with this stem.
    pub fn knows(&self, stem: &str) -> bool {
        self.by_first.contains_key(stem)
    }

    /// What the phrases lead to that begin `stems`, each with its number of words.
    pub fn links(&self, stems: &[String]) -> Vec<(usize, Link<'_>)> {
        let mut out = Vec::new();
        let Some(first) = stems.first() else { return out };
        for (group, at) in self.by_first.get(first).into_iter().flatten() {
            let Some((phrases, same)) = self.groups.get(*group) else {
                continue;
            };
            let Some(own) = phrases.get(*at).filter(|own| stems.starts_with(own)) else {
                continue;
            };
            for (other, to) in phrases.iter().enumerate() {
                if other != *at {
                    out.push((own.len(), Link { to, same: *same }));
                }
            }
        }
        out
    }
}

/// Whether a team's group says anything.
///
/// # Errors
/// What is wrong with it, for its author.
pub fn check(group: &str) -> Result<(), String> {
    let phrases: Vec<Vec<String>> = group.split(',').map(phrase).collect();
    if phrases.len() < 2 || phrases.iter().any(Vec::is_empty) {
        return Err(format!("\"{group}\" needs two phrases or more, separated by commas"));
    }
    match group.split(',').find(|text| phrase(text).len() > LONGEST_PHRASE) {
        Some(long) => Err(format!("\"{}\" has more than {LONGEST_PHRASE} words", long.trim())),
        None => Ok(()),
    }
}

/// A phrase as stems.
pub fn phrase(text: &str) -> Vec<String> {
    words(text)
        .filter_map(|range| text.get(range))
        .filter_map(|word| forms(word).into_iter().next())
        .map(|form| stem(&form.text))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_lead_to_their_group() {
        let lexicon = Lexicon::new(["pgb, pgbouncer"]);
        let to = |text: &str| -> Vec<String> {
            lexicon
                .links(&phrase(text))
                .iter()
                .map(|(_, link)| link.to.join(" "))
                .collect()
        };
        assert!(to("out of memory now").contains(&"oom".to_string()));
        assert!(to("pgb").contains(&stem("pgbouncer")));
        assert!(to("hosts").contains(&"nod".to_string()));
        assert!(to("xyzzy").is_empty());
        assert!(lexicon.is_low("the") && !lexicon.is_low("node"));
    }

    #[test]
    fn every_phrase_is_short_enough() {
        for line in SAME.lines().chain(NEAR.lines()) {
            for part in line.split(',') {
                let length = phrase(part).len();
                assert!((1..=LONGEST_PHRASE).contains(&length), "{part}");
            }
        }
    }
}
