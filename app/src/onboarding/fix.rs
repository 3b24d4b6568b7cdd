//! Where something rejected is put right: its page, and the field that gets the focus.

use super::{api::Item, at};
use domain::{
    forms::{DocumentsForm, Task},
    ids::BusinessId,
    kyb::FacetKey,
    reason::Reason,
    requirement::Requirement,
};
use leptos_router::location::Url;

/// The page on which this facet is corrected, at its field: for mail and for pages of ours. What has no form leads to the
/// status page, which says whom to ask.
pub fn fix_link(business: BusinessId, facet: &FacetKey) -> String {
    let page = match facet {
        FacetKey::Business => "business",
        FacetKey::Brand => "brand",
        FacetKey::Contact(_) => "contact",
        FacetKey::Address(_) => "address",
        FacetKey::Bank(_) => "bank",
        FacetKey::Social(_) => "social",
        FacetKey::Document(_) | FacetKey::Photo(_) => "documents",
        FacetKey::Operational | FacetKey::Product(_) => return at(business, ""),
    };
    format!("{}?fix={}", at(business, page), Url::escape(&facet.to_string()))
}

/// As `fix_link`, for one row of the task list.
pub fn item_link(business: BusinessId, item: &Item) -> String {
    let page = match item {
        Item::Slot { .. } => "documents",
        Item::Form(task) => task.as_str(),
    };
    format!("{}?fix={}", at(business, page), Url::escape(item.key()))
}

/// The name of the field of a form that `?fix=` means: it names a facet, the form or a field.
pub fn field_of(task: Task, fix: &str, reason: Option<Reason>) -> Option<String> {
    let whole = fix == task.as_str() || fix.parse::<FacetKey>().is_ok();
    let field = match (task, reason) {
        _ if !whole => fix,
        (Task::Social, _) => match fix.parse() {
            Ok(FacetKey::Social(code)) => return Some(code.to_lowercase()),
            _ => "instagram",
        },
        (Task::Bank, Some(Reason::NameMismatch | Reason::BankNameMismatch)) => "account_name",
        (Task::Bank, _) => "account_number",
        (Task::Address, _) => "street",
        (Task::Business | Task::Brand | Task::Contact, _) => "name",
        (Task::Documents, _) => return None,
    };
    field.bytes().all(|b| b.is_ascii_lowercase() || b == b'_').then(|| field.to_owned())
}

/// On the page of documents: the slot, and the value beside its file where that is what is wrong.
pub enum Spot {
    File(String),
    /// `KTP.NO_KTP`
    Value(String),
}

pub fn spot_of(checklist: &[&Requirement], fix: &str, reason: impl Fn(&str) -> Option<Reason>) -> Option<Spot> {
    let facet = fix.parse::<FacetKey>().ok();
    let is_meant = |asked: &Requirement| match &facet {
        Some(FacetKey::Document(code)) => asked.code == *code,
        Some(FacetKey::Photo(_)) => asked.code == "PHOTO_PROOF",
        Some(FacetKey::Contact(_)) => asked.code == "OWNER_LIVENESS",
        _ => asked.slot == fix,
    };
    let value = |asked: &Requirement, code: &str| DocumentsForm::key(&asked.slot, code);
    if let Some(asked) = checklist.iter().find(|asked| is_meant(asked)) {
        let number = matches!(reason(&asked.slot), Some(Reason::NumberMismatch | Reason::NameMismatch));
        return Some(match asked.forms.first().filter(|_| number) {
            Some(form) => Spot::Value(value(asked, &form.code)),
            None => Spot::File(asked.slot.clone()),
        });
    }
    let named = |asked: &&Requirement| asked.forms.iter().any(|form| value(asked, &form.code) == fix);
    checklist.iter().any(named).then(|| Spot::Value(fix.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_the_field() {
        let id = BusinessId::new(Default::default());
        let link = fix_link(id, &FacetKey::Bank(0));
        assert!(link.ends_with("/bank?fix=bank%5B0%5D"), "{link}");
        assert_eq!(field_of(Task::Bank, "bank[0]", None).as_deref(), Some("account_number"));
        assert_eq!(field_of(Task::Bank, "bank[0]", Some(Reason::BankNameMismatch)).as_deref(), Some("account_name"));
        assert_eq!(field_of(Task::Social, "social[FACEBOOK]", None).as_deref(), Some("facebook"));
        assert_eq!(field_of(Task::Address, "postal_code", None).as_deref(), Some("postal_code"));
        assert_eq!(field_of(Task::Address, "\"><script>", None), None);
    }
}
