//! Somebody at a browser without scripts, who tries again whenever nobody answers.

use crate::{
    chance::Chance,
    installation::wait_for,
    usual::{USUAL, escape, laid, named},
};
use reqwest::{Client, RequestBuilder, header, multipart};
use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

/// A JPEG of 300 by 200, as far as its headers say.
pub const KTP_PHOTO: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\
    \xff\xc0\x00\x0b\x08\x00\xc8\x01\x2c\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x07\xff\xd9 a card on a table";
const FILES: [(&str, &str); 3] = [("KTP", "ktp.jpg"), ("OWNER_LIVENESS", "selfie.jpg"), ("PHOTO_PROOF", "shop.jpg")];
const PASSWORD: &str = "nasi goreng tiap pagi";

pub struct Person {
    http: Client,
    url: String,
    cookie: RefCell<String>,
    pub email: String,
    password: &'static str,
    /// The pause before each click, so that a journey takes as long as the trouble around it.
    pub pace: Option<Chance>,
    /// The businesses made so far.
    mine: RefCell<Vec<String>>,
    /// The number of requests that got no answer, or only a part of it.
    pub turned_away: Cell<u32>,
}

pub struct Answer {
    pub status: u16,
    pub location: String,
    pub cookie: String,
    pub body: Vec<u8>,
}

impl Person {
    pub async fn sign_up(url: &str, email: &str) -> Self {
        let person = Self::nobody(url, email, PASSWORD);
        let fields = [("email", email), ("password", PASSWORD)];
        let answer = person.post("/sign-up", &fields).await;
        // The account was made, but the answer got lost.
        if answer.status == 422 {
            person.signs_in().await;
        } else {
            assert_eq!(answer.status, 303, "{}", answer.text());
            person.cookie.replace(answer.cookie);
        }
        person
    }

