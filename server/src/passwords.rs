//! Argon2id off the async threads and a few at a time. Each hash needs 19 MiB: that memory is kept and used again,
//! since allocators seldom return such pieces to the system.

use crate::{
    error::{Error, Result},
    random,
};
use argon2::{
    Algorithm, Argon2, Block, Params, RECOMMENDED_SALT_LEN, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use domain::text;
use parking_lot::Mutex;
use secrecy::{ExposeSecret, SecretString};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::{sync::Semaphore, task::spawn_blocking};
use zeroize::Zeroize;

/// Hashes passwords in a limited number of places.
#[derive(Clone)]
pub struct Hashing(Arc<Inner>);

struct Inner {
    places: Arc<Semaphore>,
    /// Idle memory. A task with a place takes it from here or makes it, so there is never more of it than places.
    free: Mutex<Vec<Box<[Block]>>>,
    made: AtomicUsize,
}

impl Hashing {
    pub fn new(places: usize) -> Self {
        let places = Arc::new(Semaphore::new(places));
        Self(Arc::new(Inner { places, free: Mutex::default(), made: AtomicUsize::new(0) }))
    }

    /// Returns a PHC string, which contains salt and parameters.
    pub async fn hash(&self, password: SecretString) -> Result<String> {
        let password = composed(&password);
        self.with_memory(move |memory| {
            let (argon, salt) = (Argon2::default(), random::bytes::<RECOMMENDED_SALT_LEN>()?);
            let output = output(&argon, &password, &salt, memory)?;
            Ok(phc(&argon, &salt, output)?.to_string())
        })
        .await
    }

    /// Verifies a password. `None` for a hash is an unknown account: the work is the same, and the answer is no.
    pub async fn verify(&self, password: SecretString, hash: Option<String>) -> Result<bool> {
        self.with_memory(move |memory| {
            let kept = match &hash {
                Some(hash) => PasswordHash::new(hash).map_err(|_| Error::Password)?,
                None => phc(&Argon2::default(), &[0; RECOMMENDED_SALT_LEN], nothing()?)?,
            };
            let composed = composed(&password);
            let is_other = composed.expose_secret() != password.expose_secret();
            // An older account may have a hash of what was typed, without NFC.
            let right = is_right(&kept, &composed, memory)? || (is_other && is_right(&kept, &password, memory)?);
            Ok(right && hash.is_some())
        })
        .await
    }

    /// Returns how often memory was allocated.
    pub fn made(&self) -> usize {
        self.0.made.load(Ordering::Relaxed)
    }

    /// Runs `work` to its end even when the caller goes away: until then the place is taken.
    async fn with_memory<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut [Block]) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let place = self.0.places.clone().acquire_owned().await.map_err(|_| Error::Password)?;
        let inner = self.0.clone();
        spawn_blocking(move || {
            let mut memory = inner.take();
            let done = work(&mut memory);
            // The memory stays allocated: its contents would save an attacker who reads it the work of guessing.
            memory.iter_mut().for_each(Block::zeroize);
            inner.free.lock().push(memory);
            drop(place);
            done
        })
        .await?
    }
}

impl Inner {
    fn take(&self) -> Box<[Block]> {
        let kept = self.free.lock().pop();
        kept.unwrap_or_else(|| {
            self.made.fetch_add(1, Ordering::Relaxed);
            blocks(Params::DEFAULT.block_count())
        })
    }
}

/// Returns the NFC form: some keyboards write é as one character and some as two.
fn composed(password: &SecretString) -> SecretString {
    text::composed(password.expose_secret()).into_owned().into()
}

fn blocks(count: usize) -> Box<[Block]> {
    vec![Block::new(); count].into_boxed_slice()
}

/// Uses the parameters of the hash. Comparing two outputs takes the same time wherever they differ.
fn is_right(kept: &PasswordHash, password: &SecretString, memory: &mut [Block]) -> Result<bool> {
    let (Some(salt), Some(expected)) = (&kept.salt, &kept.hash) else { return Err(Error::Password) };
    let algorithm = Algorithm::new(kept.algorithm.as_str()).map_err(|_| Error::Password)?;
    let version = kept.version.map_or(Ok(Version::default()), Version::try_from).map_err(|_| Error::Password)?;
    let params = Params::try_from(kept).map_err(|_| Error::Password)?;
    let argon = Argon2::new(algorithm, version, params);
    Ok(output(&argon, password, salt, memory)? == *expected)
}

/// Hashes the password. A hash of other parameters may need more memory than is kept, and gets it for the time.
fn output(argon: &Argon2<'_>, password: &SecretString, salt: &[u8], memory: &mut [Block]) -> Result<Output> {
    let wanted = argon.params().block_count();
    let mut more = (wanted > memory.len()).then(|| blocks(wanted));
    let memory = more.as_deref_mut().unwrap_or(memory);
    let mut bytes = [0; Output::MAX_LENGTH];
    let length = argon.params().output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let out = bytes.get_mut(..length).ok_or(Error::Password)?;
    argon
        .hash_password_into_with_memory(password.expose_secret().as_bytes(), salt, out, memory)
        .map_err(|_| Error::Password)?;
    Output::new(out).map_err(|_| Error::Password)
}

