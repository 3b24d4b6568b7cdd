//! Masked values, shown once to a person who gives a reason: a number of the merchant's, or the brand's key.

use crate::{
    account::{
        NoSignIn,
        familiar::Caller,
        rights::{admins_only, any, partner_only},
    },
    error::{Error, Result},
    onboarding::{
        case::Case,
        download::{Download, version},
        resubmission,
    },
    services::Services,
    store::{
        Conn,
        audit::{self, Action},
        brands, businesses,
        documents::{self, Document},
    },
    vault::Place,
};
use app::{
    error::AppError,
    onboarding::data::Heading,
    review::data::Hidden,
    site::{FormProblem, Redisplay, Revealed},
    viewer::Viewer,
};
use domain::{
    Millis,
    application::Page,
    forms::{FieldError, Filled, FormErrors},
    ids::{BusinessId, DocumentId, DokuBrandId, FactId},
    text,
};
use secrecy::{ExposeSecret, SecretString};
use std::{collections::BTreeMap, net::IpAddr};

/// The fewest characters of a reason: a shorter one is no sentence that somebody could check later.
const SHORTEST: usize = 8;
const REASON: usize = 500;

/// The time for which one reason opens one file, in milliseconds.
const OPEN_FOR: i64 = 10 * Millis::MINUTE;

/// The credential of one business's brand, for payment calls in its name.
pub struct BrandCredential {
    pub brand: DokuBrandId,
    pub shared_key: SecretString,
}

/// The reason why nothing was shown.
pub enum Refused {
    /// The same page again: a reason is missing, the password was wrong, or there were too many tries.
    Form(Redisplay),
    App(AppError),
}

impl<E: Into<Error>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::App(error.into().into())
    }
}

/// The form by which a person asks to be shown a value.
pub struct Question {
    pub what: Hidden,
    pub reason: String,
    pub password: SecretString,
    pub from: IpAddr,
}

impl Services {
    /// Returns `None` while DOKU has not given it yet.
    pub async fn brand_credential(&self, business: BusinessId) -> Result<Option<BrandCredential>> {
        let mut db = self.store.read().await?;
        let row = businesses::by_id(&mut db, business).await?.ok_or(AppError::NotFound)?;
        let key = self.vault.open_key(row.id, &row.data_key)?;
        let Some(brand) = brands::first(&mut db, &row).await? else { return Ok(None) };
        let shared_key = key.open_text(&Place::SharedKey, brand.shared_key.as_deref())?;
        Ok(shared_key.map(|key| BrandCredential { brand: brand.doku_id, shared_key: key.into() }))
    }

    /// Returns the heading if there is something to show to this viewer.
    pub async fn reveal_heading(&self, viewer: &Viewer, business: BusinessId, what: &Hidden) -> Result<Heading> {
        allowed(viewer, what)?;
        let case = self.hidden_case(&mut self.store.read().await?, business).await?;
        self.hidden_value(&case, what).await?;
        Ok(case.heading())
    }

    /// Judges the reason first, then the password; only then is the look recorded and the value returned.
    pub async fn reveal(&self, viewer: &Viewer, business: BusinessId, question: Question) -> Result<Revealed, Refused> {
        let Question { what, reason, password, from } = question;
        allowed(viewer, &what)?;
        let case = self.hidden_case(&mut self.store.read().await?, business).await?;
        let value = self.hidden_value(&case, &what).await?;
        let reason = text::line(&reason);
        let again = |errors, problem| {
            let values = BTreeMap::from([("reason".to_owned(), reason.clone())]);
            Refused::Form(Redisplay { values, errors, problem })
        };
        let wrong = match reason.chars().count() {
            got if got > REASON => Some(FieldError::TooLong { max: REASON, got }),
            // A text without a letter or a digit is no reason.
            _ if !reason.chars().any(char::is_alphanumeric) => Some(FieldError::Missing),
            got if got < SHORTEST => Some(FieldError::TooShort { min: SHORTEST }),
            _ => None,
        };
        if let Some(error) = wrong {
            return Err(again(FormErrors(vec![("reason".to_owned(), error)]), None));
        }
        if what.wants_password() {
            let caller = Caller { address: from, browser: None, is_signed_in: true };
            match self.sign_in(&viewer.email, password, caller).await {
                Ok(known) if known.account == viewer.account => {}
                Ok(_) | Err(NoSignIn::Wrong) => {
                    return Err(again(FormErrors::default(), Some(FormProblem::WrongSignIn)));
                }
                Err(NoSignIn::TooMany | NoSignIn::TooManyStrangers) => {
                    return Err(again(FormErrors::default(), Some(FormProblem::Of(AppError::TooMany))));
                }
                Err(NoSignIn::Failed(error)) => return Err(error.into()),
            }
        }
        let mut tx = self.store.begin().await?;
        let sealed = case.key.seal(&Place::AuditReason(business), reason.as_bytes())?;
        let subject = what.as_str();
        let action = match what {
            Hidden::SharedKey => Action::RevealSharedKey,
            Hidden::AccountNumber | Hidden::Number(_) => Action::RevealNumber,
            Hidden::File(_) => Action::ViewUnsubmitted,
        };
        let (id, by) = (self.new_id::<FactId>()?, Some(viewer.account));
        audit::insert(&mut tx, id, by, Some(business), action, Some((&sealed, &subject)), self.now()).await?;
        tx.commit().await?;
        Ok(value)
    }

