const WAYS_OUT = ['pagehide', 'beforeunload', 'hashchange', 'blur'];

/** Whatever is typed is written before the page goes, whichever way it goes. Returns what ends it. */
export function writeWhenLeaving(write: () => void): () => void {
  const hidden = () => {
    if (document.hidden) write();
  };
  for (const way of WAYS_OUT) window.addEventListener(way, write);
  document.addEventListener('visibilitychange', hidden);
  return () => {
    for (const way of WAYS_OUT) window.removeEventListener(way, write);
    document.removeEventListener('visibilitychange', hidden);
  };
}