fn phc(argon: &Argon2<'_>, salt: &[u8], output: Output) -> Result<PasswordHash> {
    Ok(PasswordHash {
        algorithm: Algorithm::default().ident(),
        version: Some(Version::default().into()),
        params: ParamsString::try_from(argon.params()).map_err(|_| Error::Password)?,
        salt: Some(Salt::new(salt).map_err(|_| Error::Password)?),
        hash: Some(output),
    })
}

/// Returns an output that no password has, or one in 2^256.
fn nothing() -> Result<Output> {
    Output::new(&[0; Params::DEFAULT_OUTPUT_LEN]).map_err(|_| Error::Password)
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::{PasswordHasher, PasswordVerifier};
    use futures::future::{join_all, poll_immediate};

    const PASSWORD: &str = "nasi goreng tiap pagi";

    #[tokio::test]
    async fn only_the_right_password_of_a_known_account_opens() {
        let hashing = Hashing::new(1);
        let hashed = hashing.hash(PASSWORD.into()).await.unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hashed}");
        assert_ne!(hashed, hashing.hash(PASSWORD.into()).await.unwrap(), "a salt for each");
        assert!(hashing.verify(PASSWORD.into(), Some(hashed.clone())).await.unwrap());
        assert!(!hashing.verify("nasi goreng".into(), Some(hashed)).await.unwrap());
        assert!(!hashing.verify(PASSWORD.into(), None).await.unwrap());
        assert!(hashing.verify(PASSWORD.into(), Some("no hash".into())).await.is_err());
    }

    /// Every older account has such a hash.
    #[tokio::test]
    async fn hashes_of_the_usual_way_verify_here_and_ours_verify_there() {
        let (hashing, usual) = (Hashing::new(1), Argon2::default());
        let ours = hashing.hash(PASSWORD.into()).await.unwrap();
        assert!(usual.verify_password(PASSWORD.as_bytes(), ours.as_str()).is_ok());
        assert!(usual.verify_password(b"nasi goreng", ours.as_str()).is_err());
        let theirs = usual.hash_password(PASSWORD.as_bytes()).unwrap().to_string();
        assert!(hashing.verify(PASSWORD.into(), Some(theirs.clone())).await.unwrap());
        assert!(!hashing.verify("nasi goreng".into(), Some(theirs)).await.unwrap());
    }

    #[tokio::test]
    async fn a_password_is_the_same_whichever_keyboard_composed_it() {
        let hashing = Hashing::new(1);
        let (one, two) = ("caf\u{e9} tiap pagi", "cafe\u{301} tiap pagi");
        for typed in [one, two] {
            let hashed = hashing.hash(typed.into()).await.unwrap();
            for tried in [one, two] {
                assert!(hashing.verify(tried.into(), Some(hashed.clone())).await.unwrap(), "{typed} {tried}");
            }
            assert!(!hashing.verify("cafe tiap pagi".into(), Some(hashed)).await.unwrap());
        }
        let before = Argon2::default().hash_password(two.as_bytes()).unwrap().to_string();
        assert!(hashing.verify(two.into(), Some(before)).await.unwrap(), "an account of before is locked out");
    }

    #[tokio::test]
    async fn a_hash_of_other_parameters_verifies_without_more_memory_being_kept() {
        let hashing = Hashing::new(1);
        let more = Params::DEFAULT_M_COST + 4_096;
        for (algorithm, version, m, t, p, length) in [
            (Algorithm::Argon2id, Version::V0x13, more, 1, 1, Some(32)),
            (Algorithm::Argon2id, Version::V0x13, 64, 3, 2, Some(16)),
            (Algorithm::Argon2i, Version::V0x10, 64, 1, 1, None),
        ] {
            let params = Params::new(m, t, p, length).unwrap();
            let hash = Argon2::new(algorithm, version, params).hash_password(PASSWORD.as_bytes()).unwrap().to_string();
            assert!(hashing.verify(PASSWORD.into(), Some(hash.clone())).await.unwrap(), "{hash}");
            assert!(!hashing.verify("nasi goreng".into(), Some(hash.clone())).await.unwrap(), "{hash}");
        }
        assert_eq!(hashing.made(), 1);
        assert_eq!(hashing.0.free.lock()[0].len(), Params::DEFAULT.block_count());
    }

    #[tokio::test]
    async fn memory_is_made_once_for_each_place_and_left_blank() {
        let hashing = Hashing::new(2);
        let tries = (0..12).map(|n| hashing.verify(PASSWORD.into(), (n % 2 == 0).then(|| of_nobody().to_owned())));
        assert!(join_all(tries).await.into_iter().all(|right| right.is_ok()));
        hashing.hash(PASSWORD.into()).await.unwrap();
        assert!((1..=2).contains(&hashing.made()), "made {} times", hashing.made());
        let free = hashing.0.free.lock();
        assert_eq!(free.len(), hashing.made());
        assert!(free.iter().flat_map(|memory| memory.iter()).all(|block| block.as_ref().iter().all(|word| *word == 0)));
    }

    /// When the caller hangs up the work still ends, and holds its place until then.
    #[tokio::test]
    async fn who_goes_away_keeps_the_place_until_the_work_is_done() {
        let hashing = Hashing::new(1);
        for _ in 0..8 {
            assert!(poll_immediate(Box::pin(hashing.hash(PASSWORD.into()))).await.is_none());
        }
        hashing.hash(PASSWORD.into()).await.unwrap();
        assert_eq!(hashing.made(), 1);
    }

    fn of_nobody() -> &'static str {
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    }
}
