import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { bareTools } from '../kit/product/bare-tools.js';
import { freePorts, temporaryDataDir } from '../kit/product/data-dir.js';
import { Started } from '../kit/product/started.js';

describe('a start that cannot be', () => {
  const dataDirs: ReturnType<typeof temporaryDataDir>[] = [];
  const newDataDir = (): string => {
    const dataDir = temporaryDataDir();
    dataDirs.push(dataDir);
    return dataDir.path;
  };
  afterEach(() => dataDirs.splice(0).forEach(({ remove }) => remove()));

  it('says that a port is taken before it starts anything', async () => {
    const ports = await freePorts();
    const other = createServer();
    await new Promise<void>((resolve) =>
      other.listen(Number(ports['EDGE_PORT']), '127.0.0.1', resolve),
    );
    const started = new Started(newDataDir(), ports);
    expect(await started.exited).toBe(1);
    other.close();
    expect(started.output.trim().split('\n')).toEqual([
      expect.stringMatching(/^port \d+ \(page, API and SSE\) is taken .*EDGE_PORT=/),
    ]);
    expect(readdirSync(started.dataDir)).toEqual([]);
  });

  it('lists every way to a Temporal that was tried, and takes down what it started', async () => {
    const dataDir = newDataDir();
    const started = new Started(dataDir, {
      ...(await freePorts()),
      TEMPORAL_CLI: join(dataDir, 'no-such-cli'),
      HOME: dataDir,
      XDG_CACHE_HOME: join(dataDir, 'cache'),
      // There is no Temporal and no Go on it, and no download answers.
      PATH: bareTools(dataDir),
      https_proxy: 'http://127.0.0.1:9',
    });
    expect(await started.exited).toBe(1);
    for (const way of [
      'TEMPORAL_CLI=',
      'temporal on PATH',
      'cached copy',
      'official download',
      'go install',
      'Next step',
      'TEMPORAL_ADDRESS',
    ]) {
      expect(started.output).toContain(way);
    }
    expect(started.processes()).toEqual([]);
    expect(existsSync(join(dataDir, 'run'))).toBe(false);
  });

  it('keeps the secrets file that it cannot read', async () => {
    const dataDir = newDataDir();
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(join(dataDir, 'secrets.json'), '{"SECRETS_KEY": "00');
    const started = new Started(dataDir, await freePorts());
    expect(await started.exited).toBe(1);
    expect(started.output).toMatch(/secrets\.json cannot be read.*Next step/);
    expect(readdirSync(dataDir)).toEqual(['secrets.json']);
  });

  it('lets one of two starts at the same moment through, which ends cleanly midway', async () => {
    const dataDir = newDataDir();
    const ports = await freePorts();
    const both = [new Started(dataDir, ports), new Started(dataDir, ports)];
    const loser = await Promise.race(both.map(async (one) => (await one.exited, one)));
    const winner = both.find((one) => one !== loser);
    expect(await loser.exited).toBe(1);
    expect(loser.output).toContain(`(pid ${winner?.pid}) runs with DATA_DIR`);
    await winner?.says('starting Postgres');
    winner?.signal('SIGINT');
    expect(await winner?.exited).toBe(0);
    expect(winner?.processes()).toEqual([]);
    expect(existsSync(join(dataDir, 'run'))).toBe(false);
  });
});
