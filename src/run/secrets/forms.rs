//! The forms by which secrets are known.

/// Beginnings of tokens, how many characters follow at least, and whose they are.
pub(super) const PREFIXES: [(&str, usize, &str); 34] = [
    ("AKIA", 16, "AWS access key"),
    ("ASIA", 16, "AWS access key"),
    ("ABIA", 16, "AWS access key"),
    ("ACCA", 16, "AWS access key"),
    ("ghp_", 30, "GitHub token"),
    ("gho_", 30, "GitHub token"),
    ("ghu_", 30, "GitHub token"),
    ("ghs_", 30, "GitHub token"),
    ("ghr_", 30, "GitHub token"),
    ("github_pat_", 30, "GitHub token"),
    ("glpat-", 16, "GitLab token"),
    ("gldt-", 16, "GitLab token"),
    ("glrt-", 16, "GitLab token"),
    ("xoxb-", 10, "Slack token"),
    ("xoxp-", 10, "Slack token"),
    ("xoxa-", 10, "Slack token"),
    ("xoxr-", 10, "Slack token"),
    ("xoxs-", 10, "Slack token"),
    ("xapp-", 10, "Slack token"),
    ("sk_live_", 10, "Stripe key"),
    ("rk_live_", 10, "Stripe key"),
    ("sk_test_", 10, "Stripe key"),
    ("sk-", 20, "API key"),
    ("AIza", 30, "Google API key"),
    ("ya29.", 20, "Google token"),
    ("npm_", 30, "npm token"),
    ("pypi-", 30, "PyPI token"),
    ("dop_v1_", 30, "DigitalOcean token"),
    ("hvs.", 20, "Vault token"),
    ("hvb.", 20, "Vault token"),
    ("SG.", 30, "SendGrid key"),
    ("glsa_", 20, "Grafana token"),
    ("EAAA", 50, "access token"),
    ("eyJ", 0, "JSON web token"),
];

/// Names whose values are secret wherever they are assigned, in lower case with `_` for what separates words.
pub(super) const NAMES: &str = "password|passwd|pwd|passphrase|secret|token|api_key|apikey|access_key|accesskey|\
    secret_key|private_key|client_key|auth_key|encryption_key|signing_key|credential|credentials|pass|\
    connectionstring|account_key|accountkey";

/// Headers whose whole value is secret, in lower case.
pub(super) const HEADERS: [&str; 8] = [
    "authorization:",
    "proxy-authorization:",
    "cookie:",
    "set-cookie:",
    "x-api-key:",
    "x-auth-token:",
    "x-vault-token:",
    "x-amz-security-token:",
];
