//! Programs whose subcommand or options say what they do.

use super::wrappers::value_of;
use super::{Verdict, sql};

/// A program with subcommands. The first word of its arguments that stands in one of the lists decides; a two-word
/// pattern wins over its first word.
struct Tool {
    names: &'static [&'static str],
    looks: &'static [&'static str],
    destroys: &'static [(&'static str, &'static str)],
    /// What everything else does.
    changes: &'static str,
}

const TOOLS: &[Tool] = &[
    Tool {
        names: &["kubectl", "oc", "k"],
        looks: &[
            "get",
            "describe",
            "logs",
            "log",
            "top",
            "explain",
            "api-resources",
            "api-versions",
            "cluster-info",
            "version",
            "auth",
            "wait",
            "diff",
            "port-forward",
            "proxy",
            "events",
            "rollout status",
            "rollout history",
            "config view",
            "config get-contexts",
            "config current-context",
            "config get-clusters",
            "adm top",
            "adm node-logs",
            "adm must-gather",
            "cnpg status",
            "cnpg logs",
            "cnpg report",
            "cnpg psql",
            "whoami",
            "status",
            "kustomize",
            "tree",
            "ctx",
            "neat",
            "krew list",
            "krew search",
            "plugin list",
            "completion",
            "options",
            "node-shell-list",
        ],
        destroys: &[
            ("delete", "kubectl delete removes the object"),
            ("replace --force", "kubectl replace --force deletes the object first"),
            ("cnpg destroy", "it removes an instance with its data"),
        ],
        changes: "kubectl changes objects of the cluster with this",
    },
    Tool {
        names: &["helm"],
        looks: &[
            "list",
            "ls",
            "status",
            "history",
            "get",
            "show",
            "search",
            "template",
            "lint",
            "diff",
            "version",
            "env",
            "repo list",
            "verify",
            "inspect",
        ],
        destroys: &[
            ("uninstall", "helm uninstall removes the release"),
            ("delete", "helm delete removes the release"),
        ],
        changes: "helm changes a release with this",
    },
    Tool {
        names: &["docker", "podman", "nerdctl", "docker-compose", "crictl", "ctr"],
        looks: &[
            "ps",
            "logs",
            "inspect",
            "images",
            "stats",
            "top",
            "version",
            "info",
            "port",
            "events",
            "history",
            "diff",
            "search",
            "pods",
            "ls",
            "list",
            "config",
            "compose ps",
            "compose logs",
            "compose config",
            "compose top",
            "compose images",
            "container ls",
            "container inspect",
            "image ls",
            "image inspect",
            "network ls",
            "network inspect",
            "volume ls",
            "volume inspect",
            "system df",
            "node ls",
            "service ls",
            "service ps",
            "service logs",
            "stack ps",
            "inspecti",
            "inspectp",
            "imagefsinfo",
            "manifest inspect",
        ],
        destroys: &[
            ("rm", "removes containers"),
            ("rmi", "removes images"),
            ("prune", "prune removes everything unused"),
            ("system prune", "prune removes everything unused"),
            ("volume rm", "removes a volume with its data"),
            ("volume prune", "prune removes every unused volume with its data"),
            ("image prune", "prune removes everything unused"),
            ("container prune", "prune removes everything unused"),
            ("network prune", "prune removes everything unused"),
            ("network rm", "removes a network"),
            ("image rm", "removes images"),
            ("container rm", "removes containers"),
            ("down -v", "down -v removes the volumes with their data"),
            ("compose down -v", "down -v removes the volumes with their data"),
            ("stack rm", "removes the stack"),
            ("service rm", "removes the service"),
        ],
        changes: "changes containers",
    },
    Tool {
        names: &["terraform", "tofu", "terragrunt"],
        looks: &[
            "plan",
            "show",
            "validate",
            "output",
            "state list",
            "state show",
            "state pull",
            "version",
            "providers",
            "graph",
            "workspace list",
            "workspace show",
            "fmt",
        ],
        destroys: &[
            ("destroy", "terraform destroy removes the resources"),
            ("apply -destroy", "terraform apply -destroy removes the resources"),
            ("state rm", "terraform state rm forgets the resource"),
            ("state push", "terraform state push overwrites the state"),
            ("workspace delete", "removes a workspace with its state"),
        ],
        changes: "terraform changes resources or their state with this",
    },
    Tool {
        names: &["git"],
        looks: &[
            "log",
            "status",
            "diff",
            "show",
            "blame",
            "fetch",
            "describe",
            "rev-parse",
            "ls-files",
            "ls-remote",
            "grep",
            "reflog",
            "shortlog",
            "remote -v",
            "remote show",
            "branch -a",
            "branch --list",
            "branch -r",
            "branch -v",
            "branch -vv",
            "tag -l",
            "tag --list",
            "config --get",
            "config --list",
            "config -l",
            "stash list",
            "bisect log",
            "cat-file",
            "merge-base",
            "name-rev",
            "worktree list",
            "rev-list",
            "clone",
        ],
        destroys: &[
            ("reset --hard", "git reset --hard throws changes away"),
            ("clean", "git clean deletes files for good"),
            ("push --force", "a forced push overwrites the branch of others"),
            ("push -f", "a forced push overwrites the branch of others"),
            ("push --delete", "deletes a remote branch"),
            ("push --mirror", "a mirroring push overwrites the remote"),
            ("branch -D", "git branch -D deletes an unmerged branch"),
            ("stash drop", "throws stashed changes away"),
            ("stash clear", "throws stashed changes away"),
            ("filter-branch", "rewrites history"),
            ("update-ref -d", "deletes a reference"),
        ],
        changes: "git changes the repository with this",
    },
    Tool {
        names: &["systemctl"],
        looks: &[
            "status",
            "show",
            "cat",
            "is-active",
            "is-enabled",
            "is-failed",
            "list-units",
            "list-unit-files",
            "list-timers",
            "list-dependencies",
            "list-sockets",
            "list-jobs",
            "get-default",
            "--failed",
            "help",
        ],
        destroys: &[],
        changes: "systemctl changes units with this",
    },
    Tool {
        names: &["service"],
        looks: &["status", "--status-all"],
        destroys: &[],
        changes: "changes a service",
    },
    Tool {
        names: &["etcdctl"],
        looks: &[
            "get",
            "endpoint",
            "member list",
            "alarm list",
            "snapshot status",
            "check",
            "version",
            "watch",
            "user list",
            "role list",
            "lease list",
        ],
        destroys: &[
            ("del", "etcdctl del removes keys"),
            ("member remove", "takes a member out of the cluster"),
            ("snapshot restore", "restoring overwrites what is there"),
        ],
        changes: "etcdctl changes the cluster with this",
    },
    Tool {
        names: &["ceph", "rados", "rbd"],
        looks: &[
            "status",
            "-s",
            "-w",
            "health",
            "df",
            "version",
            "versions",
            "osd tree",
            "osd df",
            "osd status",
            "osd stat",
            "osd dump",
            "osd perf",
            "osd pool ls",
            "osd pool get",
            "osd find",
            "osd metadata",
            "osd ls",
            "osd blocked-by",
            "pg stat",
            "pg dump",
            "pg ls",
            "pg query",
            "pg map",
            "pg dump_stuck",
            "mon stat",
            "mon dump",
            "mgr services",
            "mgr stat",
            "fs ls",
            "fs status",
            "mds stat",
            "quorum_status",
            "crash ls",
            "crash info",
            "log last",
            "ls",
            "info",
            "lspools",
            "device ls",
            "orch ls",
            "orch ps",
            "config get",
            "config dump",
            "config show",
            "tell",
            "progress",
            "balancer status",
        ],
        destroys: &[
            ("osd purge", "removes the OSD with its data"),
            ("osd destroy", "removes the OSD with its data"),
            ("osd rm", "removes the OSD"),
            ("osd lost", "gives the OSD's data up"),
            ("osd pool delete", "removes the pool with its data"),
            ("osd pool rm", "removes the pool with its data"),
            ("fs rm", "removes the file system"),
            ("rm", "removes data"),
            ("purge", "removes data"),
        ],
        changes: "changes the storage cluster",
    },
    Tool {
        names: &["vault"],
        looks: &[
            "read",
            "list",
            "status",
            "kv get",
            "kv list",
            "kv metadata get",
            "token lookup",
            "version",
            "operator raft list-peers",
            "audit list",
            "auth list",
            "secrets list",
            "policy read",
            "policy list",
            "print",
        ],
        destroys: &[
            ("delete", "removes a secret"),
            ("kv delete", "removes a secret"),
            ("kv destroy", "destroys a secret for good"),
            ("kv metadata delete", "destroys a secret for good"),
            ("secrets disable", "removes an engine with its secrets"),
            ("lease revoke", "revokes credentials in use"),
        ],
        changes: "vault changes secrets or access with this",
    },
    Tool {
        names: &["rabbitmqctl", "rabbitmq-diagnostics", "rabbitmqadmin"],
        looks: &[
            "status",
            "cluster_status",
            "list_queues",
            "list_exchanges",
            "list_bindings",
            "list_connections",
            "list_channels",
            "list_consumers",
            "list_users",
            "list_vhosts",
            "list_policies",
            "list_permissions",
            "report",
            "environment",
            "list",
            "show",
            "check_running",
            "ping",
            "node_health_check",
            "memory_breakdown",
        ],
        destroys: &[
            ("purge_queue", "empties the queue"),
            ("delete_queue", "removes the queue"),
            ("reset", "throws the node's data away"),
            ("force_reset", "throws the node's data away"),
            ("forget_cluster_node", "takes a node out of the cluster"),
            ("delete_vhost", "removes everything in the virtual host"),
            ("purge", "empties the queue"),
            ("delete", "removes it"),
        ],
        changes: "changes the broker",
    },
    Tool {
        names: &["argocd", "flux"],
        looks: &[
            "app get",
            "app list",
            "app diff",
            "app history",
            "app logs",
            "app resources",
            "app manifests",
            "app wait",
            "get",
            "logs",
            "version",
            "cluster list",
            "repo list",
            "proj list",
            "account list",
            "check",
            "events",
            "stats",
            "tree",
            "trace",
            "diff",
        ],
        destroys: &[
            ("app delete", "removes the application with its resources"),
            ("delete", "removes it"),
        ],
        changes: "changes what is deployed",
    },
    Tool {
        names: &["velero"],
        looks: &[
            "get",
            "describe",
            "logs",
            "version",
            "backup get",
            "backup describe",
            "backup logs",
            "restore get",
            "restore describe",
            "restore logs",
            "schedule get",
            "schedule describe",
        ],
        destroys: &[("delete", "removes backups"), ("backup delete", "removes backups")],
        changes: "velero starts a backup or a restore with this",
    },
    Tool {
        names: &["istioctl", "linkerd"],
        looks: &[
            "proxy-status",
            "ps",
            "proxy-config",
            "pc",
            "analyze",
            "version",
            "check",
            "stat",
            "top",
            "tap",
            "describe",
            "x",
            "edges",
            "routes",
            "viz",
        ],
        destroys: &[("uninstall", "removes the mesh"), ("purge", "removes the mesh")],
        changes: "changes the mesh",
    },
    Tool {
        names: &["eksctl", "kops", "kubeadm", "rancher", "talosctl", "virtctl"],
        looks: &[
            "get",
            "version",
            "info",
            "validate",
            "token list",
            "certs check-expiration",
            "config view",
            "health",
            "logs",
            "dmesg",
            "services",
            "list",
            "ps",
            "guestosinfo",
            "fslist",
            "userlist",
            "utils describe-stacks",
        ],
        destroys: &[
            ("delete", "deletes it"),
            ("reset", "throws the node's state away"),
            ("wipe", "throws the disk's data away"),
        ],
        changes: "changes the cluster",
    },
    Tool {
        names: &[
            "apt", "apt-get", "yum", "dnf", "apk", "zypper", "brew", "snap", "dpkg", "rpm", "pacman",
        ],
        looks: &[
            "list",
            "show",
            "search",
            "info",
            "policy",
            "-l",
            "-L",
            "-s",
            "-q",
            "-qa",
            "-qi",
            "-ql",
            "check-update",
            "history",
            "repolist",
            "outdated",
            "-S",
        ],
        destroys: &[
            ("purge", "removes packages with their configuration"),
            ("autoremove", "removes packages"),
        ],
        changes: "changes what is installed",
    },
    Tool {
        names: &["npx", "cdk", "pulumi", "sam", "serverless"],
        looks: &[
            "diff",
            "synth",
            "ls",
            "list",
            "doctor",
            "preview",
            "validate",
            "cdk diff",
            "cdk synth",
            "cdk ls",
            "logs",
            "stack ls",
            "stack output",
        ],
        destroys: &[
            ("destroy", "removes the resources"),
            ("cdk destroy", "removes the resources"),
            ("remove", "removes the resources"),
            ("delete", "removes the resources"),
        ],
        changes: "changes what is deployed",
    },
    Tool {
        names: &[
            "ip",
            "tc",
            "bridge",
            "nmcli",
            "ethtool",
            "nft",
            "firewall-cmd",
            "ufw",
            "timedatectl",
            "hostnamectl",
            "loginctl",
            "chronyc",
            "multipath",
            "pcs",
            "crm",
            "corosync-cfgtool",
            "drbdadm",
            "zpool",
            "zfs",
            "mdadm",
            "lvs",
            "vgs",
            "pvs",
            "lvdisplay",
            "vgdisplay",
            "pvdisplay",
            "nvme",
            "amtool",
            "gh",
            "flyway",
            "patronictl",
            "repmgr",
            "nomad",
            "consul",
            "pgbackrest",
            "barman",
            "barman-cloud-backup-list",
            "sshd",
        ],
        looks: &[
            "addr",
            "address",
            "a",
            "route",
            "r",
            "link",
            "l",
            "neigh",
            "rule",
            "show",
            "list",
            "ls",
            "status",
            "get",
            "info",
            "-a",
            "-s",
            "-S",
            "-i",
            "-k",
            "-ll",
            "--list-all",
            "--state",
            "tracking",
            "sources",
            "sourcestats",
            "monitor",
            "history",
            "iostat",
            "events",
            "--detail",
            "-D",
            "list ruleset",
            "alert",
            "alert query",
            "silence query",
            "config show",
            "check-config",
            "config routes",
            "pr view",
            "pr list",
            "run view",
            "run list",
            "issue view",
            "issue list",
            "release list",
            "release view",
            "validate",
            "topology",
            "cluster show",
            "node status",
            "job status",
            "alloc status",
            "alloc logs",
            "members",
            "kv get",
            "catalog",
            "check",
            "list-backup",
            "list-server",
            "show-backup",
            "show-server",
            "smart-log",
            "version",
            "lvs",
            "-v",
            "-T",
            "-t",
        ],
        destroys: &[
            ("destroy", "removes it with its data"),
            ("flush", "flushes the rules"),
            ("flush ruleset", "flushes the rules"),
            ("delete", "deletes it"),
            ("clean", "drops every object of the database"),
            ("--zero-superblock", "takes the disk out of its array"),
            ("reinit", "throws the member's data away"),
            ("remove", "removes it"),
            ("format", "erases the device"),
            ("stanza-delete", "removes backups"),
            ("addr flush", "flushes the addresses"),
            ("route flush", "flushes the routes"),
        ],
        changes: "changes the system's configuration",
    },
    Tool {
        names: &[
            "gcloud",
            "az",
            "doctl",
            "ibmcloud",
            "openstack",
            "hcloud",
            "linode-cli",
            "oci",
        ],
        looks: &[
            "list",
            "describe",
            "show",
            "get",
            "read",
            "version",
            "info",
            "get-value",
            "tail",
            "get-credentials",
            "ls",
            "cat",
            "du",
            "get-iam-policy",
            "query",
            "log",
        ],
        destroys: &[
            ("delete", "deletes the resource"),
            ("rm", "deletes the resource"),
            ("purge", "deletes for good"),
            ("destroy", "deletes the resource"),
        ],
        changes: "changes cloud resources",
    },
];

