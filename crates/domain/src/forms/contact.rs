use super::{Email, Form, FormErrors, Judge, Phone, Task, limits, read};
use crate::codes::Position;
use serde::{Deserialize, Serialize};

/// `business.contacts[0].*` as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub position: String,
}

pub struct Contact {
    pub name: String,
    pub email: Email,
    pub phone: Phone,
    pub position: Position,
}

impl Form for ContactForm {
    const TASK: Task = Task::Contact;
    type Proof = Contact;

    fn parse(&self) -> Result<Contact, FormErrors> {
        let mut judge = Judge::default();
        let name = judge.read("name", read::line(&self.name, limits::SHORTEST, limits::NAME));
        let email = judge.read("email", read::email(&self.email));
        let phone = judge.read("phone", read::phone(&self.phone));
        let position = judge.read("position", read::choice(&self.position, Position::KNOWN));
        let proof = || Some(Contact { name: name?, email: email?, phone: phone?, position: position? });
        let proof = proof();
        judge.verdict(proof)
    }

    fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}
