//! Requests and responses.

use super::live::Live;
use crate::site::Output;
use crate::site::media::media_type;
use crate::text::percent;
use anyhow::{Context as _, Result};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use bytes::Bytes;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::BroadcastStream;

const LIVE_SCRIPT: &str = include_str!("live.js");
const WORKER: &str = include_str!("worker.js");

/// Folder of the URLs that are the server's own, below the base.
const OWN: &str = "__breakglass/";

/// Connections at one time. A browser opens six; the rest is room for tabs.
const CONNECTIONS: usize = 256;

/// A client that has not sent its request's head by then is cut off.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// The names under which the server answers. A page of another host that resolves its name to this machine (DNS
/// rebinding) must not read the runbooks.
#[derive(Clone, Debug)]
pub struct Hosts {
    names: Vec<String>,
}

impl Hosts {
    /// This machine's own names, the address it listens on, and `allowed`.
    pub fn new(address: SocketAddr, allowed: &[String]) -> Self {
        let mut names: Vec<String> = ["localhost", "127.0.0.1", "[::1]"].map(String::from).into();
        names.push(match address {
            SocketAddr::V4(v4) => v4.ip().to_string(),
            SocketAddr::V6(v6) => format!("[{}]", v6.ip()),
        });
        names.extend(allowed.iter().map(|name| name.to_lowercase()));
        Self { names }
    }

    fn accept(&self, host: &str) -> bool {
        let host = host.trim();
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty() => name,
            _ => host,
        };
        let name = name.trim_end_matches('.').to_lowercase();
        self.names.contains(&name)
    }
}

#[derive(Clone)]
struct Server {
    live: Arc<Live>,
    hosts: Hosts,
}

/// Serves in the background until the program ends.
///
/// # Errors
/// When the threads cannot be started.
pub fn start(listener: TcpListener, live: Arc<Live>, hosts: Hosts) -> Result<()> {
    listener
        .set_nonblocking(true)
        .context("cannot prepare the server's socket")?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("cannot start the server's threads")?;
    std::thread::Builder::new()
        .name("serve".to_string())
        .spawn(move || runtime.block_on(accept(listener, Server { live, hosts })))
        .context("cannot start the server's thread")?;
    Ok(())
}

async fn accept(listener: TcpListener, server: Server) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
        return;
    };
    let app: Router = Router::new().fallback(answer).with_state(server);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else {
            return;
        };
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, say: wait for some to be given back.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let service = TowerToHyperService::new(app.clone());
        tokio::spawn(async move {
            let _permit = permit;
            // An error here is the client's: it went away, or sent what is no HTTP.
            let _ = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_TIMEOUT)
                .max_buf_size(64 * 1024)
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn answer(State(server): State<Server>, request: Request) -> Response<Body> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    // An absolute-form target counts before the Host header (RFC 9112, section 3.2.2).
    let host = request.uri().host().or(host).unwrap_or("");
    if !server.hosts.accept(host) {
        return plain(
            StatusCode::FORBIDDEN,
            "This host is not served here; allow it with --allow-host.\n",
        );
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.\n");
    }
    let base = server.live.base.as_str();
    let path = request.uri().path();
    let Some(below) = path.strip_prefix(base) else {
        let at_root = path == "/" || format!("{path}/") == base;
        return if at_root {
            redirect(base)
        } else {
            missing(&server.live.output())
        };
    };
    if let Some(own) = below.strip_prefix(OWN) {
        return match own {
            "live.js" => content("live.js", LIVE_SCRIPT.into()),
            "events" => events(&server.live),
            _ => missing(&server.live.output()),
        };
    }
    file(&server.live, below, path)
}

/// A file of the site. `below` is the request's path below the base, `path` the whole.
fn file(live: &Live, below: &str, path: &str) -> Response<Body> {
    // Before the files: a page that is newer than it says reloads once more, one that is older would stay.
    let version = live.version();
    let output = live.output();
    let name = percent::decode(below);
    if below == "sw.js" {
        return content("sw.js", WORKER.into());
    }
    let name = if name.is_empty() || name.ends_with('/') {
        format!("{name}index.html")
    } else {
        name
    };
    if let Some(bytes) = output.get(&name) {
        let bytes = if name.ends_with("index.html") {
            with_live_script(bytes, live, &version).into()
        } else {
            bytes.clone()
        };
        return content(&name, bytes);
    }
    if output.contains_key(&format!("{name}/index.html")) && path.starts_with('/') && !path.starts_with("//") {
        return redirect(&format!("{path}/"));
    }
    missing(&output)
}

/// The page with the script that reloads it, and its version: what changes before the script listens is not missed.
fn with_live_script(page: &[u8], live: &Live, version: &str) -> Vec<u8> {
    let base = &live.base;
    let script = format!("<script type=\"module\" src=\"{base}{OWN}live.js?version={version}\"></script>");
    let page = String::from_utf8_lossy(page);
    match page.rsplit_once("</body>") {
        Some((before, after)) => [before, &script, "</body>", after].concat().into_bytes(),
        // The end of `<body>` need not be written.
        None => [&*page, &script].concat().into_bytes(),
    }
}

fn events(live: &Arc<Live>) -> Response<Body> {
    let (now, later) = live.subscribe();
    let later = BroadcastStream::new(later).filter_map(std::result::Result::ok);
    let stream = tokio_stream::once(now)
        .chain(later)
        .map(|state| Ok::<_, Infallible>(Event::default().data(state)));
    Sse::new(stream).keep_alive(KeepAlive::default()).into_response()
}

fn content(name: &str, bytes: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    if name.starts_with(crate::site::resolve::FILES) {
        // An author's file must not run as a page of this origin.
        let sandbox =
            HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox");
        headers.insert(header::CONTENT_SECURITY_POLICY, sandbox);
    }
    response
}

fn missing(output: &Output) -> Response<Body> {
    let mut response = content("404.html", output.get("404.html").cloned().unwrap_or_default());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn redirect(to: &str) -> Response<Body> {
    let mut response = plain(StatusCode::PERMANENT_REDIRECT, "");
    *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = content("message.txt", text.into());
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_hosts_are_accepted() {
        let hosts = Hosts::new(SocketAddr::from(([127, 0, 0, 1], 8080)), &["Docs.Example".to_string()]);
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1:1",
            "[::1]:8080",
            "[::1]",
            "docs.example",
            "localhost.",
        ] {
            assert!(hosts.accept(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil",
            "localhost:80:80",
            "localhost:x",
            ":80",
        ] {
            assert!(!hosts.accept(host), "{host}");
        }
    }
}
