use super::{Email, Form, FormErrors, Judge, Phone, Task, limits, read};
use crate::codes::Readiness;
use serde::{Deserialize, Serialize};

/// `business.*` as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    pub name: String,
    pub description: String,
    pub email: String,
    pub phone: String,
    pub website_readiness: String,
    pub mobile_app_readiness: String,
}

pub struct Profile {
    pub name: String,
    pub description: String,
    pub email: Email,
    pub phone: Phone,
    pub website_readiness: Readiness,
    pub mobile_app_readiness: Readiness,
}

impl Form for ProfileForm {
    const TASK: Task = Task::Business;
    type Proof = Profile;

    fn parse(&self) -> Result<Profile, FormErrors> {
        let mut judge = Judge::default();
        let name = judge.read("name", read::line(&self.name, limits::SHORTEST, limits::NAME));
        let description =
            judge.read("description", read::paragraph(&self.description, limits::SHORTEST, limits::DESCRIPTION));
        let email = judge.read("email", read::email(&self.email));
        let phone = judge.read("phone", read::phone(&self.phone));
        let website = judge.read("website_readiness", read::choice(&self.website_readiness, Readiness::KNOWN));
        let app = judge.read("mobile_app_readiness", read::choice(&self.mobile_app_readiness, Readiness::KNOWN));
        let proof = || {
            Some(Profile {
                name: name?,
                description: description?,
                email: email?,
                phone: phone?,
                website_readiness: website?,
                mobile_app_readiness: app?,
            })
        };
        let proof = proof();
        judge.verdict(proof)
    }

    fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}
