//! Tools for clusters, containers, clouds and what is deployed there.

use super::Tool;

pub(super) const TOOLS: &[Tool] = &[
    Tool {
        names: "kubectl|oc|k",
        looks: "get|describe|logs|log|top|explain|api-resources|api-versions|cluster-info|version|auth can-i|auth whoami|wait|diff|\
            port-forward|proxy|events|rollout status|rollout history|config view|config get-contexts|\
            config current-context|config get-clusters|adm top|adm node-logs|adm must-gather|cnpg status|cnpg logs|\
            cnpg report|whoami|status|kustomize|tree|neat|krew list|krew search|plugin list|\
            completion|options|node-shell-list|set env --list",
        destroys: &[
            ("delete", "kubectl delete removes the object"),
            ("replace --force", "kubectl replace --force deletes the object first"),
            ("apply --prune", "pruning removes what the files lack"),
            ("adm prune --confirm", "prune removes what nothing uses"),
            ("cnpg destroy", "it removes an instance with its data"),
            (
                "drain --delete-emptydir-data|drain --delete-local-data|adm drain --delete-emptydir-data",
                "draining with this deletes what pods keep on the node",
            ),
        ],
        changes: "kubectl changes objects of the cluster with this",
    },
    Tool {
        names: "helm",
        looks: "list|ls|status|history|get|show|search|template|lint|diff|version|env|repo list|verify|inspect",
        destroys: &[
            ("uninstall", "helm uninstall removes the release"),
            ("delete|del|un", "helm delete removes the release"),
        ],
        changes: "helm changes a release with this",
    },
    Tool {
        names: "docker|podman|nerdctl|docker-compose|crictl|ctr",
        looks: "ps|logs|inspect|images|stats|top|version|info|port|events|history|diff|search|pods|ls|list|config$|config -q|config --quiet|config --services|config --images|config ls|config inspect|\
            compose ps|compose logs|compose config|compose top|compose images|container ls|container inspect|\
            image ls|image inspect|network ls|network inspect|volume ls|volume inspect|system df|node ls|\
            service ls|service ps|service logs|stack ps|inspecti|inspectp|imagefsinfo|manifest inspect",
        destroys: &[
            ("rm|container rm|pod rm|rmp", "removes containers"),
            ("rmi|image rm|images rm", "removes images"),
            ("secret rm|node rm|config rm|context rm|buildx rm", "removes it"),
            (
                "prune|system prune|image prune|container prune|network prune|builder prune|buildx prune",
                "prune removes everything unused",
            ),
            ("volume rm", "removes a volume with its data"),
            ("volume prune", "prune removes every unused volume with its data"),
            ("network rm", "removes a network"),
            (
                "down -v|compose down -v|down --volumes|compose down --volumes",
                "down -v removes the volumes with their data",
            ),
            ("compose rm", "removes containers"),
            ("system reset", "removes all containers, images and volumes"),
            (
                "swarm leave --force",
                "takes the node out of the swarm, with its part of the state",
            ),
            ("stack rm", "removes the stack"),
            ("service rm", "removes the service"),
        ],
        changes: "changes containers",
    },
    Tool {
        names: "go",
        looks: "tool pprof|version|env|vet|list|doc",
        destroys: &[],
        changes: "runs code that is not shown here",
    },
    Tool {
        names: "terraform|tofu|terragrunt|tf",
        looks: "plan|show|validate|output|state list|state show|state pull|version|providers|graph|workspace list|\
            workspace show|fmt",
        destroys: &[
            ("destroy|run-all destroy", "terraform destroy removes the resources"),
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
            remote show|branch -a|branch --list|branch -r|branch -v|branch -vv|branch$|tag$|remote$|stash show|clean -n|clean -nd|clean -ndx|clean --dry-run|tag -l|tag --list|config --get|\
            config --list|config -l|stash list|bisect log|cat-file|merge-base|name-rev|worktree list|rev-list|clone",
        destroys: &[
            ("reset --hard", "git reset --hard throws changes away"),
            (
                "checkout --|checkout -f|checkout --force|checkout .",
                "git checkout throws changes away with this",
            ),
            (
                "reflog expire|reflog delete",
                "it forgets commits that nothing else names",
            ),
            ("clean", "git clean deletes files for good"),
            ("push --force|push -f", "a forced push overwrites the branch of others"),
            ("push --delete|push -d", "deletes a remote branch"),
            ("tag -d|tag --delete", "deletes a tag"),
            ("restore .", "git restore throws changes away"),
            ("push --mirror", "a mirroring push overwrites the remote"),
            ("branch -D", "git branch -D deletes an unmerged branch"),
            ("stash drop|stash clear", "throws stashed changes away"),
            ("filter-branch", "rewrites history"),
            ("update-ref -d", "deletes a reference"),
        ],
        changes: "git changes the repository with this",
    },
    Tool {
        names: "argocd|flux",
        looks: "app get|app list|app diff|app history|app logs|app resources|app manifests|app wait|get|logs|version|\
            cluster list|repo list|proj list|account list|check|events|stats|tree|trace|diff",
        destroys: &[
            ("app delete", "removes the application with its resources"),
            ("app sync --prune", "pruning removes what the sources lack"),
            ("delete|cluster rm|repo rm|proj delete|uninstall", "removes it"),
        ],
        changes: "changes what is deployed",
    },
    Tool {
        names: "velero",
        looks: "get|describe|logs|version|backup get|backup describe|backup logs|restore get|restore describe|\
            restore logs|schedule get|schedule describe",
        destroys: &[
            ("delete|backup delete", "removes backups"),
            ("restore delete|schedule delete", "removes it"),
        ],
        changes: "velero starts a backup or a restore with this",
    },
    Tool {
        names: "istioctl|linkerd",
        looks: "proxy-status|ps|proxy-config|pc|analyze|version|check|stat|top|tap|describe|x describe|x precheck|x authz|x injector|edges|routes|viz",
        destroys: &[
            ("uninstall|purge|x uninstall", "removes the mesh"),
            ("x waypoint delete", "removes it"),
        ],
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
        names: "kind|minikube|k3d|vagrant|multipass|lxc|virsh",
        looks: "get|list|ls|status|version|info|dominfo|domstate|domblklist|logs|ip|profile list|global-status|\
            net-list|pool-list|vol-list|snapshot-list|image list|config show",
        destroys: &[
            ("delete|cluster delete", "deletes it"),
            ("destroy", "stops it hard, or removes it"),
            ("undefine|vol-delete|pool-delete|snapshot-delete", "removes it"),
            ("purge", "removes it for good"),
        ],
        changes: "changes virtual machines or clusters",
    },
    Tool {
        names: "gsutil|s3cmd|s5cmd|mc|bq|hdfs|hadoop",
        looks: "ls|la|du|cat|stat|tree|info|show|head|version$|version info|dfs -ls|fs -ls|\
            dfs -du|fs -du|dfs -df|fs -df|dfs -cat|fs -cat|dfs -count|fs -count|dfsadmin -report|fsck",
        destroys: &[
            ("rm|rb|del", "deletes what is stored"),
            (
                "dfs -rm|fs -rm|dfs -rmr|fs -rmr|dfs -expunge|fs -expunge|namenode -format",
                "deletes what is stored",
            ),
            ("rsync -d", "rsync -d removes what the source lacks"),
            ("sync --delete-removed|mirror --remove", "removes what the source lacks"),
            ("fsck -delete|fsck -move", "takes damaged files away"),
        ],
        changes: "changes what is stored",
    },
    Tool {
        names: "rclone",
        looks: "ls|lsd|lsf|lsl|lsjson|cat|size|tree|check|version|about|listremotes|ncdu|md5sum|sha1sum",
        destroys: &[
            ("delete|deletefile|purge|rmdir|rmdirs|cleanup", "deletes what is stored"),
            ("sync|move", "removes what the other side lacks"),
        ],
        changes: "changes what is stored",
    },
    Tool {
        names: "gh|glab",
        looks: "pr view|pr list|pr checks|pr diff|pr status|run view|run list|run watch|issue view|issue list|\
            release list|release view|repo view|repo list|workflow list|workflow view|search|status|auth status|\
            mr view|mr list|ci view|ci list|ci status",
        destroys: &[
            (
                "repo delete|release delete|run delete|secret delete|variable delete|cache delete|issue delete",
                "deletes it",
            ),
            ("api DELETE", "a DELETE request removes the resource"),
        ],
        changes: "changes the repository or what runs on it",
    },
    Tool {
        names: "nomad|consul",
        looks: "node status|job status|job history|job inspect|alloc status|alloc logs|members|kv get|kv export|\
            catalog|status|version|info|monitor|operator raft list-peers|server members|eval status|deployment list|\
            deployment status|validate|plan|job plan|intention list|intention check",
        destroys: &[
            ("kv delete", "removes keys"),
            ("job stop -purge|stop -purge", "removes the job with its history"),
            (
                "namespace delete|volume delete|acl token delete|services deregister|var purge",
                "deletes it",
            ),
            ("operator raft remove-peer", "takes a member out of the cluster"),
            ("force-leave", "takes a member out of the cluster"),
            ("snapshot restore", "restoring overwrites what is there"),
        ],
        changes: "changes the cluster",
    },
];

/// Tools whose verb stands behind the names of what it acts on: `gcloud compute instances list`.
pub(super) const VERB_BEHIND: &[Tool] = &[
    Tool {
        names: "npx|cdk|pulumi|sam|serverless",
        looks: "diff|synth|ls|list|doctor|preview|validate|cdk diff|cdk synth|cdk ls|logs|stack ls|stack output",
        destroys: &[
            ("destroy|cdk destroy|remove|delete|down", "removes the resources"),
            ("migrate reset|db:drop|db:reset", "throws the database's data away"),
        ],
        changes: "changes what is deployed",
    },
    Tool {
        names: "gcloud|az|doctl|ibmcloud|openstack|hcloud|linode-cli|oci",
        looks: "list|describe|show|get|read|version|info|get-value|tail|get-credentials|ls|cat|du|get-iam-policy|query|\
            log",
        destroys: &[
            ("delete|delete-batch|rm|destroy|terminate", "deletes the resource"),
            ("backups restore", "restoring overwrites what is there"),
            ("purge", "deletes for good"),
        ],
        changes: "changes cloud resources",
    },
];
