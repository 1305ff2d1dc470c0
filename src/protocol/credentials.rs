//! What a login of the page gives.

/// A member's token and user id. The token lives in memory only: it is in no message but the login's own.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Resume token or personal access token.
    pub token: String,
    /// The user id that belongs to it.
    pub user_id: String,
}

impl std::fmt::Debug for Credentials {
    /// Shows everything but the token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}
