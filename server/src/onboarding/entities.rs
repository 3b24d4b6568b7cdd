//! Finds the part of an application that each entity of DOKU's is.

use crate::{
    error::Result,
    store::{Conn, brands, businesses::Business, readbacks, sends},
};
use doku::readback::Entity;
use domain::kyb::{Known, Named};

pub async fn known(db: &mut Conn, business: &Business) -> Result<Known> {
    let ids = readbacks::entities(db, business.id).await?;
    Ok(Known {
        sent: sends::all(db, business.id).await?,
        ids: ids.into_iter().filter_map(|(id, facet)| Some((id, facet.parse().ok()?))).collect(),
        brand: brands::first(db, business).await?.map(|brand| brand.doku_id),
    })
}

pub fn named(entities: &[Entity]) -> Vec<Named<'_>> {
    let all = entities.iter().map(|entity| {
        let (id, code) = (entity.id.as_deref(), entity.code.as_deref());
        Named { kind: entity.kind, id, code, position: Some(entity.position) }
    });
    all.collect()
}
