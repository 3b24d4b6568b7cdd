//! What mails say, and the pages about them. The words are in `texts::id` and `texts::en`.

pub struct Mail {
    pub stuck_lead: &'static str,
    pub fix_lead: &'static str,
    pub fix_button: &'static str,
    /// Beneath what no page of ours corrects.
    pub fix_elsewhere: &'static str,
    pub verified_title: &'static str,
    pub verified_lead: &'static str,
    pub active_title: &'static str,
    pub active_lead: &'static str,
    pub no_service_lead: &'static str,
    pub suspended_title: &'static str,
    pub suspended_lead: &'static str,
    pub reminder_title: &'static str,
    pub reminder_lead: &'static str,
    pub reminder_button: &'static str,
    pub see_status: &'static str,
    /// Beneath what is always sent.
    pub service_footer: &'static str,
    /// Beneath what may be switched off.
    pub news_footer: &'static str,
    pub never_ask: &'static str,
    /// The link to the page of the same name.
    pub preferences: &'static str,
    pub preferences_lead: &'static str,
    pub language: &'static str,
    pub news: &'static str,
    pub news_yes: &'static str,
    pub news_yes_hint: &'static str,
    pub news_no: &'static str,
    pub news_no_hint: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub mailbox: &'static str,
    pub mailbox_lead: &'static str,
    pub mailbox_empty: &'static str,
    pub col_to: &'static str,
    pub as_page: &'static str,
    pub back_to_mailbox: &'static str,
}
