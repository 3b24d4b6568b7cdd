//! The data of a receipt, stored as it is here: fields may only be added, each with a default.

use domain::{
    Millis,
    application::Page,
    ids::{BusinessId, DocumentId},
};
use serde::{Deserialize, Serialize};

pub struct ReceiptPage {
    pub business: BusinessId,
    /// `None`: nothing was sent yet.
    pub receipt: Option<Receipt>,
}

/// A row in the list of receipts, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptRow {
    pub revision: i64,
    pub fixes: bool,
    pub at: Millis,
    /// `None`: the application was sent before receipts were kept.
    pub reference: Option<String>,
}

pub struct Receipt {
    pub revision: i64,
    /// True for fixes of what DOKU rejected, false for the application.
    pub fixes: bool,
    pub at: Millis,
    /// `None`: it was sent before receipts were kept; files, consent and sender are then unknown.
    pub reference: Option<String>,
    pub snapshot: Snapshot,
}

/// Every item at the moment of sending, numbers by their last four. It has no `Debug`, so no log shows it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Snapshot {
    pub name: String,
    pub business_type: String,
    pub legal_entity: String,
    pub business_line: String,
    /// The person whose session sent it.
    pub sent_by: String,
    pub consent_version: Option<String>,
    pub consented_at: Option<Millis>,
    pub files: Vec<KeptFile>,
    pub forms: Vec<KeptForm>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct KeptFile {
    pub code: String,
    /// DOKU's name for it at that time.
    pub name: String,
    pub upload: Option<KeptUpload>,
    pub numbers: Vec<KeptNumber>,
    pub corrected: bool,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct KeptUpload {
    pub document: DocumentId,
    pub name: String,
    pub bytes: u64,
    pub received_at: Millis,
}

/// A value that goes with a file, such as the number of a KTP.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeptNumber {
    pub code: String,
    pub name: String,
    pub value: String,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct KeptForm {
    #[serde(rename = "task")]
    pub page: Page,
    pub values: Vec<(String, String)>,
    pub corrected: bool,
}
