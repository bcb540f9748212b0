//! A build that is killed, or cannot write, leaves the previous site whole.
#![cfg(unix)]

use crate::project::{Project, breakglass, stderr};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Moments at which the build is killed.
const KILLS: u32 = 50;

fn build(project: &Project) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_breakglass"));
    command
        .current_dir(project.beside("."))
        .env("BREAKGLASS_APP", project.app())
        .env_remove("TRUNK_STAGING_DIR")
        .arg("build")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn fill(project: &Project, version: u32) {
    for number in 0..20 {
        project.write(
            &format!("page-{number}.md"),
            &format!("# Page {number}\n\nversion-{version}\n"),
        );
    }
}

/// The version of the site in `out`; panics when its pages are not all there and of one version.
fn version(out: &Path) -> String {
    let mut found = Vec::new();
    for number in 0..20 {
        let page = std::fs::read_to_string(out.join(format!("r/page-{number}/index.html"))).unwrap();
        let at = page.find("version-").unwrap();
        found.push(page[at..].split('<').next().unwrap().to_string());
    }
    found.dedup();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(out.join("runbooks.json").is_file() && out.join("404.html").is_file());
    found.remove(0)
}

#[test]
fn killed_at_any_moment() {
    for exchange in [true, false] {
        let project = Project::new(&[]);
        let out = project.beside("dist");
        fill(&project, 0);
        assert!(build(&project).status().unwrap().success());
        let started = std::time::Instant::now();
        assert!(build(&project).status().unwrap().success());
        let usual = started.elapsed();
        for kill in 1..=KILLS / 2 {
            fill(&project, kill);
            let mut command = build(&project);
            if !exchange {
                command.env("BREAKGLASS_NO_EXCHANGE", "1");
            }
            let mut child = command.spawn().unwrap();
            // Spread over the whole of a build; which step it hits is chance.
            std::thread::sleep(
                usual
                    .mul_f64(f64::from(kill) / f64::from(KILLS / 2))
                    .max(Duration::from_millis(1)),
            );
            child.kill().unwrap();
            child.wait().unwrap();
            if out.exists() {
                version(&out);
            } else {
                assert!(!exchange, "an exchange leaves no moment without a site");
            }
            // The next command, even one that refuses to build, finds or restores a whole site.
            project.write("page-0.md", "# Page 0\n\n[dead](gone.md)\n");
            assert_eq!(build(&project).arg("--strict").status().unwrap().code(), Some(1));
            version(&out);
        }
        fill(&project, 99);
        assert!(build(&project).status().unwrap().success());
        assert_eq!(version(&out), "version-99");
        let left: Vec<_> = std::fs::read_dir(project.beside("."))
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(left.len(), 3, "the app, the runbooks and the site, but {left:?}");
    }
}

