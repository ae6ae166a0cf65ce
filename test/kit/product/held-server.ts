import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  clearAfterDeath,
  openPostgres,
  preparePostgres,
} from '../../../src/supervisor/postgres.js';
import type { ProcessCommand } from '../../../src/supervisor/managed-process.js';
import { openTemporal } from '../../../src/supervisor/temporal.js';

const OPEN_WITHIN_MS = 60_000;
/** How the names of Temporal's files begin, in the data's folder. */
export const TEMPORAL_DATABASE = 'temporal.db';

/** A server that only the test restarts. */
export class HeldServer {
  #child: ChildProcess | undefined;

  constructor(
    readonly url: string,
    private readonly command: ProcessCommand,
    private readonly opened: () => Promise<void>,
    private readonly afterDeath: () => Promise<void> = () => Promise.resolve(),
  ) {}

  async start(): Promise<void> {
    const { command, args, env, uid, gid, cwd } = this.command;
    this.#child = spawn(command, args, { env, uid, gid, cwd, stdio: 'ignore' });
    await this.opened();
  }

  /** Ends the server. Resolves when it and everything it left behind are gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    await this.afterDeath();
  }
}

export async function heldPostgres(dataDir: string, port: number): Promise<HeldServer> {
  const options = { dataDir, password: 'test-only', onNotice: () => undefined };
  const server = await preparePostgres(options);
  return new HeldServer(
    server.databaseUrl(port),
    server.command(port),
    () => openPostgres(server, { port: () => port, timeoutMs: OPEN_WITHIN_MS }),
    () => clearAfterDeath(server.clusterDir),
  );
}

/** Returns a Temporal that keeps its data, and makes workflows continue as new after 40 events. */
export function heldTemporal(cli: string, dataDir: string, port: number): HeldServer {
  const address = `127.0.0.1:${port}`;
  const database = join(dataDir, TEMPORAL_DATABASE);
  const args = [
    ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--headless'],
    ['--namespace', 'default', '--log-level', 'never'],
    ['--db-filename', database],
    ['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
    ['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=40'],
  ].flat();
  const opened = async () => {
    const expected = { address: () => address, namespace: 'default', database };
    await openTemporal({ ...expected, timeoutMs: OPEN_WITHIN_MS });
  };
  return new HeldServer(address, { command: cli, args, env: process.env }, opened);
}
