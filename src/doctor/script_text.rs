//! Whether a text can be JavaScript or CSS at all.
//!
//! Not a parser: brackets, strings, templates, comments and regular expressions are followed, and nothing else. Where a
//! slash could be a division as well as a regular expression, the answer is [`Verdict::Unsure`] instead of a false alarm.

/// What can be said of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All that opens closes.
    Whole,
    /// It can't be read, with what is wrong and in which line, counted from 1.
    Broken {
        /// In code, like `"}" without "{"`.
        what: String,
        /// Line of it.
        line: usize,
    },
    /// It can't be told.
    Unsure,
}

/// Words after which a slash begins a regular expression.
const BEFORE_EXPRESSION: [&str; 9] = ["return", "typeof", "case", "in", "of", "delete", "void", "throw", "else"];

struct Scan<'a> {
    rest: std::str::Chars<'a>,
    line: usize,
    open: Vec<(char, usize)>,
    /// The last sign of code, blanks left out.
    last: Option<char>,
    word: String,
    unsure: bool,
}

/// Looks at JavaScript.
pub(super) fn script(text: &str) -> Verdict {
    let start = text.trim_start();
    if start.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("<script")) {
        return Verdict::Broken { what: "<script>".into(), line: 1 };
    }
    scan(text, true)
}

/// Looks at CSS.
pub(super) fn style(text: &str) -> Verdict {
    scan(text, false)
}

fn scan(text: &str, script: bool) -> Verdict {
    let mut scan =
        Scan { rest: text.chars(), line: 1, open: Vec::new(), last: None, word: String::new(), unsure: false };
    let trouble = scan.run(script);
    match trouble {
        None => Verdict::Whole,
        Some(_) if scan.unsure => Verdict::Unsure,
        Some((what, line)) => Verdict::Broken { what, line },
    }
}

type Trouble = (String, usize);