/// What such a program does; `None` for one that is not in the tables.
pub(super) fn classify(name: &str, rest: &[&str], input: Option<&str>) -> Option<Verdict> {
    if let Some(verdict) = sql::client(name, rest, input) {
        return Some(verdict);
    }
    if let Some(tool) = TOOLS.iter().find(|tool| tool.names.contains(&name)) {
        return Some(by_table(tool, rest));
    }
    let has = |words: &[&str]| rest.iter().any(|word| words.contains(word));
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
        "kubens" if rest.is_empty() => Verdict::LOOKS,
        "kubens" => Verdict::changes("changes the namespace that later commands act on"),
        "dd" if starts("of=/dev/null") || !starts("of=") => Verdict::LOOKS,
        "dd" => Verdict::destroys("dd overwrites its target"),
        "find" | "fdfind" if has(&["-delete"]) => Verdict::destroys("find -delete deletes files for good"),
        "find" | "fdfind" => {
            let inner = rest
                .iter()
                .position(|word| matches!(*word, "-exec" | "-execdir" | "-ok"))
                .and_then(|at| rest.get(at + 1..));
            inner.map_or(Verdict::LOOKS, |inner| super::classify_words(inner, None, 1))
        }
        "sed"
            if rest
                .iter()
                .any(|word| word.starts_with("-i") || word.starts_with("--in-place")) =>
        {
            Verdict::changes("sed -i edits the file")
        }
        "sed" => Verdict::LOOKS,
        "journalctl" if starts("--vacuum") => Verdict::destroys("--vacuum deletes logs"),
        "journalctl" => Verdict::LOOKS,
        "tar"
            if rest
                .first()
                .is_some_and(|mode| mode.trim_start_matches('-').contains('t')) =>
        {
            Verdict::LOOKS
        }
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
            if has(&["-t", "-T", "-v", "-V", "-c", "configtest", "validate"]) {
                Verdict::LOOKS
            } else {
                Verdict::changes("changes a running server")
            }
        }
        _ if name.starts_with("kafka-") => kafka(name, rest),
        _ => return None,
    })
}

