//! Texts for URLs and badges, without what formatting for all cases would bring into the WebAssembly.

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Appends `text` to `url` with everything but unreserved characters percent-encoded as UTF-8.
///
/// That is what `encodeURIComponent` does, and `! ' ( ) *` besides.
pub fn percent_encode(text: &str, url: &mut String) {
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

/// Appends a number in decimal digits.
pub fn push_decimal(number: u32, text: &mut String) {
    let mut divisor = 1_000_000_000;
    while divisor > number && divisor > 1 {
        divisor /= 10;
    }
    while divisor > 0 {
        text.push(char::from(b'0' + u8::try_from(number / divisor % 10).unwrap_or(0)));
        divisor /= 10;
    }
}

/// Appends a text as JSON has it, in quotes.
pub fn push_quoted(text: &str, json: &mut String) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                json.push('\\');
                json.push(character);
            }
            // Those below the blank have no other form that needs no table.
            '\0'..='\u{1f}' => {
                json.push_str("\\u00");
                json.push(if character < '\u{10}' { '0' } else { '1' });
                let digit = HEX.get(character as usize & 15);
                json.push(digit.map_or('0', |digit| char::from(*digit)));
            }
            _ => json.push(character),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_anybody_would() {
        for number in [0, 7, 10, 99, 100, 1_000, 65_535, 999_999_999, 1_000_000_000, u32::MAX] {
            let mut text = String::new();
            push_decimal(number, &mut text);
            assert_eq!(text, number.to_string());
        }
    }

    #[test]
    #[cfg(not(target_arch = "wasm32"))]
    fn a_quoted_text_is_read_back_as_it_was() {
        for text in ["", "plain", "\"\\\u{0}\n\u{1f}\u{7f}", "\u{e9}\u{1f600}\u{2028}"] {
            let mut json = String::new();
            push_quoted(text, &mut json);
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
