use super::super::scan;
use super::*;

mod by_tool;

fn verdict_of(text: &str) -> Verdict {
    if is_statement(text) {
        classify_sql(text)
    } else {
        classify(text, &scan::scan(text))
    }
}

fn class(text: &str) -> Danger {
    verdict_of(text).danger
}

#[track_caller]
fn check(danger: Danger, texts: &[&str]) {
    check_by(verdict_of, danger, texts);
}

#[track_caller]
fn check_by(classify: impl Fn(&str) -> Verdict, danger: Danger, texts: &[&str]) {
    for text in texts {
        let verdict = classify(text);
        assert_eq!(verdict.danger, danger, "{text}: {verdict:?}");
        assert_eq!(verdict.reason.is_empty(), danger == Danger::ReadOnly, "{text}");
    }
}

#[test]
fn looking_is_read_only() {
    check(
        Danger::ReadOnly,
        &[
            "",
            "# only a comment",
            "kubectl get pods -n prod",
            "kubectl -n prod get pods | grep -v Running | sort",
            "kubectl --context=prod rollout status deployment/x",
            "kubectl exec -it ${POD} -n prod -- jstack 1 > dump.txt",
            "kubectl exec ${POD} -- psql -c \"SELECT count(*) FROM t\"",
            "watch kubectl top pods",
            "watch -n 2 'kubectl top pods'",
            "sudo journalctl -u x | tail -20",
            "for p in $(kubectl get pods -o name); do kubectl logs $p; done",
            "while true; do date; sleep 1; done",
            "if [ -f x ]; then cat x; fi",
            "aws rds describe-db-instances --query 'x'",
            "aws --region eu-west-1 logs start-query --log-group-name x",
            "aws s3 ls s3://x/",
            "aws s3 cp s3://x/y - --region eu-west-1 | grep z",
            "aws route53 test-dns-answer --hosted-zone-id x",
            "kubectl set env deployment/x -n y --list | grep Z",
            "go tool pprof -top http://localhost:6060/debug/pprof/heap | head",
            "psql \"host=x dbname=pgbouncer\" -c 'SHOW POOLS;'",
            "psql \"host=x dbname=shop\" -c 'SET statement_timeout = 0' -c 'SELECT 1'",
            "curl -s http://x/health | jq .status",
            "curl -G http://p/api/v1/query --data-urlencode 'query=up'",
            "redis-cli -h x INFO memory",
            "redis-cli -h $H --bigkeys",
            "psql -h x -c 'EXPLAIN SELECT 1'",
            "psql -U u <<EOF\nSELECT 1;\nEOF",
            "SELECT * FROM pg_stat_activity;",
            "helm history x",
            "git log --oneline -5",
            "terraform plan",
            "systemctl status x",
            "ssh host uptime",
            "ssh -i k host 'df -h'",
            "docker ps -a",
            "kafka-consumer-groups.sh --bootstrap-server x --describe --group g",
            "kubectl apply --dry-run=server -f x",
            "X=1\necho $X",
            "find . -name x",
            "find . -exec cat {} + -exec ls {} \\;",
            "ceph osd tree",
            "A=$(kubectl get pods -o name) && echo \"$A\"",
            "f() { kubectl get pods; }\nf",
            "command -v kubectl",
            "command > /dev/null 2>&1 -v x",
            "gcloud compute instances list",
        ],
    );
}

#[test]
fn changing_is_said() {
    check(
        Danger::ChangesState,
        &[
            "kubectl scale deployment/x --replicas=3",
            "kubectl rollout restart deployment/x",
            "kubectl exec -it pod -- bash",
            "kubectl exec pod -- sh -c 'kill 1'",
            "helm rollback x 3",
            "aws ecs update-service --service x",
            "aws elasticache test-failover --replication-group-id x --node-group-id 0001",
            "aws apigateway test-invoke-method --rest-api-id x",
            "aws s3 cp - s3://x/y",
            "aws s3 cp s3://x/y ./y",
            "kubectl set env deployment/x A=b",
            "go run ./cmd/fix",
            "psql \"host=x dbname=pgbouncer\" -c 'SHOW CONFIG;' -c 'SET default_pool_size = 30;'",
            "psql -p 6432 pgbouncer -c 'set max_client_conn=500'",
            "psql -c \"SELECT pg_terminate_backend(1)\"",
            "psql",
            "curl -X POST http://x/reload",
            "curl -d '{}' http://x",
            "systemctl restart x",
            "git push",
            "docker restart x",
            "sed -i s/a/b/ x",
            "echo 1 > /proc/sys/vm/drop_caches",
            "echo x > /etc/x.conf",
            "./deploy.sh prod",
            "some-tool --flag",
            "iptables -A INPUT -j DROP",
            "terraform apply",
            "redis-cli CONFIG SET maxmemory 1gb",
            "echo $(kubectl scale x --replicas=0)",
            "ssh host 'systemctl restart x'",
            "apt-get install -y parted",
            "systemctl restart wipe",
            "salt '*' state.apply",
            "notify \"delete the pod and drop the tables\"",
            "echo \"\" >> /etc/x.conf",
        ],
    );
}

