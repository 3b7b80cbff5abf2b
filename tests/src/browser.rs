//! A WebDriver session, whichever program stands behind it: Debian's Chromium or the desktop window.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

use crate::programs::{Running, free_port, until};
use crate::server::{LEADER, PASSWORD};

/// A browser or a window under control. Ends with its owner.
pub struct Browser {
    client: Client,
    driver: Running,
}

impl Browser {
    /// Opens Chromium.
    pub async fn chromium(profile: &Path) -> Result<Self> {
        let port = free_port()?;
        let mut driver = Command::new("chromedriver");
        driver.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null());
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1366,768",
            "--force-device-scale-factor=1",
            "--lang=vi",
        ];
        let mut arguments: Vec<String> = arguments.map(str::to_owned).into();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        let options = json!({ "goog:chromeOptions": { "binary": "/usr/bin/chromium", "args": arguments } });
        Self::open(Running::start(&mut driver)?, port, options).await
    }

    /// The district's page in Chromium, logged in.
    pub async fn of_leader(address: &str, profile: &Path) -> Result<Self> {
        let page = Self::chromium(profile).await?;
        page.goto(address).await?;
        page.type_into("#login-name", LEADER).await?;
        page.type_into("#login-password", PASSWORD).await?;
        page.click("#login-go").await?;
        page.find("[data-nav=toan-huyen]").await?;
        Ok(page)
    }

    pub(crate) async fn open(driver: Running, port: u16, capabilities: Value) -> Result<Self> {
        let capabilities: Map<String, Value> =
            capabilities.as_object().cloned().context("capabilities are an object")?;
        let address = format!("http://127.0.0.1:{port}");
        answers(port).await?;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client =
            builder.capabilities(capabilities).connect(&address).await.context("opening a session")?;
        let browser = Self { client, driver };
        browser.fit().await?;
        Ok(browser)
    }

    /// Makes the page itself, without the frame around it, 1366x768.
    async fn fit(&self) -> Result<()> {
        let (width, height) = (1366, 768);
        self.client.set_window_size(width, height).await?;
        let inner = self.script("return [window.innerWidth, window.innerHeight]", vec![]).await?;
        let frame = |at: usize, wanted: u32| {
            let seen = inner[at].as_u64().and_then(|seen| u32::try_from(seen).ok()).unwrap_or(wanted);
            wanted + wanted.saturating_sub(seen)
        };
        Ok(self.client.set_window_size(frame(0, width), frame(1, height)).await?)
    }

    pub fn client(&self) -> &Client {
        &self.client
    }

    pub async fn goto(&self, address: &str) -> Result<()> {
        Ok(self.client.goto(address).await?)
    }

    /// The element, as soon as it is there.
    pub async fn find(&self, css: &str) -> Result<Element> {
        let waited = until(css, || async { Ok(self.client.find(Locator::Css(css)).await.ok()) }).await;
        self.telling_what_is_seen(waited).await
    }

    pub async fn is_there(&self, css: &str) -> bool {
        self.client.find(Locator::Css(css)).await.is_ok()
    }

    /// Types into a field after emptying it.
    pub async fn type_into(&self, css: &str, text: &str) -> Result<()> {
        self.take(css, async |field| {
            field.clear().await?;
            field.send_keys(text).await
        })
        .await
    }

    /// The same, and confirms it with Enter, as a line is.
    pub async fn enter_into(&self, css: &str, text: &str) -> Result<()> {
        self.type_into(css, text).await?;
        self.take(css, async |field| field.send_keys(&Key::Enter.to_string()).await).await
    }

    pub async fn click(&self, css: &str) -> Result<()> {
        self.take(css, async |element| element.click().await).await
    }

    /// Does something with an element as soon as it lets it be done: the page may draw it anew between the two, and of one that
    /// is half in sight a driver may look for the other half.
    async fn take(&self, css: &str, act: impl AsyncFn(Element) -> Result<(), CmdError>) -> Result<()> {
        let waited = until(css, || async {
            let element = self.client.find(Locator::Css(css)).await?;
            let into_sight = "document.querySelector(arguments[0])?.scrollIntoView({ block: 'nearest' })";
            self.script(into_sight, vec![css.into()]).await?;
            act(element).await?;
            Ok(Some(()))
        });
        self.telling_what_is_seen(waited.await).await
    }

    /// An attribute of an element, as soon as it is what is expected.
    pub async fn wait_for(&self, css: &str, attribute: &str, expected: &str) -> Result<()> {
        let what = format!("{css} has {attribute}={expected}");
        let waited = until(&what, || async {
            let found = self.client.find(Locator::Css(css)).await?.attr(attribute).await?;
            Ok((found.as_deref() == Some(expected)).then_some(()))
        })
        .await;
        self.telling_what_is_seen(waited).await
    }

    /// The text of the whole page holds these words, as soon as it does.
    pub async fn wait_for_text(&self, words: &str) -> Result<()> {
        let waited = until(&format!("the words {words:?}"), || async {
            let body = self.client.find(Locator::Css("body")).await?.text().await?;
            Ok(body.contains(words).then_some(()))
        })
        .await;
        self.telling_what_is_seen(waited).await
    }

    /// A wait in vain says what the page showed meanwhile.
    async fn telling_what_is_seen<T>(&self, waited: Result<T>) -> Result<T> {
        let error = match waited {
            Ok(found) => return Ok(found),
            Err(error) => error,
        };
        let seen = self.client.find(Locator::Css("body")).await?.text().await?;
        Err(error.context(format!("the page shows:\n{seen}")))
    }

    pub async fn script(&self, code: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(code, arguments).await?)
    }

    /// Writes what is seen to `NHARONG_PICTURES`, where that is set.
    pub async fn picture(&self, name: &str) -> Result<()> {
        let Some(folder) = std::env::var_os("NHARONG_PICTURES") else { return Ok(()) };
        // A picture is of a page at rest: nothing is loading, and fonts are in.
        until("the page is at rest", || async {
            Ok((!self.is_there("[aria-busy=true]").await).then_some(()))
        })
        .await?;
        // And it is drawn anew: WebKit's driver waits for the next frame, which a page at rest may not have for minutes.
        // A long list has grown as far as it is seen once no row came for a few frames.
        let code = "const done = arguments[0]; const root = document.documentElement; root.style.outline = '1px solid transparent'; \
            let [rows, still] = [-1, 0]; \
            const look = () => { const now = document.querySelectorAll('[data-row]').length; \
              still = now === rows ? still + 1 : 0; rows = now; \
              if (still < 20) return requestAnimationFrame(look); \
              done(); setTimeout(() => (root.style.outline = ''), 100) }; \
            document.fonts.ready.then(look)";
        self.client.execute_async(code, vec![]).await?;
        std::fs::create_dir_all(&folder)?;
        let png = self.client.screenshot().await?;
        Ok(std::fs::write(Path::new(&folder).join(format!("{name}.png")), png)?)
    }

    /// The driver's process; the browser is a descendant of it.
    pub fn process(&self) -> u32 {
        self.driver.id()
    }

    /// Ends the session as a person would, by closing the window.
    pub async fn close(mut self) -> Result<()> {
        let closed = tokio::time::timeout(Duration::from_secs(20), self.client.clone().close()).await;
        self.driver.kill();
        Ok(closed??)
    }
}

/// Waits until something listens there.
pub(crate) async fn answers(port: u16) -> Result<()> {
    until("the driver answers", || async {
        Ok(tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok().map(drop))
    })
    .await
}
