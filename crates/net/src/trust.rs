//! Whom a secure connection may be made with.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};
use sha2::{Digest, Sha256};

use crate::{Error, Http};

/// How a server proves who it is. There is no way not to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Trust {
    /// By a certificate that the system trusts.
    #[default]
    System,
    /// By one that the system trusts, or one that was issued by a certificate in this PEM file.
    Also(PathBuf),
    /// By its key alone, as in SSH: issuer, names and dates do not matter, and no other key will do.
    Key(Pin),
}

/// The SHA-256 of a public key as certificates hold it (the DER of SubjectPublicKeyInfo, RFC 7469). As text: 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Pin(pub [u8; 32]);

/// A text that is no [`Pin`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key's pin is its SHA-256 in 64 hexadecimal digits")]
pub struct BadPin;

impl FromStr for Pin {
    type Err = BadPin;

    fn from_str(text: &str) -> Result<Self, BadPin> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(BadPin);
        }
        let mut pin = [0; 32];
        for (byte, place) in pin.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[place..place + 2], 16).map_err(|_| BadPin)?;
        }
        Ok(Self(pin))
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Trust {
    /// Tells `builder`. The file is read now.
    pub(crate) fn apply(
        &self,
        builder: reqwest::ClientBuilder,
        http: Http,
    ) -> Result<reqwest::ClientBuilder, Error> {
        Ok(match self {
            Self::System => builder,
            Self::Also(path) => builder.tls_certs_merge(certificates(path)?),
            Self::Key(pin) => builder.tls_backend_preconfigured(pinned(*pin, http)?),
        })
    }
}

fn certificates(path: &Path) -> Result<Vec<reqwest::Certificate>, Error> {
    let bad = || Error::CaFile { path: path.display().to_string() };
    let pem = std::fs::read(path).map_err(|_| bad())?;
    let found = reqwest::Certificate::from_pem_bundle(&pem).map_err(|_| bad())?;
    if found.is_empty() { Err(bad()) } else { Ok(found) }
}

fn pinned(pin: Pin, http: Http) -> Result<ClientConfig, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = Arc::new(Pinned { pin, provider: provider.clone() });
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| Error::Setup)?;
    let mut config = config.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
    // The HTTP client leaves this to whoever made the configuration.
    config.alpn_protocols = match http {
        Http::One => vec![b"http/1.1".to_vec()],
        Http::Two => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
    };
    Ok(config)
}

/// Takes one key. That the server holds it, the signatures of the handshake prove.
#[derive(Debug)]
struct Pinned {
    pin: Pin,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let key = ParsedCertificate::try_from(end_entity)?.subject_public_key_info();
        if Sha256::digest(&key)[..] == self.pin.0 {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(CertificateError::ApplicationVerificationFailure.into())
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_read_and_written_in_hexadecimal() {
        let text = "00ff".repeat(16);
        assert_eq!(text.parse::<Pin>().map(|pin| pin.to_string()), Ok(text.clone()));
        assert_eq!(text.to_uppercase().parse::<Pin>().map(|pin| pin.to_string()), Ok(text.clone()));
        for bad in ["", &text[1..], &format!("{text}0"), &"+f".repeat(32), &"é".repeat(32)] {
            assert_eq!(bad.parse::<Pin>(), Err(BadPin), "{bad:?}");
        }
    }

    #[test]
    fn a_file_without_certificates_is_named() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"));
        for file in ["Cargo.toml", "missing.pem", "src"] {
            let path = path.join(file);
            let error = certificates(&path).expect_err(file);
            assert_eq!(error, Error::CaFile { path: path.display().to_string() });
        }
    }
}
