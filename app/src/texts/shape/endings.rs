//! How an application ends, and how one starts again. The words are in `texts::id` and `texts::en`.

pub struct Endings {
    pub withdraw: &'static str,
    pub withdraw_text: &'static str,
    pub withdraw_text_sent: &'static str,
    pub withdraw_yes: &'static str,
    pub again: &'static str,
    pub again_text: &'static str,
    pub again_yes: &'static str,
    pub continued: &'static str,
    pub continued_link: &'static str,
    pub reason: &'static str,
    pub decline: &'static str,
    pub decline_text: &'static str,
    pub decline_reason: &'static str,
    pub decline_yes: &'static str,
    pub internal: &'static str,
    pub internal_text: &'static str,
    pub internal_admin: &'static str,
    pub happened_withdrawn: &'static str,
    pub happened_declined: &'static str,
}
