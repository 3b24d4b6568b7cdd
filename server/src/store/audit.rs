use super::{Conn, Result};
use domain::{
    Millis,
    ids::{AccountId, BusinessId, FactId},
};

/// An action of a person. The words are stored in databases: none of them may ever change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Action {
    Approve,
    SendBack,
    Decline,
    Withdraw,
    PurgeWithdrawn,
    SetReference,
    RetryCall,
    RetryCallAnew,
    LookAgain,
    GiveUpCall,
    SendAnew,
    TakeBack,
    Adopt,
    MendedAtDoku,
    MapNote,
    RevealSharedKey,
    RevealNumber,
    ViewUnsubmitted,
    ViewDocument,
    ViewEvidence,
    EvidenceSent,
    TakeReceipt,
    AddEndpoint,
    SwitchEndpointOn,
    SwitchEndpointOff,
    TestEndpoint,
    RenewSecret,
    EndOldSecret,
    RemoveEndpoint,
    ResendWebhook,
    AddKey,
    RevokeKey,
}

/// Adds a row. `looked` has the sealed reason of a look, and the name of its subject: `shared_key`, `KTP.NO_KTP`.
pub async fn insert(
    db: &mut Conn,
    id: FactId,
    account: Option<AccountId>,
    business: Option<BusinessId>,
    action: Action,
    looked: Option<(&[u8], &str)>,
    at: Millis,
) -> Result<()> {
    let (reason, subject) = looked.unzip();
    insert!(db, audit { id, account_id: account, business_id: business, action, at, reason, subject }).await
}

/// The owner's address, and the last of these decisions: its action, person and time.
#[derive(sqlx::FromRow)]
pub struct People {
    pub owner: String,
    pub action: Option<Action>,
    pub who: Option<String>,
    pub at: Option<Millis>,
}

pub async fn people_of(db: &mut Conn, business: BusinessId, owner: AccountId) -> Result<Option<People>> {
    fetch_optional!(
        db,
        "select owner.email as owner, decided.action, decided.who, decided.at from accounts owner left join (
            select audit.action, accounts.email as who, audit.at from audit join accounts on accounts.id = audit.account_id
            where audit.business_id = $1 and audit.action in ($2, $3, $4) order by audit.at desc, audit.id desc limit 1
        ) decided on true where owner.id = $5",
        business,
        Action::Approve,
        Action::SendBack,
        Action::Decline,
        owner
    )
    .await
}

/// Tells whether this account has looked at this, with a reason, since then.
pub async fn has_looked(
    db: &mut Conn,
    account: AccountId,
    business: BusinessId,
    action: Action,
    subject: &str,
    since: Millis,
) -> Result<bool> {
    value!(db, "select exists (select 1 from audit where at > " {since} " and account_id = " {account}
        " and business_id = " {business} " and action = " {action} " and subject = " {subject}
        " and reason is not null)")
    .await
}

#[cfg(test)]
mod tests {
    use super::Action::{self, *};
    use sqlx::{Encode, Postgres, postgres::PgArgumentBuffer};

    #[test]
    fn every_action_is_kept_by_the_word_it_always_had() {
        let kept = |action: Action| {
            let mut bytes = PgArgumentBuffer::default();
            let _ = <Action as Encode<'_, Postgres>>::encode_by_ref(&action, &mut bytes).unwrap();
            String::from_utf8(bytes.to_vec()).unwrap()
        };
        for (action, word) in [
            (Approve, "approve"),
            (SendBack, "send_back"),
            (Decline, "decline"),
            (Withdraw, "withdraw"),
            (PurgeWithdrawn, "purge_withdrawn"),
            (SetReference, "set_reference"),
            (RetryCall, "retry_call"),
            (RetryCallAnew, "retry_call_anew"),
            (LookAgain, "look_again"),
            (GiveUpCall, "give_up_call"),
            (SendAnew, "send_anew"),
            (TakeBack, "take_back"),
            (Adopt, "adopt"),
            (MendedAtDoku, "mended_at_doku"),
            (MapNote, "map_note"),
            (RevealSharedKey, "reveal_shared_key"),
            (RevealNumber, "reveal_number"),
            (ViewUnsubmitted, "view_unsubmitted"),
            (ViewDocument, "view_document"),
            (ViewEvidence, "view_evidence"),
            (EvidenceSent, "evidence_sent"),
            (TakeReceipt, "take_receipt"),
            (AddEndpoint, "add_endpoint"),
            (SwitchEndpointOn, "switch_endpoint_on"),
            (SwitchEndpointOff, "switch_endpoint_off"),
            (TestEndpoint, "test_endpoint"),
            (RenewSecret, "renew_secret"),
            (EndOldSecret, "end_old_secret"),
            (RemoveEndpoint, "remove_endpoint"),
            (ResendWebhook, "resend_webhook"),
            (AddKey, "add_key"),
            (RevokeKey, "revoke_key"),
        ] {
            assert_eq!(kept(action), word);
        }
    }
}
