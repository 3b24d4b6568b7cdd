use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, DokuFileId, FactId},
    kyb::{Ignored, Observation, Reported, Source, Verdict},
};

/// The outcome of an observation: the verdict that it gave, or why it changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Outcome {
    /// It is kept, and not yet folded.
    New,
    NotSent,
    Pending,
    Accepted,
    Rejected,
    Suspended,
    Stale,
    EarlierVersion,
    Unknown,
}

impl Outcome {
    pub const fn verdict(self) -> Option<Verdict> {
        match self {
            Self::NotSent => Some(Verdict::NotSent),
            Self::Pending => Some(Verdict::Pending),
            Self::Accepted => Some(Verdict::Accepted),
            Self::Rejected => Some(Verdict::Rejected),
            Self::Suspended => Some(Verdict::Suspended),
            Self::New | Self::Stale | Self::EarlierVersion | Self::Unknown => None,
        }
    }
}

impl From<std::result::Result<Verdict, Ignored>> for Outcome {
    fn from(folded: std::result::Result<Verdict, Ignored>) -> Self {
        match folded {
            Ok(Verdict::NotSent) => Self::NotSent,
            Ok(Verdict::Pending) => Self::Pending,
            Ok(Verdict::Accepted) => Self::Accepted,
            Ok(Verdict::Rejected) => Self::Rejected,
            Ok(Verdict::Suspended) => Self::Suspended,
            Err(Ignored::Stale) => Self::Stale,
            Err(Ignored::EarlierVersion) => Self::EarlierVersion,
            Err(Ignored::Unknown) => Self::Unknown,
        }
    }
}

#[derive(sqlx::FromRow)]
pub struct Row {
    pub fact_id: FactId,
    pub facet: String,
    pub reported: Reported,
    /// The note is sealed.
    pub note: Option<Vec<u8>>,
    pub at: Millis,
    pub source: Source,
    pub file_id: Option<DokuFileId>,
    pub outcome: Outcome,
    /// True for a read-back that gave a verdict before any callback did.
    pub healed: bool,
}

/// Adds the observation. `note` is sealed.
pub async fn insert(db: &mut Conn, business: BusinessId, seen: &Observation, note: Option<&[u8]>) -> Result<()> {
    insert!(
        db,
        observations {
            fact_id: seen.fact,
            facet: seen.facet.to_string(),
            business_id: business,
            reported: seen.reported,
            note,
            at: seen.at,
            source: seen.source,
            file_id: seen.file.as_ref()
        },
        "on conflict (fact_id, facet) do nothing"
    )
    .await
}

pub async fn all(db: &mut Conn, business: BusinessId) -> Result<Vec<Row>> {
    fetch_all!(db, "select * from observations where business_id = " {business}).await
}

pub async fn set_outcome(db: &mut Conn, fact: FactId, facet: &str, outcome: Outcome) -> Result<()> {
    update!(db, observations { outcome } where { fact_id: fact, facet }).await
}

pub async fn set_healed(db: &mut Conn, fact: FactId, facet: &str) -> Result<()> {
    update!(db, observations { healed: true } where { fact_id: fact, facet, source: Source::ReadBack }).await
}

/// Deletes an observation that the kept bytes no longer contain.
pub async fn delete(db: &mut Conn, fact: FactId, facet: &str) -> Result<()> {
    execute!(db, "delete from observations where fact_id = " {fact} " and facet = " {facet}).await
}

/// The fact behind a rejected part.
#[derive(sqlx::FromRow)]
pub struct RejectingFact {
    pub facet: String,
    pub fact_id: FactId,
    pub source: Source,
    /// The sealed body of the callback or of the read-back.
    pub body: Vec<u8>,
}

/// Returns the last facts behind everything that is rejected.
pub async fn rejections(db: &mut Conn, business: BusinessId) -> Result<Vec<RejectingFact>> {
    fetch_all!(db, "select o.facet, o.fact_id, o.source, coalesce(c.body, r.body) as body from facets f
        join observations o on o.business_id = f.business_id and o.facet = f.facet and o.at = f.at
        left join callbacks c on c.id = o.fact_id left join readbacks r on r.id = o.fact_id
        where f.business_id = " {business} " and f.verdict = 'rejected' and o.reported in ('rejected', 'declined')
        and coalesce(c.body, r.body) is not null order by o.facet collate \"C\", o.source, o.fact_id")
    .await
}
