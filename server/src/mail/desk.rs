//! People's preferences about mail, and the mailbox of sandbox mode.

use crate::{
    account::rights::merchants_only,
    error::{Result, ensure},
    mailer::Letter,
    services::Services,
    store::{
        mails::{self, Sent},
        preferences::{self, Preferences},
    },
    vault::Place,
};
use app::{
    account::{Chosen, MailPage, MailRow},
    error::AppError,
    texts::Lang,
    viewer::Viewer,
};
use domain::ids::{AccountId, MailId};

/// The most mails that the mailbox lists.
const MOST: i64 = 100;

impl Services {
    pub async fn preferences(&self, viewer: &Viewer) -> Result<Chosen> {
        merchants_only(viewer)?;
        let kept = preferences::of(&mut self.store.read().await?, viewer.account).await?;
        Ok(Chosen { lang: kept.language.as_deref().and_then(Lang::read), news: kept.news })
    }

    pub async fn choose(&self, viewer: &Viewer, lang: Lang, news: bool) -> Result<()> {
        merchants_only(viewer)?;
        let kept = Preferences { language: Some(lang.as_str().to_owned()), news };
        Ok(self.store.write(async |tx| preferences::set(tx, viewer.account, &kept, self.now()).await).await?)
    }

    /// Stores the page's language as that of mail, until somebody chooses another.
    pub async fn remember_language(&self, account: AccountId, lang: Lang) -> Result<()> {
        let (lang, now) = (lang.as_str(), self.now());
        Ok(self.store.write(async |tx| preferences::set_language(tx, account, lang, now).await).await?)
    }

    /// Returns `NotFound` without the sandbox. With it we serve on loopback alone, where nobody else can come.
    fn sandbox_only(&self) -> Result<()> {
        Ok(ensure(self.settings.sandbox_panel.is_some(), AppError::NotFound)?)
    }

    /// Returns everybody's mails, newest first.
    pub async fn mailbox(&self) -> Result<Vec<MailRow>> {
        self.sandbox_only()?;
        let mails = mails::newest(&mut self.store.read().await?, MOST).await?;
        mails.iter().map(|sent| Ok(mail_row(sent, &self.open_letter(sent)?))).collect()
    }

    pub async fn mail_page(&self, id: MailId) -> Result<MailPage> {
        let (row, letter) = self.one_mail(id).await?;
        Ok(MailPage { row, text: letter.text })
    }

    pub async fn one_mail(&self, id: MailId) -> Result<(MailRow, Letter)> {
        self.sandbox_only()?;
        let sent = mails::one_sent(&mut self.store.read().await?, id).await?.ok_or(AppError::NotFound)?;
        let letter = self.open_letter(&sent)?;
        Ok((mail_row(&sent, &letter), letter))
    }

    fn open_letter(&self, sent: &Sent) -> Result<Letter> {
        let key = self.vault.open_key(sent.business_id, &sent.data_key)?;
        key.open_json(&Place::Mail(sent.id), &sent.message)
    }
}

fn mail_row(sent: &Sent, letter: &Letter) -> MailRow {
    MailRow { id: sent.id, to: letter.to.clone(), subject: letter.subject.clone(), sent_at: sent.sent_at }
}