/// Runs `script` where it may mount file systems; `false` where the system does not allow that.
fn in_namespace(project: &Project, script: &str) -> bool {
    let allowed = Command::new("unshare")
        .args(["-rm", "true"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !allowed {
        println!("skipped: this system lets nobody mount a file system for a test (`unshare -rm`)");
        return false;
    }
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-euc", script])
        .current_dir(project.beside("."))
        .env("BREAKGLASS", env!("CARGO_BIN_EXE_breakglass"))
        .env("BREAKGLASS_APP", project.app())
        .env_remove("TRUNK_STAGING_DIR")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    true
}

#[test]
fn a_full_disk_leaves_the_previous_site() {
    let project = Project::new(&[("a.md", "# Old\n")]);
    std::fs::create_dir(project.beside("disk")).unwrap();
    in_namespace(
        &project,
        r#"
        mount -t tmpfs -o size=256k none disk
        "$BREAKGLASS" build --out disk/site
        head -c 400000 /dev/zero | tr '\0' x > runbooks/b.md
        if "$BREAKGLASS" build --out disk/site 2> message; then echo "built on a full disk" >&2; exit 1; fi
        grep -q 'cannot write .*: No space left on device' message || { cat message >&2; exit 1; }
        grep -q Old disk/site/r/a/index.html
        test "$(ls -A disk)" = site || { ls -A disk >&2; exit 1; }
        "#,
    );
}

#[test]
fn a_read_only_place_is_named_and_left_alone() {
    let project = Project::new(&[("a.md", "# Old\n")]);
    std::fs::create_dir(project.beside("disk")).unwrap();
    in_namespace(
        &project,
        r#"
        mount -t tmpfs none disk
        "$BREAKGLASS" build --out disk/site
        mount -o remount,ro disk
        if "$BREAKGLASS" build --out disk/site 2> message; then echo "built on a read-only disk" >&2; exit 1; fi
        grep -q 'disk/.site.breakglass-lock: Read-only file system' message || { cat message >&2; exit 1; }
        grep -q 'this folder must be writable' message || { cat message >&2; exit 1; }
        grep -q Old disk/site/r/a/index.html
        "#,
    );
}

#[test]
fn builds_at_once_take_turns() {
    let project = Project::new(&[]);
    let out = project.beside("dist");
    fill(&project, 1);
    let builds: Vec<_> = (0..6).map(|_| build(&project).spawn().unwrap()).collect();
    for mut build in builds {
        assert!(build.wait().unwrap().success());
    }
    assert_eq!(version(&out), "version-1");
    let left = std::fs::read_dir(project.beside(".")).unwrap();
    let left: Vec<String> = left
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("breakglass-"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn a_build_waits_for_another_and_says_so() {
    use std::io::{BufRead as _, BufReader, Read as _};
    let project = Project::new(&[]);
    fill(&project, 1);
    let other = std::fs::File::create(project.beside(".dist.breakglass-lock")).unwrap();
    other.lock().unwrap();
    let mut child = build(&project).stderr(Stdio::piped()).spawn().unwrap();
    let mut messages = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    messages.read_line(&mut line).unwrap();
    assert!(line.contains("another build is writing to dist; waiting"), "{line}");
    assert!(!project.beside("dist").exists());
    // What is written while it waits is in its site.
    fill(&project, 2);
    drop(other);
    messages.read_to_string(&mut line).unwrap();
    assert!(child.wait().unwrap().success(), "{line}");
    assert_eq!(version(&project.beside("dist")), "version-2");
}

#[test]
fn a_single_file_that_cannot_be_written_leaves_the_old_site() {
    let project = Project::new(&[("a.md", "# Old\n")]);
    assert_eq!(breakglass(&project, &["build"]).status.code(), Some(0));
    let home = || std::fs::read(project.beside("dist/index.html")).unwrap();
    let before = home();
    project.write("a.md", "# New\n");
    let place = "runbooks/a.md/site.html";
    let output = breakglass(&project, &["build", "--single-file", place]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert_eq!(home(), before);
}

/// A pipe has no end, and a file would take its place.
#[test]
fn a_single_file_takes_the_place_of_no_special_file() {
    let project = Project::new(&[("a.md", "# A\n")]);
    let _socket = std::os::unix::net::UnixListener::bind(project.beside("special")).unwrap();
    let output = breakglass(&project, &["build", "--single-file", "special"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("special is not a regular file"),
        "{}",
        stderr(&output)
    );
    assert!(!project.beside("dist").exists());
}

/// `ulimit -f 0` lets no file grow, as on a full disk.
#[test]
#[cfg(target_os = "linux")]
fn a_baseline_for_which_there_is_no_room_leaves_nothing_behind() {
    let project = Project::new(&[("a.md", "# A\n")]);
    std::fs::write(project.beside("rules.yaml"), "groups: []\n").unwrap();
    let script = "ulimit -f 0; trap '' XFSZ; exec \"$0\" alerts rules.yaml --baseline known.json --update-baseline";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_breakglass")])
        .current_dir(project.beside("."))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(!project.beside("known.json").exists());
}
