//! The server itself, until it is asked to stop.

use std::io;

use anyhow::Context as _;
use sync_server::Config;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::say;

/// What is logged unless NHARONG_LOG says otherwise.
const LOG: &str = "info,refinery_core=warn";

pub fn run(config: Config, listen: &str) -> anyhow::Result<()> {
    share_heaps();
    let filter = EnvFilter::try_from_env("NHARONG_LOG").unwrap_or_else(|_| LOG.into());
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(io::stderr).init();
    // A panic's message may hold what a person wrote; where it happened does not.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
    }));
    let runtime = tokio::runtime::Runtime::new().context("Không khởi động được máy chủ")?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await.with_context(|| {
            format!("Không mở được cổng {listen}. Hãy kiểm tra xem cổng đã có chương trình khác dùng chưa")
        })?;
        let address = listener.local_addr().context("Không đọc được địa chỉ đang nghe")?;
        let district = sync_server::District::open(config).await?;
        say(&format!("listening on http://{address}"))?;
        Ok(district.serve(listener, asked_to_stop()).await?)
    })
}

/// glibc gives every thread a heap of its own and keeps in each what was freed there: with documents passing through
/// some ten threads, half of the server's memory. It reads its settings when a program begins, so the program begins
/// again, as the same process. Where that fails it goes on as it is.
fn share_heaps() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        use std::os::unix::process::CommandExt as _;
        const HEAPS: &str = "MALLOC_ARENA_MAX";
        if std::env::var_os(HEAPS).is_none()
            && let Ok(program) = std::env::current_exe()
        {
            let mut again = std::process::Command::new(program);
            again.args(std::env::args_os().skip(1));
            let _ = again.env(HEAPS, "2").exec();
        }
    }
}

/// Ctrl+C, or SIGTERM from whatever runs the service.
async fn asked_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => interrupted.await,
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
