//! Requests to the site's own host.

use super::time::{self, Timer};
use super::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, Response};

/// How long to wait for a page. Networks that are nearly down let requests hang, and `fetch` has no limit of its own.
const TIMEOUT_MS: u32 = 20_000;

/// Why a request gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// No answer, or one that broke off; also when the request was given up or took too long.
    Unreachable,
    /// An answer with another status than success.
    Status,
}

/// A request that can be given up, and gives up by itself after a while.
pub struct Request {
    controller: Option<AbortController>,
    _timeout: Option<Timer>,
}

impl Request {
    /// A request that may now be made.
    pub fn new() -> Self {
        let controller = AbortController::new().ok();
        let timeout = controller
            .clone()
            .map(|controller| time::after(TIMEOUT_MS, move || controller.abort()));
        Self {
            controller,
            _timeout: timeout,
        }
    }

    /// Breaks the request off: it ends as [`FetchError::Unreachable`]. One that is over stays as it is.
    pub fn give_up(&self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}

impl Default for Request {
    fn default() -> Self {
        Self::new()
    }
}

/// The text at `url`.
pub async fn text(url: &str, request: &Request) -> Result<String, FetchError> {
    let options = RequestInit::new();
    if let Some(controller) = &request.controller {
        options.set_signal(Some(&controller.signal()));
    }
    let answer = window()
        .ok_or(FetchError::Unreachable)?
        .fetch_with_str_and_init(url, &options);
    let response: Response = JsFuture::from(answer)
        .await
        .ok()
        .and_then(|response| response.dyn_into().ok())
        .ok_or(FetchError::Unreachable)?;
    if !response.ok() {
        return Err(FetchError::Status);
    }
    let body = response.text().map_err(|_| FetchError::Unreachable)?;
    JsFuture::from(body)
        .await
        .ok()
        .and_then(|text| text.as_string())
        .ok_or(FetchError::Unreachable)
}
