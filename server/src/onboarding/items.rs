//! The rows of an application by the names that pages have for them.

use super::case::Case;
use app::onboarding::data::Item;
use domain::{
    Millis,
    application::{self, Lock, Note, RowStatus},
    kyb::FacetKey,
    requirement::Requirement,
};

impl Case {
    /// Every row of the task list: files first, then forms.
    pub fn items(&self) -> Vec<Item> {
        self.named(self.application.items())
    }

    /// Required items that are not done.
    pub fn missing(&self) -> Vec<Item> {
        self.named(self.application.missing())
    }

    /// The items that one corrects for this facet.
    pub fn items_of(&self, facet: &FacetKey) -> Vec<Item> {
        self.named(self.application.items_of(facet))
    }

    fn named(&self, items: Vec<application::Item>) -> Vec<Item> {
        let named = |item| match item {
            application::Item::File(slot) => self.requirement(&slot).map(slot_item),
            application::Item::Form(page) => Some(Item::Form(page)),
        };
        items.into_iter().filter_map(named).collect()
    }

    pub fn row_status(&self, item: &Item) -> RowStatus {
        self.application.row_status(&plain(item))
    }

    pub fn answers_for(&self, item: &Item, facet: &FacetKey) -> bool {
        plain(item).answers_for(facet)
    }

    /// When what this item holds was mended in DOKU's dashboard.
    pub fn mended_at(&self, item: &Item) -> Option<Millis> {
        self.application.mended_at(&plain(item))
    }

    pub fn note(&self, item: &Item) -> Option<Note> {
        self.application.note(&plain(item))
    }

    /// Why nothing of this item can be changed. `None`: it is open.
    pub fn lock(&self, item: &Item) -> Option<Lock> {
        self.application.lock(&plain(item))
    }

    /// Everything that was wrong with this item is corrected and waits to be sent.
    pub fn is_corrected(&self, item: &Item) -> bool {
        self.application.is_corrected(&plain(item))
    }
}

fn plain(item: &Item) -> application::Item {
    match item {
        Item::Slot { slot, .. } => application::Item::File(slot.clone()),
        Item::Form(page) => application::Item::Form(*page),
    }
}

pub fn slot_item(file: &Requirement) -> Item {
    Item::Slot { slot: file.slot.clone(), code: file.code.clone(), name: file.name.clone() }
}
