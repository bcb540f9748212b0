//! Programs whose name says what they do, whatever their arguments.

use super::Verdict;
use crate::runbook::command::Danger;
use crate::text::find::is_listed;
use crate::text::hash::Map;
use std::sync::OnceLock;

/// Programs that only look, in order.
const LOOKS: &str = ":|[|[[|]]|alias|apropos|arch|arp|atop|aureport|ausearch|awk|barman-cloud-backup-list|base32|base64|basename|bat|blkid|bpftrace|break|\
    cal|cat|cd|cksum|cmp|column|comm|continue|cut|date|declare|df|diff|dig|dirname|dmesg|dmidecode|dstat|du|\
    echo|egrep|eslint|exa|exit|expand|export|expr|factor|false|fd|fgrep|file|findmnt|fmt|fold|free|gawk|getconf|\
    getenforce|getent|getfacl|glances|grep|groups|head|hexdump|history|host|hostid|htop|iconv|id|iftop|iostat|\
    iotop|jcmd|jmap|jobs|join|jps|jq|jstack|jstat|kafka-broker-api-versions|kafka-console-consumer|\
    kafka-log-dirs|kafkacat|kcat|kubeconform|kubectl-view-secret|kubectx|kubens|kubeval|last|lastb|lastlog|ldapsearch|ldapwhoami|ldd|less|let|\
    ll|local|locale|logname|ls|lsattr|lsblk|lscpu|lsmod|lsns|lsof|lspci|lsusb|lvdisplay|lvs|man|md5sum|modinfo|more|\
    mpstat|mtr|nc|ncat|netcat|nethogs|netstat|nl|nm|nmap|node_exporter|nproc|nslookup|nstat|ntpq|numfmt|od|openssl|\
    paste|pathchk|perf|pg_controldata|pg_dump|pg_isready|pg_lsclusters|pg_top|pg_waldump|pgbadger|pgrep|pidof|\
    pidstat|ping|ping6|pmap|popd|printenv|printf|promtool|ps|pstree|pushd|pvdisplay|pvs|pwd|pwdx|read|readlink|readonly|realpath|\
    return|rev|rg|sar|seq|sestatus|set|sha1sum|sha256sum|sha512sum|shellcheck|shift|show|slabtop|sleep|smartctl|sort|ss|\
    stat|stern|strings|sum|tac|tail|tcpdump|telnet|test|top|tput|tr|tracepath|traceroute|trap|tree|true|tshark|tty|\
    type|typeset|ulimit|unalias|uname|unexpand|uniq|unset|uptime|users|vgdisplay|vgs|vmstat|w|wait|wc|whatis|whereis|which|who|\
    whoami|whois|xfs_info|xxd|yes|yq|zcat|zgrep|zless";

/// Programs that change something that can be changed back, and how.
const CHANGES: &[(&str, &str)] = &[
    ("kill|pkill|killall|xkill", "it ends processes"),
    ("reboot|shutdown|halt|poweroff|init", "it stops or restarts the machine"),
    (
        "mv|cp|ln|mkdir|touch|install|rsync|scp|sftp|tee|patch|split|unzip|gunzip|gzip|bunzip2|unxz|zip",
        "it changes files",
    ),
    ("chmod|chown|chgrp|chattr|setfacl|umask", "it changes who may use files"),
    (
        "useradd|usermod|passwd|groupadd|adduser|chpasswd|visudo",
        "it changes users",
    ),
    ("mount|umount|swapon|swapoff", "it changes what is mounted"),
    ("modprobe|insmod|rmmod", "it changes the running kernel"),
    ("vi|vim|nano|emacs|ed", "it opens an editor"),
    (
        "make|npm|yarn|pnpm|pip|pip3|mvn|gradle|ansible-playbook|ansible|salt|puppet|chef-client|node|python|\
        python3|ruby|perl|java|source|.",
        "runs code that is not shown here",
    ),
    (
        "createdb|createuser|vacuumdb|reindexdb|pg_ctl|pg_ctlcluster|pgbench",
        "changes the database",
    ),
    ("pg_basebackup|mysqldump|mongodump", "writes a copy of the database"),
    (
        "ab|hey|k6|wrk|locust|siege|stress|stress-ng|fio",
        "it puts load on what it measures",
    ),
    // Alone it empties the screen; a network device is told what to reset.
    ("clear", "changes the network"),
    ("k9s|lazydocker", "opens a session, in which anything may run"),
    ("ethtool", "it changes the network card"),
    (
        "fsck|e2fsck|xfs_repair|tune2fs|resize2fs|xfs_growfs",
        "it changes the file system",
    ),
    (
        "lvextend|vgextend|lvcreate|vgcreate|pvcreate|lvchange|vgchange",
        "it changes volumes",
    ),
];

