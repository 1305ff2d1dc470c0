//! Random bytes for passwords.

use sha2::{Digest, Sha256};

use crate::roster::RANDOM_BYTES;

/// The machine's random bytes, stretched, so that the machine is asked once and before the first write.
pub(in crate::cli) struct Random {
    seed: [u8; 32],
    turn: u64,
}

impl Random {
    /// Asks the machine.
    pub fn new() -> anyhow::Result<Self> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("this machine has no random numbers: {error}"))?;
        Ok(Self { seed, turn: 0 })
    }

    /// Other ones each time.
    pub fn bytes(&mut self) -> [u8; RANDOM_BYTES] {
        let mut bytes = [0; RANDOM_BYTES];
        for part in bytes.chunks_mut(32) {
            self.turn += 1;
            let digest = Sha256::new().chain_update(self.seed).chain_update(self.turn.to_le_bytes()).finalize();
            part.iter_mut().zip(digest).for_each(|(place, byte)| *place = byte);
        }
        bytes
    }
}