    /// Returns somebody who is not signed in yet.
    pub fn nobody(url: &str, email: &str, password: &'static str) -> Self {
        let http = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(20))
            .build()
            .unwrap();
        let (url, email) = (url.to_owned(), email.to_owned());
        Self {
            http,
            url,
            email,
            password,
            cookie: RefCell::default(),
            pace: None,
            mine: RefCell::default(),
            turned_away: Cell::new(0),
        }
    }

    pub async fn signs_in(&self) {
        wait_for("somebody to be signed in", async || {
            let fields = [("email", self.email.as_str()), ("password", self.password)];
            let Some(answer) = self.read(self.form("/sign-in", &fields)).await else { return false };
            let is_in = answer.status == 303;
            if is_in {
                self.cookie.replace(answer.cookie);
            }
            is_in
        })
        .await;
    }

    /// Submits a business with the usual values; `change` lays others over by `task.field`, and file names by slot.
    pub async fn submitted(&self, change: &[(&str, &str)]) -> String {
        let business = self.start_business().await;
        self.consent(&business).await;
        for (slot, usual) in FILES {
            let name = change.iter().find(|(key, _)| *key == slot).map_or(usual, |(_, name)| name);
            self.upload(&business, slot, name, KTP_PHOTO.to_vec()).await;
        }
        for (task, fields) in USUAL.iter() {
            self.save(&business, task, &laid(task, fields, &self.email, change)).await;
        }
        let answer = self.send("submit", &business).await;
        assert!(
            answer.status < 400 && answer.location == format!("/businesses/{business}"),
            "{} {}",
            answer.status,
            answer.location
        );
        business
    }

    /// Posts the form of the check page with the mark of what it shows.
    pub async fn send(&self, action: &str, business: &str) -> Answer {
        let page = self.get(&format!("/businesses/{business}/check")).await.text();
        let shown = page.split("name=\"shown\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        self.post(&format!("/businesses/{business}/{action}"), &[("shown", shown.unwrap_or_default())]).await
    }

    pub async fn start_business(&self) -> String {
        let fields = [
            ("business_type", "PERSONAL"),
            ("legal_entity", "PERSEORANGAN"),
            ("business_line", "RETAIL"),
            ("nationality", "ID"),
        ];
        let made = RefCell::new(None);
        wait_for("a new business", async || {
            // A business from a lost answer is as good.
            let listed = self.get("/businesses").await.text();
            let mut ids = listed.split("href=\"/businesses/").skip(1).filter_map(|rest| rest.split('"').next());
            let known = self.mine.borrow().clone();
            *made.borrow_mut() = ids.find(|id| id.len() == 36 && !known.iter().any(|one| one == id)).map(str::to_owned);
            if made.borrow().is_none() {
                drop(self.read(self.form("/businesses/new", &fields)).await);
            }
            made.borrow().is_some()
        })
        .await;
        let made = made.take().unwrap();
        self.mine.borrow_mut().push(made.clone());
        made
    }

    pub async fn consent(&self, business: &str) {
        let version = app::texts::CONSENT_VERSION;
        let answer = self.post(&format!("/businesses/{business}/consent"), &[("version", version)]).await;
        assert!(answer.status < 400 && !answer.location.contains("problem"), "{} {}", answer.status, answer.location);
    }

    pub async fn upload(&self, business: &str, slot: &str, name: &str, bytes: Vec<u8>) {
        let answer = self
            .insist(|| {
                let part = multipart::Part::bytes(bytes.clone()).file_name(name.to_owned());
                self.request(&format!("/businesses/{business}/documents/{slot}"))
                    .multipart(multipart::Form::new().part("file", part))
            })
            .await;
        assert!(answer.status == 303 && !answer.location.contains("problem"), "{} {}", answer.status, answer.location);
    }

    pub async fn save(&self, business: &str, task: &str, fields: &[(&str, String)]) {
        let names: Vec<String> = fields.iter().map(|(name, _)| named(task, name)).collect();
        let mut all = vec![("judge", "true")];
        all.extend(names.iter().zip(fields).map(|(name, (_, value))| (name.as_str(), value.as_str())));
        let answer = self.post(&format!("/businesses/{business}/{task}"), &all).await;
        let refused = answer.location.ends_with(&format!("/{task}")) || answer.location.contains("problem");
        assert!(answer.status < 400 && !refused, "{task}: {} {}", answer.status, answer.location);
    }

    /// Returns the state that the status card shows.
    pub async fn state(&self, business: &str) -> String {
        let page = self.get(&format!("/businesses/{business}")).await.text();
        let shown = page.split("data-state=\"").nth(1).and_then(|rest| rest.split('"').next());
        shown.unwrap_or_else(|| panic!("no state in {page}")).to_owned()
    }

    pub async fn get(&self, path: &str) -> Answer {
        let address = format!("{}{path}", self.url);
        self.insist(|| {
            let request = self.http.get(&address).header(header::ACCEPT, "text/html");
            request.header(header::COOKIE, self.cookie.borrow().as_str())
        })
        .await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.insist(|| self.form(path, fields)).await
    }

    fn form(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
            .collect::<Vec<_>>()
            .join("&");
        self.request(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body)
    }

    pub fn request(&self, path: &str) -> RequestBuilder {
        let request = self.http.post(format!("{}{path}", self.url)).header(header::ACCEPT, "text/html");
        request.header(header::COOKIE, self.cookie.borrow().as_str()).header("Sec-Fetch-Site", "same-origin")
    }

    /// Asks until somebody answers. A session that ended meanwhile begins anew.
    async fn insist(&self, request: impl Fn() -> RequestBuilder) -> Answer {
        let answer = RefCell::new(None);
        wait_for("an answer", async || {
            answer.replace(self.read(request()).await);
            let is_signed_out = answer.borrow().as_ref().is_some_and(|one| one.location.starts_with("/sign-in"));
            if is_signed_out {
                self.signs_in().await;
                answer.replace(None);
            }
            answer.borrow().is_some()
        })
        .await;
        answer.take().unwrap()
    }

    async fn read(&self, request: RequestBuilder) -> Option<Answer> {
        if let Some(pace) = &self.pace {
            tokio::time::sleep(pace.millis(0..450)).await;
        }
        let answer = whole(request).await;
        self.turned_away.set(self.turned_away.get() + u32::from(answer.is_none()));
        answer
    }
}

async fn whole(request: RequestBuilder) -> Option<Answer> {
    let response = request.send().await.ok()?;
    let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let cookie = text(header::SET_COOKIE).split(';').next().unwrap_or_default().to_owned();
    let (status, location) = (response.status().as_u16(), text(header::LOCATION));
    Some(Answer { status, location, cookie, body: response.bytes().await.ok()?.to_vec() })
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
