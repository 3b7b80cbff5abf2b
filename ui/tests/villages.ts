import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    villages: string;
  }
}

const PROGRAM = process.env.NHARONG_VILLAGE_PROGRAM ?? join(import.meta.dirname, '../../target/debug/village');

/** Starts a village and reads where it listens. It ends with its input, whatever becomes of this process. */
function start(programs: ChildProcess[]): Promise<string> {
  const program = spawn(PROGRAM, { stdio: ['pipe', 'pipe', 'inherit'] });
  programs.push(program);
  return new Promise<string>((resolve, reject) => {
    program.once('error', () => reject(new Error(`${PROGRAM} is not there: cargo build -p tests --bin village`)));
    program.once('exit', (code) => reject(new Error(`${PROGRAM} ended with ${code}`)));
    createInterface({ input: program.stdout }).once('line', resolve);
  });
}

/**
 * A village for each worker that asks for one, since a worker has one file of tests at a time: its people take seconds
 * to live through the story, and a moment to begin again from its end.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  const [programs, villages] = [[] as ChildProcess[], new Map<string, Promise<string>>()];
  const server = createServer(({ url = '' }, response) => {
    const village = villages.get(url) ?? start(programs);
    villages.set(url, village);
    village.then(
      (root) => response.end(root),
      (reason: Error) => response.writeHead(500).end(reason.message),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide('villages', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () => {
    server.close();
    for (const program of programs) program.stdin?.end();
  };
}
