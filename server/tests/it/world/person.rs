//! Somebody at a browser.

use super::{
    World,
    sample::{jpeg, png},
};
use crate::usual::{USUAL, escape, laid, named};
use app::paths::{self, Side};
use domain::ids::BusinessId;
use reqwest::{RequestBuilder, Response, header};

/// Returns what the sample person types.
pub fn usual(task: &str, field: &str) -> &'static str {
    let fields = USUAL.iter().find(|(name, _)| *name == task).map(|(_, fields)| fields);
    fields.and_then(|fields| fields.iter().find(|(name, _)| *name == field)).unwrap().1
}

/// Returns the usual bank account with another number.
pub fn bank(number: &str) -> [(&str, &str); 3] {
    let [bank, name] = ["bank", "account_name"].map(|field| (field, usual("bank", field)));
    [bank, ("account_number", number), name]
}

/// A browser without scripts.
pub struct Person<'w> {
    pub world: &'w World,
    pub cookie: String,
    pub email: String,
}

pub struct Answer {
    pub status: u16,
    pub location: String,
    pub cookie: String,
    pub body: String,
    pub headers: header::HeaderMap,
}

impl Answer {
    pub async fn read(response: Response) -> Self {
        let text = |name: header::HeaderName| {
            response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
        };
        let cookie = text(header::SET_COOKIE).split(';').next().unwrap_or_default().to_owned();
        let (status, location, headers) =
            (response.status().as_u16(), text(header::LOCATION), response.headers().clone());
        Self { status, location, cookie, body: response.text().await.unwrap_or_default(), headers }
    }
}

impl Person<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        let request = self
            .world
            .http
            .get(format!("{}{path}", self.world.base))
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, &self.cookie);
        Answer::read(request.send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
            .collect::<Vec<_>>()
            .join("&");
        let request = self.request(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        Answer::read(request.send().await.unwrap()).await
    }

    pub async fn upload(&self, business: BusinessId, slot: &str, name: &str, bytes: Vec<u8>) -> Answer {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let form = reqwest::multipart::Form::new().part("file", part);
        let request = self.request(&format!("/businesses/{business}/documents/{slot}")).multipart(form);
        Answer::read(request.send().await.unwrap()).await
    }

    /// Builds a post from a page of ours, by a script.
    pub fn plain_request(&self, path: &str) -> RequestBuilder {
        let request = self.world.http.post(format!("{}{path}", self.world.base));
        request.header(header::COOKIE, &self.cookie).header("Sec-Fetch-Site", "same-origin")
    }

    pub fn request(&self, path: &str) -> RequestBuilder {
        self.plain_request(path).header(header::ACCEPT, "text/html")
    }

    pub async fn start_business(&self) -> BusinessId {
        let fields = [
            ("business_type", "PERSONAL"),
            ("legal_entity", "PERSEORANGAN"),
            ("business_line", "RETAIL"),
            ("nationality", "ID"),
        ];
        let answer = self.post("/businesses/new", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        answer.location.trim_start_matches("/businesses/").parse().unwrap()
    }

    pub async fn consent(&self, business: BusinessId) {
        let version = [("version", app::texts::CONSENT_VERSION)];
        let answer = self.post(&format!("/businesses/{business}/consent"), &version).await;
        assert!(answer.status == 302 || answer.status == 303, "{} {}", answer.status, answer.body);
    }

    pub async fn save(&self, business: BusinessId, task: &str, fields: &[(&str, &str)]) -> Answer {
        let names: Vec<String> = fields.iter().map(|(name, _)| named(task, name)).collect();
        let mut all = vec![("judge", "true")];
        all.extend(names.iter().zip(fields).map(|(name, (_, value))| (name.as_str(), *value)));
        self.post(&format!("/businesses/{business}/{task}"), &all).await
    }

    /// Fills in every form and file, with `change` laid over the usual values by `task.field`.
    pub async fn fill(&self, business: BusinessId, change: &[(&str, &str)]) {
        self.consent(business).await;
        for (slot, name, bytes) in [
            ("KTP", "ktp.jpg", jpeg(900)),
            ("OWNER_LIVENESS", "selfie.jpg", jpeg(700)),
            ("PHOTO_PROOF", "shop.png", png()),
        ] {
            let name = change.iter().find(|(key, _)| *key == slot).map_or(name, |(_, name)| name);
            let answer = self.upload(business, slot, name, bytes).await;
            assert_eq!(answer.status, 303, "{}", answer.body);
            assert!(!answer.location.contains("problem"), "{}", answer.location);
        }
        for (task, fields) in USUAL.iter() {
            let fields = laid(task, fields, &self.email, change);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = self.save(business, task, &fields).await;
            assert!(answer.status < 400, "{task}: {} {}", answer.status, answer.body);
        }
    }

    pub async fn submit(&self, business: BusinessId) -> Answer {
        let shown = self.shown(business).await;
        self.send("submit", business, &shown).await
    }

    /// Sends the corrections as the page shows them.
    pub async fn send_fixes(&self, business: BusinessId) -> Answer {
        let shown = self.shown(business).await;
        self.send("fixes", business, &shown).await
    }

    /// Returns the mark of what the check page shows, empty where it has no form.
    pub async fn shown(&self, business: BusinessId) -> String {
        let page = self.get(&format!("/businesses/{business}/check")).await.body;
        let field = page.split("name=\"shown\" value=\"").nth(1);
        field.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }

    pub async fn send(&self, action: &str, business: BusinessId, shown: &str) -> Answer {
        self.post(&format!("/businesses/{business}/{action}"), &[("shown", shown)]).await
    }

    /// Fills in and submits a new business.
    pub async fn submitted(&self, change: &[(&str, &str)]) -> BusinessId {
        let business = self.start_business().await;
        self.fill(business, change).await;
        self.world.run_due().await;
        self.submit(business).await;
        business
    }

    /// Opens the file in a slot for somebody of the partner, after the reason that an unsubmitted file asks for.
    pub async fn looks_at(&self, business: BusinessId, slot: &str) -> Answer {
        let what = format!("file:{slot}");
        let asked =
            self.post(&format!("/review/{business}/reveal"), &[("what", &what), ("reason", "Tiket 4711")]).await;
        assert_eq!(asked.status, 200, "{}", asked.body);
        self.get(&self.world.file(Side::Partner, business, slot).await).await
    }

    pub async fn approve(&self, business: BusinessId) -> Answer {
        self.decide("approve", business, &[]).await
    }

    /// Decides on the present versions.
    pub async fn decide(&self, action: &str, business: BusinessId, typed: &[(&str, &str)]) -> Answer {
        let versions = self.world.case(business).await.versions();
        let revision = versions.revision.map(|revision| ("revision".to_owned(), revision.to_string()));
        let mut fields: Vec<_> = revision.into_iter().collect();
        fields.extend(versions.documents.iter().map(|(slot, id)| (format!("documents[{slot}]"), id.to_string())));
        let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let fields: Vec<(&str, &str)> = fields.chain(typed.iter().copied()).collect();
        self.post(&paths::case(business, &action.replace('_', "-")), &fields).await
    }
}
