//! Percent-encoding for parts of a URL.

/// Appends `text` to `url` with everything but unreserved characters percent-encoded as UTF-8.
///
/// That is what `encodeURIComponent` does, and `! ' ( ) *` besides.
pub fn percent_encode(text: &str, url: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            url.push(char::from(byte));
        } else {
            url.push('%');
            for digit in [byte >> 4, byte & 15] {
                url.push(HEX.get(usize::from(digit)).map_or('0', |digit| char::from(*digit)));
            }
        }
    }
}
