//! JavaScript values, read field by field.

use crate::protocol::foreign::{Foreign, LONGEST_TEXT, Read};
use js_sys::{Array, Date, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A JavaScript value from outside.
pub struct Outside(pub JsValue);

impl Foreign for Outside {
    fn field(&self, name: &str) -> Self {
        // A getter may throw, and what is no object has no fields: both are nothing.
        Self(Reflect::get(&self.0, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED))
    }

    fn read(&self) -> Read {
        let value = &self.0;
        if value.is_undefined() || value.is_null() {
            return Read::Nothing;
        }
        if let Some(truth) = value.as_bool() {
            return Read::Truth(truth);
        }
        if let Some(number) = value.as_f64() {
            return Read::Number(number);
        }
        if let Some(text) = value.dyn_ref::<JsString>() {
            if text.length() > LONGEST_TEXT {
                return Read::TooLong;
            }
            return value.as_string().map_or(Read::Strange, Read::Text);
        }
        if let Some(date) = value.dyn_ref::<Date>() {
            return Read::Number(date.get_time());
        }
        if Array::is_array(value) {
            return Read::List(value.unchecked_ref::<Array>().length());
        }
        if value.is_object() && !value.is_function() { Read::Object } else { Read::Strange }
    }
}