fn by_table(tool: &Tool, rest: &[&str]) -> Verdict {
    let dry = rest
        .iter()
        .any(|word| word.starts_with("--dry-run") && *word != "--dry-run=none");
    let asks = rest.iter().any(|word| matches!(*word, "--help" | "-h" | "--version")) && rest.len() <= 3;
    if dry || asks {
        return Verdict::LOOKS;
    }
    // Words from the first that is known on; what stands before it are options that hold for all subcommands.
    let matches = |pattern: &str, at: usize| {
        let mut words = pattern.split(' ');
        let first = words.next().unwrap_or("");
        if rest.get(at) != Some(&first) {
            return false;
        }
        words.all(|word| {
            if word.starts_with('-') {
                rest.get(at + 1..).unwrap_or(&[]).contains(&word)
            } else {
                rest.get(at + 1..)
                    .unwrap_or(&[])
                    .iter()
                    .take(3)
                    .any(|next| *next == word)
            }
        })
    };
    let longest = |at: usize| {
        let looks = tool
            .looks
            .iter()
            .filter(|pattern| matches(pattern, at))
            .map(|pattern| (pattern.len(), Verdict::LOOKS));
        let destroys = tool
            .destroys
            .iter()
            .filter(|(pattern, _)| matches(pattern, at))
            .map(|(pattern, reason)| (pattern.len(), Verdict::destroys(reason)));
        looks
            .chain(destroys)
            .max_by_key(|(len, verdict)| (*len, verdict.danger))
            .map(|(_, verdict)| verdict)
    };
    let mut value = false;
    for (at, word) in rest.iter().enumerate().take(12) {
        if let Some(verdict) = longest(at) {
            return verdict;
        }
        if std::mem::replace(&mut value, false) {
            continue;
        }
        if word.starts_with('-') {
            value = !word.contains('=') && word.len() <= 2
                || matches!(
                    *word,
                    "--context" | "--namespace" | "--kubeconfig" | "--kube-context" | "--project" | "--region"
                );
        } else if tool.names.contains(&"gcloud") || tool.names.contains(&"npx") {
            // The verb of these stands behind the names of what it acts on.
        } else {
            return Verdict::changes(tool.changes);
        }
    }
    if rest.is_empty() {
        Verdict::LOOKS
    } else {
        Verdict::changes(tool.changes)
    }
}

fn aws(rest: &[&str]) -> Verdict {
    let words: Vec<&str> = {
        let mut out = Vec::new();
        let mut value = false;
        for word in rest {
            if std::mem::replace(&mut value, false) {
                continue;
            }
            if word.starts_with("--") {
                value = !word.contains('=')
                    && !matches!(
                        *word,
                        "--no-cli-pager" | "--debug" | "--no-paginate" | "--no-verify-ssl"
                    );
            } else {
                out.push(*word);
            }
        }
        out
    };
    let Some(operation) = words.get(1) else {
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

fn web(name: &str, rest: &[&str]) -> Verdict {
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

fn redis(rest: &[&str], input: Option<&str>) -> Verdict {
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

fn mongo(rest: &[&str], input: Option<&str>) -> Verdict {
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

fn kafka(name: &str, rest: &[&str]) -> Verdict {
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
