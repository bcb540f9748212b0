//! The project's own runbooks, each time with one thing broken in one of them: `check` finds that thing, in that file.

use breakglass::site::{check, config, source};
use std::path::Path;

const FILE: &str = "high-cpu-usage.md";

/// What is replaced, by what, and the rule that finds it.
const BROKEN: &[(&str, &str, &str)] = &[
    (
        "```bash\nkubectl top nodes --sort-by=cpu\nkubectl top pods -n \"${NAMESPACE}\" --sort-by=cpu | head -n 15\n```\n",
        "```bash\nkubectl top nodes --sort-by=cpu\n```text\n",
        "fence-closed-with-info",
    ),
    (
        "- [DDoS Attack](ddos-attack.md)\n\n---",
        "- [DDoS Attack](ddos-attack.md)\n\n```text\nend\n\n---",
        "fence-never-closed",
    ),
    (
        "kubectl top pods -n \"${NAMESPACE}\" --sort-by=cpu | head -n 15\n```\n",
        "kubectl top pods -n \"${NAMESPACE}\" --sort-by=cpu | head -n 15\n",
        "markdown-in-code",
    ),
    (
        "## Verification\n\n",
        "## Verification\n\n```text\n- [ ] swallowed\n```\n\n",
        "markdown-in-code",
    ),
    ("## Prevention\n", "## Old notes\n", "section-missing"),
    ("## Verification\n", "## Old notes\n", "section-missing"),
    ("## Impact\n", "## Impact\n\n## Impact\n", "section-empty"),
    (
        "## Related\n",
        "## Symptoms\n\n- again\n\n## Related\n",
        "section-repeated",
    ),
    (
        "## Symptoms\n",
        "## Related\n\n- x\n\n## Symptoms\n",
        "section-out-of-order",
    ),
    ("# Runbook: High CPU Usage\n", "", "title-missing"),
    ("## Symptoms\n", "# Another Title\n\n## Symptoms\n", "title-repeated"),
    (
        "- **Severity**: P1 - High\n",
        "- **Severity**: P7\n",
        "severity-unknown",
    ),
    (
        "- **Severity**: P1 - High\n",
        "- **Severity**: P3\n",
        "severity-contradicts-index",
    ),
    ("- **Alert**: `HighCPUUsage`\n", "", "alert-missing"),
    ("`HighCPUUsage`", "`HighMemoryUsage`", "alert-claimed-twice"),
    ("`HighCPUUsage`", "`HighMemoryUSAGE`", "alert-differs-in-case"),
    (
        "**Expected**: nodes below 85%, and one deployment at the top of the second list.\n",
        "",
        "step-without-expected-result",
    ),
    (
        "kubectl cordon \"${NODE_NAME}\"",
        "kubectl delete pvc data-0 -n shop-prod",
        "production-name-in-command",
    ),
    (
        "kubectl get nodeclaims",
        "kubectl delete namespace \"${NAMESPACE}\"",
        "destructive-without-warning",
    ),
    (
        "kubectl get nodeclaims",
        "kubectl delete namespace \"${NAMESPACE}\"",
        "destructive-without-rollback",
    ),
    (
        "kubectl cordon \"${NODE_NAME}\"",
        "kubectl cordon ${NODE_NAME}",
        "unquoted-variable",
    ),
    (
        "kubectl cordon \"${NODE_NAME}\"",
        "kubectl cordon \"${QUUX}\"",
        "undefined-variable",
    ),
    (
        "- Load-test every release",
        "- TODO: Load-test every release",
        "placeholder-left",
    ),
    ("[+1-555-0101](tel:+1-555-0101)", "1-800-XXX-XXXX", "placeholder-left"),
    ("[+1-555-0101](tel:+1-555-0101)", "[Contact]", "placeholder-left"),
    (
        "- Review autoscaler maxima",
        "- Check PagerDuty\n- Review autoscaler maxima",
        "placeholder-left",
    ),
    ("[+1-555-0101](tel:+1-555-0101)", "(212) 555-9876", "fake-contact"),
    (
        "step-2-check-the-autoscaler-and-free-capacity",
        "step-2-chek-the-autoscaler-and-free-capacity",
        "dead-anchor",
    ),
    (
        "- [DDoS Attack](ddos-attack.md)\n\n---",
        "- [DDoS Attack](ddos-atack.md)\n\n---",
        "dead-link",
    ),
    ("**Owner**: Platform Team  \n", "", "owner-missing"),
    ("**Last Updated**: 2026-11-27  \n", "", "last-updated-missing"),
    (
        "**Last Updated**: 2026-11-27",
        "**Last Updated**: last week",
        "last-updated-unreadable",
    ),
    (
        "**Last Updated**: 2026-11-27",
        "**Last Updated**: 2046-11-12",
        "last-updated-in-future",
    ),
    (
        "**Review Cycle**: Monthly",
        "**Review Cycle**: now and then",
        "review-cycle-unknown",
    ),
    ("## Symptoms\n", "![](x.png)\n\n## Symptoms\n", "image-without-alt"),
    (
        "kubectl get nodeclaims",
        "AWS_ACCESS_KEY_ID=AKIA1234567890ABCDEF aws s3 ls",
        "secret-in-text",
    ),
    (
        "kubectl get nodeclaims",
        "curl https://admin:hunter2@grafana.ops.shop.example/api",
        "password-in-url",
    ),
    (
        "kubectl get nodeclaims",
        "PGPASSWORD=correcthorse psql -h db.ops.shop.example",
        "password-in-text",
    ),
    (
        "kubectl get nodeclaims",
        "$ kubectl get nodeclaims",
        "prompt-in-command",
    ),
    (
        "kubectl get nodeclaims",
        "kubectl get nodeclaims –o wide",
        "typographic-character-in-command",
    ),
    (
        "kubectl get nodeclaims",
        "kubectl get “nodeclaims”",
        "typographic-character-in-command",
    ),
    (
        "kubectl get nodeclaims",
        "kubectl get\u{a0}nodeclaims",
        "invisible-character-in-command",
    ),
    (
        "kubectl get nodeclaims",
        "kubectl get\u{200b} nodeclaims",
        "invisible-character-in-command",
    ),
    ("kubectl get nodeclaims", "kubectl get\tnodeclaims", "tab-in-command"),
    (
        "# Runbook: High CPU Usage\n",
        "\u{feff}# Runbook: High CPU Usage\n",
        "byte-order-mark",
    ),
    ("## Symptoms\n", "## Symptoms\r\n", "carriage-return"),
    (
        "## Prevention\n\n- Load-test",
        "## Prevention\n\n1. One\n\n```bash\nuptime\n```\n\n1. Two\n\n- Load-test",
        "list-restarts",
    ),
    (
        "## Symptoms\n",
        "<a id=\"x\"></a>\n\nx\n\n<a id=\"x\"></a>\n\n## Symptoms\n",
        "html-id-twice",
    ),
    (
        "## Symptoms\n",
        "<!-- breakglass-allow dead-link -->\n\n## Symptoms\n",
        "allow-without-reason",
    ),
    (
        "## Symptoms\n",
        "<!-- breakglass-allow dead-link: it will come -->\n\n## Symptoms\n",
        "allow-unused",
    ),
];

