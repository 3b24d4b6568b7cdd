//! One step of a story, acted out by the real use cases. A step that is repeated, since a process was killed before it
//! could be marked, changes nothing.

use super::{
    businesses::{Doku, Happening, Person, Plan, Step},
    people::{ADMIN, REVIEWER, viewer},
};
use crate::{
    error::{Error, Result},
    files::Broken,
    merchant::take_file::{Received, Refused},
    onboarding::case::Case,
    once::Once,
    services::Services,
    store::businesses::{self, Business},
};
use app::{error::AppError, review::data::Seen, viewer::Viewer};
use axum::body::Bytes;
use domain::{
    forms::{AddressForm, BankForm, BrandForm, DocumentsForm, Filled, NewBusinessForm, ProfileForm, SocialForm, Task},
    ids::BusinessId,
    kyb::State,
};
use rust_embed::{EmbeddedFile, RustEmbed};
use sandbox::{Decide, ManualVerdict, Pace, Sandbox};
use std::{collections::BTreeMap, convert::Infallible, time::Duration};

/// Our own drawings: a card for each person, a face, a shop for each business, each with a stamp that says CONTOH
/// ("sample").
#[derive(RustEmbed)]
#[folder = "src/seed/pictures"]
struct Pictures;

const KTP: &str = "KTP";
const SLOTS: [(&str, &str); 3] =
    [(KTP, "ktp.png"), ("OWNER_LIVENESS", "swafoto.png"), ("PHOTO_PROOF", "tempat-usaha.png")];

/// Returns the picture for a slot.
fn picture(slot: &str, person: &Person, plan: &Plan) -> Option<EmbeddedFile> {
    let name = match slot {
        KTP => person.name,
        "PHOTO_PROOF" => plan.name,
        _ => "face",
    };
    Pictures::get(&format!("{name}.png"))
}

pub async fn act_out(services: &Services, sandbox: &Sandbox, happening: Happening) -> Result<()> {
    let Happening { person, plan, step, .. } = happening;
    let owner = viewer(services, person.owner).await?;
    let own = Own { services, person, plan, owner };
    match step {
        Step::Begin => own.begin().await,
        Step::Fill => own.fill().await,
        Step::Submit => {
            let id = own.row().await?.id;
            let shown = own.services.check(&own.owner, id).await?.shown;
            own.services.submit(&own.owner, id, &shown).await?;
            Ok(())
        }
        Step::Mend => {
            let row = own.row().await?;
            if row.state == State::ActionNeeded { own.save(row.id, own.bank(person.name)).await } else { Ok(()) }
        }
        Step::SendBack(reason) => {
            let Some(business) = own.waiting().await? else { return Ok(()) };
            let reasons = BTreeMap::from([("bank".to_owned(), reason.to_owned())]);
            let reviewer = viewer(services, REVIEWER).await?;
            services.send_case_back(&reviewer, business, &own.versions().await?, &reasons).await
        }
        Step::Approve(doku) => {
            let Some(business) = own.waiting().await? else { return Ok(()) };
            prepare(sandbox, doku).await?;
            services.approve_case(&viewer(services, REVIEWER).await?, business, &own.versions().await?).await
        }
        Step::Decline(reason) => {
            let Some(business) = own.waiting().await? else { return Ok(()) };
            services.decline_case(&viewer(services, ADMIN).await?, business, &own.versions().await?, reason).await
        }
        Step::Say(entity, code, verdict, note) => {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let manual = ManualVerdict {
                entity: some(entity),
                code: some(code),
                id: None,
                verdict: verdict.to_owned(),
                note: note.map(str::to_owned),
            };
            let Some(id) = own.row().await?.doku_business_id else { return Ok(()) };
            sandbox.decide(id.as_str(), &manual).await.map_err(refused)?;
            Ok(())
        }
        Step::Accept => {
            let Some(id) = own.row().await?.doku_business_id else { return Ok(()) };
            sandbox.decide_all(id.as_str()).await.map_err(refused)?;
            Ok(())
        }
    }
}

/// Prepares the sandbox for the next registration. A busy one refuses only that one call; the pause it asked for is in
/// our outbox then.
async fn prepare(sandbox: &Sandbox, doku: Doku) -> Result<()> {
    let (decide, hours, busy, seconds) = match doku {
        Doku::WaitsToBeTold => (Decide::Explicit, 0, 0, 0),
        Doku::DecidesAfter(hours) => (Decide::Auto, hours, 0, 0),
        Doku::IsBusy(seconds) => (Decide::Explicit, 0, 1, seconds),
    };
    sandbox.set_pace(Pace { decide, delay: Duration::from_secs(hours * 3_600) });
    let switches = serde_json::json!({ "busy_calls": busy, "retry_after_seconds": seconds });
    sandbox.switch(&switches).await.map_err(refused)
}

/// Reports that the sandbox refused a step of a story.
pub fn refused(cause: sandbox::Refused) -> Error {
    Error::Sandbox(cause.into())
}

/// The business of a plan, with its owner's rights.
struct Own<'a> {
    services: &'a Services,
    person: &'a Person,
    plan: &'a Plan,
    owner: Viewer,
}

