import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marketOf, STAGES } from '../../src/demo/stages.js';
import { BLANK_SETTINGS } from '../../src/supervisor/blank-settings.js';
import { commandLineOf, isAlive } from '../../src/supervisor/process-table.js';
import { eventually } from '../kit/eventually.js';
import { freePorts, temporaryDataDir } from '../kit/product/data-dir.js';
import { EdgeClient } from '../kit/product/edge-client.js';
import { PROCESSES, Started } from '../kit/product/started.js';

// The tests of this file are one story, in order: a start, its troubles, its restarts.
describe('npm start', () => {
  const dataDir = temporaryDataDir();
  const files = (name: string) => join(dataDir.path, name);
  let ports: Record<string, string>;
  let started: Started;
  let edge: EdgeClient;

  const secret = (name: string) =>
    (JSON.parse(readFileSync(files('secrets.json'), 'utf8')) as Record<string, string>)[name] ?? '';

  const start = async (): Promise<void> => {
    started = new Started(dataDir.path, ports);
    await started.says('Ctrl-C stops everything');
  };

  const order = async (id: string, plan = STAGES[0]): Promise<void> => {
    if (!plan) throw new Error('there must be a market to trade on');
    const members = JSON.parse(readFileSync(files('demo.json'), 'utf8')) as Record<
      string,
      { token: string }
    >;
    const { name: strategy, trial } = plan;
    const token = members[strategy]?.token;
    const alert = { strategy, token, id, symbol: marketOf(plan), ...trial };
    expect((await edge.alert(alert)).status).toBe(202);
  };

  const filledOrders = async (): Promise<number> => {
    const { body } = await edge.get('/api/trades');
    return (body as { status: string }[]).filter(({ status }) => status === 'FILLED').length;
  };

  beforeAll(async () => {
    ports = await freePorts();
    await start();
    const tokens = { viewer: secret('VIEWER_TOKEN'), operator: secret('OPERATOR_TOKEN') };
    edge = new EdgeClient(() => started.urls.edge, tokens);
  }, 180_000);

  afterAll(async () => {
    started.signal('SIGTERM');
    await started.exited;
    dataDir.remove();
  }, 60_000);

  it('prints the addresses of everything', () => {
    const { urls } = started;
    for (const url of [urls.edge, urls.temporalUi, urls.metrics, urls.venue]) {
      expect(started.output).toContain(url);
    }
    expect(started.output).toContain(`/sign-in?token=${secret('OPERATOR_TOKEN')}`);
    expect(started.output).toContain('/api/sse/events');
  });

  it('lets only its owner read the secrets', () => {
    for (const name of ['secrets.json', join('run', 'urls.json')]) {
      expect(statSync(files(name)).mode & 0o777, name).toBe(0o600);
    }
  });

  it('keeps the pid of each server itself on file', () => {
    for (const name of PROCESSES) {
      expect(commandLineOf(started.recordedPid(name) ?? 0)).toMatch(
        new RegExp(name === 'temporal' ? 'server start-dev' : name),
      );
    }
  });

  it.each(['db:migrate', 'cli -- account list', 'cli -- verify'])(
    'is found by npm run %s in its data folder',
    async (command) => {
      await promisify(execFile)('npm', ['run', '--silent', ...command.split(' ')], {
        env: { ...process.env, ...BLANK_SETTINGS, DATA_DIR: dataDir.path },
      });
    },
  );

  it('names to a second start which ports are taken, and which variables move them', async () => {
    const second = new Started(dataDir.path, ports);
    expect(await second.exited).toBe(1);
    for (const [variable, port] of Object.entries(ports)) {
      expect(second.output).toMatch(new RegExp(`port ${port} .*taken.*${variable}=`));
    }
    expect(second.output).toContain(`(pid ${started.pid}) runs with DATA_DIR`);
    expect(second.output).not.toMatch(/\n\s+at /);
    expect((await fetch(`${started.urls.edge}/readyz`)).status).toBe(200);
  });

  it.each(PROCESSES)('starts %s again within 2 s of its death', async (name) => {
    const before = started.recordedPid(name);
    process.kill(before ?? 0, 'SIGKILL');
    await eventually(
      `a new ${name}`,
      () => {
        const now = started.recordedPid(name);
        return now !== undefined && now !== before && isAlive(now);
      },
      2_000,
    );
    await eventually('ready again', async () => {
      const { checks } = (await (await fetch(`${started.urls.edge}/readyz`)).json()) as {
        checks: Record<string, string>;
      };
      return checks['database'] === 'ok' && checks['temporal'] === 'ok';
    });
  });

  it('still trades after all of them died', async () => {
    await order('after-the-deaths');
    await eventually('the order is filled', async () => (await filledOrders()) === 1);
  });

  it('leaves no process, no pid file and no address behind', async () => {
    const servers = PROCESSES.map((name) => started.recordedPid(name) ?? 0);
    const askedAt = Date.now();
    started.signal('SIGINT');
    expect(await started.exited).toBe(0);
    expect(Date.now() - askedAt).toBeLessThan(15_000);
    expect(servers.filter((pid) => isAlive(pid))).toEqual([]);
    expect(started.processes()).toEqual([]);
    expect(existsSync(files('run'))).toBe(false);
  }, 60_000);

  it('has its data, tokens and addresses again after a restart', async () => {
    const token = secret('OPERATOR_TOKEN');
    await start();
    expect(secret('OPERATOR_TOKEN')).toBe(token);
    expect(started.urls.edge).toBe(`http://127.0.0.1:${ports['EDGE_PORT']}`);
    expect(await filledOrders()).toBe(1);
  }, 180_000);

  it('starts beside what a killed start left behind', async () => {
    const orphans = PROCESSES.map((name) => started.recordedPid(name) ?? 0);
    started.signal('SIGKILL');
    await started.exited;
    await start(); // at once: some of the old processes still run
    expect(orphans.filter((pid) => isAlive(pid))).toEqual([]);
    await order('after-the-kill');
    await eventually('the order is filled', async () => (await filledOrders()) === 2);
  }, 180_000);

  it('has an account on every simulated exchange, for people to try', async () => {
    const before = await filledOrders();
    for (const plan of STAGES) await order('a-trial', plan);
    await eventually(
      'an order filled on each',
      async () => (await filledOrders()) === before + STAGES.length,
    );
  });
});
