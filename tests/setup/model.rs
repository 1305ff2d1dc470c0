//! A Rocket.Chat in memory, as unkind as the real one: it stores any type, replaces whole lists of roles, and refuses a
//! call for the sake of one id.

use std::collections::{BTreeMap, BTreeSet};

use gantry::config::{Config, Preset, catalog};
use gantry::protocol::{Origin, Release, ServerUrl};
use gantry::setup::{
    Caller, Capabilities, Identity, Memory, Observed, Outcome, Plan, Population, Server, ServerError, Silent, apply,
    plan,
};
use serde_json::{Value, json};

pub const RELEASES: [(u16, u16); 8] = [(3, 18), (4, 8), (5, 4), (6, 5), (7, 7), (7, 10), (7, 13), (8, 8)];

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    CutBefore,
    CutAfter,
    TimedOutAfter,
    FailedAfter,
    Unreachable,
    NotLoggedIn,
    SecondFactor,
}

#[derive(Clone, Debug)]
pub struct Model {
    pub release: Release,
    pub settings: BTreeMap<String, Value>,
    pub permissions: BTreeMap<String, BTreeSet<String>>,
    pub roles: BTreeSet<String>,
    /// Settings that refuse any write.
    pub refused: BTreeSet<String>,
    /// Settings that take a write and keep their value.
    pub stubborn: BTreeSet<String>,
    /// Permissions whose id the server refuses on writing.
    pub refused_permissions: BTreeSet<String>,
    /// Method and argument of each call.
    pub calls: Vec<String>,
    /// What each effective write changed.
    pub changed: Vec<String>,
    /// The call that fails, counted from 0, and how; all later calls fail too after an end.
    pub fault: Option<(usize, Fault)>,
}

pub fn release(numbers: (u16, u16)) -> Release {
    Release::new(numbers.0, numbers.1)
}

impl Model {
    /// A fresh server of this release.
    pub fn fresh(release: Release) -> Self {
        let hidden = ["Accounts_SystemBlockedUsernameList", "Cloud_Workspace_Id", "Deployment_FingerPrint_Verified"];
        let mut settings: BTreeMap<String, Value> = catalog::settings()
            .values()
            .filter(|setting| !hidden.contains(&setting.id))
            .filter_map(|setting| Some((setting.id.to_owned(), setting.default(release)?.clone())))
            .collect();
        if release >= Release::new(6, 5) {
            settings.remove("Statistics_reporting");
        }
        settings.insert("uniqueID".into(), json!("abcdefghijklmnopq"));
        settings.insert("Site_Url".into(), json!("https://chat.example.org"));
        settings.insert("SMTP_Password".into(), json!("hunter2"));
        let permissions = catalog::permissions()
            .values()
            .filter_map(|permission| {
                let roles = permission.default_roles(release)?;
                Some((permission.id.to_owned(), roles.iter().map(|role| (*role).to_owned()).collect()))
            })
            .collect();
        Self {
            release,
            settings,
            permissions,
            roles: BTreeSet::from(["admin".to_owned(), "user".to_owned()]),
            refused: BTreeSet::new(),
            stubborn: BTreeSet::new(),
            refused_permissions: BTreeSet::new(),
            calls: Vec::new(),
            changed: Vec::new(),
            fault: None,
        }
    }

    pub fn newest() -> Self {
        Self::fresh(Release::NEWEST)
    }

    pub fn set(mut self, id: &str, value: Value) -> Self {
        self.settings.insert(id.to_owned(), value);
        self
    }

    pub fn without(mut self, id: &str) -> Self {
        self.settings.remove(id);
        self
    }

    pub fn capabilities(&self) -> Capabilities {
        Capabilities {
            bulk_settings: self.release >= Release::new(8, 6),
            single_roles: self.release >= Release::new(8, 7),
            users_by_email: self.release >= Release::new(8, 4),
            readiness: self.release >= Release::new(7, 11),
        }
    }

    pub fn observed(&self) -> Observed {
        let text = |id: &str| self.settings.get(id).and_then(Value::as_str).map(str::to_owned);
        Observed {
            identity: Identity { unique_id: text("uniqueID"), site_url: text("Site_Url"), release: self.release },
            caller: Caller { id: "u1".into(), username: "ametys".into(), roles: self.roles.clone() },
            capabilities: self.capabilities(),
            settings: self.settings.clone(),
            permissions: self.permissions.clone(),
            pinned: BTreeSet::new(),
            population: Some(Population { people: 1, rooms: 1 }),
        }
    }

    pub fn plan(&self, config: &Config) -> Plan {
        plan(config, &self.observed(), &Memory::default()).unwrap()
    }

    pub fn apply(&mut self, plan: &Plan) -> Outcome {
        apply(plan, self, &mut Silent)
    }

    pub fn roles_of(&self, permission: &str) -> Vec<&str> {
        self.permissions[permission].iter().map(String::as_str).collect()
    }

    pub fn writes(&self) -> usize {
        self.calls.iter().filter(|call| call.starts_with("write") || call.contains("_role")).count()
    }