    /// Tells whether a version opens: a submitted one for every reviewer, another for one who has just given a reason.
    async fn may_open(&self, db: &mut Conn, viewer: &Viewer, document: &Document) -> Result<bool> {
        let Document { id, business_id: business, slot, .. } = document;
        if documents::submitted(db, *business).await?.contains(id) {
            return Ok(true);
        }
        documents::in_slot(db, *business, slot).await?.ok_or(AppError::NotFound)?;
        // A reason is for what was there when it was given.
        let since = self.now().plus(-OPEN_FOR).max(document.received_at.plus(-1));
        let what = Hidden::File(slot.clone());
        Ok(audit::has_looked(db, viewer.account, *business, Action::ViewUnsubmitted, &what.as_str(), since).await?)
    }

    /// Opens a merchant's file, or returns `None` if that needs a reason first. Each look is recorded, so no browser
    /// shows it without asking.
    pub async fn file_for_review(
        &self,
        viewer: &Viewer,
        business: BusinessId,
        slot: &str,
        id: DocumentId,
    ) -> Result<Option<Download>> {
        let mut tx = self.store.begin().await?;
        let row = any(&mut tx, viewer, business).await?;
        let document = version(&mut tx, business, slot, id).await?;
        if !self.may_open(&mut tx, viewer, &document).await? {
            return Ok(None);
        }
        self.audit(&mut tx, viewer, Some(business), Action::ViewDocument).await?;
        tx.commit().await?;
        self.download(&row, document).await.map(Some)
    }

    async fn hidden_case(&self, db: &mut Conn, business: BusinessId) -> Result<Case> {
        let row = businesses::by_id(db, business).await?.ok_or(AppError::NotFound)?;
        Case::load(db, &self.vault, row).await
    }

    /// Returns the value, or `NotFound` when there is none or no requirement of this business asks for it.
    async fn hidden_value(&self, case: &Case, what: &Hidden) -> Result<Revealed> {
        let value = match what {
            Hidden::SharedKey => self.brand_credential(case.business.id).await?.map(|found| found.shared_key),
            Hidden::AccountNumber => match case.form(Page::Bank(0)).into_owned() {
                Filled::Bank(form) => filled(form.account_number),
                _ => None,
            },
            Hidden::Number(name) => case.numbers().values.get(name).cloned().and_then(filled),
            Hidden::File(slot) => {
                let file = case.documents.get(slot).ok_or(AppError::NotFound)?;
                return Ok(Revealed::File(resubmission::file_row(case, file)?));
            }
        };
        let value = value.ok_or(AppError::NotFound)?;
        Ok(Revealed::Value(value.expose_secret().to_owned()))
    }
}

fn filled(value: String) -> Option<SecretString> {
    (!text::is_blank(&value)).then(|| value.into())
}

fn allowed(viewer: &Viewer, what: &Hidden) -> Result<()> {
    partner_only(viewer)?;
    if *what == Hidden::SharedKey { admins_only(viewer) } else { Ok(()) }
}