#[test]
fn what_cannot_be_undone_is_destructive() {
    check(
        Danger::Destructive,
        &[
            "kubectl delete pod x",
            "kubectl get pods -o name | xargs kubectl delete",
            "kubectl -n prod delete pvc x",
            "kubectl exec x -- rm -rf /data",
            "kubectl exec x -- sh -c \"redis-cli FLUSHALL\"",
            "sudo rm -rf /var/lib/x",
            "dd if=/dev/zero of=/dev/sda",
            "psql -c 'DROP TABLE x'",
            "psql -c \"delete from t where id = 1\"",
            "UPDATE t SET a = 1;",
            "aws rds delete-db-instance --db-instance-identifier x",
            "aws s3 rm s3://x --recursive",
            "curl -X DELETE http://x/1",
            "curl -sXDELETE http://x/1",
            "helm uninstall x",
            "terraform destroy",
            "git push --force",
            "git push origin main -f",
            "git reset --hard HEAD~1",
            "docker system prune -af",
            "find /tmp -name x -delete",
            "find . -exec rm {} \\;",
            "find . -exec cat {} + -exec rm {} +",
            "redis-cli -h x FLUSHDB",
            "kafka-topics.sh --delete --topic x",
            "iptables -F",
            "mkfs.ext4 /dev/sdb",
            "ls; rm x",
            "echo > app.log",
            "echo \"\" > /var/log/x.log",
            "printf '' > app.log",
            "salt '*' cmd.run 'rm -rf /srv/x'",
            "ansible web -m file -a 'path=/x state=absent'",
            "snowsql -q 'drop table t'",
            "bq query 'DELETE FROM d.t WHERE true'",
            "influx bucket delete -n x",
            "ipa user-del bob",
            "ldapdelete -x uid=bob",
            "consul snapshot restore x.snap",
            "docker run --rm alpine rm -rf /x",
            "bash <<EOF\nrm -rf /data\nEOF",
        ],
    );
}

/// Commands within commands are looked into a few deep, whatever holds them: neither the stack nor the time grows with them.
#[test]
fn commands_within_commands_end() {
    let holders = [
        "sudo ",
        "find . -exec ",
        "env ",
        "xargs ",
        "fd -x ",
        "timeout 1 ",
        "ssh h ",
        "docker exec x ",
    ];
    for holder in holders {
        assert_eq!(
            class(&format!("{}uptime", holder.repeat(100_000))),
            Danger::ChangesState,
            "{holder}"
        );
    }
}

#[test]
fn the_worst_command_decides_and_says_why() {
    let text = "kubectl scale x --replicas=0\nkubectl delete pvc x";
    let verdict = verdict_of(text);
    assert_eq!(verdict.danger, Danger::Destructive);
    assert!(verdict.reason.contains("delete"));
    assert_eq!(class("kubectl get x"), Danger::ReadOnly);
}

#[test]
fn sql_by_statement() {
    check_by(
        classify_sql,
        Danger::ReadOnly,
        &[
            "",
            "-- drop table t",
            "/* drop table t; */ select 1",
            "select 'drop table t; delete from t'",
            "select \"delete\", `drop` from t",
            "select a from t where b = 'it''s; drop table t'",
            "with x as (select 1) select * from x",
            "begin; select 1; rollback;",
            "begin transaction isolation level serializable",
            "set lock_timeout = '5s'",
            "\\x\nselect 1;\n\\dt+ public.*",
            "show slave status\\G",
            "explain select 1",
        ],
    );
    check_by(
        classify_sql,
        Danger::ChangesState,
        &[
            "select pg_cancel_backend(${PID});",
            "select pg_terminate_backend(pid) from pg_stat_activity",
            "KILL 4711",
            "update t set a = 1 where id = 2",
            "set global max_connections = 500",
            "create index concurrently i on t (a)",
            "create function f() returns void as $$ begin delete from t; end $$ language plpgsql",
            "do $$ begin perform 1; end $$",
            "select format('drop table %I', t) from x \\gexec",
            "grant delete on t to u",
            "vacuum full t",
            "call mysql.rds_kill(5)",
            "select setval('s', 1)",
            "frobnicate t",
        ],
    );
    check_by(
        classify_sql,
        Danger::Destructive,
        &[
            "drop index concurrently if exists ${INDEX_NAME};",
            "select 1; drop table t",
            "delete from t",
            "delete from t where id = 1",
            "truncate t",
            "alter table t drop column c",
            "update t set a = 1",
            "update t set a = (select b from u where u.id = t.id)",
            "update \"where\" set a = 'where'",
            "with x as (select 1 where true) update t set a = 1",
            "with x as (delete from t returning *) select * from x",
            "explain analyze delete from t",
            "do $$ begin delete from t; end $$",
            "begin delete from t; end",
            "\\timing\ndrop table t",
            "purge binary logs before now()",
            "/*!50000 drop table t */",
            "select 'a\\'; drop table t; --'",
            "if exists (select 1) drop table t",
            "\"drop table t\"",
        ],
    );
    assert_eq!(
        classify_sql("delete from t").reason,
        "DELETE without WHERE removes every row"
    );
}

