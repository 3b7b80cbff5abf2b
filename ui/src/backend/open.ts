import type { Backend } from './backend';

/** The backend that this page stands on: the shell, the village while one works on the windows, or the server. */
export async function openBackend(): Promise<Backend> {
  if ('__TAURI_INTERNALS__' in window) return (await import('./tauri')).tauriBackend();
  if (__VILLAGE__) return (await import('./village')).villageFromAddress(location.search);
  return (await import('./http')).httpBackend();
}
