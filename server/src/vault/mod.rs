//! Sealing at rest: a key per business under one master key. Destroying a business's key erases what it sealed.

mod place;

pub use place::Place;

use crate::{
    error::{Error, Result, Stop},
    random::bytes as random,
};
use aead_stream::{DecryptorBE32, EncryptorBE32};
use base64::{Engine, prelude::BASE64_STANDARD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305,
    aead::{Aead, Payload},
};
use domain::ids::BusinessId;
use hkdf::Hkdf;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use std::sync::Arc;
use zeroize::Zeroizing;

/// The first byte of everything sealed, so that the scheme can change.
const VERSION: u8 = 1;
const NONCE: usize = 24;
/// The STREAM construction keeps five bytes for counter and last-flag.
pub const FILE_NONCE: usize = NONCE - 5;

/// The master key, split by purpose.
#[derive(Clone)]
pub struct Vault {
    wrap: Arc<Key>,
    inbox: Arc<Key>,
    platform: Arc<Key>,
}

/// Opens and seals for one purpose or one business.
pub struct Key(Zeroizing<[u8; 32]>);

impl Vault {
    pub fn new(master: &SecretString) -> std::result::Result<Self, Stop> {
        let bytes = BASE64_STANDARD.decode(master.expose_secret().trim()).ok().filter(|bytes| bytes.len() == 32);
        let bytes = Zeroizing::new(bytes.ok_or(Stop::Setting("SERAMBI_MASTER_KEY must be 32 bytes in base64."))?);
        let part = |purpose: &str| {
            let mut key = Zeroizing::new([0; 32]);
            Hkdf::<Sha256>::new(None, &bytes)
                .expand(purpose.as_bytes(), key.as_mut_slice())
                .expect("32 bytes are a valid HKDF output");
            Arc::new(Key(key))
        };
        // The label "serambi/house/1" keeps its old word: it derives the key, and another label would give another key.
        Ok(Self { wrap: part("serambi/wrap/1"), inbox: part("serambi/inbox/1"), platform: part("serambi/house/1") })
    }

    /// Returns a new key for a business, and its wrapped form for the database.
    pub fn new_key(&self, business: BusinessId) -> Result<(Key, Vec<u8>)> {
        let key = Key(Zeroizing::new(random()?));
        let wrapped = self.wrap.seal(&Place::Business(business), key.0.as_slice())?;
        Ok((key, wrapped))
    }

    pub fn open_key(&self, business: BusinessId, wrapped: &[u8]) -> Result<Key> {
        let bytes = Zeroizing::new(self.wrap.open(&Place::Business(business), wrapped)?);
        Ok(Key(Zeroizing::new(bytes.as_slice().try_into().map_err(|_| Error::Sealed)?)))
    }

    /// Returns the key for callbacks that nobody has matched to a business yet.
    pub fn inbox(&self) -> &Key {
        &self.inbox
    }

    /// Returns the key for what belongs to no business: secrets of the partner's endpoints, tokens in mails.
    pub fn platform(&self) -> &Key {
        &self.platform
    }
}

impl Key {
    pub fn seal(&self, place: &Place<'_>, plain: &[u8]) -> Result<Vec<u8>> {
        let nonce: [u8; NONCE] = random()?;
        let sealed = self
            .cipher()
            .encrypt((&nonce).into(), Payload { msg: plain, aad: &place.bytes() })
            .map_err(|_| Error::Sealed)?;
        Ok([&[VERSION], nonce.as_slice(), &sealed].concat())
    }

    pub fn open(&self, place: &Place<'_>, sealed: &[u8]) -> Result<Vec<u8>> {
        let (version, rest) = sealed.split_first().ok_or(Error::Sealed)?;
        let (nonce, body) = rest.split_at_checked(NONCE).filter(|_| *version == VERSION).ok_or(Error::Sealed)?;
        let nonce: &[u8; NONCE] = nonce.try_into().map_err(|_| Error::Sealed)?;
        self.cipher().decrypt(nonce.into(), Payload { msg: body, aad: &place.bytes() }).map_err(|_| Error::Sealed)
    }

    pub fn seal_json<T: serde::Serialize>(&self, place: &Place<'_>, value: &T) -> Result<Vec<u8>> {
        self.seal(place, &Zeroizing::new(serde_json::to_vec(value)?))
    }

    pub fn open_json<T: serde::de::DeserializeOwned>(&self, place: &Place<'_>, sealed: &[u8]) -> Result<T> {
        Ok(serde_json::from_slice(&Zeroizing::new(self.open(place, sealed)?))?)
    }

    pub fn seal_text(&self, place: &Place<'_>, text: Option<&str>) -> Result<Option<Vec<u8>>> {
        text.map(|text| self.seal(place, text.as_bytes())).transpose()
    }

    pub fn open_text(&self, place: &Place<'_>, sealed: Option<&[u8]>) -> Result<Option<String>> {
        sealed.map(|sealed| String::from_utf8(self.open(place, sealed)?).map_err(|_| Error::Sealed)).transpose()
    }

    /// Returns a keyed hash: the same for the same bytes in the same place, and it reveals nothing about them.
    pub fn mark(&self, place: &Place<'_>, plain: &[u8]) -> [u8; 32] {
        let mut mark = [0; 32];
        let info = [b"mark/", place.bytes().as_slice(), b"/", plain].concat();
        Hkdf::<Sha256>::new(None, self.0.as_slice())
            .expand(&info, &mut mark)
            .expect("32 bytes are a valid HKDF output");
        mark
    }

    /// Returns a sealer for a file, chunk by chunk.
    pub fn file_sealer(&self, nonce: &[u8; FILE_NONCE]) -> EncryptorBE32<XChaCha20Poly1305> {
        EncryptorBE32::from_aead(self.cipher(), nonce.into())
    }

    pub fn file_opener(&self, nonce: &[u8; FILE_NONCE]) -> DecryptorBE32<XChaCha20Poly1305> {
        DecryptorBE32::from_aead(self.cipher(), nonce.into())
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.0).into())
    }
}

/// Returns a fresh master key, for sandbox mode.
pub fn new_master_key() -> Result<SecretString> {
    Ok(BASE64_STANDARD.encode(random::<32>()?).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::application::Page;
    use uuid::Uuid;

    #[test]
    fn a_sealed_value_opens_only_in_its_place_and_for_its_business() {
        let vault = Vault::new(&new_master_key().unwrap()).unwrap();
        let (ours, theirs) = (BusinessId::new(Uuid::from_u128(1)), BusinessId::new(Uuid::from_u128(2)));
        let (key, wrapped) = vault.new_key(ours).unwrap();
        let sealed = key.seal(&Place::Draft(Page::Bank(0)), b"4370112233").unwrap();
        let again = vault.open_key(ours, &wrapped).unwrap();
        assert_eq!(again.open(&Place::Draft(Page::Bank(0)), &sealed).unwrap(), b"4370112233");
        assert!(again.open(&Place::Draft(Page::Contact(0)), &sealed).is_err());
        assert!(vault.open_key(theirs, &wrapped).is_err());
        assert!(!sealed.windows(10).any(|part| part == b"4370112233"));
    }
}
