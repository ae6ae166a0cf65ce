import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManagedProcess } from '../../../src/supervisor/managed-process.js';
import { isAlive } from '../../../src/supervisor/process-table.js';
import { eventually } from '../../kit/eventually.js';

describe('a managed process', () => {
  let folder: string;
  let managed: ManagedProcess;
  const lines: string[] = [];
  const notices: string[] = [];
  const lastWords: string[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'filltrail-managed-'));
    for (const list of [lines, notices, lastWords]) list.length = 0;
  });
  afterEach(async () => {
    await managed.stop(1_000);
    rmSync(folder, { recursive: true, force: true });
  });

  const manage = (script: string, beforeRestart?: () => Promise<boolean | void>) => {
    managed = new ManagedProcess(
      'thing',
      () => ({
        command: process.execPath,
        args: ['-e', script],
        env: process.env,
        hasChannel: true,
      }),
      { runDir: folder, logDir: join(folder, 'logs') },
      {
        onLine: (_name, line) => lines.push(line),
        onNotice: (text) => notices.push(text),
        onGivenUp: (_name, text) => lastWords.push(text),
      },
      beforeRestart,
    );
    managed.start();
    return managed;
  };
  const pidOnFile = () => Number(readFileSync(join(folder, 'thing.pid'), 'utf8'));
  const READY = 'process.send("ready");';

  it('comes back after a kill, with its new pid on file', async () => {
    await manage(`${READY} setInterval(() => {}, 1000)`).ready;
    const first = pidOnFile();
    expect(first).toBe(managed.pid);
    process.kill(first, 'SIGKILL');
    const second = await eventually(
      'another pid',
      () => managed.pid !== undefined && managed.pid !== first && managed.pid,
      2_000,
    );
    expect(pidOnFile()).toBe(second);
    expect(notices).toEqual([expect.stringContaining('thing ended (killed by SIGKILL)')]);
  });

  it('waits for what it needs before it comes back', async () => {
    let allow!: () => void;
    const allowed = new Promise<void>((resolve) => (allow = resolve));
    await manage(`${READY} setInterval(() => {}, 1000)`, () => allowed).ready;
    process.kill(pidOnFile(), 'SIGKILL');
    await eventually('the notice', () => notices.length === 1);
    expect(managed.pid).toBeUndefined();
    allow();
    await eventually('a new process', () => managed.pid !== undefined);
  });

  it('is not given up for deaths while what it needs is away', async () => {
    await manage(`${READY} setTimeout(() => process.exit(1), 20)`, () => Promise.resolve(true))
      .ready;
    await eventually('more deaths than are allowed', () => notices.length > 12);
    expect(lastWords).toEqual([]);
    expect(notices.join()).not.toContain('again in 0.3 s');
  });

  it('is given up with its last line when it never gets ready', async () => {
    await expect(manage('console.log("no settings"); process.exit(3)').ready).rejects.toThrow(
      /died 4 times in a row \(exit code 3\).*Its last line: no settings/,
    );
    expect(lastWords).toHaveLength(1);
    expect(readFileSync(join(folder, 'logs', 'thing.log'), 'utf8')).toContain('no settings\n');
  });

  it('is given up with its reason when it cannot be run at all', async () => {
    managed = new ManagedProcess(
      'thing',
      () => ({ command: join(folder, 'no-such-program'), args: [], env: {} }),
      { runDir: folder, logDir: folder },
      { onLine: () => {}, onNotice: () => {}, onGivenUp: (_, text) => lastWords.push(text) },
    );
    managed.start();
    await expect(managed.ready).rejects.toThrow('ENOENT');
  });

  it('is killed when it does not want to end, and leaves no pid file', async () => {
    await manage(
      `process.on('SIGTERM', () => console.log('never')); ${READY} setInterval(() => {}, 1000)`,
    ).ready;
    const pid = pidOnFile();
    await managed.stop(300);
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(join(folder, 'thing.pid'))).toBe(false);
    expect(notices).toEqual([expect.stringContaining('did not end within 0.3 s; killed')]);
  });

  it('takes its own helpers with it', async () => {
    await manage(
      `const { spawn } = require('node:child_process');
       const helper = spawn('sleep', ['1000']); console.log(helper.pid); ${READY} setInterval(() => {}, 1000)`,
    ).ready;
    const helper = await eventually('the helper', () => Number(lines[0]));
    process.kill(pidOnFile(), 'SIGKILL');
    await eventually('the helper is gone', () => !isAlive(helper));
  });

  it('does not come back once it is asked to end', async () => {
    await manage(`${READY} setInterval(() => {}, 1000)`).ready;
    process.kill(pidOnFile(), 'SIGKILL');
    await eventually('the death', () => managed.pid === undefined);
    await managed.stop(1_000);
    expect(managed.pid).toBeUndefined();
    expect(existsSync(join(folder, 'thing.pid'))).toBe(false);
  });
});
