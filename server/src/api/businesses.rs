use super::{key::Reader, problem::Problem};
use crate::{
    routes::pages::AppState,
    store::{businesses::Business, facets, reading},
};
use axum::{
    Json,
    extract::{
        Path, Query, State,
        rejection::{PathRejection, QueryRejection},
    },
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    Millis,
    ids::{BusinessId, DokuBrandId, DokuBusinessId},
    kyb::{State as Standing, Verdict},
};
use serde::{Deserialize, Serialize};

const PAGE: usize = 50;
const LARGEST_PAGE: usize = 200;
/// A time is taken before its transaction ends, so a change may appear so much later, behind what was read already.
const OVERLAP: i64 = 30 * Millis::SECOND;

/// One business in a list.
#[derive(Serialize)]
pub struct Summary {
    id: BusinessId,
    name: String,
    business_type: String,
    legal_entity: String,
    state: Standing,
    state_since: String,
    /// Items that the merchant has to fix.
    to_fix: i64,
    /// Of DOKU's services: without one a business takes no payment, active or not.
    services_on: i64,
    doku: Doku,
    created_at: String,
    updated_at: String,
    submitted_at: Option<String>,
    sent_at: Option<String>,
    verified_at: Option<String>,
    due_at: Option<String>,
}

#[derive(Serialize)]
struct Doku {
    business_id: Option<DokuBusinessId>,
    brand_id: Option<DokuBrandId>,
}

#[derive(Serialize)]
pub struct Whole {
    #[serde(flatten)]
    summary: Summary,
    facets: Vec<Judged>,
}

/// Without DOKU's note: it may speak of a person.
#[derive(Serialize)]
struct Judged {
    facet: String,
    verdict: Verdict,
    at: Option<String>,
}

#[derive(Serialize)]
pub struct List {
    data: Vec<Summary>,
    /// Ask with it for what follows; absent on the last page.
    next_cursor: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Question {
    state: Option<String>,
    updated_since: Option<String>,
    limit: Option<String>,
    cursor: Option<String>,
}

/// By the time of the last change, the oldest first: who asks again with the last `updated_at` misses nothing, but is told
/// some rows twice.
pub async fn list(
    _: Reader,
    State(state): State<AppState>,
    question: Result<Query<Question>, QueryRejection>,
) -> Result<Json<List>, Problem> {
    let (standing, after, limit) = question.map_err(|_| Problem::BadRequest("The query does not read."))?.read()?;
    let mut db = state.services.store.read().await?;
    let ask = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut rows = reading::page(&mut db, standing, after, ask).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = rows.last().filter(|_| more).map(|row| cursor(row.updated_at, row.id));
    Ok(Json(List { data: rows.into_iter().map(summary).collect(), next_cursor }))
}

pub async fn one(
    _: Reader,
    State(state): State<AppState>,
    id: Result<Path<String>, PathRejection>,
) -> Result<Json<Whole>, Problem> {
    let Path(id) = id.map_err(|_| Problem::NotFound)?;
    let id: BusinessId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut db = state.services.store.read().await?;
    let row = crate::store::businesses::by_id(&mut db, id).await?.ok_or(Problem::NotFound)?;
    let judged = facets::all(&mut db, id).await?;
    let judged = judged.into_iter().map(|row| Judged { facet: row.facet, verdict: row.verdict, at: iso(row.at) });
    Ok(Json(Whole { facets: judged.collect(), summary: summary(row) }))
}

/// Since when, and after which business of that moment.
type After = (Millis, Option<BusinessId>);

impl Question {
    fn read(&self) -> Result<(Option<Standing>, After, usize), Problem> {
        let standing = match &self.state {
            Some(word) => Some(standing(word).ok_or(Problem::BadRequest("state is not one of the states."))?),
            None => None,
        };
        let since = match &self.updated_since {
            Some(text) => Millis::from_iso(text)
                .ok_or(Problem::BadRequest("updated_since is not an RFC 3339 time."))?
                .plus(-OVERLAP),
            None => Millis(0),
        };
        let after = match &self.cursor {
            Some(text) => {
                let (at, id) = read_cursor(text).ok_or(Problem::BadRequest("cursor is not one of ours."))?;
                (at.max(since), (at >= since).then_some(id))
            }
            None => (since, None),
        };
        let limit = match &self.limit {
            Some(text) => text.parse().ok().filter(|limit| (1..=LARGEST_PAGE).contains(limit)),
            None => Some(PAGE),
        };
        Ok((standing, after, limit.ok_or(Problem::BadRequest("limit is a number from 1 to 200."))?))
    }
}

fn standing(word: &str) -> Option<Standing> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

fn cursor(at: Millis, id: BusinessId) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("{}.{id}", at.0))
}

fn read_cursor(text: &str) -> Option<(Millis, BusinessId)> {
    let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let (at, id) = text.split_once('.')?;
    Some((Millis(at.parse().ok()?), id.parse().ok()?))
}

fn iso(at: Option<Millis>) -> Option<String> {
    at.map(Millis::to_iso)
}

fn summary(row: Business) -> Summary {
    Summary {
        id: row.id,
        name: row.name,
        business_type: row.business_type,
        legal_entity: row.legal_entity,
        state: row.state,
        state_since: row.state_since.to_iso(),
        to_fix: row.to_fix,
        services_on: row.services_on,
        doku: Doku { business_id: row.doku_business_id, brand_id: row.doku_brand_id },
        created_at: row.created_at.to_iso(),
        updated_at: row.updated_at.to_iso(),
        submitted_at: iso(row.submitted_at),
        sent_at: iso(row.sent_at),
        verified_at: iso(row.verified_at),
        due_at: iso(row.due_at),
    }
}