    /// Counts the call, lets `effect` happen or not, and fails if it is its turn.
    fn call<T>(
        &mut self,
        call: String,
        effect: impl FnOnce(&mut Self) -> Result<T, ServerError>,
    ) -> Result<T, ServerError> {
        let number = self.calls.len();
        self.calls.push(call.clone());
        let Some((at, fault)) = self.fault else { return effect(self) };
        let ends = matches!(fault, Fault::Unreachable | Fault::NotLoggedIn | Fault::SecondFactor);
        if number < at || (number > at && !ends) {
            return effect(self);
        }
        match fault {
            Fault::CutBefore => Err(ServerError::Cut { call }),
            Fault::CutAfter => effect(self).and(Err(ServerError::Cut { call })),
            Fault::TimedOutAfter => effect(self).and(Err(ServerError::TimedOut { call })),
            Fault::FailedAfter => effect(self).and(Err(ServerError::Failed { call, status: 502 })),
            Fault::Unreachable => Err(ServerError::Unreachable { server: "x".into(), reason: "gone".into() }),
            Fault::NotLoggedIn => Err(ServerError::NotLoggedIn { call }),
            Fault::SecondFactor => {
                Err(ServerError::SecondFactorMissing { call, challenge: gantry::setup::Challenge::Totp })
            }
        }
    }

    fn store(&mut self, id: &str, value: &Value) {
        if !self.stubborn.contains(id) && self.settings.insert(id.to_owned(), value.clone()).as_ref() != Some(value) {
            self.changed.push(id.to_owned());
        }
    }

    fn check(&self, id: &str) -> Result<(), ServerError> {
        if !self.settings.contains_key(id) {
            return Err(ServerError::Unknown { what: id.into() });
        }
        if self.refused.contains(id) {
            return Err(ServerError::Refused {
                call: format!("POST settings/{id}"),
                reason: "Custom scripts are disabled".into(),
            });
        }
        Ok(())
    }

    fn store_roles(&mut self, id: &str, roles: BTreeSet<String>) -> Result<(), ServerError> {
        if !self.permissions.contains_key(id) || self.refused_permissions.contains(id) {
            return Err(ServerError::Invalid {
                call: "POST permissions".into(),
                reason: "error-invalid-permission".into(),
            });
        }
        if self.permissions.insert(id.to_owned(), roles.clone()) != Some(roles) {
            self.changed.push(id.to_owned());
        }
        Ok(())
    }
}

impl Server for Model {
    fn settings(&mut self) -> Result<BTreeMap<String, Value>, ServerError> {
        self.call("settings".into(), |model| Ok(model.settings.clone()))
    }

    fn setting(&mut self, id: &str) -> Result<Option<Value>, ServerError> {
        self.call(format!("setting {id}"), |model| Ok(model.settings.get(id).cloned()))
    }

    fn write_setting(&mut self, id: &str, value: &Value) -> Result<(), ServerError> {
        self.call(format!("write {id}"), |model| {
            model.check(id)?;
            model.store(id, value);
            Ok(())
        })
    }

    fn write_settings(&mut self, values: &[(String, Value)]) -> Result<(), ServerError> {
        assert!(self.capabilities().bulk_settings, "this release has no such call");
        self.call("write several".into(), |model| {
            for (id, _) in values {
                model.check(id)?;
            }
            for (id, value) in values {
                model.store(id, value);
            }
            Ok(())
        })
    }

    fn permissions(&mut self) -> Result<BTreeMap<String, BTreeSet<String>>, ServerError> {
        self.call("permissions".into(), |model| Ok(model.permissions.clone()))
    }

    fn write_permissions(&mut self, roles: &BTreeMap<String, BTreeSet<String>>) -> Result<(), ServerError> {
        self.call("write permissions".into(), |model| {
            let bad =
                roles.keys().find(|id| !model.permissions.contains_key(*id) || model.refused_permissions.contains(*id));
            if let Some(id) = bad {
                return model.store_roles(&id.clone(), BTreeSet::new());
            }
            roles.iter().try_for_each(|(id, roles)| model.store_roles(id, roles.clone()))
        })
    }

    fn remove_role(&mut self, permission: &str, role: &str) -> Result<(), ServerError> {
        assert!(self.capabilities().single_roles, "this release has no such call");
        self.call(format!("remove_role {permission}"), |model| {
            let mut roles = model.permissions.get(permission).cloned().unwrap_or_default();
            roles.remove(role);
            model.store_roles(permission, roles)
        })
    }

    fn add_role(&mut self, permission: &str, role: &str) -> Result<(), ServerError> {
        assert!(self.capabilities().single_roles, "this release has no such call");
        self.call(format!("add_role {permission}"), |model| {
            let mut roles = model.permissions.get(permission).cloned().unwrap_or_default();
            roles.insert(role.to_owned());
            model.store_roles(permission, roles)
        })
    }
}

pub fn origin(text: &str) -> Origin {
    Origin::from_url(text).unwrap().0
}

/// A page and a chat on one site.
pub fn config() -> Config {
    Config::example(ServerUrl::parse("https://chat.example.org").unwrap(), &[origin("https://projects.example.org")])
}

/// The manual to the letter.
pub fn manual() -> Config {
    Config { preset: Preset::Ametys, bundle: Preset::Ametys.bundle(), ..config() }
}
