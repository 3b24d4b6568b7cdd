use super::{Conn, Result};
use domain::{
    Millis,
    ids::{AccountId, NoteId},
    reason::Reason,
};

#[derive(sqlx::FromRow)]
pub struct Row {
    pub id: NoteId,
    /// The hash of the folded note.
    pub hash: Vec<u8>,
    /// The note is sealed at `Place::NoteMapping`.
    pub note: Vec<u8>,
    pub internal: bool,
    pub reason: Option<Reason>,
    /// The number of times that it was seen.
    pub seen: i64,
    pub first_seen_at: Millis,
    pub last_seen_at: Millis,
}

/// Inserts a note, or counts it once more.
pub async fn flag(db: &mut Conn, id: NoteId, hash: &[u8], note: &[u8], internal: bool, now: Millis) -> Result<()> {
    insert!(
        db,
        note_mappings { id, hash, note, internal, first_seen_at: now, last_seen_at: now },
        "on conflict (hash) do update set seen = note_mappings.seen + 1, last_seen_at = excluded.last_seen_at"
    )
    .await
}

pub async fn reason_of(db: &mut Conn, hash: &[u8]) -> Result<Option<Reason>> {
    Ok(value_optional!(db, "select reason from note_mappings where hash = " {hash}).await?.flatten())
}

/// Returns the newest first, notes without a meaning before the others. `internal` includes internal ones.
pub async fn page(db: &mut Conn, internal: bool, limit: i64) -> Result<Vec<Row>> {
    fetch_all!(db, "select id, hash, note, internal, reason, seen, first_seen_at, last_seen_at from note_mappings
        where internal = false or " {internal}
        " order by reason is null desc, last_seen_at desc, id limit " {limit})
    .await
}

/// Returns false when there is none, or it is not for this person.
pub async fn map(
    db: &mut Conn,
    id: NoteId,
    internal: bool,
    reason: Option<Reason>,
    by: AccountId,
    now: Millis,
) -> Result<bool> {
    execute!(db, "update note_mappings
        set reason = " {reason} ", mapped_by = " {by} ", mapped_at = " {now} " where id = " {id}
        " and (internal = false or " {internal} ")")
    .await
}
