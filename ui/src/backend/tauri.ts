import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import { listen, type UnlistenFn } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { getCurrentWindow } from '@tauri-apps/api/window';
import type { Done } from '../bindings/Done';
import type { Gate } from '../bindings/Gate';
import type { Proxy } from '../bindings/Proxy';
import type { Queue } from '../bindings/Queue';
import type { Status } from '../bindings/Status';
import { type Answers, type Backend, type Drop, type Question, Refusal, type Stop } from './backend';

async function call<T>(command: string, args?: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (reason) {
    throw Refusal.from(reason);
  }
}

/** A listener begins in its own time; stopping it before it began must stop it all the same. */
function stopWhenBegun(begun: Promise<UnlistenFn>): Stop {
  let stopped = false;
  let stop: UnlistenFn | undefined;
  begun.then((unlisten) => {
    if (stopped) unlisten();
    else stop = unlisten;
  });
  return () => {
    stopped = true;
    stop?.();
  };
}

/** The desktop shell. */
export function tauriBackend(): Backend {
  // Listened for from the start, so that a page that invites files takes them as soon as it is seen.
  const droppers = new Set<(drop: Drop) => void>();
  void getCurrentWebview().onDragDropEvent(({ payload }) => {
    const drop: Drop =
      payload.type === 'drop'
        ? { is: 'dropped', paths: payload.paths }
        : { is: payload.type === 'leave' ? 'gone' : 'over' };
    for (const tell of droppers) tell(drop);
  });
  return {
    kind: 'desktop',
    gate: () => call<Gate>('gate'),
    firstRun: (input) => call<Gate>('first_run', { input }),
    unlock: (input) => call<Gate>('unlock', { input }),
    changePassphrase: (input) => call<Done>('change_passphrase', { input }),
    changeServer: (input) => call<Done>('change_server', { input }),
    enrolAgain: (code) => call<Done>('enrol_again', { code }),
    proxy: () => call<Proxy>('proxy'),
    setProxy: (input) => call<Done>('set_proxy', { input }),
    logIn: () => call<Gate>('gate'),
    logOut: async () => {
      await call<Done>('act', { act: { act: 'lock' } });
      return call<Gate>('gate');
    },
    ask: <Q extends Question>(ask: unknown) => call<Answers[Q]>('ask', { ask }),
    act: (act) => call<Done>('act', { act }),
    status: () => call<Status>('status'),
    queue: () => call<Queue>('queue'),
    onChanged: (tell) => stopWhenBegun(listen('changed', () => tell())),
    onStatus: (tell) => {
      let told = false;
      return stopWhenBegun(
        listen<Status>('status', (event) => {
          told = true;
          tell(event.payload);
        }).then((unlisten) => {
          // What changed before the listening began was told to nobody. What was told since is newer.
          call<Status>('status').then(
            (status) => told || tell(status),
            () => undefined,
          );
          return unlisten;
        }),
      );
    },
    onDrop: (tell) => {
      droppers.add(tell);
      return () => void droppers.delete(tell);
    },
    onClosing: (finish) =>
      stopWhenBegun(
        getCurrentWindow().onCloseRequested(async (event) => {
          if (!(await finish().catch(() => true))) event.preventDefault();
        }),
      ),
    close: () => void getCurrentWindow().destroy(),
    fileUrl: (hash) => convertFileSrc(hash, 'evidence'),
    now: () => Date.now(),
  };
}
