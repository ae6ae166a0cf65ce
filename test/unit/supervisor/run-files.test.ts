import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identityOf } from '../../../src/supervisor/process-table.js';
import { RunFolder } from '../../../src/supervisor/run-files.js';

describe('the run folder', () => {
  let dataDir: string;
  let sleeper: ChildProcess;
  const lock = () => join(dataDir, 'run', 'supervisor.lock');

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'filltrail-run-'));
    sleeper = spawn('sleep', ['1000']);
    await new Promise((resolve) => sleeper.once('spawn', resolve));
  });
  afterEach(() => {
    sleeper.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is held by one start at a time, and free again after it', async () => {
    const run = new RunFolder(dataDir);
    expect(await run.take()).toBeUndefined();
    expect(run.holder()).toBe(process.pid);
    expect(await new RunFolder(dataDir).take()).toBe(process.pid);
    run.clear();
    expect(existsSync(join(dataDir, 'run'))).toBe(false);
    expect(await run.take()).toBeUndefined();
  });

  it('is held by another process for as long as that lives', async () => {
    await new RunFolder(dataDir).take();
    writeFileSync(lock(), `${sleeper.pid}\n${identityOf(sleeper.pid ?? 0)}\n`);
    const run = new RunFolder(dataDir);
    expect(await run.take()).toBe(sleeper.pid);
    const ended = new Promise((resolve) => sleeper.once('close', resolve));
    sleeper.kill('SIGKILL');
    await ended;
    expect(await run.take()).toBeUndefined();
  });

  it('is not held by a stranger who was given the dead one’s pid', async () => {
    await new RunFolder(dataDir).take();
    writeFileSync(lock(), `${sleeper.pid}\n1\n`);
    expect(await new RunFolder(dataDir).take()).toBeUndefined();
    expect(readFileSync(lock(), 'utf8').split('\n')[0]).toBe(String(process.pid));
  });

  it('shows addresses to its owner only', async () => {
    const run = new RunFolder(dataDir);
    await run.take();
    run.writeUrls({ edge: '', temporal: '', temporalUi: '', database: '', venue: '', metrics: '' });
    expect(statSync(join(dataDir, 'run', 'urls.json')).mode & 0o777).toBe(0o600);
  });
});
