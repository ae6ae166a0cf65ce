import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig, requireSetting } from '../../src/config.js';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'filltrail-config-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const load = (env: NodeJS.ProcessEnv = {}) => loadConfig({ DATA_DIR: dataDir, ...env });

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const key = 'ab'.repeat(32);

describe('loadConfig', () => {
  it('has a default for everything that can have one', () => {
    expect(load()).toMatchObject({
      edgeHost: '127.0.0.1',
      edgePort: 5001,
      temporalNamespace: 'default',
      pollIntervalMs: 10_000,
      syncIntervalMs: 10_000,
      sweepIntervalMs: 29_000,
      verifyTimeoutMs: 5_000,
      renewIntervalMs: 1_800_000,
      streamLingerMs: 300_000,
      staleAfterMs: 30_000,
      forgottenAfterMs: 180_000,
      logLevel: 'info',
      demo: true,
      databaseUrl: undefined,
      telegram: undefined,
      dataDir,
    });
  });

  it('reports all problems together, each with what was expected and what came', () => {
    const problems = problemsOf({
      EDGE_PORT: '70000',
      POLL_INTERVAL_MS: 'soon',
      TEMPORAL_ADDRESS: 'http://localhost:7233',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      DEMO: 'maybe',
      SECRETS_KEY: 'short',
    });
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'DATABASE_URL',
      'DEMO',
      'EDGE_PORT',
      'POLL_INTERVAL_MS',
      'SECRETS_KEY',
      'TEMPORAL_ADDRESS',
    ]);
    expect(problems.join('\n')).toContain('was "soon"');
  });

  it('never shows a secret in a problem', () => {
    const problems = problemsOf({
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      OPERATOR_TOKEN: 'tooshort',
      VIEWER_TOKEN: 'tiny',
      SECRETS_KEY: 'short-key',
      TELEGRAM_BOT_TOKEN: 'not-from-botfather',
      TELEGRAM_CHAT_ID: '1',
    }).join('\n');
    expect(problems).not.toMatch(/hunter2|tooshort|tiny|short-key|botfather/);
    expect(problems.match(/\[redacted\]/g)).toHaveLength(5);
  });

  it('never shows a secret when it is printed', () => {
    const config = load({
      DATABASE_URL: 'postgres://me:hunter2@db/x',
      OPERATOR_TOKEN: 'operator-token-1234',
      SECRETS_KEY: key,
    });
    const printed = [JSON.stringify(config), inspect(config, { depth: 9, showHidden: true })];
    for (const text of printed) expect(text).not.toMatch(/hunter2|operator-token|abab/);
    expect(config.databaseUrl?.reveal()).toBe('postgres://me:hunter2@db/x');
  });

  it('reads the key as hex digits or as base64', () => {
    const bytes = Buffer.from(key, 'hex');
    expect(load({ SECRETS_KEY: key }).secretsKey?.reveal()).toEqual(bytes);
    expect(load({ SECRETS_KEY: bytes.toString('base64') }).secretsKey?.reveal()).toEqual(bytes);
  });

  it('takes a Telegram bot together with a chat only', () => {
    const bot = { TELEGRAM_BOT_TOKEN: '1234:AAF-x_y' };
    const chat = { TELEGRAM_CHAT_ID: '-100200300' };
    const { telegram } = load({ ...bot, ...chat });
    expect(telegram).toMatchObject({ chatId: '-100200300', apiUrl: 'https://api.telegram.org' });
    expect(telegram?.botToken.reveal()).toBe('1234:AAF-x_y');
    expect(problemsOf(bot)).toEqual([expect.stringMatching(/^TELEGRAM_CHAT_ID: must be set too/)]);
    expect(problemsOf(chat)).toEqual([
      expect.stringMatching(/^TELEGRAM_BOT_TOKEN: must be set too/),
    ]);
    expect(problemsOf({ TELEGRAM_API_URL: 'ftp://x' })).toHaveLength(1);
  });

  it('takes an empty variable as not set', () => {
    expect(load({ EDGE_PORT: '', OPERATOR_TOKEN: '' })).toMatchObject({
      edgePort: 5001,
      operatorToken: undefined,
    });
  });

  it('finds what a running product wrote, and lets the environment go first', () => {
    mkdirSync(join(dataDir, 'run'));
    const urls = { database: 'postgres://here', temporal: '127.0.0.1:7233', temporalCluster: 'c' };
    writeFileSync(join(dataDir, 'run', 'urls.json'), JSON.stringify(urls));
    writeFileSync(join(dataDir, 'secrets.json'), JSON.stringify({ VIEWER_TOKEN: 'stored-token' }));
    expect(load().databaseUrl?.reveal()).toBe('postgres://here');
    expect(load().viewerToken?.reveal()).toBe('stored-token');
    const given = load({ TEMPORAL_ADDRESS: 'temporal.example:7233' });
    expect(given.temporalAddress).toBe('temporal.example:7233');
    expect(load().temporalClusterId).toBe('c');
    expect(given.temporalClusterId).toBeUndefined(); // only its owner knows that server
    const cluster = { TEMPORAL_ADDRESS: '127.0.0.1:7233', FILLTRAIL_TEMPORAL_CLUSTER: 'told' };
    expect(load(cluster).temporalClusterId).toBe('told');
  });

  it('reads a half-written file as absent', () => {
    writeFileSync(join(dataDir, 'secrets.json'), '{"VIEWER_TO');
    expect(load().viewerToken).toBeUndefined();
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(load())).toBe(true);
  });
});

describe('requireSetting', () => {
  it('names the variable and the next step', () => {
    expect(() => requireSetting(undefined, 'DATABASE_URL')).toThrow(
      /DATABASE_URL: is not set.*start the product first/s,
    );
    expect(requireSetting(0, 'EDGE_PORT')).toBe(0);
  });
});
