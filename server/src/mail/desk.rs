//! What people choose about mail, and the mailbox of sandbox mode.

use crate::{
    error::{Error, Result},
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
    viewer::{Role, Viewer},
};
use domain::ids::{AccountId, MailId};

/// Mails that the mailbox lists.
const MOST: i64 = 100;

fn merchants_only(viewer: &Viewer) -> Result<()> {
    if viewer.role == Role::Merchant { Ok(()) } else { Err(AppError::Forbidden.into()) }
}

impl Services {
    pub async fn preferences(&self, viewer: &Viewer) -> Result<Chosen> {
        merchants_only(viewer)?;
        let mut db = self.store.read().await?;
        let kept = preferences::of(&mut db, viewer.account).await?;
        Ok(Chosen { lang: kept.language.as_deref().and_then(Lang::read), news: kept.news })
    }

    pub async fn choose(&self, viewer: &Viewer, lang: Lang, news: bool) -> Result<()> {
        merchants_only(viewer)?;
        let kept = Preferences { language: Some(lang.as_str().to_owned()), news };
        let mut tx = self.store.begin().await?;
        preferences::set(&mut tx, viewer.account, &kept, self.now()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The language of the page is the language of mail, until somebody chooses another.
    pub async fn remember_language(&self, account: AccountId, lang: Lang) -> Result<()> {
        let mut tx = self.store.begin().await?;
        preferences::set_language(&mut tx, account, lang.as_str(), self.now()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Only where nobody else can come: with the sandbox on we serve on loopback alone.
    fn sandbox_only(&self) -> Result<()> {
        if self.settings.sandbox_panel.is_some() { Ok(()) } else { Err(AppError::NotFound.into()) }
    }

    /// Everybody's, newest first.
    pub async fn mailbox(&self) -> Result<Vec<MailRow>> {
        self.sandbox_only()?;
        let mut db = self.store.read().await?;
        let mails = mails::newest(&mut db, MOST).await?;
        mails.iter().map(|sent| Ok(mail_row(sent, &self.open_letter(sent)?))).collect()
    }

    pub async fn mail_page(&self, id: MailId) -> Result<MailPage> {
        let (row, letter) = self.one_mail(id).await?;
        Ok(MailPage { row, text: letter.text })
    }

    pub async fn one_mail(&self, id: MailId) -> Result<(MailRow, Letter)> {
        self.sandbox_only()?;
        let mut db = self.store.read().await?;
        let sent = mails::one_sent(&mut db, id).await?.ok_or(AppError::NotFound)?;
        let letter = self.open_letter(&sent)?;
        Ok((mail_row(&sent, &letter), letter))
    }

    fn open_letter(&self, sent: &Sent) -> std::result::Result<Letter, Error> {
        let key = self.vault.open_key(sent.business_id, &sent.data_key)?;
        key.open_json(&Place::Mail(sent.id), &sent.message)
    }
}

fn mail_row(sent: &Sent, letter: &Letter) -> MailRow {
    MailRow { id: sent.id, to: letter.to.clone(), subject: letter.subject.clone(), sent_at: sent.sent_at }
}