impl Scan<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.rest.next();
        if next == Some('\n') {
            self.line += 1;
        }
        next
    }

    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn run(&mut self, script: bool) -> Option<Trouble> {
        while let Some(sign) = self.next() {
            let line = self.line;
            match sign {
                '/' if self.peek() == Some('*') => {
                    self.next();
                    if !self.comment() {
                        return Some(("/* ...".into(), line));
                    }
                    continue;
                }
                '/' if script && self.peek() == Some('/') => {
                    self.skip_line();
                    continue;
                }
                // A comment too, from the times of the first scripts.
                '<' if script && self.rest.as_str().starts_with("!--") => {
                    self.skip_line();
                    continue;
                }
                '/' if script => {
                    if let Some(trouble) = self.slash(line) {
                        return Some(trouble);
                    }
                }
                '"' | '\'' if !self.string(sign) => return Some((format!("{sign} ..."), line)),
                '`' if script => {
                    if let Some(trouble) = self.template(line) {
                        return Some(trouble);
                    }
                }
                '(' | '[' | '{' => self.open.push((sign, line)),
                ')' | ']' | '}' => {
                    if let Some(trouble) = self.close(sign, script, line) {
                        return Some(trouble);
                    }
                }
                // What a word processor makes of quotes.
                '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}' if script => {
                    return Some((sign.to_string(), line));
                }
                // An escape outside a string.
                '\\' if !script => {
                    self.next();
                }
                _ => {}
            }
            self.remember(sign);
        }
        self.open.pop().map(|(sign, line)| (format!("{sign} ..."), line))
    }

    fn skip_line(&mut self) {
        while self.peek().is_some_and(|next| next != '\n') {
            self.next();
        }
    }

    fn remember(&mut self, sign: char) {
        if sign.is_whitespace() {
            return;
        }
        if !(sign.is_alphanumeric() || sign == '_' || sign == '$') {
            self.word.clear();
        } else if self.last.is_some_and(|last| last.is_alphanumeric() || last == '_' || last == '$') {
            self.word.push(sign);
        } else {
            self.word = sign.to_string();
        }
        self.last = Some(sign);
    }

    fn comment(&mut self) -> bool {
        while let Some(sign) = self.next() {
            if sign == '*' && self.peek() == Some('/') {
                self.next();
                return true;
            }
        }
        false
    }

    fn string(&mut self, quote: char) -> bool {
        while let Some(sign) = self.next() {
            match sign {
                '\\' => {
                    self.next();
                }
                '\n' => return false,
                sign if sign == quote => return true,
                _ => {}
            }
        }
        false
    }

    /// The text of a template up to its end or to `${`, which is remembered as an open bracket of its own.
    fn template(&mut self, line: usize) -> Option<Trouble> {
        while let Some(sign) = self.next() {
            match sign {
                '\\' => {
                    self.next();
                }
                '`' => return None,
                '$' if self.peek() == Some('{') => {
                    self.next();
                    self.open.push(('`', line));
                    return None;
                }
                _ => {}
            }
        }
        Some(("` ...".into(), line))
    }

    fn close(&mut self, sign: char, script: bool, line: usize) -> Option<Trouble> {
        let wanted = match sign {
            ')' => '(',
            ']' => '[',
            _ => '{',
        };
        match self.open.pop() {
            Some((open, _)) if open == wanted => None,
            Some(('`', from)) if script && sign == '}' => self.template(from),
            _ => Some((sign.to_string(), line)),
        }
    }

    /// A division or a regular expression.
    fn slash(&mut self, line: usize) -> Option<Trouble> {
        let after_value = match self.last {
            None => false,
            // After a condition or a block, or after `a++`.
            Some(')' | '}' | '+' | '-') => {
                self.unsure = true;
                true
            }
            Some(']' | '"' | '\'' | '`') => true,
            Some(last) if last.is_alphanumeric() || last == '_' || last == '$' => {
                !BEFORE_EXPRESSION.contains(&self.word.as_str())
            }
            Some(_) => false,
        };
        if after_value {
            return None;
        }
        let mut in_class = false;
        while let Some(sign) = self.next() {
            match sign {
                '\\' => {
                    self.next();
                }
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => return None,
                '\n' => break,
                _ => {}
            }
        }
        Some(("/ ...".into(), line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle;
    use crate::config::Config;
    use crate::protocol::{Origin, ServerUrl};

    #[test]
    fn what_browsers_run_is_whole() {
        for text in [
            "",
            "//Add your script",
            "// it's (open",
            "/* { */",
            "document.addEventListener('click', e => { f(`a ${g({ b: `c ${d}` })} }`) })",
            "var a = b / c / (d); var r = /[/'\"`({]\\//g.test(x)",
            "return /it's/.test(a)",
            "a = [1, 2].map(x => x / 2)",
            "'don\\'t'; \"a\\\nb\"",
            "<!-- it's old\nvar a = i++ / 2",
            "f()\u{a0};",
        ] {
            assert_eq!(script(text), Verdict::Whole, "{text}");
        }
        let origin = Origin::from_url("https://a.example").unwrap().0;
        let bundle = bundle::generate(&Config::example(ServerUrl::parse("https://chat.example").unwrap(), &[origin]));
        assert_eq!(script(&bundle.script), Verdict::Whole);
        assert_eq!(style(&bundle.css), Verdict::Whole);
    }

    #[test]
    fn what_no_browser_runs_is_broken() {
        for (text, line) in [
            ("f(", 1),
            ("a\nb }", 2),
            ("(]", 1),
            ("var a = 'b\n;", 1),
            ("`a ${b}", 1),
            ("/* a", 1),
            (" <SCRIPT>f()</SCRIPT>", 1),
            ("f(\u{201c}a\u{201d})", 1),
            ("var r = /a", 1),
        ] {
            assert!(
                matches!(script(text), Verdict::Broken { line: found, .. } if found == line),
                "{text}: {:?}",
                script(text)
            );
        }
    }

    #[test]
    fn a_doubtful_slash_never_alarms() {
        assert_eq!(script("if (a) /it's (/.test(b)"), Verdict::Unsure);
        assert_eq!(script("if (a) /[b]/.test(c)"), Verdict::Whole);
    }

    #[test]
    fn styles_are_followed_too() {
        for text in ["", "a { b: url(http://x/y) }", "a::before { content: \"it's }\" } /* { */", ".a\\{b { c: d }"] {
            assert_eq!(style(text), Verdict::Whole, "{text}");
        }
        for text in ["a {", "a } b {}", "/* a", "a { content: 'b\n' }"] {
            assert!(matches!(style(text), Verdict::Broken { .. }), "{text}");
        }
    }
}
