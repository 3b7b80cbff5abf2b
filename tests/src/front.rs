//! What stands between a laptop and its server in an office: TLS with a certificate that may be wrong, a firewall, a proxy.

use std::fmt::Write as _;
use std::fs::{self, Permissions};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::programs::{Manner, Running, free_port, wait_until};
use crate::server::run;

/// By which name a laptop finds the server through a proxy; no other way leads there.
pub const NAME: &str = "huyen.test";

/// What is wrong with a certificate, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    Right,
    Expired,
    NotYet,
    OfOther,
    /// By an authority that the laptop does not know.
    ByOther,
}

/// Keys and certificates in a folder, made when they are first wanted.
pub struct Certificates {
    folder: PathBuf,
}

impl Certificates {
    pub fn new(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let made = Self { folder: folder.to_owned() };
        made.authority("ca")?;
        Ok(made)
    }

    /// What the laptop trusts.
    pub fn trusted(&self) -> PathBuf {
        self.folder.join("ca.crt")
    }

    fn authority(&self, name: &str) -> Result<()> {
        let subject = format!("/CN=Nha Rong {name}");
        let days = ["-days", "3650", "-addext", "basicConstraints=critical,CA:TRUE"];
        self.openssl("-30d", &self.request(name, &subject, &[&["-x509"], &days[..]].concat()))
    }

    /// The files of a certificate and of its key.
    fn get(&self, which: Certificate) -> Result<(PathBuf, PathBuf)> {
        let (name, by, from, host) = match which {
            Certificate::Right => ("right", "ca", "-1d", NAME),
            Certificate::Expired => ("expired", "ca", "-20d", NAME),
            Certificate::NotYet => ("not-yet", "ca", "+20d", NAME),
            Certificate::OfOther => ("of-other", "ca", "-1d", "khac.test"),
            Certificate::ByOther => ("by-other", "other-ca", "-1d", NAME),
        };
        let of = |ending: &str| self.folder.join(format!("{name}.{ending}"));
        if of("crt").exists() {
            return Ok((of("crt"), of("key")));
        }
        if by != "ca" {
            self.authority(by)?;
        }
        let local = if which == Certificate::OfOther { "" } else { ",DNS:localhost,IP:127.0.0.1" };
        let names = format!("subjectAltName=DNS:{host}{local}");
        self.openssl(from, &self.request(name, &format!("/CN={host}"), &["-addext", &names]))?;
        fs::rename(of("crt"), of("csr"))?;
        let file = |name: &str| self.folder.join(name).display().to_string();
        let (ca, ca_key) = (file(&format!("{by}.crt")), file(&format!("{by}.key")));
        let (request, signed) = (file(&format!("{name}.csr")), file(&format!("{name}.crt")));
        let sign = ["x509", "-req", "-copy_extensions", "copy", "-days", "10", "-in", &request, "-CA", &ca];
        let sign = [&sign[..], &["-CAkey", &ca_key, "-CAcreateserial", "-out", &signed]].concat();
        self.openssl(from, &sign.into_iter().map(str::to_owned).collect::<Vec<_>>())?;
        Ok((of("crt"), of("key")))
    }

    fn request(&self, name: &str, subject: &str, more: &[&str]) -> Vec<String> {
        let file = |ending: &str| self.folder.join(format!("{name}.{ending}")).display().to_string();
        let key = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject];
        let files = ["-keyout".to_owned(), file("key"), "-out".to_owned(), file("crt")];
        key.iter().chain(more).map(|word| (*word).to_owned()).chain(files).collect()
    }

    fn openssl(&self, at: &str, arguments: &[String]) -> Result<()> {
        run(Manner::default().at(at).command(Path::new("openssl")).args(arguments)).map(drop)
    }
}

/// nginx before the server: TLS, or a firewall in plain HTTP.
pub struct Front {
    folder: PathBuf,
    port: u16,
    server: u16,
    running: Option<Running>,
    /// Lines of its configuration that say what it passes.
    rules: String,
}

