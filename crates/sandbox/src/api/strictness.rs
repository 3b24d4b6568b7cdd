//! Notes every lenient reading of a call, and refuses it when the sandbox is strict.

use super::answer::{Answer, contents};
use crate::leniency::Reading;
use crate::store::{Conn, warnings};
use crate::world::World;

/// Notes the readings of a call, named as `PUT /business/{id}`, with its Request-Id. Returns the problems for which a
/// strict sandbox refuses it; none when the sandbox is lenient.
pub async fn noted(
    world: &World,
    db: &mut Conn,
    about: (&str, &str),
    readings: &[Reading],
) -> sqlx::Result<Vec<String>> {
    let strict = world.switches().strict;
    let mut problems = Vec::new();
    for reading in readings {
        let refused = strict && !reading.rule.is_advice();
        warnings::note(db, about, reading, refused, world.clocks.wall.now()).await?;
        if refused {
            problems.push(format!("{} {}", reading.place, reading.rule.says()));
        }
    }
    Ok(problems)
}

/// Judges outside of a transaction. The inner error is a refusal.
pub async fn judge(world: &World, about: (&str, &str), readings: &[Reading]) -> sqlx::Result<Result<(), Answer>> {
    if readings.is_empty() {
        return Ok(Ok(()));
    }
    let mut conn = world.db.acquire().await?;
    let problems = noted(world, &mut conn, about, readings).await?;
    Ok(if problems.is_empty() { Ok(()) } else { Err(contents(400, &problems)) })
}
