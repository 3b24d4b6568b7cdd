use super::{FieldError, Form, FormErrors, Judge, Task, read};
use crate::{codes::SocialMedia, text};
use serde::{Deserialize, Serialize};

/// `business.brands[0].social_media` as typed. May stay empty.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SocialForm {
    pub instagram: String,
    pub facebook: String,
}

/// Accounts by network; networks without one are left out.
#[derive(Default)]
pub struct Social {
    pub accounts: Vec<(SocialMedia, String)>,
}

impl Form for SocialForm {
    const TASK: Task = Task::Social;
    type Proof = Social;

    fn parse(&self) -> Result<Social, FormErrors> {
        let mut judge = Judge::default();
        let instagram = judge.read("instagram", optional(&self.instagram, &read::INSTAGRAM));
        let facebook = judge.read("facebook", optional(&self.facebook, &read::FACEBOOK));
        let accounts = [(SocialMedia::Instagram, instagram), (SocialMedia::Facebook, facebook)];
        let accounts = accounts.into_iter().filter_map(|(code, link)| Some((code, link??))).collect();
        judge.verdict(Some(Social { accounts }))
    }

    fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}

fn optional(typed: &str, network: &read::Network) -> Result<Option<String>, FieldError> {
    if text::is_blank(typed) { Ok(None) } else { read::link(typed, network).map(Some) }
}
