//! Mails, and the last news of each owner.

use super::{Conn, Result};
use domain::{
    Millis,
    ids::{AccountId, BusinessId, MailId},
};
use sqlx::types::Json;

#[derive(Clone, sqlx::FromRow)]
pub struct Mail {
    pub id: MailId,
    pub business_id: BusinessId,
    pub account_id: AccountId,
    pub reminder: bool,
    pub stale: bool,
    /// The message is sealed.
    pub message: Option<Vec<u8>>,
    pub created_at: Millis,
    pub sent_at: Option<Millis>,
}

#[derive(Clone, Default, sqlx::FromRow)]
pub struct Notice {
    /// A state, or each thing to fix: `item@time`, `facet#revision.note`.
    pub told: Json<Vec<String>>,
    pub told_at: Option<Millis>,
    pub reminded: i64,
    pub remind_at: Option<Millis>,
}

pub async fn insert(
    db: &mut Conn,
    id: MailId,
    business: BusinessId,
    owner: AccountId,
    reminder: bool,
    now: Millis,
) -> Result<()> {
    insert!(db, mails { id, business_id: business, account_id: owner, reminder, created_at: now }).await
}

pub async fn by_id(db: &mut Conn, business: BusinessId, id: MailId) -> Result<Option<Mail>> {
    fetch_optional!(db, "select * from mails where id = " {id} " and business_id = " {business}).await
}

/// Returns the mail that is still on its way: it gets its text when it is sent.
pub async fn waiting(db: &mut Conn, business: BusinessId) -> Result<Option<MailId>> {
    value_optional!(db, "select mails.id from mails join outbox on outbox.business_id = mails.business_id
        and outbox.kind = 'mail' and outbox.subject = mails.id where mails.business_id = " {business}
        " and outbox.status = 'waiting' and mails.sent_at is null order by mails.created_at limit 1")
    .await
}

pub async fn mark_stale(db: &mut Conn, business: BusinessId, id: MailId) -> Result<()> {
    update!(db, mails { stale: true } where { id, business_id: business }).await
}

/// Stores the text just before it is sent, with all news until now.
pub async fn write(db: &mut Conn, business: BusinessId, id: MailId, message: &[u8]) -> Result<()> {
    update!(db, mails { message, stale: false } where { id, business_id: business }).await
}

pub async fn sent(db: &mut Conn, business: BusinessId, id: MailId, now: Millis) -> Result<()> {
    update!(db, mails { sent_at: now } where { id, business_id: business }).await
}

/// Deletes a mail without any news left.
pub async fn forget(db: &mut Conn, business: BusinessId, id: MailId) -> Result<()> {
    execute!(db, "delete from mails where id = " {id} " and business_id = " {business}).await
}

/// A mail for the mailbox of sandbox mode, with the sealed key of its business: everybody's, newest first.
#[derive(sqlx::FromRow)]
pub struct Sent {
    pub id: MailId,
    pub business_id: BusinessId,
    pub data_key: Vec<u8>,
    pub message: Vec<u8>,
    pub sent_at: Millis,
}

pub async fn newest(db: &mut Conn, limit: i64) -> Result<Vec<Sent>> {
    fetch_all!(db, "select mails.id, mails.business_id, businesses.data_key, mails.message, mails.sent_at from mails
        join businesses on businesses.id = mails.business_id where mails.sent_at is not null
        and mails.message is not null order by mails.sent_at desc, mails.id desc limit " {limit})
    .await
}

pub async fn one_sent(db: &mut Conn, id: MailId) -> Result<Option<Sent>> {
    fetch_optional!(db, "select mails.id, mails.business_id, businesses.data_key, mails.message, mails.sent_at
        from mails join businesses on businesses.id = mails.business_id
        where mails.id = " {id} " and mails.sent_at is not null and mails.message is not null")
    .await
}

pub async fn notice(db: &mut Conn, business: BusinessId) -> Result<Notice> {
    let found: Option<Notice> = fetch_optional!(db, "select told, told_at, reminded, remind_at from notices
            where business_id = " {business})
    .await?;
    Ok(found.unwrap_or_default())
}

pub async fn set_notified(db: &mut Conn, business: BusinessId, told: &[String], now: Millis) -> Result<()> {
    upsert!(db, notices { told: Json(told), told_at: now } where { business_id: business }).await
}

/// Marks news as known without a mail, so that the next one need not wait.
pub async fn set_known(db: &mut Conn, business: BusinessId, told: &[String]) -> Result<()> {
    upsert!(db, notices { told: Json(told) } where { business_id: business }).await
}

pub async fn set_reminder(db: &mut Conn, business: BusinessId, reminded: i64, at: Option<Millis>) -> Result<()> {
    upsert!(db, notices { reminded, remind_at: at } where { business_id: business }).await
}

pub async fn to_remind(db: &mut Conn, now: Millis, limit: i64) -> Result<Vec<BusinessId>> {
    values!(db, "select business_id from notices where remind_at <= " {now} " order by remind_at limit " {limit}).await
}
