import type { Backend } from './backend';

/** The backend that this page stands on: the shell, a sample where the build allows one, or the server. */
export async function openBackend(): Promise<Backend> {
  if ('__TAURI_INTERNALS__' in window) return (await import('./tauri')).tauriBackend();
  if (__SAMPLE__) return (await import('./sample/sample')).sampleFromAddress(location.search);
  return (await import('./http')).httpBackend();
}
