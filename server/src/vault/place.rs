//! Every place of a sealed value. The labels are bound into it: a changed label opens no older value.

use domain::{
    application::Page,
    ids::{AccountId, BusinessId, CallId, DocumentId, FactId, MailId},
};

/// The place of a sealed value: it opens nowhere else.
#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    /// A business's own key, wrapped.
    Business(BusinessId),
    Draft(Page),
    /// A mark of what a check page showed: nothing is sealed there.
    Check,
    FileName(DocumentId),
    Submission(FactId),
    Update(FactId),
    /// A receipt, by its reference.
    Receipt(&'a str),
    /// A note of DOKU's, by its facet.
    Note(&'a str),
    /// A note that stands for many, by its hash.
    NoteMapping(&'a [u8]),
    /// The reason why an item was returned, by the item.
    Reason(&'a str),
    /// The reason why the partner declined.
    Decline,
    Mended(FactId),
    GivenUp(CallId),
    AuditReason(BusinessId),
    Callback(FactId),
    Headers(FactId),
    Readback(FactId),
    /// The beginning of a callback that was refused.
    Refused(FactId),
    /// The exact bytes of a call.
    Call(CallId),
    Mail(MailId),
    /// A brand's own key at DOKU.
    SharedKey,
    /// The secret of an endpoint, by its address.
    Endpoint(&'a str),
    Unsubscribe,
    /// The result of a form, by the hash of its once-only key.
    Once(&'a [u8]),
    /// A form whose session had ended, by the hash of its token.
    Kept(&'a [u8]),
    Canary,
    /// Marks of addresses and browsers of an account's sign-ins: nothing is sealed there.
    Address(AccountId),
    Browser(AccountId),
}

impl Place<'_> {
    pub(super) fn bytes(self) -> Vec<u8> {
        let at = |label: &str, id: &[u8]| [label.as_bytes(), b"/", id].concat();
        match self {
            Self::Business(id) => at("business", id.uuid().as_bytes()),
            Self::Draft(page) => at("draft", page.to_string().as_bytes()),
            Self::Check => at("check", b"page"),
            Self::FileName(id) => at("file name", id.uuid().as_bytes()),
            Self::Submission(id) => at("submission", id.uuid().as_bytes()),
            Self::Update(id) => at("update", id.uuid().as_bytes()),
            Self::Receipt(reference) => at("receipt", reference.as_bytes()),
            Self::Note(facet) => at("note", facet.as_bytes()),
            Self::NoteMapping(hash) => at("note mapping", hash),
            Self::Reason(item) => at("reason", item.as_bytes()),
            Self::Decline => at("reason", b"decline"),
            Self::Mended(id) => at("mended", id.uuid().as_bytes()),
            Self::GivenUp(id) => at("given up", id.uuid().as_bytes()),
            Self::AuditReason(id) => at("audit reason", id.uuid().as_bytes()),
            Self::Callback(id) => at("callback", id.uuid().as_bytes()),
            Self::Headers(id) => at("headers", id.uuid().as_bytes()),
            Self::Readback(id) => at("readback", id.uuid().as_bytes()),
            Self::Refused(id) => at("refused", id.uuid().as_bytes()),
            Self::Call(id) => at("call", id.uuid().as_bytes()),
            Self::Mail(id) => at("mail", id.uuid().as_bytes()),
            Self::SharedKey => at("shared key", b""),
            Self::Endpoint(url) => at("endpoint", url.as_bytes()),
            Self::Unsubscribe => at("unsubscribe", b"news"),
            Self::Once(key) => at("once", key),
            Self::Kept(id) => at("kept", id),
            Self::Canary => at("canary", b"master"),
            Self::Address(id) => at("address", id.uuid().as_bytes()),
            Self::Browser(id) => at("browser", id.uuid().as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// Values in databases were sealed with these very bytes: none of them may ever change.
    #[test]
    fn every_place_is_called_what_it_was_called_when_it_was_sealed() {
        let uuid = Uuid::from_bytes(*b"0123456789abcdef");
        let (business, fact, call) = (BusinessId::new(uuid), FactId::new(uuid), CallId::new(uuid));
        let rows = [
            (Place::Business(business), "business/0123456789abcdef"),
            (Place::Draft(Page::Bank(0)), "draft/bank"),
            (Place::Check, "check/page"),
            (Place::FileName(DocumentId::new(uuid)), "file name/0123456789abcdef"),
            (Place::Submission(fact), "submission/0123456789abcdef"),
            (Place::Update(fact), "update/0123456789abcdef"),
            (Place::Receipt("SRB-7F3K"), "receipt/SRB-7F3K"),
            (Place::Note("bank[0]"), "note/bank[0]"),
            (Place::NoteMapping(b"hash"), "note mapping/hash"),
            (Place::Reason("KTP"), "reason/KTP"),
            (Place::Decline, "reason/decline"),
            (Place::Mended(fact), "mended/0123456789abcdef"),
            (Place::GivenUp(call), "given up/0123456789abcdef"),
            (Place::AuditReason(business), "audit reason/0123456789abcdef"),
            (Place::Callback(fact), "callback/0123456789abcdef"),
            (Place::Headers(fact), "headers/0123456789abcdef"),
            (Place::Readback(fact), "readback/0123456789abcdef"),
            (Place::Refused(fact), "refused/0123456789abcdef"),
            (Place::Call(call), "call/0123456789abcdef"),
            (Place::Mail(MailId::new(uuid)), "mail/0123456789abcdef"),
            (Place::SharedKey, "shared key/"),
            (Place::Endpoint("https://a.example/"), "endpoint/https://a.example/"),
            (Place::Unsubscribe, "unsubscribe/news"),
            (Place::Once(b"key"), "once/key"),
            (Place::Kept(b"id"), "kept/id"),
            (Place::Canary, "canary/master"),
            (Place::Address(AccountId::new(uuid)), "address/0123456789abcdef"),
            (Place::Browser(AccountId::new(uuid)), "browser/0123456789abcdef"),
        ];
        for (place, bytes) in rows {
            assert_eq!(String::from_utf8(place.bytes()).unwrap(), bytes, "{place:?}");
        }
    }
}
