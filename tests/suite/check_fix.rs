//! `breakglass check --fix`.

use crate::check::GOOD;
use crate::project::{Project, breakglass, stderr};

#[test]
fn fix_applies_what_is_safe_and_nothing_else() {
    let before = format!(
        "\u{feff}{}",
        GOOD.replace("```bash\nuptime\n```\n", "```bash\n$ uptime\n```text\n")
            .replace("1. Restart it.\n", "1. Restart it.\n\n```bash\nls\n```\n\n1. Look.\n")
            .replace("- The wiki", "- “TODO”  ")
            .replace('\n', "\r\n")
    );
    let after = GOOD
        .replace("```bash\nuptime\n```\n", "```bash\n$ uptime\n```\n")
        .replace("1. Restart it.\n", "1. Restart it.\n\n```bash\nls\n```\n\n2. Look.\n")
        .replace("- The wiki", "- “TODO”  ")
        .replace('\n', "\r\n");
    let project = Project::new(&[("a.md", &before), ("b.md", GOOD)]);
    let path = project.runbooks().join("a.md");
    let untouched = std::fs::metadata(project.runbooks().join("b.md"))
        .unwrap()
        .modified()
        .unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    }
    let output = breakglass(&project, &["check", "--fix"]);
    assert!(
        stderr(&output).contains("fixed 3 findings in 1 file"),
        "{}",
        stderr(&output)
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), after);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
    assert_eq!(
        std::fs::metadata(project.runbooks().join("b.md"))
            .unwrap()
            .modified()
            .unwrap(),
        untouched
    );
    let again = breakglass(&project, &["check", "--fix"]);
    assert_eq!(stderr(&again), "");
    assert_eq!(
        std::fs::read_dir(project.runbooks()).unwrap().count(),
        2,
        "no temporary file is left"
    );
}

#[cfg(unix)]
#[test]
fn a_file_under_two_names_is_fixed_once() {
    let project = Project::new(&[
        ("b.md", "# T\n\n```bash\nls\n```text\n"),
        ("c.md", "# T\n\n```bash\nls\n```text\n"),
    ]);
    std::os::unix::fs::symlink("b.md", project.runbooks().join("a.md")).unwrap();
    let output = breakglass(&project, &["check", "--fix"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("fixed 2 findings in 2 files"),
        "{}",
        stderr(&output)
    );
    assert!(project.runbooks().join("a.md").is_symlink());
    for name in ["b.md", "c.md"] {
        let text = std::fs::read_to_string(project.runbooks().join(name)).unwrap();
        assert!(text.ends_with("ls\n```\n"), "{text}");
    }
}

#[test]
fn fix_leaves_alone_what_is_allowed_switched_off_or_not_text() {
    let fence = "# T\n\n```bash\nls\n```text\n";
    let latin = b"# Gr\xfcsse\n\n```bash\nls\n```text\n";
    let project = Project::new(&[(
        "a.md",
        &fence.replace("```bash", "<!-- breakglass-allow BG001: as in the manual -->\n```bash"),
    )]);
    std::fs::write(project.runbooks().join("latin.md"), latin).unwrap();
    breakglass(&project, &["check", "--fix"]);
    assert!(
        std::fs::read_to_string(project.runbooks().join("a.md"))
            .unwrap()
            .contains("```text")
    );
    assert_eq!(std::fs::read(project.runbooks().join("latin.md")).unwrap(), latin);
    project.write("a.md", fence);
    project.write("breakglass.toml", "[rules]\nfence-closed-with-info = \"off\"\n");
    breakglass(&project, &["check", "--fix"]);
    assert_eq!(std::fs::read_to_string(project.runbooks().join("a.md")).unwrap(), fence);
}
