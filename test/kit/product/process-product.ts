import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { inject } from 'vitest';
import { BLANK_SETTINGS } from '../../../src/supervisor/blank-settings.js';
import { ROOT } from '../../../src/supervisor/root.js';
import type { Stack } from '../../../src/supervisor/stack.js';
import { reconcileSignal } from '../../../workflows/messages.js';
import { eventually } from '../eventually.js';
import { freePorts, temporaryDataDir, type DataDir } from './data-dir.js';
import { heldPostgres, heldTemporal, TEMPORAL_DATABASE, type HeldServer } from './held-server.js';
import { startOwnStack, StackProduct, type ProcessRole, type StackSetup } from './stack-product.js';

interface Servers {
  readonly temporal: HeldServer;
  readonly postgres: HeldServer;
}

/**
 * A product that runs as processes, for a test to kill. Its servers belong to the test, and only
 * the test restarts them.
 */
export class ProcessProduct extends StackProduct implements Servers {
  readonly temporal: HeldServer;
  readonly postgres: HeldServer;
  readonly #extra: ChildProcess[] = [];

  private constructor(
    stack: Stack,
    servers: Servers,
    private readonly folder: DataDir,
    private readonly settings: NodeJS.ProcessEnv,
  ) {
    super(folder.path, stack);
    this.temporal = servers.temporal;
    this.postgres = servers.postgres;
  }

  static override async start(
    heard: Pick<StackSetup, 'onNotice' | 'onLine'> = {},
  ): Promise<ProcessProduct> {
    const folder = temporaryDataDir();
    const dataDir = folder.path;
    const ports = await freePorts();
    const temporal = heldTemporal(inject('temporalCli'), dataDir, Number(ports['TEMPORAL_PORT']));
    const postgres = await heldPostgres(dataDir, Number(ports['POSTGRES_PORT']));
    await Promise.all([temporal.start(), postgres.start()]);
    const preload = pathToFileURL(join(ROOT, 'test/kit/product/signal-at-step.mjs')).href;
    const settings = {
      DATABASE_URL: postgres.url,
      TEMPORAL_ADDRESS: temporal.url,
      LOG_LEVEL: 'warn',
      // Alerts that wait for an outage to end are traded anyway, so that they can be counted.
      STALE_AFTER_MS: '120000',
      FAULT_FOLDER: dataDir,
      NODE_OPTIONS: `--import ${preload}`,
    };
    const stack = await startOwnStack({ dataDir, settings, ...heard });
    return new ProcessProduct(stack, { temporal, postgres }, folder, settings);
  }

  pid(role: ProcessRole): number | undefined {
    return this.pids()[role];
  }

  /** Kills a supervised process. Resolves when its successor runs. */
  async kill(role: ProcessRole): Promise<void> {
    const before = this.pid(role);
    if (before === undefined) throw new Error(`no ${role} runs`);
    process.kill(before, 'SIGKILL');
    await this.successor(role, before);
  }

  /**
   * Makes the next process of a role that reaches a boundary between two steps die there. Resolves
   * when its successor runs.
   *
   * @param whenDead is done right after the death, while the successor starts
   */
  async dieAt(
    role: ProcessRole,
    boundary: string,
    whenDead: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const before = this.pid(role);
    await this.#sentence(role, boundary, 'SIGKILL');
    await whenDead();
    await this.successor(role, before);
  }

  /**
   * Freezes the next process of a role that reaches a boundary. Resolves with its process id, for
   * the test to wake it (`SIGCONT`).
   */
  freezeAt(role: ProcessRole, boundary: string): Promise<number> {
    return this.#sentence(role, boundary, 'SIGSTOP');
  }

  /** Resolves with the process id of the next process of a role that reaches a boundary. */
  reaches(role: ProcessRole, boundary: string): Promise<number> {
    return this.#sentence(role, boundary, '');
  }

  async successor(role: ProcessRole, before: number | undefined): Promise<void> {
    await eventually(`another ${role} than ${before}`, () => {
      const now = this.pid(role);
      return now !== undefined && now !== before;
    });
  }

  /** Returns the id of a workflow's current run. */
  runIdOf(workflowId: string): Promise<string> {
    return this.#withClient(async ({ workflow }) => {
      return (await workflow.getHandle(workflowId).describe()).runId;
    });
  }

  /** Deletes all that Temporal has stored. It must not be running. */
  forgetWorkflows(): void {
    for (const file of readdirSync(this.dataDir)) {
      if (file.startsWith(TEMPORAL_DATABASE)) rmSync(join(this.dataDir, file));
    }
  }

  /** Makes an order's workflow ask the exchange now. */
  wake(workflowId: string): Promise<void> {
    return this.#withClient(({ workflow }) =>
      workflow.getHandle(workflowId).signal(reconcileSignal, 'admin'),
    );
  }

  /** Returns how many workflows Temporal lists for a query. */
  countOf(query: string): Promise<number> {
    return this.#withClient(async ({ workflow }) => (await workflow.count(query)).count);
  }

  /** Starts one more process, unsupervised, from this or another source tree. */
  startExtra(role: ProcessRole, root = ROOT): ChildProcess {
    const args = [join(root, 'bin', 'filltrail.mjs'), role];
    const { OPERATOR_TOKEN, VIEWER_TOKEN, SECRETS_KEY } = this.stack.secrets;
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: {
        ...process.env,
        ...BLANK_SETTINGS,
        DATA_DIR: this.dataDir,
        ...this.settings,
        OPERATOR_TOKEN,
        VIEWER_TOKEN,
        SECRETS_KEY,
        METRICS_PORT: '0',
        FILLTRAIL_SUPERVISED: '1',
      },
      stdio: ['ignore', 'ignore', process.env['TEST_LOG_LEVEL'] ? 'inherit' : 'ignore', 'ipc'],
    });
    this.#extra.push(child);
    return child;
  }

  override async close(): Promise<void> {
    for (const child of this.#extra) child.kill('SIGKILL');
    await super.close();
    await Promise.all([this.temporal.end('SIGTERM'), this.postgres.end('SIGINT')]);
    this.folder.remove();
  }

  /** Has the next process that reaches a boundary send itself a signal. Resolves with its id. */
  async #sentence(role: ProcessRole, boundary: string, signal: string): Promise<number> {
    const name = `${role} ${boundary}`;
    const unsigned = join(this.dataDir, `${name} unsigned`);
    writeFileSync(unsigned, signal);
    renameSync(unsigned, join(this.dataDir, name));
    const reached = await eventually(
      `a ${role} to reach "${boundary}"`,
      () =>
        readdirSync(this.dataDir).find(
          (file) => /^ \d+$/.test(file.slice(name.length)) && file.startsWith(name),
        ),
      60_000,
    );
    rmSync(join(this.dataDir, reached));
    return Number(reached.slice(name.length));
  }

  async #withClient<T>(ask: (client: Client) => Promise<T>): Promise<T> {
    const connection = await Connection.connect({ address: this.temporal.url });
    try {
      return await ask(new Client({ connection }));
    } finally {
      await connection.close();
    }
  }
}

/** Resolves when a started process reports that it is ready. */
export async function isReady(child: ChildProcess): Promise<void> {
  let said = false;
  child.once('message', () => (said = true));
  await eventually(
    'one more process to be ready',
    () => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
      return said;
    },
    60_000,
  );
}