/// Programs that destroy, and how.
const DESTROYS: &[(&str, &str)] = &[
    ("rm|rmdir|unlink|srm", "rm deletes files for good"),
    (
        "shred|wipe|wipefs|blkdiscard|flash_erase|flash_eraseall|sg_format|sg_sanitize",
        "it overwrites data for good",
    ),
    ("mkfs|mke2fs|mkswap", "making a file system erases the device"),
    ("fdisk|parted|sgdisk|gdisk|cfdisk|diskpart", "it changes partitions"),
    ("truncate", "truncate cuts files off"),
    ("erase", "it erases what the device has stored"),
    ("dropdb", "dropdb removes the database"),
    ("dropuser|userdel|groupdel|deluser|ldapdelete", "it removes an account"),
    (
        "lvremove|vgremove|pvremove|lvreduce|vgreduce|pg_dropcluster",
        "it removes a volume with its data",
    ),
    ("pg_resetwal|pg_resetxlog", "it throws away the write-ahead log"),
    (
        "mongorestore|pg_restore|pg_rewind",
        "restoring overwrites what is there",
    ),
];

/// What such a program does; `None` for one that is in no table.
pub(super) fn classify(name: &str, rest: &[&str]) -> Option<Verdict> {
    if name.starts_with("mkfs.") {
        return Some(Verdict::destroys("making a file system erases the device"));
    }
    let known = table().get(name).copied()?;
    let asks = |word: &&str| is_listed(word, "--version|--help|-h|--dry-run");
    let only_looks = match known.danger {
        Danger::ReadOnly => true,
        Danger::ChangesState => rest.len() == 1 && rest.iter().any(asks) || only_shows(name, rest),
        Danger::Destructive => {
            matches!(name, "fdisk" | "parted" | "sgdisk") && rest.contains(&"-l")
                || name == "pg_restore" && rest.iter().any(|word| matches!(*word, "--list" | "-l"))
        }
    };
    Some(if only_looks { Verdict::LOOKS } else { known })
}

/// Whether the arguments of a program that changes something ask it to show something only.
fn only_shows(name: &str, rest: &[&str]) -> bool {
    match name {
        "mount" | "clear" => rest.is_empty(),
        "kill" => matches!(rest, ["-0", ..] | ["-l", ..] | ["-L"]),
        "ethtool" => match rest {
            ["-i" | "-S" | "-k" | "-g" | "-a" | "-l" | "-m" | "-T", ..] => true,
            [card] => !card.starts_with('-'),
            _ => false,
        },
        "fsck" | "e2fsck" | "xfs_repair" => rest.contains(&"-n"),
        "tune2fs" => rest.contains(&"-l"),
        "pip" | "pip3" | "npm" | "yarn" | "pnpm" => {
            matches!(
                rest,
                ["list" | "ls" | "show" | "view" | "freeze" | "outdated" | "why", ..]
            )
        }
        "java" | "node" | "python" | "python3" | "ruby" => matches!(rest, ["-version" | "-v" | "-V"]),
        _ => false,
    }
}

/// The tables by name, made once: every command of every file is looked up.
fn table() -> &'static Map<&'static str, Verdict> {
    static TABLE: OnceLock<Map<&str, Verdict>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let looks = LOOKS.split('|').map(|name| (name, Verdict::LOOKS));
        let changes = CHANGES
            .iter()
            .flat_map(|(names, reason)| names.split('|').map(|name| (name, Verdict::changes(reason))));
        let destroys = DESTROYS
            .iter()
            .flat_map(|(names, reason)| names.split('|').map(|name| (name, Verdict::destroys(reason))));
        looks.chain(changes).chain(destroys).collect()
    })
}
