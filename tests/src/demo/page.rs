//! The district's web page, as a leader's browser speaks with it.

use anyhow::{Context, Result, bail};
use model::ids::FileHash;
use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::{Client, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::server::{LEADER, PASSWORD};

/// Somebody who is logged in.
pub struct Page {
    client: Client,
    address: String,
    cookie: String,
}

impl Page {
    pub async fn log_in(address: &str) -> Result<Self> {
        let client = replica::sync::http_client()?;
        let body = json!({ "name": LEADER, "password": PASSWORD });
        let reply = client.post(format!("{address}/v1/web/login")).json(&body).send().await?;
        let reply = reply.error_for_status()?;
        let cookie = reply.headers().get(SET_COOKIE).context("the login gave no cookie")?.to_str()?;
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(Self { client, address: address.to_owned(), cookie })
    }

    pub async fn ask<T: DeserializeOwned>(&self, ask: &impl Serialize) -> Result<T> {
        let request = self.client.post(format!("{}/v1/web/ask", self.address)).json(ask);
        Ok(serde_json::from_slice(&self.send(request).await?)?)
    }

    /// All bytes of a file.
    pub async fn file(&self, hash: &FileHash) -> Result<Vec<u8>> {
        self.send(self.client.get(format!("{}/v1/web/files/{hash}", self.address))).await
    }

    async fn send(&self, request: RequestBuilder) -> Result<Vec<u8>> {
        let reply = request.header(COOKIE, &self.cookie).send().await?;
        let (status, bytes) = (reply.status(), reply.bytes().await?);
        if !status.is_success() {
            bail!("trang huyện trả lời {status}: {}", String::from_utf8_lossy(&bytes));
        }
        Ok(bytes.to_vec())
    }
}
