//! Accounts on networks: a name, with or without its @, or an address as an app shares it. Each becomes one address.

use super::{
    errors::FieldError,
    limits::{self, length},
    site::Site,
};
use crate::text;

/// The rules for the names of a network, and the error of any other.
pub struct Network {
    site: Site,
    /// The host of the accounts' addresses.
    home: &'static str,
    most: usize,
    /// The characters that a name may have besides letters and digits.
    marks: &'static [u8],
    has_capitals: bool,
    /// The words in the place of a name that are none, with commas between.
    reserved: &'static str,
    wrong: FieldError,
}

/// Source: Instagram's help, "Create a username": at most 30 letters, digits, dots and underscores; case is ignored.
pub const INSTAGRAM: Network = Network {
    site: Site::Instagram,
    home: "www.instagram.com",
    most: 30,
    marks: b"._",
    has_capitals: false,
    reserved: "p, reel, reels, tv, explore, share, s, accounts, direct, highlights, about, legal",
    wrong: FieldError::NotAnInstagramAccount,
};
/// Source: Facebook's help, "Guidelines for creating your username": letters, digits, dots; old pages have hyphens.
pub const FACEBOOK: Network = Network {
    site: Site::Facebook,
    home: "www.facebook.com",
    most: 50,
    marks: b".-",
    has_capitals: true,
    reserved: "\
        p, pages, people, groups, share, sharer, events, marketplace, watch, reel, reels, stories, photo, photos, \
        videos, story.php, photo.php, permalink.php, profile.php, login, help, hashtag, media, gaming, l.php",
    wrong: FieldError::NotAFacebookPage,
};

/// The parameters that apps add to an address to see who shared it.
const TRACKING: &str =
    "igsh, igshid, fbclid, mibextid, rdid, share_url, sfnsn, hl, locale, ref, refid, __tn__, _rdr, _rdc";

impl Network {
    fn is_name(&self, name: &str) -> bool {
        let plain = |b: u8| b.is_ascii_alphanumeric() || self.marks.contains(&b);
        let dotted = name.starts_with('.') || name.ends_with('.') || name.contains("..");
        (1..=self.most).contains(&name.len()) && name.bytes().all(plain) && !dotted
    }

    fn account(&self, name: &str) -> String {
        let name = if self.has_capitals { name.to_owned() } else { name.to_ascii_lowercase() };
        format!("https://{}/{name}", self.home)
    }
}

/// Returns the address of an account. A site of no known network, such as a page of links, is left for DOKU to judge.
pub fn read(typed: &str, network: &Network) -> Result<String, FieldError> {
    let (typed, wrong) = (text::code(typed), network.wrong);
    let name = |name: &str| if network.is_name(name) { Ok(network.account(name)) } else { Err(wrong) };
    if typed.contains(' ') {
        return Err(wrong);
    }
    if let Some(named) = typed.strip_prefix('@').filter(|named| !named.contains('/')) {
        return name(named);
    }
    let address = without_scheme(&typed);
    let whole = address.unwrap_or(&typed);
    let (host, way) = whole.split_once('/').unwrap_or((whole, ""));
    let host = host_of(host);
    match Site::of(&host) {
        Some(site) if site != network.site => Err(FieldError::LinkOf(site)),
        Some(_) => checked(&of_network(&host, way, network), wrong),
        None if address.is_none() && !typed.contains('/') => name(&typed),
        None => checked(&format!("https://{host}/{way}"), wrong),
    }
}

/// Removes `http://` or `https://`. `None`: the text starts with neither.
fn without_scheme(typed: &str) -> Option<&str> {
    let (scheme, rest) = typed.split_once("://")?;
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")).then_some(rest)
}

fn host_of(typed: &str) -> String {
    let host = typed.trim_end_matches('.').to_ascii_lowercase();
    if host.is_ascii() { host } else { idna::domain_to_ascii(&host).unwrap_or(host) }
}

/// Returns the address of the account that a path names, else the address as typed, without tracking parameters.
fn of_network(host: &str, way: &str, network: &Network) -> String {
    let way = way.split('#').next().unwrap_or_default();
    let (path, query) = way.split_once('?').unwrap_or((way, ""));
    let words: Vec<&str> = path.split('/').filter(|word| !word.is_empty()).collect();
    if !is_home(host) {
        // This host shortens addresses, so the account behind it is unknown.
        return format!("https://{host}/{way}");
    }
    let at = usize::from(matches!(words.first(), Some(&("_u" | "stories" | "pg"))) || host == "ig.me");
    let is_account = |name: &&str| {
        let is_reserved = network.reserved.split(", ").any(|word| word.eq_ignore_ascii_case(name));
        network.is_name(name) && !is_reserved
    };
    if let Some(name) = words.get(at).map(|word| word.trim_start_matches('@')).filter(is_account) {
        return network.account(name);
    }
    let asked: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_tracking(pair)).collect();
    let query = if asked.is_empty() { String::new() } else { format!("?{}", asked.join("&")) };
    // Each of these hosts has one kind of address of its own.
    let home = if matches!(host, "ig.me" | "m.me") { host } else { network.home };
    format!("https://{home}/{}{query}", words.join("/"))
}

/// Returns true for a host whose paths begin with an account: the site itself, for any device and language.
fn is_home(host: &str) -> bool {
    const BARE: &[&str] = &["instagram.com", "instagr.am", "ig.me", "facebook.com", "fb.com", "m.me"];
    let before = BARE.iter().find_map(|bare| host.strip_suffix(bare));
    let is_language = |part: &str| matches!(part.as_bytes(), [a, b, b'-', c, d] if [a, b, c, d].iter().all(|b| b.is_ascii_alphabetic()));
    before.is_some_and(|before| match before.strip_suffix('.') {
        None => before.is_empty(),
        Some(part) => matches!(part, "www" | "m" | "mobile" | "web" | "touch" | "mbasic" | "free") || is_language(part),
    })
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    TRACKING.split(", ").any(|known| known == name) || name.starts_with("utm_")
}

/// Refuses an address with nothing after its host, since it names no account.
fn checked(full: &str, wrong: FieldError) -> Result<String, FieldError> {
    length(full, 1, limits::LINK)?;
    let (host, way) = full["https://".len()..].split_once('/').ok_or(wrong)?;
    let shaped = host.contains('.') && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/?#@!$&*+,;=%".contains(&b);
    if shaped && !way.is_empty() && way.bytes().all(plain) { Ok(full.to_owned()) } else { Err(wrong) }
}

#[cfg(test)]
mod tests;
