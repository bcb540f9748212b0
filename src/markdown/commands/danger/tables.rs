//! The tables of programs with subcommands.
//!
//! Patterns are separated by `|`, which keeps a table of some hundred of them readable, and small in the app. A pattern
//! is one word or several; of several that match, the longest decides.

/// A program with subcommands. The first word of its arguments that stands in one of the lists decides.
pub(super) struct Tool {
    /// What it is called.
    pub(super) names: &'static str,
    /// Patterns that only look.
    pub(super) looks: &'static str,
    /// Patterns that destroy, and why.
    pub(super) destroys: &'static [(&'static str, &'static str)],
    /// What everything else does.
    pub(super) changes: &'static str,
}

/// The tools.
pub(super) const TOOLS: &[Tool] = &[
    Tool {
        names: "kubectl|oc|k",
        looks: "get|describe|logs|log|top|explain|api-resources|api-versions|cluster-info|version|auth|wait|diff|\
            port-forward|proxy|events|rollout status|rollout history|config view|config get-contexts|\
            config current-context|config get-clusters|adm top|adm node-logs|adm must-gather|cnpg status|cnpg logs|\
            cnpg report|cnpg psql|whoami|status|kustomize|tree|ctx|neat|krew list|krew search|plugin list|\
            completion|options|node-shell-list",
        destroys: &[
            ("delete", "kubectl delete removes the object"),
            ("replace --force", "kubectl replace --force deletes the object first"),
            ("cnpg destroy", "it removes an instance with its data"),
        ],
        changes: "kubectl changes objects of the cluster with this",
    },
    Tool {
        names: "helm",
        looks: "list|ls|status|history|get|show|search|template|lint|diff|version|env|repo list|verify|inspect",
        destroys: &[
            ("uninstall", "helm uninstall removes the release"),
            ("delete", "helm delete removes the release"),
        ],
        changes: "helm changes a release with this",
    },
    Tool {
        names: "docker|podman|nerdctl|docker-compose|crictl|ctr",
        looks: "ps|logs|inspect|images|stats|top|version|info|port|events|history|diff|search|pods|ls|list|config|\
            compose ps|compose logs|compose config|compose top|compose images|container ls|container inspect|\
            image ls|image inspect|network ls|network inspect|volume ls|volume inspect|system df|node ls|\
            service ls|service ps|service logs|stack ps|inspecti|inspectp|imagefsinfo|manifest inspect",
        destroys: &[
            ("rm|container rm", "removes containers"),
            ("rmi|image rm", "removes images"),
            (
                "prune|system prune|image prune|container prune|network prune",
                "prune removes everything unused",
            ),
            ("volume rm", "removes a volume with its data"),
            ("volume prune", "prune removes every unused volume with its data"),
            ("network rm", "removes a network"),
            ("down -v|compose down -v", "down -v removes the volumes with their data"),
            ("stack rm", "removes the stack"),
            ("service rm", "removes the service"),
        ],
        changes: "changes containers",
    },
    Tool {
        names: "terraform|tofu|terragrunt",
        looks: "plan|show|validate|output|state list|state show|state pull|version|providers|graph|workspace list|\
            workspace show|fmt",
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
        names: "git",
        looks: "log|status|diff|show|blame|fetch|describe|rev-parse|ls-files|ls-remote|grep|reflog|shortlog|remote -v|\
            remote show|branch -a|branch --list|branch -r|branch -v|branch -vv|tag -l|tag --list|config --get|\
            config --list|config -l|stash list|bisect log|cat-file|merge-base|name-rev|worktree list|rev-list|clone",
        destroys: &[
            ("reset --hard", "git reset --hard throws changes away"),
            ("clean", "git clean deletes files for good"),
            ("push --force|push -f", "a forced push overwrites the branch of others"),
            ("push --delete", "deletes a remote branch"),
            ("push --mirror", "a mirroring push overwrites the remote"),
            ("branch -D", "git branch -D deletes an unmerged branch"),
            ("stash drop|stash clear", "throws stashed changes away"),
            ("filter-branch", "rewrites history"),
            ("update-ref -d", "deletes a reference"),
        ],
        changes: "git changes the repository with this",
    },
    Tool {
        names: "systemctl",
        looks: "status|show|cat|is-active|is-enabled|is-failed|list-units|list-unit-files|list-timers|\
            list-dependencies|list-sockets|list-jobs|get-default|--failed|help",
        destroys: &[],
        changes: "systemctl changes units with this",
    },
    Tool {
        names: "service",
        looks: "status|--status-all",
        destroys: &[],
        changes: "changes a service",
    },
    Tool {
        names: "etcdctl",
        looks: "get|endpoint|member list|alarm list|snapshot status|check|version|watch|user list|role list|lease list",
        destroys: &[
            ("del", "etcdctl del removes keys"),
            ("member remove", "takes a member out of the cluster"),
            ("snapshot restore", "restoring overwrites what is there"),
        ],
        changes: "etcdctl changes the cluster with this",
    },
    Tool {
        names: "ceph|rados|rbd",
        looks: "status|-s|-w|health|df|version|versions|osd tree|osd df|osd status|osd stat|osd dump|osd perf|\
            osd pool ls|osd pool get|osd find|osd metadata|osd ls|osd blocked-by|pg stat|pg dump|pg ls|pg query|\
            pg map|pg dump_stuck|mon stat|mon dump|mgr services|mgr stat|fs ls|fs status|mds stat|quorum_status|\
            crash ls|crash info|log last|ls|info|lspools|device ls|orch ls|orch ps|config get|config dump|\
            config show|tell|progress|balancer status",
        destroys: &[
            ("osd purge|osd destroy", "removes the OSD with its data"),
            ("osd rm", "removes the OSD"),
            ("osd lost", "gives the OSD's data up"),
            ("osd pool delete|osd pool rm", "removes the pool with its data"),
            ("fs rm", "removes the file system"),
            ("rm|purge", "removes data"),
        ],
        changes: "changes the storage cluster",
    },
    Tool {
        names: "vault",
        looks: "read|list|status|kv get|kv list|kv metadata get|token lookup|version|operator raft list-peers|\
            audit list|auth list|secrets list|policy read|policy list|print",
        destroys: &[
            ("delete|kv delete", "removes a secret"),
            ("kv destroy|kv metadata delete", "destroys a secret for good"),
            ("secrets disable", "removes an engine with its secrets"),
            ("lease revoke", "revokes credentials in use"),
        ],
        changes: "vault changes secrets or access with this",
    },
    Tool {
        names: "rabbitmqctl|rabbitmq-diagnostics|rabbitmqadmin",
        looks: "status|cluster_status|list_queues|list_exchanges|list_bindings|list_connections|list_channels|\
            list_consumers|list_users|list_vhosts|list_policies|list_permissions|report|environment|list|show|\
            check_running|ping|node_health_check|memory_breakdown",
        destroys: &[
            ("purge_queue|purge", "empties the queue"),
            ("delete_queue", "removes the queue"),
            ("reset|force_reset", "throws the node's data away"),
            ("forget_cluster_node", "takes a node out of the cluster"),
            ("delete_vhost", "removes everything in the virtual host"),
            ("delete", "removes it"),
        ],
        changes: "changes the broker",
    },
    Tool {
        names: "argocd|flux",
        looks: "app get|app list|app diff|app history|app logs|app resources|app manifests|app wait|get|logs|version|\
            cluster list|repo list|proj list|account list|check|events|stats|tree|trace|diff",
        destroys: &[
            ("app delete", "removes the application with its resources"),
            ("delete", "removes it"),
        ],
        changes: "changes what is deployed",
    },
    Tool {
        names: "velero",
        looks: "get|describe|logs|version|backup get|backup describe|backup logs|restore get|restore describe|\
            restore logs|schedule get|schedule describe",
        destroys: &[("delete|backup delete", "removes backups")],
        changes: "velero starts a backup or a restore with this",
    },
    Tool {
        names: "istioctl|linkerd",
        looks: "proxy-status|ps|proxy-config|pc|analyze|version|check|stat|top|tap|describe|x|edges|routes|viz",
        destroys: &[("uninstall|purge", "removes the mesh")],
        changes: "changes the mesh",
    },
    Tool {
        names: "eksctl|kops|kubeadm|rancher|talosctl|virtctl",
        looks: "get|version|info|validate|token list|certs check-expiration|config view|health|logs|dmesg|services|\
            list|ps|guestosinfo|fslist|userlist|utils describe-stacks",
        destroys: &[
            ("delete", "deletes it"),
            ("reset", "throws the node's state away"),
            ("wipe", "throws the disk's data away"),
        ],
        changes: "changes the cluster",
    },
    Tool {
        names: "apt|apt-get|yum|dnf|apk|zypper|brew|snap|dpkg|rpm|pacman",
        looks: "list|show|search|info|policy|-l|-L|-s|-q|-qa|-qi|-ql|check-update|history|repolist|outdated|-S",
        destroys: &[
            ("purge", "removes packages with their configuration"),
            ("autoremove", "removes packages"),
        ],
        changes: "changes what is installed",
    },
    Tool {
        names: "npx|cdk|pulumi|sam|serverless",
        looks: "diff|synth|ls|list|doctor|preview|validate|cdk diff|cdk synth|cdk ls|logs|stack ls|stack output",
        destroys: &[("destroy|cdk destroy|remove|delete", "removes the resources")],
        changes: "changes what is deployed",
    },
    Tool {
        names: "ip|tc|bridge|nmcli|ethtool|nft|firewall-cmd|ufw|timedatectl|hostnamectl|loginctl|chronyc|multipath|pcs|\
            crm|corosync-cfgtool|drbdadm|zpool|zfs|mdadm|lvs|vgs|pvs|lvdisplay|vgdisplay|pvdisplay|nvme|amtool|gh|\
            flyway|patronictl|repmgr|nomad|consul|pgbackrest|barman|barman-cloud-backup-list|sshd",
        looks: "addr|address|a|route|r|link|l|neigh|rule|show|list|ls|status|get|info|-a|-s|-S|-i|-k|-ll|--list-all|\
            --state|tracking|sources|sourcestats|monitor|history|iostat|events|--detail|-D|list ruleset|alert|\
            alert query|silence query|config show|check-config|config routes|pr view|pr list|run view|run list|\
            issue view|issue list|release list|release view|validate|topology|cluster show|node status|job status|\
            alloc status|alloc logs|members|kv get|catalog|check|list-backup|list-server|show-backup|show-server|\
            smart-log|version|lvs|-v|-T|-t",
        destroys: &[
            ("destroy", "removes it with its data"),
            ("flush|flush ruleset", "flushes the rules"),
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
        names: "gcloud|az|doctl|ibmcloud|openstack|hcloud|linode-cli|oci",
        looks: "list|describe|show|get|read|version|info|get-value|tail|get-credentials|ls|cat|du|get-iam-policy|query|\
            log",
        destroys: &[
            ("delete|rm|destroy", "deletes the resource"),
            ("purge", "deletes for good"),
        ],
        changes: "changes cloud resources",
    },
];
