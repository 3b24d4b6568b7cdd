//! Networks, recognised by their hosts.

use serde::{Deserialize, Serialize};

/// The site that an address belongs to. Its text is the site's own spelling of its name, in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(const_into_str)]
pub enum Site {
    Instagram,
    Facebook,
    TikTok,
    X,
    YouTube,
    Threads,
    WhatsApp,
    Telegram,
    LinkedIn,
    Shopee,
    Tokopedia,
}

/// The hosts of each site; their subdomains count too.
const HOSTS: &[(Site, &[&str])] = &[
    (Site::Instagram, &["instagram.com", "instagr.am", "ig.me"]),
    (Site::Facebook, &["facebook.com", "fb.com", "fb.me", "fb.watch", "m.me"]),
    (Site::TikTok, &["tiktok.com"]),
    (Site::X, &["x.com", "twitter.com"]),
    (Site::YouTube, &["youtube.com", "youtu.be"]),
    (Site::Threads, &["threads.com", "threads.net"]),
    (Site::WhatsApp, &["whatsapp.com", "wa.me"]),
    (Site::Telegram, &["telegram.org", "telegram.me", "t.me"]),
    (Site::LinkedIn, &["linkedin.com"]),
    (Site::Shopee, &["shopee.co.id", "shopee.com", "shp.ee"]),
    (Site::Tokopedia, &["tokopedia.com", "tokopedia.link"]),
];

impl Site {
    pub(super) fn of(host: &str) -> Option<Self> {
        let is_of = |own: &&str| host.strip_suffix(*own).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        HOSTS.iter().find(|(_, hosts)| hosts.iter().any(is_of)).map(|(site, _)| *site)
    }
}
