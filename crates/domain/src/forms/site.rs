//! Networks, recognised by their hosts.

use serde::{Deserialize, Serialize};

/// The site that an address belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// Returns the site's own spelling of its name, in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Instagram => "Instagram",
            Self::Facebook => "Facebook",
            Self::TikTok => "TikTok",
            Self::X => "X",
            Self::YouTube => "YouTube",
            Self::Threads => "Threads",
            Self::WhatsApp => "WhatsApp",
            Self::Telegram => "Telegram",
            Self::LinkedIn => "LinkedIn",
            Self::Shopee => "Shopee",
            Self::Tokopedia => "Tokopedia",
        }
    }

    pub(super) fn of(host: &str) -> Option<Self> {
        let is_of = |own: &&str| host.strip_suffix(*own).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        HOSTS.iter().find(|(_, hosts)| hosts.iter().any(is_of)).map(|(site, _)| *site)
    }
}
