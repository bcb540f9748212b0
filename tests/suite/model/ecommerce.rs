//! Thirteen public runbooks, read by eye: what a reader finds in them, the model has.

use super::corpora;
use breakglass::markdown;

/// What stands in one file, as its reader sees it.
struct Expected {
    file: &'static str,
    /// The level that the Impact section names.
    severity: &'static str,
    alerts: &'static [&'static str],
    owner: &'static str,
    /// Heading, commands, branches, and the first two words of each step, for sections that have any.
    sections: &'static [(&'static str, usize, usize, &'static str)],
}

/// Written from the files: fences are counted up to the next line of backticks, whatever stands behind those; a list
/// goes on behind its fences. In two files a fence without a language holds no command: a drawing and two messages. SQL counts.
const EXPECTED: &[Expected] = &[
    Expected {
        file: "backup-restore",
        severity: "",
        alerts: &[],
        owner: "DevOps Team",
        sections: &[
            ("Backup Procedures", 2, 0, ""),
            (
                "Restore Procedures",
                10,
                0,
                "List Available|Stop Application|Restore Snapshot|Update Application|Restart Application|Download Backup|Stop Application|Restore Database|Verify Restore|Restart Application",
            ),
            ("Point-in-Time Recovery", 1, 0, ""),
            (
                "Verification Checklist",
                1,
                0,
                "Database is|All tables|Row counts|Foreign key|Application can|Critical queries|Business logic|No data",
            ),
            (
                "Backup Testing",
                0,
                0,
                "Restore backup|Verify data|Run application|Document results|Update procedures",
            ),
            (
                "Disaster Recovery",
                0,
                0,
                "Assess situation|Notify stakeholders|Activate DR|Restore from|Verify data|Resume operations|Conduct post-mortem",
            ),
        ],
    },
    Expected {
        file: "cloudwatch-synthetics-operations",
        severity: "",
        alerts: &[],
        owner: "DevOps Team",
        sections: &[
            (
                "Incident Response Procedures",
                22,
                11,
                "Verify Alert|Check Application|Assess Impact|Review Canary|Check Related|Review Recent|Verify Latency|Check Application|Identify Bottleneck|Review X-Ray|Check CloudWatch|Analyze Database|Declare Incident|Quick Health|Check Infrastructure|Identify Common|Check AWS|Review Recent",
            ),
            (
                "Maintenance Procedures",
                4,
                0,
                "Test canary|Review changes|Plan deployment|Notify stakeholders|Identify endpoint|Define success|Set latency|Plan alert|Verify canary|Check for|Archive historical|Update documentation",
            ),
            ("Monitoring and Reporting", 2, 0, ""),
        ],
    },
    Expected {
        file: "container-insights-operations",
        severity: "",
        alerts: &[],
        owner: "DevOps Team",
        sections: &[
            (
                "Incident Response Procedures",
                33,
                12,
                "Identify Affected|Check for|Review Memory|Analyze Application|Check Memory|Review Container|Check Pod|Review Recent|Check Container|Identify Root|Check Configuration:|Review Health|Identify High|Review CPU|Check Application|Analyze CPU|Check for|Verify HPA|Check Network|Identify Affected|Review VPC|Check Security|Verify Service|Test Network",
            ),
            ("Useful Commands Reference", 3, 0, ""),
            (
                "Monitoring Checklist",
                0,
                0,
                "Review Container|Check for|Review container|Verify log|Analyze restart|Review resource|Check alarm|Update runbook|Review and|Analyze cost|Update documentation|Conduct incident",
            ),
        ],
    },
    Expected {
        file: "data-inconsistency",
        severity: "P1",
        alerts: &["DataInconsistencyDetected"],
        owner: "DevOps Team",
        sections: &[
            (
                "Diagnosis",
                6,
                0,
                "Identify Scope|Run Data|Check Event|Check Cache|Analyze Recent|Check for",
            ),
            (
                "Resolution",
                6,
                4,
                "Stop writes|Notify stakeholders:|Replay failed|Implement idempotency:|Implement optimistic|Use distributed|Clear stale|Implement cache|Run data|Create reconciliation|Restore from|Replay events",
            ),
            (
                "Verification",
                1,
                0,
                "Data integrity|No orphaned|No duplicate|Calculated values|Foreign key|Cache consistent|Event processing|No data",
            ),
            ("Prevention", 1, 0, ""),
        ],
    },
    Expected {
        file: "database-connection-issues",
        severity: "P0",
        alerts: &["HighDatabaseConnectionUsage", "DatabaseConnectionFailed"],
        owner: "DevOps Team",
        sections: &[
            ("Diagnosis", 3, 0, "Check Connection|Check Database|Identify Connection"),
            (
                "Resolution",
                3,
                2,
                "Kill idle|Restart application|Increase connection|Fix connection|Increase RDS|Restart RDS",
            ),
            (
                "Verification",
                0,
                0,
                "Application can|Connection pool|No connection|API endpoints|Database queries",
            ),
        ],
    },
    Expected {
        file: "failed-deployment",
        severity: "P1",
        alerts: &["DeploymentFailed"],
        owner: "DevOps Team",
        sections: &[
            (
                "Diagnosis",
                7,
                0,
                "Check Deployment|Identify Failed|Analyze Pod|Check Image|Check Configuration|Check Resource|Check Health",
            ),
            (
                "Resolution",
                14,
                5,
                "Pause rollout|Assess impact:|Decide on|Verify image|Update image|Fix image|Check application|Common startup|Adjust health|Fix health|Check node|Scale cluster|Adjust resource|Check migration|Fix migration:",
            ),
            (
                "Verification",
                1,
                0,
                "All pods|Deployment rollout|Health checks|No error|API endpoints|Smoke tests|Metrics showing",
            ),
            (
                "Prevention",
                1,
                0,
                "All tests|Staging deployment|Database migrations|Configuration validated|Resource limits|Health checks|Rollback plan|Monitoring in|Team notified",
            ),
        ],
    },
    Expected {
        file: "high-cpu-usage",
        severity: "P1",
        alerts: &["HighCPUUsage"],
        owner: "DevOps Team",
        sections: &[
            (
                "Diagnosis",
                4,
                0,
                "Identify Affected|Check Recent|Analyze Application|Profile Application",
            ),
            (
                "Resolution",
                3,
                3,
                "Scale horizontally|Monitor impact:|Identify CPU-intensive|Optimize algorithm|Deploy fix|Verify load|Adjust HPA|Review and",
            ),
            (
                "Verification",
                0,
                0,
                "CPU usage|API response|No throttling|Application metrics|No new",
            ),
        ],
    },
    Expected {
        file: "high-memory-usage",
        severity: "P0",
        alerts: &["HighMemoryUsage"],
        owner: "DevOps Team",
        sections: &[
            (
                "Diagnosis",
                5,
                0,
                "Identify Memory|Analyze Heap|Check Garbage|Analyze Application|Identify Memory",
            ),
            (
                "Resolution",
                5,
                4,
                "Restart affected|Scale horizontally|Force garbage|Increase memory|Adjust JVM|Apply changes:|Analyze heap|Common leak|Fix identified|Identify large|Optimize data|Tune GC|Monitor GC",
            ),
            (
                "Verification",
                1,
                0,
                "Memory usage|No OOMKilled|GC pause|Application responding|No memory-related|Heap usage|No memory",
            ),
            ("Prevention", 2, 0, ""),
        ],
    },
    Expected {
        file: "scaling-operations",
        severity: "",
        alerts: &[],
        owner: "DevOps Team",
        sections: &[
            ("Horizontal Pod Autoscaling (HPA)", 2, 0, ""),
            ("Manual Scaling", 8, 0, ""),
            ("Cluster Scaling (EKS Nodes)", 4, 0, ""),
            ("Scaling for Specific Events", 2, 0, ""),
            ("Monitoring During Scaling", 1, 0, ""),
            (
                "Verification",
                1,
                0,
                "All new|New pods|Load distributed|Response times|Error rate|No resource|Database connections|Cache hit|Remaining pods|No service|Response times|Error rate|Resource utilization|Cost reduced",
            ),
            ("Troubleshooting", 3, 0, ""),
            ("Cost Optimization", 3, 0, ""),
        ],
    },
    Expected {
        file: "security-incident",
        severity: "P0",
        alerts: &["SecurityIncidentDetected", "UnauthorizedAccess", "DDoSAttack"],
        owner: "Security Team",
        sections: &[
            (
                "Diagnosis",
                4,
                0,
                "Assess Incident|Identify Attack|Identify Affected|Determine Data",
            ),
            (
                "Resolution",
                12,
                0,
                "Activate Incident|Contain the|Enable Enhanced|Collect Evidence:|Analyze Attack|Assess Data|Patch Vulnerabilities:|Rotate Credentials:|Strengthen Security:|Internal Communication:|Customer Communication|Regulatory Notification",
            ),
            (
                "Verification",
                0,
                0,
                "Threat contained|Malicious access|Compromised credentials|Vulnerabilities patched|No ongoing|Systems restored|Evidence preserved|Incident documented",
            ),
            ("Prevention", 1, 0, ""),
        ],
    },
    Expected {
        file: "service-outage",
        severity: "P0",
        alerts: &["APIEndpointDown"],
        owner: "DevOps Team",
        sections: &[
            ("Diagnosis", 3, 0, "Check Service|Check Recent|Check Dependencies"),
            ("Resolution", 6, 3, "Notify stakeholders:|Check pod|Restart pods"),
            (
                "Verification",
                0,
                0,
                "All pods|Health checks|API endpoints|Smoke tests|Error rate|Response times",
            ),
        ],
    },
    Expected {
        file: "slow-api-responses",
        severity: "P1",
        alerts: &["SlowAPIResponseTime"],
        owner: "DevOps Team",
        sections: &[
            (
                "Diagnosis",
                7,
                0,
                "Identify Slow|Analyze Request|Check Database|Check Cache|Analyze Distributed|Check External|Check Resource",
            ),
            (
                "Resolution",
                7,
                5,
                "Scale horizontally|Clear cache|Kill slow|Identify slow|Analyze query|Add missing|Optimize query:|Implement caching|Configure cache|Implement cache|Implement timeout|Configure resilience4j:|Profile application:|Optimize hot|Implement pagination:|Increase connection|Fix connection",
            ),
            (
                "Verification",
                1,
                0,
                "API response|No timeout|Database query|Cache hit|No slow|External API|Resource utilization|User experience",
            ),
            (
                "Prevention",
                2,
                0,
                "Database queries|Proper indexing|Caching implemented|No N+1|Pagination for|Connection pooling|Timeouts set|Circuit breakers",
            ),
        ],
    },
    Expected {
        file: "vpc-flow-logs-operations",
        severity: "",
        alerts: &[],
        owner: "DevOps Team",
        sections: &[
            (
                "Common Operations",
                10,
                0,
                "Identify Source:|Analyze Traffic|Actions:|Identify Scanner:|Analyze Scan|Actions:",
            ),
            (
                "Troubleshooting",
                7,
                0,
                "Check VPC|Verify IAM|Check Lambda|Review CloudWatch|Check bucket|Review lifecycle|Review alert|Identify legitimate",
            ),
            (
                "Maintenance Procedures",
                0,
                0,
                "Review Top|Security Audit:|Cost Optimization:|Threshold Tuning:|Compliance Verification:|Disaster Recovery",
            ),
            ("Metrics and SLAs", 1, 0, ""),
        ],
    },
];

