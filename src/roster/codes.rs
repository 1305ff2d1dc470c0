//! Words for programs, one for each kind of something.

/// Gives each kind of an enum its word, and the type a list of all of them. A kind that is left out does not compile.
macro_rules! codes {
    ($of:ident { $($kind:ident => $code:literal),+ $(,)? }) => {
        impl $of {
            /// The words of all kinds.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// Stable word for programs.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$kind { .. } => $code),+
                }
            }
        }
    };
}

pub(super) use codes;
