//! Tools for machines, storage and the services that run on them.

use super::Tool;

pub(super) const TOOLS: &[Tool] = &[
    Tool {
        names: "systemctl",
        looks: "status|show|cat|is-active|is-enabled|is-failed|list-units|list-unit-files|list-timers|\
            list-dependencies|list-sockets|list-jobs|get-default|--failed|help",
        destroys: &[],
        changes: "systemctl changes units with this",
    },
    Tool {
        names: "etcdctl",
        looks: "get|endpoint|member list|alarm list|snapshot status|check|version|watch|user list|role list|lease list",
        destroys: &[
            ("del", "etcdctl del removes keys"),
            ("role delete|user delete", "removes an account"),
            ("member remove", "takes a member out of the cluster"),
            ("snapshot restore", "restoring overwrites what is there"),
        ],
        changes: "etcdctl changes the cluster with this",
    },
    Tool {
        names: "ceph|rados|rbd|ceph-volume",
        looks: "status|-s|-w|health|df|version|versions|osd tree|osd df|osd status|osd stat|osd dump|osd perf|\
            osd pool ls|osd pool get|osd lspools|osd find|osd metadata|osd ls|osd blocked-by|pg stat|pg dump|pg ls|\
            pg query|pg map|pg dump_stuck|mon stat|mon dump|mgr services|mgr stat|fs ls|fs status|fs subvolumegroup ls|\
            fs subvolume ls|mds stat|quorum_status|crash ls|crash info|log last|ls|info|lspools|device ls|orch ls|orch ps|config get|config dump|\
            config show|progress|balancer status",
        destroys: &[
            ("osd purge|osd destroy", "removes the OSD with its data"),
            ("osd rm|orch osd rm|osd crush remove|osd crush rm", "removes the OSD"),
            ("mon remove|mon rm", "takes a monitor out of the cluster"),
            ("auth del|auth rm", "removes an account"),
            ("snap rm|snap purge|snap rollback|lvm zap", "removes data"),
            ("osd lost", "gives the OSD's data up"),
            ("osd pool delete|osd pool rm", "removes the pool with its data"),
            ("fs rm", "removes the file system"),
            ("rm|purge", "removes data"),
        ],
        changes: "changes the storage cluster",
    },
    Tool {
        names: "proxmox-boot-tool|pve-efiboot-tool",
        looks: "status|kernel list|help",
        destroys: &[("format", "formatting erases the partition")],
        changes: "changes what the machine starts from",
    },
    Tool {
        names: "vault",
        looks: "read|list|status|kv get|kv list|kv metadata get|token lookup|version|operator raft list-peers|\
            audit list|auth list|secrets list|policy read|policy list|print",
        destroys: &[
            ("delete|kv delete", "removes a secret"),
            ("kv destroy|kv metadata delete", "destroys a secret for good"),
            ("secrets disable", "removes an engine with its secrets"),
            ("policy delete|auth disable", "takes access away"),
            ("lease revoke|token revoke", "revokes credentials in use"),
            ("operator raft snapshot restore", "restoring overwrites what is there"),
            ("operator raft remove-peer", "takes a member out of the cluster"),
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
            ("delete_user", "removes an account"),
            ("delete", "removes it"),
        ],
        changes: "changes the broker",
    },
    Tool {
        names: "apt|apt-get|apt-cache|yum|dnf|apk|zypper|brew|snap",
        looks: "list|show|search|info|policy|depends|rdepends|-s|--simulate|check-update|history$|history list|history info|repolist|outdated|\
            changelog",
        destroys: &[
            ("purge", "removes packages with their configuration"),
            ("autoremove", "removes packages"),
        ],
        changes: "changes what is installed",
    },
    Tool {
        names: "dpkg|rpm|dpkg-query",
        looks: "-l|--list|-L|-s|-S|-q|-qa|-qi|-ql|-qf|-V|-Va|-W|--get-selections",
        destroys: &[("-P|--purge", "removes packages with their configuration")],
        changes: "changes what is installed",
    },
    Tool {
        names: "pacman",
        looks: "-Q|-Qi|-Ql|-Qs|-Qo|-Qu|-Ss|-Si",
        destroys: &[],
        changes: "changes what is installed",
    },
    Tool {
        names: "nodetool",
        looks: "status|info|ring|tpstats|compactionstats|tablestats|cfstats|netstats|describecluster|version|\
            gossipinfo|tablehistograms|proxyhistograms|listsnapshots|getendpoints|statusgossip|statusbinary|\
            getcompactionthroughput|getstreamthroughput|gcstats|failuredetector|toppartitions|describering",
        destroys: &[
            (
                "decommission|removenode|assassinate",
                "takes a node out of the cluster for good",
            ),
            ("clearsnapshot", "removes snapshots"),
            ("truncatehints", "throws writes away that a node has missed"),
        ],
        changes: "changes the cluster with this",
    },
    Tool {
        names: "zfs|zpool|mdadm|nvme|multipath|drbdadm|cryptsetup",
        looks: "list|get|status|iostat|history|events|diff|holds|version|--detail|-D|--examine|-E|-ll|smart-log|\
            id-ctrl|error-log|cstate|dstate|role|sh-resources|luksDump|isLuks|list-subsys",
        destroys: &[
            ("destroy", "removes it with its data"),
            (
                "rollback|receive -F|recv -F",
                "throws away what was written since the snapshot",
            ),
            ("labelclear", "takes the disk out of its pool"),
            ("create -f|--create", "overwrites what is on the disks"),
            ("--zero-superblock", "takes the disk out of its array"),
            ("format|sanitize", "erases the device"),
            (
                "luksFormat|luksErase|luksKillSlot|erase",
                "makes the data on the device unreadable",
            ),
            ("invalidate|wipe-md", "throws this copy of the data away"),
        ],
        changes: "changes disks or what is on them",
    },
    Tool {
        names: "nft|firewall-cmd|ufw",
        looks: "list|--list-all|--state|--get-active-zones|--list-ports|--list-services|status|show|version",
        destroys: &[
            ("flush|reset", "removes all rules"),
            ("delete table|delete chain|destroy", "removes rules"),
        ],
        changes: "changes the firewall",
    },
    Tool {
        names: "nmcli|timedatectl|hostnamectl|loginctl|chronyc|sshd",
        looks: "show|list|status|device show|device status|connection show|con show|c show|d show|tracking|sources|\
            sourcestats|activity|timesync-status|list-timezones|list-sessions|user-status|session-status|-T|-t",
        destroys: &[("connection delete|con delete|c delete", "deletes the connection")],
        changes: "changes the system's configuration",
    },
    Tool {
        names: "pcs|crm|patronictl|repmgr|amtool|flyway",
        looks: "status|show|list|cluster show|cluster status|config show|resource show|resource status|topology|history|\
            info|validate|check-config|config routes|alert query|alert$|silence query|show-config|node check|version|\
            crosscheck|stonith history",
        destroys: &[
            ("destroy|cluster destroy", "removes the cluster's configuration"),
            ("reinit", "throws the member's data away"),
            (
                "remove|resource delete|node remove|configure delete|primary unregister",
                "removes it",
            ),
            ("clean", "drops every object of the database"),
        ],
        changes: "changes the cluster's or the database's state",
    },
    Tool {
        names: "pgbackrest|barman",
        looks: "info|check|version|list-backup|list-server|list-files|list-backups|show-backup|show-server|diagnose|\
            repo-ls|verify|status",
        destroys: &[
            ("restore|recover", "restoring overwrites what is there"),
            ("stanza-delete|expire|delete", "removes backups"),
        ],
        changes: "writes a backup, or changes how they are made",
    },
    Tool {
        names: "restic|borg",
        looks: "snapshots|stats|check|ls|list|diff|find|info|cat",
        destroys: &[("forget|prune|delete", "removes backups")],
        changes: "writes a backup, or changes how they are made",
    },
    Tool {
        names: "certbot",
        looks: "certificates|show_account",
        destroys: &[("delete", "removes it"), ("revoke", "revokes credentials in use")],
        changes: "changes certificates",
    },
    Tool {
        names: "postsuper|exim|exim4",
        looks: "-bp|-bpc",
        destroys: &[("-d|-Mrm", "removes messages")],
        changes: "changes the queue of mails",
    },
    Tool {
        names: "hdparm",
        looks: "-I|-i|-t|-T|-tT|-C",
        destroys: &[(
            "--security-erase|--security-erase-enhanced|--trim-sector-ranges|--write-sector",
            "erases the device",
        )],
        changes: "changes disks or what is on them",
    },
    Tool {
        names: "logcli",
        looks: "query|instant-query|labels|series|stats|volume",
        destroys: &[("delete", "deletes what is stored")],
        changes: "changes what is stored",
    },
    Tool {
        names: "corosync-cfgtool",
        looks: "-s",
        destroys: &[],
        changes: "changes the cluster",
    },
    // What network devices are told.
    Tool {
        names: "write|request|execute|admin",
        looks: "terminal",
        destroys: &[
            ("erase", "it erases the configuration"),
            ("system zeroize", "it erases the device"),
            (
                "factoryreset|factory-reset|formatlogdisk|erase-disk",
                "it erases the device",
            ),
        ],
        changes: "changes the device",
    },
    Tool {
        names: "vmkfstools|vim-cmd|govc",
        looks: "vmsvc/getallvms|vmsvc/power.getstate|vmsvc/get.summary|vmsvc/snapshot.get|hostsvc/hostsummary|about|ls|find|\
            vm.info|host.info|datastore.ls|datastore.info",
        destroys: &[
            ("-U|--deletevirtualdisk", "deletes the disk"),
            (
                "vmsvc/destroy|vm.destroy|datastore.rm",
                "deletes the machine or its files",
            ),
            (
                "vmsvc/snapshot.removeall|vmsvc/snapshot.remove|snapshot.remove",
                "removes snapshots",
            ),
        ],
        changes: "changes the machine",
    },
];