#[test]
fn thirteen_runbooks_have_what_their_readers_find() {
    let Some(folder) = corpora("ecommerce-platform/docs/operations/runbooks") else {
        return;
    };
    let mut wrong = Vec::new();
    for expected in EXPECTED {
        let path = folder.join(format!("{}.md", expected.file));
        let source = std::fs::read_to_string(&path).expect("the file is readable");
        let document = markdown::read(&source);
        let runbook = document.runbook();
        let metadata = &runbook.metadata;
        let file = expected.file;
        assert_eq!(
            metadata.severity.map_or("", |severity| severity.code()),
            expected.severity,
            "{file}"
        );
        let alerts: Vec<&str> = metadata.alerts.iter().map(|alert| alert.value.as_str()).collect();
        assert_eq!(alerts, expected.alerts, "{file}");
        assert_eq!(
            metadata.owner.as_ref().map_or("", |owner| owner.value.as_str()),
            expected.owner,
            "{file}"
        );
        let mut found = Vec::new();
        for (index, section) in runbook.sections.iter().enumerate() {
            let commands = runbook
                .commands
                .iter()
                .filter(|command| section.span.contains(command.span.start))
                .count();
            let branches = runbook
                .branches
                .iter()
                .filter(|branch| branch.section_index == index)
                .count();
            let steps: Vec<String> = runbook
                .steps
                .iter()
                .filter(|step| step.section_index == index)
                .map(|step| step.text.split(' ').take(2).collect::<Vec<_>>().join(" "))
                .collect();
            if commands + branches + steps.len() > 0 {
                found.push((section.title.as_str(), commands, branches, steps.join("|")));
            }
        }
        let wanted: Vec<_> = expected
            .sections
            .iter()
            .map(|(title, commands, branches, steps)| (*title, *commands, *branches, steps.to_string()))
            .collect();
        if found != wanted {
            wrong.push(format!("{file}: found {found:?}, not {wanted:?}"));
        }
        // Every command that stands under a step is that step's, and no command is two steps'.
        for (index, command) in runbook.commands.iter().enumerate() {
            let owners: Vec<_> = runbook
                .steps
                .iter()
                .filter(|step| step.commands.contains(&index))
                .collect();
            let around = runbook.steps.iter().any(|step| step.span.contains(command.span.start));
            assert_eq!(owners.len(), usize::from(around), "{file}: command {}", index + 1);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