impl Front {
    pub fn to(server: u16, folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let folder = folder.to_owned();
        Ok(Self { folder, port: free_port()?, server, running: None, rules: String::new() })
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Passes nothing but GET and POST.
    pub fn passing_get_and_post(mut self) -> Self {
        self.rules += "limit_except GET POST { deny all; }";
        self
    }

    /// Passes no body that is larger.
    pub fn passing_at_most(mut self, size: &str) -> Self {
        write!(self.rules, "client_max_body_size {size};").expect("a String takes all");
        self
    }

    /// Starts, or starts anew: what was connected is cut.
    pub fn start(&mut self, certificate: Option<(&Certificates, Certificate)>) -> Result<()> {
        self.running = None;
        let tls = match certificate {
            Some((made, which)) => {
                let (certificate, key) = made.get(which)?;
                format!("ssl_certificate {}; ssl_certificate_key {};", certificate.display(), key.display())
            }
            None => String::new(),
        };
        let (folder, port, server, rules) = (self.folder.display(), self.port, self.server, &self.rules);
        let ssl = if tls.is_empty() { "" } else { " ssl" };
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {folder}/{kind};"))
            .concat();
        let most = if rules.contains("client_max_body_size") { "" } else { "client_max_body_size 16m;" };
        let configuration = format!(
            "daemon off; master_process off; user root; pid {folder}/nginx.pid; error_log {folder}/error.log;
             events {{ worker_connections 64; }}
             http {{ {temporary}
               log_format line '$request_method $status';
               access_log {folder}/access.log line;
               server {{ listen 127.0.0.1:{port}{ssl}; {tls}
                 location / {{ {most} {rules}
                   proxy_http_version 1.1; proxy_set_header Connection ''; proxy_read_timeout 300s;
                   proxy_pass http://127.0.0.1:{server}; }} }} }}"
        );
        let file = self.folder.join("nginx.conf");
        fs::write(&file, configuration)?;
        let mut nginx = Command::new("nginx");
        nginx.arg("-c").arg(file).args(["-e", &format!("{folder}/error.log")]);
        self.running = Some(Running::start(nginx.stdout(Stdio::null()).stderr(Stdio::null()))?);
        listens(self.port)
    }

    /// Method and status of each request so far.
    pub fn passed(&self) -> Result<Vec<String>> {
        Ok(fs::read_to_string(self.folder.join("access.log"))?.lines().map(str::to_owned).collect())
    }
}

/// squid: wants a name and a password, and knows where [`NAME`] is.
pub struct Squid {
    folder: PathBuf,
    port: u16,
    running: Option<Running>,
}

pub const USER: &str = "ubnd-ayun";

impl Squid {
    pub fn new(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        // It runs as a user of its own, wherever root starts it.
        let open = |folder: &Path| fs::set_permissions(folder, Permissions::from_mode(0o777));
        folder.ancestors().take(2).try_for_each(open)?;
        fs::write(folder.join("hosts"), format!("127.0.0.1 {NAME}\n"))?;
        Ok(Self { folder: folder.to_owned(), port: free_port()?, running: None })
    }

    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn name(&self) -> String {
        format!("nharong{}", self.port)
    }

    /// It is killed, and so leaves its shared memory behind, over which it would not start again.
    fn end(&mut self) {
        self.running = None;
        for part in ["metadata", "queues", "readers"] {
            // Not there where it never ran.
            drop(fs::remove_file(format!("/dev/shm/{}-cf__{part}.shm", self.name())));
        }
    }

    /// Starts, or starts anew, with this password.
    pub fn start(&mut self, password: &str) -> Result<()> {
        self.end();
        let hashed = run(Command::new("openssl").args(["passwd", "-apr1", password]))?;
        fs::write(self.folder.join("passwords"), format!("{USER}:{hashed}"))?;
        let (folder, port) = (self.folder.display(), self.port);
        let configuration = format!(
            "http_port 127.0.0.1:{port}
             auth_param basic program /usr/lib/squid/basic_ncsa_auth {folder}/passwords
             acl known proxy_auth REQUIRED
             http_access allow known
             http_access deny all
             hosts_file {folder}/hosts
             pid_filename none
             cache deny all
             access_log none
             cache_log {folder}/cache.log
             pinger_enable off
             shutdown_lifetime 0 seconds
             "
        );
        let file = self.folder.join("squid.conf");
        fs::write(&file, configuration)?;
        let mut squid = Command::new("squid");
        // Under a name of its own, so that several may run.
        squid.args(["-N", "-n", &self.name(), "-f"]).arg(file);
        self.running = Some(Running::start(squid.stdout(Stdio::null()).stderr(Stdio::null()))?);
        listens(self.port)
    }
}

impl Drop for Squid {
    fn drop(&mut self) {
        self.end();
    }
}

fn listens(port: u16) -> Result<()> {
    wait_until("it listens", || Ok(Some(TcpStream::connect(("127.0.0.1", port)).context("not yet")?)))?;
    Ok(())
}