/// Breaks that need a part of the file between two places gone or replaced.
const CUT: &[(&str, &str, &str, &str)] = &[
    (
        "## Verification\n",
        "## Prevention\n",
        "## Verification\n\nAll is well again.\n\n",
        "verification-without-checks",
    ),
    (
        "## Escalation\n",
        "## Related\n",
        "## Escalation\n\n- **L2 Support**: the team that owns the service\n\n",
        "escalation-without-contact",
    ),
    (
        "## Escalation\n",
        "## Related\n",
        "## Escalation\n\n- **On-Call Engineer**: Check PagerDuty\n\n",
        "escalation-without-contact",
    ),
];

fn found(folder: &Path, source: &str) -> Vec<String> {
    std::fs::write(folder.join(FILE), source).unwrap();
    let sources = source::read(folder).unwrap();
    let config = config::read(&sources.root).unwrap();
    let options = check::options(&config, breakglass::text::Date::new(2026, 11, 30));
    let checked = check::check(&sources, &options);
    let own = checked.reports.iter().filter(|report| !report.diagnostics.is_empty());
    own.flat_map(|report| {
        report
            .diagnostics
            .iter()
            .map(|finding| (report.path.clone(), finding.rule.name))
    })
    // The other runbook with the same alert may be the one that is told.
    .filter(|(path, rule)| path == FILE || rule.starts_with("alert-"))
    .map(|(_, rule)| rule.to_string())
    .collect()
}

#[test]
fn what_is_broken_in_our_own_runbooks_is_found() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("runbooks");
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("runbooks");
    std::fs::create_dir(&folder).unwrap();
    let source = std::fs::read_to_string(own.join(FILE)).unwrap();
    for entry in std::fs::read_dir(&own).unwrap() {
        let path = entry.unwrap().path();
        // The file itself, what it links to, the index, and the other one that an alert leads to.
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name != FILE && name != "README.md" && !source.contains(&format!("]({name}")) {
            continue;
        }
        std::fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    assert_eq!(found(&folder, &source), Vec::<String>::new());
    let mut missed = Vec::new();
    for (from, to, rule) in BROKEN {
        assert!(source.contains(from), "{FILE} has no {from:?}");
        let rules = found(&folder, &source.replacen(from, to, 1));
        if !rules.iter().any(|name| name == rule) {
            missed.push(format!("{rule} by {to:?}: {rules:?}"));
        }
    }
    for (from, until, to, rule) in CUT {
        let start = source.find(from).unwrap();
        let end = start + source[start..].find(until).unwrap();
        let broken = format!("{}{to}{}", &source[..start], &source[end..]);
        let rules = found(&folder, &broken);
        if !rules.iter().any(|name| name == rule) {
            missed.push(format!("{rule}: {rules:?}"));
        }
    }
    assert!(missed.is_empty(), "not found:\n{}", missed.join("\n"));
}
