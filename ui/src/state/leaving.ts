const WAYS_OUT = ['pagehide', 'beforeunload', 'hashchange'];

/**
 * Whatever is typed is written before the page goes, whichever way it goes, and safe (`keep`) when somebody only looks at another
 * window. Returns what ends it.
 */
export function writeWhenLeaving(write: () => void, keep: () => void): () => void {
  const hidden = () => {
    if (document.hidden) keep();
  };
  for (const way of WAYS_OUT) window.addEventListener(way, write);
  window.addEventListener('blur', keep);
  document.addEventListener('visibilitychange', hidden);
  return () => {
    for (const way of WAYS_OUT) window.removeEventListener(way, write);
    window.removeEventListener('blur', keep);
    document.removeEventListener('visibilitychange', hidden);
  };
}
