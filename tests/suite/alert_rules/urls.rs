//! `--write-urls`: the addresses, and nothing else.

use super::*;

#[test]
fn the_written_addresses_are_the_only_change() {
    let project = project();
    let dry = run(
        &project,
        &[
            "rules",
            "--write-urls",
            "https://runbooks.shop.example/ops",
            "--dry-run",
        ],
        "",
    );
    assert_eq!(
        std::fs::read_to_string(project.beside("rules/shop.rules")).unwrap(),
        PLAIN
    );
    let patch = stdout(&dry);
    let changed: Vec<&str> = patch.lines().filter(|line| line.starts_with(['+', '-'])).collect();
    let expected = [
        "--- a/rules/operator.yaml",
        "+++ b/rules/operator.yaml",
        "-        runbook_url: https://runbooks.shop.example/ops/a/KubePodNotready/",
        "+        runbook_url: https://runbooks.shop.example/ops/a/KubePodNotReady/",
        "-        runbook_url: https://runbooks.upstream.example/kubedeploymentreplicasmismatch",
        "+        runbook_url: https://runbooks.shop.example/ops/a/kubedeploymentreplicasmismatch/",
        "--- a/rules/shop.rules",
        "+++ b/rules/shop.rules",
        "+      runbook_url: https://runbooks.shop.example/ops/a/HighCPUUsage/",
    ];
    assert_eq!(changed, expected);

    let written = run(
        &project,
        &["rules", "--write-urls", "https://runbooks.shop.example/ops"],
        "",
    );
    assert_eq!(written.status.code(), Some(1));
    assert!(
        stderr(&written).contains("set 3 runbook_urls in 2 files"),
        "{}",
        stderr(&written)
    );
    let shop = std::fs::read_to_string(project.beside("rules/shop.rules")).unwrap();
    assert_eq!(
        shop,
        PLAIN.replace(
            "      summary: \"CPU high\"   # measured per host\n",
            "      runbook_url: https://runbooks.shop.example/ops/a/HighCPUUsage/\n      summary: \"CPU high\"   # measured per host\n"
        )
    );
    // An independent reader sees the same, but for the addresses.
    for (name, old) in [("operator.yaml", OPERATOR), ("shop.rules", PLAIN)] {
        let new = std::fs::read_to_string(project.beside("rules").join(name)).unwrap();
        assert_eq!(without_urls(old), without_urls(&new), "{name}");
    }
    // Nothing is left to write.
    let again = run(
        &project,
        &["rules", "--write-urls", "https://runbooks.shop.example/ops/"],
        "",
    );
    assert!(!stderr(&again).contains("set "), "{}", stderr(&again));
    let (report, _) = json(&project, &["rules"]);
    assert_eq!(report["summary"]["dead_urls"], 0);
    assert_eq!(report["summary"]["missing_urls"], 0);
}

#[test]
fn foreign_addresses_can_be_kept() {
    let project = project();
    let output = run(
        &project,
        &[
            "rules",
            "--write-urls",
            "https://runbooks.shop.example/ops",
            "--keep-foreign",
            "--dry-run",
        ],
        "",
    );
    assert!(!stdout(&output).contains("upstream"), "{}", stdout(&output));
    assert!(
        stderr(&output).contains("would set 2 runbook_urls"),
        "{}",
        stderr(&output)
    );
}
