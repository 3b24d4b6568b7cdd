//! Chance, for ids, keys and names. Nothing else asks the system for it.

use domain::Millis;
use uuid::Uuid;

#[derive(Debug, thiserror::Error)]
#[error("the system gave no random bytes")]
pub struct NoChance;

pub fn bytes<const N: usize>() -> Result<[u8; N], NoChance> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoChance)?;
    Ok(bytes)
}

/// UUIDv7: ids sort by the time they were made.
pub fn new_id(now: Millis) -> Result<Uuid, NoChance> {
    let millis = u64::try_from(now.0).unwrap_or_default();
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &bytes::<10>()?).into_uuid())
}

/// Names an error in the log.
pub fn incident() -> String {
    letters(bytes::<6>().unwrap_or([0; 6]))
}

/// Characters that nobody confuses, one for each byte.
pub fn letters<const N: usize>(bytes: [u8; N]) -> String {
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}
