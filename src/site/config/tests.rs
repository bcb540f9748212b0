use super::*;

fn problems(text: &str) -> Vec<String> {
    parse(FILE, text)
        .err()
        .map(|problems| problems.lines().to_vec())
        .unwrap_or_default()
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_place_and_the_rest_is_read() {
    let lines = |bytes: &[u8]| {
        let (config, problems) = parse_bytes(FILE, bytes);
        (
            config,
            problems.map_or(Vec::new(), |problems| problems.lines().to_vec()),
        )
    };
    let (config, said) =
        lines(b"\xef\xbb\xbf[review]\ncycle = \"weekly\"\n[site]\ntitle = \"Stra\xdfe\"\nbranch = 1\n");
    assert_eq!(config.review.cycle.as_deref(), Some("weekly"));
    assert_eq!(
        said,
        [
            format!("{FILE}:4:14: the file is not UTF-8 from here on; save it as UTF-8"),
            format!("{FILE}:5:10: `branch` must be a text, not a number"),
        ]
    );
    let (_, said) = lines(b"\xff\xfe[\0");
    assert_eq!(said, [format!("{FILE}:1:1: the file is UTF-16; save it as UTF-8")]);
}

#[test]
fn examples_of_every_table_are_read_and_change_something() {
    let mut all = String::new();
    for table in keys::TABLES {
        let config = parse(FILE, table.example).unwrap_or_else(|problems| panic!("{problems}"));
        assert_ne!(config, Config::default(), "[{}] changes nothing", table.name);
        for key in table.keys.iter().filter(|key| key.name.chars().any(char::is_lowercase)) {
            assert!(
                table
                    .example
                    .lines()
                    .any(|line| line.starts_with(&format!("{} =", key.name))),
                "[{}] {} has no example",
                table.name,
                key.name
            );
            // Without its line the configuration is another one: the key is read.
            let without: String = table
                .example
                .lines()
                .filter(|line| !line.starts_with(&format!("{} =", key.name)))
                .map(|line| format!("{line}\n"))
                .collect();
            assert_ne!(
                parse(FILE, &without).as_ref(),
                Ok(&config),
                "[{}] {} is not read",
                table.name,
                key.name
            );
        }
        all.push_str(table.example);
    }
    assert_eq!(problems(&all), Vec::<String>::new());
}

#[test]
fn unknown_names_are_reported_with_the_nearest() {
    for (text, line) in [
        (
            "[sites]\n",
            "breakglass.toml:1:2: there is no table `sites`; did you mean `site`?",
        ),
        (
            "title = \"x\"\n",
            "breakglass.toml:1:1: there is no table `title`; it is a key of [site]",
        ),
        (
            "[site]\ntitel = \"x\"\n",
            "breakglass.toml:2:1: [site] has no key `titel`; did you mean `title`?",
        ),
        ("[site]\n  zzz = 1\n", "breakglass.toml:2:3: [site] has no key `zzz`"),
        (
            "[sections]\nresolutoin = []\n",
            "breakglass.toml:2:1: there is no section `resolutoin`; did you mean `resolution`?",
        ),
        (
            "[rules]\ndead-lnk = \"off\"\n",
            "breakglass.toml:2:1: there is no rule `dead-lnk`; did you mean `dead-link`?",
        ),
        (
            "[rules]\nBG020 = \"warn\"\n",
            "breakglass.toml:2:9: a rule's level is \"error\", \"warning\", \"info\" or \"off\", not \"warn\"",
        ),
        (
            "[cadence.P7]\nupdate = 5\n",
            "breakglass.toml:1:10: [cadence] has one entry for each severity, `P0` to `P4`, and `P7` is none of them",
        ),
        (
            "[cadence.P0]\nupdat = 5\n",
            "breakglass.toml:2:1: [cadence] has no key `updat`; did you mean `update`?",
        ),
        (
            "[contacts.A]\nphne = \"1\"\n",
            "breakglass.toml:2:1: [contacts] has no key `phne`; did you mean `phone`?",
        ),
    ] {
        let found = problems(text);
        assert!(found.iter().any(|found| found.starts_with(line)), "{text}: {found:?}");
    }
}

#[test]
fn wrong_values_are_reported_with_their_place() {
    for (text, line) in [
        ("site = 1\n", "1:8: `site` must be a table, not a number"),
        ("[site]\ntitle = 7\n", "2:9: `title` must be a text, not a number"),
        (
            "[site]\ntitle = \"\"\n",
            "2:9: `title` is empty; remove it or fill it in",
        ),
        (
            "[site]\nurl = \"runbooks\"\n",
            "2:7: `url` must be a web address that begins with https:// or http://",
        ),
        (
            "[site]\nlanguage = \"german please\"\n",
            "2:12: \"german please\" is no language tag",
        ),
        (
            "[site]\nreport_url = \"javascript:alert(1)\"\n",
            "2:14: `report_url` must begin with https://, http:// or mailto:",
        ),
        (
            "[sections]\nimpact = \"Wen trifft es\"\n",
            "2:10: `impact` must be a list of texts, not a text",
        ),
        (
            "[sections]\nimpact = [1]\n",
            "2:11: each entry of `impact` must be a text, not a number",
        ),
        (
            "[cadence.P1]\nescalate = 0\n",
            "2:12: `escalate` must be between 1 and 10080 minutes",
        ),
        (
            "[cadence.P1]\nescalate = \"15\"\n",
            "2:12: `escalate` must be a number of minutes, not a text",
        ),
        (
            "[contacts]\nA = 1\n",
            "2:5: `A` must be a table or a text, not a number",
        ),
        (
            "[contacts.A]\nphone = \"call me\"\n",
            "2:9: \"call me\" is no telephone number",
        ),
        (
            "[contacts.A]\nhours = \"Mon-Fri 25:00-17:00\"\n",
            "2:9: \"Mon-Fri 25:00-17:00\" cannot be read as hours: `25:00` is no time of a day",
        ),
        (
            "[contacts.A]\nhours = \"24/7\"\ntime_zone = \"Berlin\"\n",
            "3:13: \"Berlin\" is no time zone: write a name such as `Europe/Berlin`",
        ),
        (
            "[review]\ngit = \"no\"\n",
            "2:7: `git` must be true or false, not a text",
        ),
        (
            "[review]\ncycle = \"when we feel like it\"\n",
            "2:9: \"when we feel like it\" is no review cycle",
        ),
        (
            "[placeholders]\nallow_example_names = \"no\"\n",
            "2:23: `allow_example_names` must be true or false, not a text",
        ),
        ("[site\n", "1:6: "),
    ] {
        let found = problems(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(
            found[0].starts_with(&format!("breakglass.toml:{line}")),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn all_problems_of_a_file_are_reported_in_its_order() {
    let found = problems("[review]\ncylce = 1\n[site]\ntitel = 1\nbranch = 2\n");
    let places: Vec<&str> = found.iter().filter_map(|line| line.split(": ").next()).collect();
    assert_eq!(
        places,
        ["breakglass.toml:2:1", "breakglass.toml:4:1", "breakglass.toml:5:10"]
    );
}

#[test]
fn levels_are_found_by_name_and_code() {
    use crate::diagnostic::rules;
    let config = parse(FILE, "[rules]\ndead-link = \"off\"\nbg031 = \"error\"\n").unwrap();
    assert_eq!(config.rules.level(rules::DEAD_LINK), None);
    assert_eq!(config.rules.level(rules::RUNBOOK_NOT_INDEXED), Some(Level::Error));
    assert_eq!(
        config.rules.level(rules::DEAD_ANCHOR),
        Some(rules::DEAD_ANCHOR.severity)
    );
    assert_eq!(problems("[rules]\ndead-link = \"off\"\nBG020 = \"off\"\n").len(), 1);
}

#[test]
fn a_heading_opens_one_section() {
    let found = problems("[sections]\nimpact = [\"Wer\"]\nsymptoms = [\"1. wer:\"]\n");
    assert_eq!(
        found,
        ["breakglass.toml:3:13: the heading \"1. wer:\" cannot open both `impact` and `symptoms`"]
    );
}

#[test]
fn the_documentation_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md");
    let page = docs::page();
    if std::env::var_os("BREAKGLASS_UPDATE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let current = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        current == page,
        "run `BREAKGLASS_UPDATE=1 cargo test --lib site::config`"
    );
}
