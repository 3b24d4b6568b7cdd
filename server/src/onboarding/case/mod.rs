//! One application with its keys and rows. Pages, submission and projection all start here; `onboarding/load.rs` loads
//! it.

mod derived;
mod upon;

pub use upon::{Clashing, Typed};

use crate::{
    error::{Error, Result},
    store::{brands::Brand, businesses::Business, documents::Document},
    vault::{Key, Place},
};
use app::{error::AppError, onboarding::data::Heading};
use domain::{
    application::{Application, Page},
    ids::DocumentId,
    kyb::{self, Deadline, Progress},
};
use std::{
    collections::BTreeMap,
    ops::{Deref, DerefMut},
};

pub struct Case {
    pub business: Business,
    /// The list is empty until DOKU has registered the business.
    pub brands: Vec<Brand>,
    pub key: Key,
    pub application: Application<Document>,
    /// DOKU's deadlines for the products that wait, by the names of their facets.
    pub activation: BTreeMap<String, Deadline>,
}

impl Deref for Case {
    type Target = Application<Document>;

    fn deref(&self) -> &Application<Document> {
        &self.application
    }
}
impl DerefMut for Case {
    fn deref_mut(&mut self) -> &mut Application<Document> {
        &mut self.application
    }
}

impl Case {
    /// Removes DOKU's notes that are meant for the partner's admins alone.
    pub fn for_merchants(mut self) -> Self {
        for row in &mut self.facets {
            row.note = row.note.take().filter(|note| kyb::is_for_merchants(note));
            row.reason = row.reason.filter(|_| row.note.is_some());
        }
        self
    }

    /// Returns `NotFound` unless the application has this page.
    pub fn has(&self, page: Page) -> Result<()> {
        if self.pages().contains(&page) { Ok(()) } else { Err(AppError::NotFound.into()) }
    }

    pub fn heading(&self) -> Heading {
        heading(&self.business)
    }

    /// Returns the first brand; every business that DOKU has registered has one.
    pub fn brand(&self) -> Option<&Brand> {
        self.brands.first()
    }

    /// Sets the progress in memory only; the caller also writes it to the database.
    pub fn set_progress(&mut self, progress: Progress) {
        self.business.progress = progress;
        self.application.standing.progress = progress;
    }

    pub fn file_name(&self, document: &Document) -> Result<String> {
        file_name(&self.key, document.id, &document.name)
    }
}

pub fn file_name(key: &Key, id: DocumentId, sealed: &[u8]) -> Result<String> {
    String::from_utf8(key.open(&Place::FileName(id), sealed)?).map_err(|_| Error::Sealed)
}

pub fn heading(business: &Business) -> Heading {
    Heading {
        business: business.id,
        name: business.name.clone(),
        business_type: business.business_type.as_str().into(),
        legal_entity: business.legal_entity.as_str().into(),
        state: business.state,
        services_on: usize::try_from(business.services_on).unwrap_or_default(),
        doku_id: business.doku_business_id.as_ref().map(ToString::to_string),
    }
}
