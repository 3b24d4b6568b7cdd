//! Handles a registration or fixes that DOKU refused for good: files go up again, or a part goes back to the merchant.

use super::attempt::FinalRefusal;
use crate::{
    error::Result,
    onboarding::case::Case,
    projection,
    services::Services,
    store::{
        Conn, businesses,
        decisions::{self, Origin},
        documents,
        outbox::{self, Call, Kind},
        updates::{self, Update},
    },
    vault::Place,
};
use domain::{Millis, ids::DokuFileId, kyb::FacetKey};

/// The wait before each round of uploading files again. Rounds are few, since DOKU may always say that it has no such
/// file.
const ROUNDS: [i64; 3] = [0, Millis::MINUTE, 10 * Millis::MINUTE];

/// Uploads files that DOKU forgot again under a new call, or gives a named part back to the merchant with DOKU's words.
/// Returns `false` if a person must decide. The caller ends the call in the same transaction.
pub(super) async fn goes_on(services: &Services, tx: &mut Conn, call: &Call, refusal: &FinalRefusal) -> Result<bool> {
    let (now, FinalRefusal { error, body, files }) = (services.now(), refusal);
    let Some(row) = businesses::lock(tx, call.business_id).await? else { return Ok(true) };
    let ids = files.iter().filter_map(|file| file.doku_file_id.as_ref());
    let forgotten: Vec<_> = ids.filter(|id| is_forgotten(id, error)).collect();
    if !forgotten.is_empty() {
        return send_again(services, tx, call, &forgotten).await;
    }
    let Some(items) = items_named(body, error.messages()) else { return Ok(false) };
    let case = Case::load(tx, &services.vault, row).await?;
    // An item that the merchant's list does not name has no row to go back to, and a locked one cannot be corrected.
    let are_fixes = call.kind == Kind::Update;
    let open = case.items().into_iter().filter(|item| !are_fixes || case.is_corrected(item));
    let open: Vec<String> = open.map(|item| item.key().into_owned()).collect();
    if !items.iter().all(|(name, _)| open.contains(name)) {
        return Ok(false);
    }
    for (item, text) in items {
        let reason = case.key.seal(&Place::Reason(&item), text.as_bytes())?;
        decisions::give_back(tx, case.business.id, &item, &reason, Origin::Doku, now).await?;
    }
    if are_fixes {
        give_back(services, tx, call).await?;
    } else {
        businesses::set_editing(tx, case.business.id, now).await?;
        projection::refresh(services, tx, case.business.id).await?;
    }
    Ok(true)
}

/// Marks an update as refused for good; its corrections wait to be sent in another one.
pub async fn give_back(services: &Services, tx: &mut Conn, call: &Call) -> Result<()> {
    let now = services.now();
    let Some(Update { id, .. }) = updates::by_id(tx, call.business_id, call.about()).await? else { return Ok(()) };
    updates::set_refused(tx, call.business_id, id, now).await?;
    businesses::set_editing(tx, call.business_id, now).await?;
    businesses::set_trouble(tx, call.business_id, None).await?;
    projection::refresh(services, tx, call.business_id).await
}

/// Uploads forgotten files again, and enqueues the call that names them under a new Request-Id. Returns `false` if that
/// was in vain too often; then a person decides whether the call follows.
async fn send_again(services: &Services, tx: &mut Conn, call: &Call, forgotten: &[&DokuFileId]) -> Result<bool> {
    let round = usize::try_from(outbox::dropped(tx, call).await?).unwrap_or(usize::MAX);
    let pause = ROUNDS.get(round).copied();
    let due = services.now().plus(pause.unwrap_or_default());
    for id in forgotten {
        for document in documents::forget_doku_file(tx, call.business_id, id).await? {
            outbox::enqueue(tx, call.business_id, Kind::Upload, document.id.uuid(), due).await?;
        }
    }
    if pause.is_some() {
        outbox::enqueue(tx, call.business_id, call.kind, call.subject.unwrap_or_default(), due).await?;
    }
    Ok(pause.is_some())
}

fn is_forgotten(id: &DokuFileId, error: &doku::Error) -> bool {
    error.messages().iter().any(|text| text.contains(id.as_str()) && text.to_ascii_uppercase().contains("NOT FOUND"))
}

/// Groups texts such as `business.banks[0].account_number must not be empty` by the item that they name. Returns `None`
/// if one of them names nothing that a merchant typed.
fn items_named(body: &[u8], messages: &[String]) -> Option<Vec<(String, String)>> {
    let body = serde_json::from_slice(body).ok()?;
    let mut items: Vec<(String, String)> = Vec::new();
    for text in messages {
        let path = text.split_whitespace().next().filter(|path| !OURS.iter().any(|ours| path.starts_with(ours)))?;
        let item = FacetKey::row_at(&body, path)?;
        match items.iter_mut().find(|(name, _)| *name == item) {
            Some((_, told)) => *told = format!("{told}\n{text}"),
            None => items.push((item, text.clone())),
        }
    }
    (!items.is_empty()).then_some(items)
}

/// The fields that no merchant typed.
const OURS: [&str; 3] = ["business.callback_url", "business.type", "business.legal_entity"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_goes_to_the_part_it_names() {
        let texts = [
            "business.contacts[0].documents[0].forms[0].value must be 16 digits",
            "business.banks[0].account_number must not be empty",
        ]
        .map(str::to_owned);
        let body = br#"{"business": {"contacts": [{"documents": [{"code": "KTP"}]}]}}"#;
        let items: Vec<String> = items_named(body, &texts).unwrap().into_iter().map(|(item, _)| item).collect();
        assert_eq!(items, ["KTP", "bank"]);
        assert!(items_named(body, &["INTERNAL".to_owned()]).is_none());
        for ours in ["business.callback_url is invalid", "business.legal_entity: unknown", "business.type[0]"] {
            assert!(items_named(body, &[ours.to_owned()]).is_none(), "{ours}");
        }
    }
}
