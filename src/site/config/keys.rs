//! Every key of `breakglass.toml`: one table for the check of names and for the documentation.

/// A table of the file.
#[derive(Debug)]
pub struct Table {
    /// Its name, as in `[site]`.
    pub name: &'static str,
    /// What it is for, as a sentence or two.
    pub about: &'static str,
    /// How its keys are named.
    pub names: Names,
    /// The keys, of the table itself or of each entry in it.
    pub keys: &'static [Key],
    /// An example that is right; it changes every key.
    pub example: &'static str,
}

/// How the keys of a table are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// They are the table's [`Table::keys`].
    Keys,
    /// One entry for each severity, `P0` to `P4`; its keys are the table's.
    Severities,
    /// One entry for each of the nine sections.
    Sections,
    /// One entry for each rule, by name or code.
    Rules,
    /// Entries under names of the team's choice; their keys are the table's.
    Free,
}

/// A key.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it holds, in a word or two.
    pub kind: &'static str,
    /// Its value where it is not set, as a reader understands it.
    pub default: &'static str,
    /// What it does.
    pub about: &'static str,
}

const fn key(name: &'static str, kind: &'static str, default: &'static str, about: &'static str) -> Key {
    Key {
        name,
        kind,
        default,
        about,
    }
}

/// All tables, in the order of the documentation.
pub const TABLES: &[Table] = &[
    Table {
        name: "site",
        about: "Names and addresses.",
        names: Names::Keys,
        keys: &[
            key(
                "title",
                "text",
                "the index's title, else \"Runbooks\"",
                "The site's name.",
            ),
            key(
                "language",
                "language tag",
                "`en`",
                "The language of the runbooks, such as `de` or `pt-BR` (BCP 47).",
            ),
            key(
                "url",
                "web address",
                "none",
                "Where the site is published. The pages work without it; it stands in `runbooks.json` for tools that need whole addresses.",
            ),
            key(
                "repository",
                "web address",
                "none",
                "The repository that holds the runbooks; pages then link to it for edits and reports.",
            ),
            key(
                "branch",
                "text",
                "`main`",
                "The branch that \"Edit this runbook\" opens.",
            ),
            key(
                "report_url",
                "web or mail address",
                "the repository's new issue",
                "Where \"Report a problem\" leads.",
            ),
        ],
        example: "[site]\ntitle = \"Shop Runbooks\"\nlanguage = \"en-GB\"\nurl = \"https://runbooks.shop.example/\"\n\
                  repository = \"https://git.shop.example/ops/runbooks\"\nbranch = \"trunk\"\nreport_url = \"mailto:ops@shop.example\"\n",
    },
    Table {
        name: "sections",
        about: "Further headings that open a section, for teams whose words are not among the usual ones. Case, numbering and \
                a colon at the end are ignored.",
        names: Names::Sections,
        keys: &[key(
            "SECTION",
            "list of texts",
            "none",
            "Headings that open this section, beside the usual ones.",
        )],
        example: "[sections]\nresolution = [\"What now\", \"Sofortmaßnahmen\"]\ndetection = [\"Pager\"]\n",
    },
    Table {
        name: "severities",
        about: "The team's words for the five levels, `P0` (worst) to `P4`.",
        names: Names::Severities,
        keys: &[
            key(
                "name",
                "text",
                "Critical, High, Medium, Low, Info",
                "The word that stands beside the code.",
            ),
            key(
                "aliases",
                "list of texts",
                "none",
                "What runbooks write for this level, beside `P1`, `SEV-1`, `high` and the like.",
            ),
            key(
                "meaning",
                "text",
                "none",
                "When an incident has this level; the home page shows it.",
            ),
        ],
        example: "[severities.P0]\nname = \"Emergency\"\naliases = [\"Code red\"]\nmeaning = \"Customers cannot buy, or data is at risk.\"\n",
    },
    Table {
        name: "rules",
        about: "How much the findings of a rule matter: `\"error\"`, `\"warning\"`, `\"info\"` or `\"off\"`. A rule is named by its \
                name or its code.",
        names: Names::Rules,
        keys: &[key(
            "RULE",
            "level",
            "the rule's own",
            "The level of the rule's findings.",
        )],
        example: "[rules]\ndead-anchor = \"error\"\nBG031 = \"off\"\n",
    },
    Table {
        name: "cadence",
        about: "The clocks of a run, by severity.",
        names: Names::Severities,
        keys: &[
            key(
                "update",
                "minutes",
                "15, 30, 60, 60, 60",
                "Time between status updates.",
            ),
            key(
                "escalate",
                "minutes",
                "15, 30, 60, 60, 60",
                "Time from the start of the run to the next level of escalation.",
            ),
        ],
        example: "[cadence.P0]\nupdate = 10\nescalate = 20\n",
    },
    Table {
        name: "contacts",
        about: "Whom to call, one entry for each, under its name. They stand on the page `contacts/`, before those of the index's \
                section \"Emergency Contacts\". An entry that is a text alone is read like an item of that section.",
        names: Names::Free,
        keys: &[
            key("group", "text", "none", "The heading under which it stands."),
            key("role", "text", "none", "What this contact decides or does."),
            key(
                "phone",
                "telephone number",
                "none",
                "Its number, as dialled from anywhere (`+49 30 …`).",
            ),
            key("mail", "mail address", "none", "Its address."),
            key("chat", "text or web address", "none", "Its channel."),
            key(
                "pager",
                "text or web address",
                "none",
                "How it is paged: the schedule or service, or its address.",
            ),
            key(
                "hours",
                "text",
                "none",
                "When it answers, such as `24/7` or `Mon-Fri 09:00-17:00`; the page then says whether that is now.",
            ),
            key(
                "time_zone",
                "text",
                "none",
                "The time zone of these hours, such as `Europe/Berlin` or `UTC`. Without one, only `24/7` is known to be now.",
            ),
            key(
                "note",
                "text",
                "none",
                "Whatever else a caller needs, such as a contract number.",
            ),
        ],
        example: "[contacts.\"Database on-call\"]\ngroup = \"On call\"\nrole = \"Restores, failovers\"\nphone = \"+49 30 5550 0123\"\n\
                  mail = \"dba@shop.example\"\nchat = \"#db-oncall\"\npager = \"https://pager.shop.example/services/DB\"\n\
                  hours = \"24/7\"\ntime_zone = \"Europe/Berlin\"\nnote = \"Say the cluster's name first.\"\n",
    },
    Table {
        name: "review",
        about: "When runbooks are due for review.",
        names: Names::Keys,
        keys: &[
            key(
                "cycle",
                "review cycle",
                "none",
                "The review cycle of runbooks that name none: `weekly`, `monthly`, `quarterly`, `yearly`, `6 months`, `90 days`, `after incidents`.",
            ),
            key(
                "git",
                "true or false",
                "`true`, but `false` where `SOURCE_DATE_EPOCH` is set",
                "Whether the page `review/` says when git last saw a runbook change. Where there is no git or no whole history, it says nothing of it.",
            ),
        ],
        example: "[review]\ncycle = \"6 months\"\ngit = true\n",
    },
    Table {
        name: "placeholders",
        about: "What the check for placeholders left over lets pass.",
        names: Names::Keys,
        keys: &[
            key(
                "allow",
                "list of texts",
                "none",
                "Texts that look like placeholders and are none; case is ignored.",
            ),
            key(
                "allow_example_names",
                "true or false",
                "`true`",
                "Whether names under `.example` and the telephone numbers 555-0100 to 555-0199, both reserved for examples, may stand in a runbook.",
            ),
        ],
        example: "[placeholders]\nallow = [\"TODO board\"]\nallow_example_names = false\n",
    },
    Table {
        name: "search",
        about: "What the team's own words mean.",
        names: Names::Keys,
        keys: &[key(
            "synonyms",
            "list of texts",
            "none",
            "Groups of words and phrases (up to four words each) that mean the same, each group one text with commas. Usual short forms such as OOM, PVC or HPA are known, and words that are used for one thing (`box`, `host`, `node`): the tables are in `src/search/lexicon.rs`. A team's own group counts as \"the same\".",
        )],
        example: "[search]\nsynonyms = [\"pgb, pgbouncer, connection pooler\"]\n",
    },
    Table {
        name: "write",
        about: "What the wizard on the page `write/` asks for.",
        names: Names::Keys,
        keys: &[key(
            "required",
            "list of texts",
            "none",
            "Fields and sections that a new runbook must have before the wizard calls it complete: `Title`, `Severity`, `Affected Users`, `Business Impact`, `Alert`, `Monitoring Dashboard`, `Log Patterns`, `Last Updated`, `Owner`, `Review Cycle`, or one of the nine sections.",
        )],
        example: "[write]\nrequired = [\"Owner\", \"Monitoring Dashboard\", \"Prevention\"]\n",
    },
];

/// The table of this name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}
