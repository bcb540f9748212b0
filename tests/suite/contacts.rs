//! The page `contacts/` and the links that lead to it.

use crate::project::{Project, html};

const INDEX: &str = "# Ops\n\n## Runbooks\n\n- [A](a.md)\n\n## Emergency Contacts\n\nIn this order:\n\n### On-Call Rotation\n\n\
    - **Primary On-Call**: Check PagerDuty schedule\n- **Secondary**: [PagerDuty](https://pager.example/x)\n\n### External Contacts\n\n\
    - **AWS Support**: 1-800-XXX-XXXX (Premium Support)\n- **Database Vendor**: `+49 30 5550 0123`, support@vendor.example\n\n\
    ## Related\n\nText.\n";

#[test]
fn the_index_names_whom_to_call() {
    let project = Project::new(&[
        ("README.md", INDEX),
        ("a.md", "# A\n\n## Symptoms\n\nx\n"),
        ("b.md", "# B\n\n## Escalation\n\nx\n"),
    ]);
    let site = project.site();
    let page = html(&site, "contacts/index.html");
    for part in [
        "<p>In this order:</p>",
        "<h2>Emergency Contacts</h2>",
        "<h3 id=\"on-call-rotation\">On-Call Rotation",
        "<p class=\"bg-contact-name\">Primary On-Call</p>",
        "<span class=\"bg-unfilled\">Check PagerDuty schedule</span> <span class=\"bg-unfilled-note\">not filled in</span>",
        "<a href=\"https://pager.example/x\" rel=\"noopener noreferrer\">PagerDuty</a>",
        "<span class=\"bg-unfilled\">1-800-XXX-XXXX</span> <span class=\"bg-unfilled-note\">not filled in</span> (Premium Support)",
        "<code><a href=\"tel:+493055500123\">+49 30 5550 0123</a></code>",
        "<a href=\"mailto:support@vendor.example\">support@vendor.example</a>",
    ] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    assert!(!page.contains("Text."));
    assert_eq!(page.matches("bg-unfilled-note").count(), 2);
    // One act away from everywhere; a runbook without a section of its own escalates to the contacts.
    for path in ["index.html", "guide/index.html", "r/a/index.html", "a/index.html"] {
        assert!(
            html(&site, path).contains("contacts/index.html\">Contacts</a>"),
            "{path}"
        );
    }
    assert!(
        html(&site, "r/a/index.html")
            .contains("<a class=\"bg-button\" href=\"../../contacts/index.html\">Escalate</a>")
    );
    assert!(html(&site, "r/b/index.html").contains("<a class=\"bg-button\" href=\"#escalation\">Escalate</a>"));
}

#[test]
fn the_configuration_names_whom_to_call() {
    let project = Project::new(&[
        ("a.md", "# A\n"),
        (
            "breakglass.toml",
            "[contacts.\"Duty <b>\"]\nphone = \"+49 (0)30 5550 0123\"\nmail = \"a@b.example\"\nchat = \"#ops\"\npager = \"TBD\"\nhours = \"24/7\"\n\
             time_zone = \"Europe/Berlin\"\n[contacts]\nVendor = \"1-800-555-0100\"\n",
        ),
    ]);
    let site = project.site();
    let page = html(&site, "contacts/index.html");
    for part in [
        "Duty &lt;b&gt;</p>",
        "<a href=\"tel:+493055500123\">+49 (0)30 5550 0123</a>",
        "<a href=\"mailto:a@b.example\">",
        "#ops",
        "<span class=\"bg-unfilled\">TBD</span>",
        "24/7 (Europe/Berlin)",
        "</p><span class=\"bg-duty\" data-hours=\"0-10080\" data-zone=\"Europe/Berlin\"></span>",
        "<a href=\"tel:18005550100\">1-800-555-0100</a>",
    ] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
}

#[test]
fn hours_of_a_runbooks_own_section_are_on_its_pages() {
    let project = Project::new(&[(
        "pay.md",
        "# Pay\n\n## Detection\n\n- **Alert**: `PayDown`\n\n## Diagnosis\n\nSRE, 24/7\n\n## Escalation\n\n- Payments on-call, Mon 09:00-17:00 Europe/Berlin, +1-555-0101\n\
         - **Bob** <b>bold</b> (24/7)\n\n---\n\n**Owner**: SRE, 24/7\n",
    )]);
    let site = project.site();
    for page in ["r/pay/index.html", "a/PayDown/index.html", "a/paydown/index.html"] {
        let page = html(&site, page);
        for part in [
            "Europe/Berlin, <a href=\"tel:+15550101\">+1-555-0101</a><span class=\"bg-duty\" data-hours=\"540-1020\" data-zone=\"Europe/Berlin\"></span></li>",
            "<strong>Bob</strong> <b>bold</b> (24/7)<span class=\"bg-duty\" data-hours=\"0-10080\"></span></li>",
        ] {
            assert!(page.contains(part), "{part} is missing in {page}");
        }
        assert!(page.contains("SRE, 24/7</p>"), "of Escalation alone: {page}");
    }
}

#[test]
fn a_site_without_contacts_says_how_to_add_them_and_does_not_lead_there() {
    let site = Project::new(&[("a.md", "# A\n")]).site();
    assert!(html(&site, "contacts/index.html").contains("Nobody to call yet"));
    assert!(!html(&site, "index.html").contains("contacts/"));
    assert!(!html(&site, "r/a/index.html").contains("Escalate"));
}

#[test]
fn settings_reach_the_pages_where_they_differ() {
    let project = Project::new(&[("a.md", "# A\n\n## Impact\n\n- **Severity**: Code red\n")]);
    assert!(!html(&project.site(), "r/a/index.html").contains("data-settings"));
    project.write(
        "breakglass.toml",
        "[severities.P0]\nname = \"Emergency\"\naliases = [\"code red\"]\nmeaning = \"All hands.\"\n[cadence.P0]\nupdate = 5\n\
         [sections]\nresolution = [\"Was tun\"]\n[site]\nreport_url = \"mailto:ops@x.example\"\n",
    );
    let site = project.site();
    let page = html(&site, "r/a/index.html");
    assert!(
        page.contains("<b>P0</b> <span class=\"bg-sev-word\">Emergency</span>"),
        "{page}"
    );
    assert!(page.contains("href=\"mailto:ops@x.example\""));
    let settings = page
        .split("data-settings=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap()
        .replace("&quot;", "\"");
    let settings: breakglass::runbook::Settings = breakglass::text::json::read(&settings).unwrap();
    assert_eq!(settings.update_minutes("P0"), 5);
    assert_eq!(settings.section_kind("Was tun").name(), "resolution");
    assert!(html(&site, "index.html").contains("All hands."));
}
