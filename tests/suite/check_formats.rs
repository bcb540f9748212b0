//! How `breakglass check` writes its findings; SARIF has a file of its own.

use crate::check::{GOOD, json};
use crate::project::{Project, breakglass, stderr, stdout};

#[test]
fn json_has_the_promised_shape() {
    let source = format!(
        "{}é [x](slwo.md)\n",
        GOOD.replace("```bash\nuptime\n```\n", "```bash\nuptime\n```text\n")
    );
    let project = Project::new(&[
        ("a.md", &source),
        ("slow.md", GOOD.replace("CheckoutSlow", "Other").as_str()),
    ]);
    let found = json(&project, &[]);
    assert_eq!(found["version"], 1);
    assert_eq!(found["summary"]["files"], 2);
    assert_eq!(found["summary"]["errors"], 1);
    assert_eq!(found["summary"]["warnings"], 1);
    assert_eq!(found["summary"]["infos"], 0);
    let link = found["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["rule"] == "dead-link")
        .unwrap();
    assert_eq!(link["code"], "BG020");
    assert_eq!(link["severity"], "error");
    assert_eq!(link["path"], "runbooks/a.md");
    assert_eq!(link["help"], "did you mean `slow.md`?");
    assert_eq!(link["fix"]["safe"], false);
    let edit = &link["fix"]["edits"][0];
    let (from, to) = (edit["start"].as_u64().unwrap(), edit["end"].as_u64().unwrap());
    assert_eq!(
        &source[usize::try_from(from).unwrap()..usize::try_from(to).unwrap()],
        "slwo.md"
    );
    assert_eq!(edit["text"], "slow.md");
    let (start, end) = (&link["span"]["start"], &link["span"]["end"]);
    // Columns count characters, offsets count bytes.
    assert_eq!(start["column"], 3);
    let offset = usize::try_from(start["offset"].as_u64().unwrap()).unwrap();
    assert_eq!(
        &source[offset..usize::try_from(end["offset"].as_u64().unwrap()).unwrap()],
        "[x](slwo.md)"
    );
    assert_eq!(start["line"], source[..offset].matches('\n').count() + 1);
    let fence = found["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["code"] == "BG001")
        .unwrap();
    assert_eq!(fence["labels"][0]["message"], "the block is opened here");
    assert!(fence["labels"][0]["span"]["start"]["line"].is_u64());
    let edit = &fence["fix"]["edits"][0];
    let (start, end) = (edit["start"].as_u64().unwrap(), edit["end"].as_u64().unwrap());
    assert_eq!(
        &source[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()],
        "text"
    );
    assert_eq!(edit["text"], "");
}

#[test]
fn github_annotations_are_escaped() {
    let project = Project::new(&[("a, b.md", &GOOD.replace("- The wiki", "- [50%](go%0Ane.md)"))]);
    let output = breakglass(&project, &["check", "--format", "github"]);
    let text = stdout(&output);
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(
        text.starts_with("::error file=runbooks/a%2C b.md,line=43,endLine=43,col=3,"),
        "{text}"
    );
    assert!(
        text.contains(",title=BG020 dead-link::runbooks/a, b.md:43:3: the runbook"),
        "{text}"
    );
    assert!(!text.contains("go\ne"), "{text}");
}

#[test]
fn github_annotations_end_on_the_line_that_they_are_about() {
    let project = Project::new(&[("a.md", &GOOD.replace('\n', "\r\n"))]);
    let text = stdout(&breakglass(&project, &["check", "--format", "github"]));
    assert!(
        text.contains("line=1,endLine=1,col=") && text.contains("carriage-return"),
        "{text}"
    );
}

#[test]
fn text_shows_the_place_and_escapes_what_content_says() {
    let project = Project::new(&[("a.md", &GOOD.replace("- The wiki", "- [a\u{1b}c\u{202e}b](gone.md)"))]);
    let output = breakglass(&project, &["check"]);
    let text = stdout(&output);
    assert!(
        text.contains("error[BG020]: the runbook `gone.md` does not exist"),
        "{text}"
    );
    assert!(text.contains("--> runbooks/a.md:43:3"), "{text}");
    assert!(text.contains("a\\u{1b}c\\u{202e}b"), "{text}");
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text:?}");
    assert!(
        text.ends_with("1 error, 0 warnings, 0 infos in 1 file; --explain CODE says why\n"),
        "{text}"
    );
    let colored = breakglass(&project, &["check", "--color", "always"]);
    assert!(stdout(&colored).contains("\u{1b}[1m"), "{}", stdout(&colored));
}

#[test]
fn secrets_are_not_repeated() {
    let secret = "AKIAQ3EGSIN5RTUKW7PD";
    let source = GOOD
        .replace("uptime", &format!("AWS_ACCESS_KEY_ID={secret} aws s3 ls"))
        .replace("- The wiki", "- psql://app:Kx92mTqZ@db/x");
    let project = Project::new(&[("a.md", &source)]);
    for format in ["text", "json", "sarif", "github"] {
        let output = breakglass(&project, &["check", "--format", format]);
        assert_eq!(output.status.code(), Some(1));
        let text = stdout(&output) + &stderr(&output);
        assert!(text.contains("BG090") && text.contains("BG091"), "{format}: {text}");
        assert!(!text.contains(secret) && !text.contains("Kx92mTqZ"), "{format}: {text}");
    }
}