#[test]
fn other_consoles() {
    use crate::runbook::command::Console::{Cmd, Http, Mongo, PowerShell, Query, Redis, SqlLike};
    for (console, danger, texts) in [
        (
            PowerShell,
            Danger::ReadOnly,
            &[
                "Get-Service | Where-Object Status -eq Stopped",
                "# Remove-Item x",
                "Get-Process | Where-Object { $_.CPU -gt 100 }",
                "Remove-Item x -WhatIf",
            ][..],
        ),
        (
            PowerShell,
            Danger::ChangesState,
            &[
                "Restart-Service w3svc",
                "$x = 1",
                "frob",
                "Get-Service | ForEach-Object { Restart-Service $_ }",
                "Clear-DnsClientCache",
                "Search-ADAccount -LockedOut | ForEach-Object { Unlock-ADAccount $_ }",
                "Get-Service *sql* | ForEach-Object { net stop $_.Name }",
                "Get-VMSnapshot web01 | ForEach-Object { Restore-VMSnapshot -VMSnapshot $_ }",
            ],
        ),
        (
            PowerShell,
            Danger::Destructive,
            &[
                "Get-ChildItem x | Remove-Item -Recurse",
                "clear-disk 1",
                "vssadmin delete shadows /all",
                "New-ComplianceSearchAction -SearchName x -Purge -PurgeType HardDelete",
                "rm x",
                "Get-ChildItem | ForEach-Object { Remove-Item $_.FullName }",
                "if (Test-Path x) { Remove-Item x }",
                "Remove-Item x -Recurse # try it with -WhatIf first",
                "Remove-Item x -WhatIf; Remove-Item x",
                "Write-Host 'Ticket #5'; Remove-Item x",
                "foreach ($f in Get-ChildItem x) { rm $f }",
                "Get-WmiObject Win32_ShadowCopy | ForEach-Object { $_.Delete() }",
                "Search-Mailbox -Identity bob -SearchQuery 'Subject:x' -DeleteContent -Force",
            ],
        ),
        (
            Cmd,
            Danger::ReadOnly,
            &["dir C:\\", "rem del x", "netstat -an | findstr 80"],
        ),
        (
            Cmd,
            Danger::ChangesState,
            &["net stop w3svc", "dir & net stop x", "ipconfig /release"],
        ),
        (
            Cmd,
            Danger::Destructive,
            &[
                "del /q x",
                "RD /s x",
                "dir && format d:",
                "schtasks /Delete /tn x /f",
                "type nul > C:\\app\\queue.db",
                "wevtutil cl System",
                "robocopy C:\\empty D:\\data /MIR",
                "vssadmin delete shadows /all",
            ],
        ),
        (Redis, Danger::ReadOnly, &["GET x", "127.0.0.1:6379> info memory"]),
        (Redis, Danger::ChangesState, &["SET x 1"]),
        (Redis, Danger::Destructive, &["GET x\nFLUSHALL", "redis-cli FLUSHDB"]),
        (
            Mongo,
            Danger::ReadOnly,
            &[
                "db.x.find()",
                "rs.status()",
                "db.x.find({}).forEach(function(d) { printjson(d) })",
                "db.adminCommand({replSetGetStatus: 1})",
                "show dbs",
                "use shop",
            ],
        ),
        (Mongo, Danger::ChangesState, &["db.x.updateOne({}, {})"]),
        (Mongo, Danger::Destructive, &["db.x.drop()"]),
        (Http, Danger::ReadOnly, &["GET /_cat/indices", "HTTP/1.1 200 OK"]),
        (Http, Danger::ChangesState, &["POST /_flush\n{}"]),
        (
            Http,
            Danger::Destructive,
            &["GET /\n\nDELETE /index", "POST shop/_delete_by_query\n{}"],
        ),
        (
            SqlLike,
            Danger::Destructive,
            &["MATCH (n) DETACH DELETE n", "DROP MEASUREMENT x"],
        ),
        (Query, Danger::ReadOnly, &["rate(x[5m])", "drop"]),
    ] {
        check_by(|text| classify_console(console, text), danger, texts);
    }
}
