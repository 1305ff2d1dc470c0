//! Where a setting is in Rocket.Chat's administration, as 6.5.3 names it in English and French.

/// The way to a setting in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Menu {
    /// With the English labels.
    pub en: &'static str,
    /// With the French ones.
    pub fr: &'static str,
}

const fn menu(en: &'static str, fr: &'static str) -> Menu {
    Menu { en, fr }
}

/// What every way to a setting begins with.
pub const SETTINGS: Menu =
    menu("Administration > Workspace > Settings", "Administration > Espace de travail > Paramètres");

/// The way below [`SETTINGS`]. Where the name of a group or section in a language is not known, it is left out or is the
/// English one.
#[must_use]
pub fn way(id: &str) -> Option<Menu> {
    Some(match id {
        "theme-custom-css" => {
            menu("Layout > Custom CSS > Custom CSS", "Mise en page > CSS personnalisé > CSS personnalisé")
        }
        "Custom_Script_Logged_In" => menu(
            "Layout > Custom Scripts > Custom Script for Logged In Users",
            "Mise en page > Scripts personnalisés > Script personnalisé pour les utilisateurs connectés",
        ),
        "Custom_Script_Logged_Out" => menu(
            "Layout > Custom Scripts > Custom Script for Logged Out Users",
            "Mise en page > Scripts personnalisés > Script personnalisé pour les utilisateurs déconnectés",
        ),
        "Unread_Count" => menu("General > Unread Count", "Général > Nombre non lu"),
        "Unread_Count_DM" => menu(
            "General > Unread Count for Direct Messages",
            "Général > Nombre de messages non lus pour les messages directs",
        ),
        "API_Enable_CORS" => menu("General > REST API > Enable CORS", "Général > API REST > Activer CORS"),
        "API_CORS_Origin" => menu("General > REST API > CORS Origin", "Général > API REST > Origine CORS"),
        "Iframe_Integration_send_enable" => {
            menu("General > Iframe Integration > Enable Send", "Général > Intégration Iframe > Activer l'envoi")
        }
        "Iframe_Integration_send_target_origin" => menu(
            "General > Iframe Integration > Send Target Origin",
            "Général > Intégration Iframe > Origine de la cible d'envoi",
        ),
        "Iframe_Integration_receive_enable" => {
            menu("General > Iframe Integration > Enable Receive", "Général > Intégration Iframe > Activer la réception")
        }
        "Iframe_Integration_receive_origin" => menu(
            "General > Iframe Integration > Receive Origins",
            "Général > Intégration Iframe > Origines des réceptions",
        ),
        "NPS_survey_enabled" => menu("General > NPS > Enable NPS Survey", "Général > NPS > Activer l'enquête NPS"),
        "Iframe_Restrict_Access" => menu(
            "General > Restrict access inside any Iframe",
            "Général > Restreindre l'accès à l'intérieur de n'importe quel Iframe",
        ),
        "FileUpload_ProtectFiles" => {
            menu("File Upload > Protect Uploaded Files", "Chargement de fichier > Protéger les fichiers chargés")
        }
        "Accounts_TwoFactorAuthentication_Enabled" => menu(
            "Accounts > Two Factor Authentication > Enable Two Factor Authentication",
            "Comptes > Authentification à deux facteurs > Activer l'authentification à deux facteurs",
        ),
        "Accounts_RegistrationForm" => {
            menu("Accounts > Registration > Registration Form", "Comptes > Inscription > Formulaire d'inscription")
        }
        "Show_Setup_Wizard" => menu("General > Show Setup Wizard", "Général > Afficher l'assistant de configuration"),
        "Register_Server" => {
            menu("Setup Wizard > Organization Info > Register Server", "Setup Wizard > Enregistrer le serveur")
        }
        "Cloud_Service_Agree_PrivacyTerms" => menu(
            "Setup Wizard > Cloud Info > Cloud Service Privacy Terms Agreement",
            "Setup Wizard > Accord sur les conditions de confidentialité du \
             service cloud",
        ),
        "Allow_Marketing_Emails" => menu(
            "Setup Wizard > Organization Info > Allow Marketing Emails",
            "Setup Wizard > Autoriser les e-mails marketing",
        ),
        "Statistics_reporting" => menu(
            "General > Reporting > Send Statistics to Rocket.Chat",
            "Général > Envoyer des statistiques à Rocket.Chat",
        ),
        "Accounts_TwoFactorAuthentication_By_Email_Auto_Opt_In" => menu(
            "Accounts > Two Factor Authentication > Auto opt in new users for Two Factor via Email",
            "Comptes > Authentification à deux facteurs > Activer automatiquement l'authentification à deux facteurs par \
             e-mail pour les nouveaux utilisateurs",
        ),
        "Accounts_AllowUsernameChange" => {
            menu("Accounts > Allow Username Change", "Comptes > Autoriser le changement de nom d'utilisateur")
        }
        "Accounts_AllowEmailChange" => {
            menu("Accounts > Allow Email Change", "Comptes > Autoriser le changement d'adresse e-mail")
        }
        "Accounts_AllowRealNameChange" => {
            menu("Accounts > Allow Name Change", "Comptes > Autoriser le changement de nom")
        }
        "Accounts_AllowDeleteOwnAccount" => menu(
            "Accounts > Allow Users to Delete Own Account",
            "Comptes > Autoriser les utilisateurs à supprimer leur propre compte",
        ),
        "UI_Use_Real_Name" => menu("Layout > User Interface > Use Real Name", "Mise en page > Utiliser le vrai nom"),
        "Block_Multiple_Failed_Logins_Ip_Whitelist" => {
            menu("Accounts > Login Attempts > IP Whitelist", "Comptes > Liste d'adresses IP autorisées")
        }
        "Hide_System_Messages" => menu("Message > Hide System Messages", "Message > Masquer les messages système"),
        "Accounts_iframe_enabled" => menu("Accounts > Iframe > Enabled", "Comptes > Iframe > Activé"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::settings;
    use crate::config::Config;
    use crate::protocol::{Origin, ServerUrl};

    #[test]
    fn every_setting_has_its_way() {
        let origin = Origin::from_url("https://a.example").unwrap().0;
        let config = Config::example(ServerUrl::parse("https://chat.example").unwrap(), &[origin]);
        for setting in settings::all(&config) {
            assert!(way(&setting.id).is_some(), "{}", setting.id);
        }
    }
}
