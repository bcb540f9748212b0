//! The development server under requests that nobody honest sends.

use crate::project::Project;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running `breakglass serve`, stopped when the value goes.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(project: &Project, args: &[&str]) -> Self {
        Self::start_saying(project, args, Stdio::null())
    }

    /// A server whose standard error goes to `said`.
    fn start_saying(project: &Project, args: &[&str], said: Stdio) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_breakglass"))
            .current_dir(project.beside("."))
            .env("BREAKGLASS_APP", project.app())
            .arg("serve")
            .args(if args.contains(&"--addr") {
                &[][..]
            } else {
                &["--addr", "127.0.0.1:0"]
            })
            .args(args)
            .stdout(Stdio::piped())
            .stderr(said)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .split("http://")
            .nth(1)
            .unwrap()
            .split('/')
            .next()
            .unwrap()
            .to_string();
        Self { child, address }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Sends bytes, returns what comes back until the server closes.
    fn send(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        // The server may close before it has read everything.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, target: &str) -> String {
        self.send(
            format!(
                "GET {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
                self.address
            )
            .as_bytes(),
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn project() -> Project {
    let project = Project::new(&[("a.md", "# A\n\nbody-of-a\n")]);
    std::fs::write(project.beside("secret.txt"), "OUTSIDE").unwrap();
    std::fs::write(project.runbooks().join(".env"), "OUTSIDE").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(project.beside("secret.txt"), project.runbooks().join("link.txt")).unwrap();
    project
}

/// Targets that try to leave the site.
fn traversals() -> Vec<String> {
    let ups = [
        "../",
        "..%2f",
        "%2e%2e/",
        "%2e%2e%2f",
        "..\\",
        "..%5c",
        "%252e%252e%252f",
        "..;/",
        "....//",
        ".%00./",
        "%c0%ae%c0%ae/",
        "..%c0%af",
    ];
    let ends = ["secret.txt", "etc/passwd", "runbooks/.env", "runbooks/link.txt"];
    let starts = ["/", "/r/", "/assets/", "//", "/r/a/", "/files/"];
    let mut out = Vec::new();
    for up in ups {
        for (end, start) in ends.iter().zip(starts.iter().cycle()) {
            for depth in [1, 4] {
                out.push(format!("{start}{}{end}", up.repeat(depth)));
            }
        }
    }
    out.extend(
        [
            "/.env",
            "/link.txt",
            "/files/link.txt",
            "/files/.env",
            "/%2f%2fetc/passwd",
            "/C:/x",
            "/\\\\host\\x",
            "/a%00.html",
        ]
        .map(String::from),
    );
    out
}

#[test]
fn hostile_requests_get_nothing_and_do_not_stop_the_server() {
    let project = project();
    let server = Server::start(&project, &[]);
    let mut sent = 0;
    let mut check = |answer: String, what: &str| {
        sent += 1;
        assert!(
            !answer.contains("OUTSIDE") && !answer.contains("root:x:0"),
            "{what} got {answer}"
        );
        if let Some(location) = answer.lines().find_map(|line| line.strip_prefix("location: ")) {
            assert!(
                location.starts_with('/') && !location.starts_with("//"),
                "{what} leads to {location}"
            );
        }
    };
    for target in traversals() {
        check(server.get(&target), &target);
    }
    let host = server.address.clone();
    for (request, status) in [
        (
            format!("GET http://{host}/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
            "200",
        ),
        (
            format!("GET http://evil.example/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
            "403",
        ),
        (
            "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".to_string(),
            "403",
        ),
        (
            "GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\nConnection: close\r\n\r\n".to_string(),
            "403",
        ),
        (
            "GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n".to_string(),
            "403",
        ),
        ("GET / HTTP/1.0\r\n\r\n".to_string(), "403"),
        (
            format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"),
            "405",
        ),
        (
            format!("DELETE /r/a/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
            "405",
        ),
        (
            "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n".to_string(),
            "40",
        ),
        (
            format!("GET /{} HTTP/1.1\r\nHost: {host}\r\n\r\n", "a".repeat(200_000)),
            "4",
        ),
        (
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {}\r\n\r\n", "a".repeat(200_000)),
            "431",
        ),
        (
            format!("GET / HTTP/1.1\r\nHost: {host}\r\n{}\r\n", "A: b\r\n".repeat(5_000)),
            "431",
        ),
        ("\0\u{1}\u{2}\r\n\r\n".to_string(), "400"),
        ("GET / HTTP/9.9\r\n\r\n".to_string(), "4"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_string(), ""),
        (
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
            "",
        ),
        (format!("GET /\r\nHost: {host}\r\n\r\n"), "4"),
    ] {
        let answer = server.send(request.as_bytes());
        let shown: String = request.chars().take(60).collect();
        let code = answer.split(' ').nth(1).unwrap_or("").to_string();
        assert!(answer.is_empty() || code.starts_with(status), "{shown:?} got {code}");
        check(answer, &shown);
    }
    // Half-open: connections that begin a request and never end it.
    let idle: Vec<TcpStream> = (0..100)
        .map(|number| {
            let mut stream = server.connect();
            let _ = stream.write_all(if number % 2 == 0 { b"GET / HTTP/1.1\r\nHo" } else { b"" });
            stream
        })
        .collect();
    assert!(
        sent + idle.len() >= 200,
        "only {sent} requests and {} half-open ones",
        idle.len()
    );
    let answer = server.get("/r/a/");
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains("body-of-a"),
        "{answer}"
    );
}

#[test]
fn a_base_path_holds_the_whole_site() {
    let project = project();
    let server = Server::start(&project, &["--base", "/ops/runbooks/"]);
    assert!(server.get("/ops/runbooks/r/a/").contains("body-of-a"));
    assert!(server.get("/ops/runbooks/r/a").contains("location: /ops/runbooks/r/a/"));
    assert!(server.get("/").contains("location: /ops/runbooks/"));
    assert!(server.get("/ops/runbooks").contains("location: /ops/runbooks/"));
    assert!(server.get("/r/a/").starts_with("HTTP/1.1 404"));
    assert!(server.get("/ops/runbooks-v2/r/a/").starts_with("HTTP/1.1 404"));
    assert!(server.get("/ops/runbooks/nothing").contains("Page not found"));
}

#[test]
fn an_edit_is_served_and_a_broken_configuration_keeps_the_last_site() {
    let project = project();
    let server = Server::start(&project, &[]);
    let until = |what: &str, done: &dyn Fn() -> bool| {
        let started = Instant::now();
        while !done() {
            assert!(started.elapsed() < Duration::from_secs(30), "{what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    // What the pages are told first, when they begin to listen.
    let state = || {
        let mut stream = server.connect();
        write!(
            stream,
            "GET /__breakglass/events HTTP/1.1\r\nHost: {}\r\n\r\n",
            server.address
        )
        .unwrap();
        let mut lines = BufReader::new(stream).lines();
        lines
            .find_map(|line| line.unwrap().strip_prefix("data: ").map(String::from))
            .unwrap()
    };
    assert!(state().contains("\"problems\":[]"), "{}", state());
    project.write("a.md", "# A\n\nsecond-body [x](gone.md)\n");
    until("the edit is never served", &|| {
        server.get("/r/a/").contains("second-body")
    });
    assert!(
        state().contains("a.md:3:13: the runbook `gone.md` does not exist"),
        "{}",
        state()
    );
    project.write("breakglass.toml", "[site\n");
    until("the broken configuration is never told", &|| {
        state().contains("The site is not rebuilt")
    });
    assert!(server.get("/r/a/").contains("second-body"));
    project.write("breakglass.toml", "[site]\ntitle = \"Named\"\n");
    until("the mended configuration is never used", &|| {
        server.get("/").contains("Named")
    });
}

#[test]
fn a_file_that_has_what_is_said_is_no_reason_to_say_more() {
    // Beside the configuration, and among the runbooks.
    for (config, log) in [
        ("../breakglass.toml", "said.txt"),
        ("breakglass.toml", "runbooks/said.txt"),
    ] {
        let project = project();
        project.write(config, "[site]\ntitle = \"Named\"\n");
        let log = project.beside(log);
        let server = Server::start_saying(&project, &[], std::fs::File::create(&log).unwrap().into());
        let said = || std::fs::read_to_string(&log).unwrap();
        let until = |what: &str, done: &dyn Fn() -> bool| {
            let started = Instant::now();
            while !done() {
                assert!(started.elapsed() < Duration::from_secs(30), "{what}: {}", said());
                std::thread::sleep(Duration::from_millis(20));
            }
        };
        for (text, told) in [
            ("# A\n\n[x](gone.md)\n", "gone.md"),
            ("# A\n\n[x](lost.md)\n", "lost.md"),
        ] {
            project.write("a.md", text);
            until("the edit is never told", &|| said().contains(told));
        }
        project.write(config, "[site]\nnonsense = 1\n");
        until("the configuration is never told", &|| said().contains("nonsense"));
        project.write(config, "[site]\ntitle = \"Renamed\"\n");
        until("the mended configuration is never used", &|| {
            server.get("/").contains("Renamed")
        });
        // Each of these was said, perhaps half written, too; words in the file were no news.
        until("the end is never told", &|| said().matches("Rebuilt").count() >= 3);
        assert!(said().matches("nonsense").count() <= 6, "{}", said());
        assert!(said().matches("Rebuilt").count() <= 12, "{}", said());
    }
}

#[test]
fn a_busy_port_moves_to_the_next_free_one() {
    let project = project();
    let first = Server::start(&project, &[]);
    let second = Server::start(&project, &["--addr", &first.address]);
    assert_ne!(first.address, second.address);
    assert!(second.get("/r/a/").contains("body-of-a"));
}

#[cfg(unix)]
#[test]
fn what_is_saved_during_the_first_build_is_built() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = project();
    let (bin, log) = (project.beside("bin"), project.beside("said.txt"));
    let (asked, answered) = (project.beside("asked"), project.beside("answered"));
    // A build asks git once it has read the sources, and waits for its answer.
    std::fs::create_dir(&bin).unwrap();
    let git = format!(
        "#!/bin/sh\n: >'{}'\nuntil [ -e '{}' ]; do sleep 0.05; done\nexit 1\n",
        asked.display(),
        answered.display()
    );
    std::fs::write(bin.join("git"), git).unwrap();
    std::fs::set_permissions(bin.join("git"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let child = Command::new(env!("CARGO_BIN_EXE_breakglass"))
        .current_dir(project.beside("."))
        .env("BREAKGLASS_APP", project.app())
        .env("PATH", format!("{}:{}", bin.display(), std::env::var("PATH").unwrap()))
        .args(["serve", "--addr", "127.0.0.1:0"])
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let _server = Server {
        child,
        address: String::new(),
    };
    let until = |what: &str, done: &dyn Fn() -> bool| {
        let started = Instant::now();
        while !done() {
            assert!(started.elapsed() < Duration::from_secs(30), "{what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    until("git is never asked", &|| asked.exists());
    project.write("b.md", "# B\n");
    std::fs::write(&answered, "").unwrap();
    until("the new runbook is never built", &|| {
        let said = std::fs::read_to_string(&log).unwrap();
        said.contains("Rebuilt: 2 runbooks")
    });
}