impl Own<'_> {
    async fn find(&self, name: &str) -> Result<Option<Business>> {
        let all = businesses::of_owner(&mut self.services.store.read().await?, self.owner.account).await?;
        Ok(all.into_iter().find(|row| row.name == name))
    }

    async fn row(&self) -> Result<Business> {
        self.find(self.plan.name).await?.ok_or(Error::Missing("a business of the demo"))
    }

    /// Returns the business if it waits for the partner.
    async fn waiting(&self) -> Result<Option<BusinessId>> {
        let row = self.row().await?;
        Ok((row.state == State::PartnerCheck).then_some(row.id))
    }

    /// Returns the versions that a decision is about.
    async fn versions(&self) -> Result<Seen> {
        let row = self.row().await?;
        Ok(Case::load(&mut self.services.store.read().await?, &self.services.vault, row).await?.versions())
    }

    async fn begin(&self) -> Result<()> {
        let business = self.start().await?;
        self.upload(business, SLOTS[0]).await
    }

    async fn fill(&self) -> Result<()> {
        let business = self.start().await?;
        for slot in SLOTS {
            self.upload(business, slot).await?;
        }
        for form in self.forms() {
            self.save(business, form).await?;
        }
        Ok(())
    }

    /// Returns the business with its name. One that was begun and has no name yet is continued.
    async fn start(&self) -> Result<BusinessId> {
        let begun = match self.find(self.plan.name).await? {
            Some(row) => Some(row),
            None => self.find("").await?,
        };
        let business = match begun {
            Some(row) => row.id,
            None => {
                let form = NewBusinessForm {
                    business_type: "PERSONAL".into(),
                    legal_entity: "PERSEORANGAN".into(),
                    business_line: "RETAIL".into(),
                    nationality: "ID".into(),
                };
                let new = form.parse().map_err(|_| AppError::BadRequest)?;
                self.services.start_business(&self.owner, &new, &Once::default()).await?
            }
        };
        self.save(business, self.profile()).await?;
        self.services.consent(&self.owner, business, app::texts::CONSENT_VERSION).await?;
        Ok(business)
    }

    async fn save(&self, business: BusinessId, form: Filled) -> Result<()> {
        self.services.save(&self.owner, business, form.into(), true).await?;
        Ok(())
    }

    async fn upload(&self, business: BusinessId, (slot, name): (&str, &str)) -> Result<()> {
        let services = self.services;
        let (case, requirement) = services.open_slot(&self.owner, business, slot).await?;
        let picture = picture(slot, self.person, self.plan).ok_or(Error::Missing("a picture of the demo"))?;
        let body = futures::stream::iter([Ok::<_, Infallible>(Bytes::from(picture.data.into_owned()))]);
        let stored =
            services.files.receive(&case.key, requirement.max_bytes(), body).await.map_err(|broken| match broken {
                Broken::TooBig | Broken::Incomplete => AppError::BadRequest.into(),
                Broken::Failed(error) => error,
            })?;
        let file = Received { name: name.to_owned(), stored };
        services.take_file(&self.owner, business, &requirement, file).await.map_err(|refused| match refused {
            Refused::File(_) => AppError::BadRequest.into(),
            Refused::App(error) => error.into(),
        })
    }

    fn profile(&self) -> Filled {
        Filled::Business(ProfileForm {
            name: self.plan.name.into(),
            description: self.plan.does.into(),
            email: self.owner.email.clone(),
            phone: "081200009911".into(),
            website_readiness: "DONT_HAVE".into(),
            mobile_app_readiness: "DONT_HAVE".into(),
        })
    }

    fn bank(&self, account_name: &str) -> Filled {
        Filled::Bank(BankForm {
            bank: "014".into(),
            account_number: self.person.account.into(),
            account_name: account_name.into(),
        })
    }

    fn forms(&self) -> [Filled; 6] {
        let (person, plan) = (self.person, self.plan);
        let [postal_code, village, district, city, province] = person.area(plan).map(str::to_owned);
        let handle: String = plan.name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        let numbers = BTreeMap::from([(DocumentsForm::key(KTP, "NO_KTP"), person.nik.to_owned())]);
        [
            Filled::Documents(DocumentsForm { values: numbers }),
            Filled::Brand(BrandForm {
                name: plan.name.into(),
                description: plan.does.into(),
                category: "RETAIL".into(),
                transaction_frequency: "UMI".into(),
                transaction_quantity: "UP_TO_100".into(),
            }),
            Filled::of(
                Task::Contact,
                [("name", person.name), ("email", &self.owner.email), ("phone", "081200009911"), ("position", "OWNER")],
            ),
            Filled::Address(AddressForm {
                street: person.street(plan).into(),
                postal_code,
                village,
                district,
                city,
                province,
            }),
            self.bank(person.account_name(plan)),
            Filled::Social(SocialForm { instagram: format!("@{handle}.contoh"), facebook: String::new() }),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::{super::businesses::happenings, *};
    use domain::Millis;

    #[test]
    fn everybody_has_a_picture_for_every_slot() {
        for Happening { person, plan, .. } in happenings(Millis(0)) {
            for (slot, _) in SLOTS {
                let png = picture(slot, person, plan).unwrap_or_else(|| panic!("{slot} of {}", plan.name)).data;
                assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
                assert_eq!((&png[12..16], &png[16..24]), (b"IHDR".as_slice(), &[0, 0, 1, 144, 0, 0, 0, 252][..]));
                assert!(png.ends_with(b"IEND\xae\x42\x60\x82") && png.len() < 30_000);
            }
        }
    }
}
