import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { Secret } from './observability/secret.js';

/** Everything that the processes read from their environment, validated once and frozen. */
export interface Config {
  /** `postgres://…`; `undefined` if it is neither set nor found beside a running `npm start`. */
  readonly databaseUrl: Secret | undefined;
  readonly temporalAddress: string | undefined;
  /**
   * The id of the Temporal that `npm start` runs with our data, by which processes know it from
   * another server on its port; `undefined` for a server that the settings name.
   */
  readonly temporalClusterId: string | undefined;
  readonly temporalNamespace: string;
  readonly temporalUiUrl: string | undefined;
  readonly temporalCli: string | undefined;
  /** Absolute path of the folder that contains everything `npm start` keeps. */
  readonly dataDir: string;
  readonly edgeHost: string;
  readonly edgePort: number;
  readonly metricsPort: number;
  readonly operatorToken: Secret | undefined;
  readonly viewerToken: Secret | undefined;
  /** 32 bytes, from 64 hex digits or base64. */
  readonly secretsKey: Secret<Buffer> | undefined;
  readonly pollIntervalMs: number;
  readonly syncIntervalMs: number;
  readonly sweepIntervalMs: number;
  readonly verifyTimeoutMs: number;
  readonly renewIntervalMs: number;
  readonly streamLingerMs: number;
  readonly staleAfterMs: number;
  readonly forgottenAfterMs: number;
  /** If `undefined`, alerts are shown but not sent. */
  readonly telegram: TelegramSettings | undefined;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  readonly demo: boolean;
}

/** The Telegram chat to which alerts are sent. */
export interface TelegramSettings {
  readonly botToken: Secret;
  readonly chatId: string;
  /** Without `/bot<token>`. */
  readonly apiUrl: string;
}

/**
 * Ports of the servers that `npm start` runs itself. `undefined` means the default if it is free,
 * and otherwise any.
 */
export interface LocalPorts {
  readonly postgresPort: number | undefined;
  readonly temporalPort: number | undefined;
  readonly temporalUiPort: number | undefined;
  readonly venuePort: number | undefined;
}

/** Names all problems of an environment, one line each: what was expected and what came. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `the settings are not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

const milliseconds = (fallback: number) =>
  z.coerce
    .number('must be a number of milliseconds')
    .int()
    .min(1)
    .max(2_147_483_647)
    .default(fallback);
const port = z.coerce.number('must be a port number').int().min(0).max(65535);
const text = z.string().min(1).optional();

const environmentSchema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://')
    .optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^/]+:\d+$/, 'must be host:port, without a scheme')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_UI_URL: z.url().optional(),
  TEMPORAL_CLI: text,
  DATA_DIR: z.string().min(1).default('.data'),
  EDGE_HOST: z.string().min(1).default('127.0.0.1'),
  EDGE_PORT: port.default(5001),
  METRICS_PORT: port.default(9464),
  OPERATOR_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  VIEWER_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  SECRETS_KEY: z.string().optional(),
  POLL_INTERVAL_MS: milliseconds(10_000),
  SYNC_INTERVAL_MS: milliseconds(10_000),
  SWEEP_INTERVAL_MS: milliseconds(29_000),
  VERIFY_TIMEOUT_MS: milliseconds(5_000),
  RENEW_INTERVAL_MS: milliseconds(1_800_000),
  STREAM_LINGER_MS: milliseconds(300_000),
  STALE_AFTER_MS: milliseconds(30_000),
  FORGOTTEN_AFTER_MS: milliseconds(180_000),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, 'must be a bot token as BotFather gives it: digits, a colon, letters')
    .optional(),
  TELEGRAM_CHAT_ID: z
    .string()
    .regex(/^(?:-?\d+|@\w+)$/, 'must be the number of a chat, or the @name of a channel')
    .optional(),
  TELEGRAM_API_URL: z.url({ protocol: /^https?$/ }).default('https://api.telegram.org'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  DEMO: z.enum(['on', 'off']).default('on'),
  POSTGRES_PORT: port.optional(),
  TEMPORAL_PORT: port.optional(),
  TEMPORAL_UI_PORT: port.optional(),
  VENUE_PORT: port.optional(),
});

/** How the supervisor tells its processes the id of its Temporal. It is no setting. */
export const TEMPORAL_CLUSTER_VARIABLE = 'FILLTRAIL_TEMPORAL_CLUSTER';

/** The names of all settings. */
export const SETTING_NAMES: readonly string[] = Object.keys(environmentSchema.shape);

const secretNames = new Set([
  'DATABASE_URL',
  'OPERATOR_TOKEN',
  'VIEWER_TOKEN',
  'SECRETS_KEY',
  'TELEGRAM_BOT_TOKEN',
]);

/**
 * Reads the settings.
 *
 * A setting that the environment leaves out is taken from the files of a running `npm start` under
 * DATA_DIR: `run/urls.json` (addresses) and `secrets.json` (tokens and the key). Therefore the
 * command line needs no settings beside it.
 *
 * @throws ConfigError naming every unusable setting; secret values are never shown
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config & LocalPorts {
  const given = Object.fromEntries(
    Object.keys(environmentSchema.shape).flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  );
  const parsed = environmentSchema.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        const came = secretNames.has(name) ? '[redacted]' : JSON.stringify(given[name]);
        return `${name}: ${issue.message}, was ${came}`;
      });
  const dataDir = resolve(env['DATA_DIR'] || '.data');
  const running = readJson(join(dataDir, 'run', 'urls.json'));
  const stored = readJson(join(dataDir, 'secrets.json'));
  const secretsKeyText = given['SECRETS_KEY'] ?? stored['SECRETS_KEY'];
  const secretsKey = secretsKeyText === undefined ? undefined : parseSecretsKey(secretsKeyText);
  if (secretsKey === null) {
    problems.push('SECRETS_KEY: must be 32 bytes as 64 hex digits or as base64, was [redacted]');
  }
  const unset = ['TELEGRAM_BOT_TOKEN', 'TELEGRAM_CHAT_ID'].filter((name) => !given[name]);
  if (unset.length === 1) {
    problems.push(
      `${unset[0]}: must be set too: ` +
        'TELEGRAM_BOT_TOKEN and TELEGRAM_CHAT_ID go together, was not set',
    );
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const value = parsed.data;
  return Object.freeze({
    databaseUrl: secret(value.DATABASE_URL ?? running['database']),
    temporalAddress: value.TEMPORAL_ADDRESS ?? running['temporal'],
    temporalClusterId:
      env[TEMPORAL_CLUSTER_VARIABLE] ||
      (value.TEMPORAL_ADDRESS === undefined ? running['temporalCluster'] : undefined),
    temporalNamespace: value.TEMPORAL_NAMESPACE,
    temporalUiUrl: value.TEMPORAL_UI_URL ?? running['temporalUi'],
    temporalCli: value.TEMPORAL_CLI,
    dataDir,
    edgeHost: value.EDGE_HOST,
    edgePort: value.EDGE_PORT,
    metricsPort: value.METRICS_PORT,
    operatorToken: secret(value.OPERATOR_TOKEN ?? stored['OPERATOR_TOKEN']),
    viewerToken: secret(value.VIEWER_TOKEN ?? stored['VIEWER_TOKEN']),
    secretsKey: secretsKey ? new Secret(secretsKey) : undefined,
    pollIntervalMs: value.POLL_INTERVAL_MS,
    syncIntervalMs: value.SYNC_INTERVAL_MS,
    sweepIntervalMs: value.SWEEP_INTERVAL_MS,
    verifyTimeoutMs: value.VERIFY_TIMEOUT_MS,
    renewIntervalMs: value.RENEW_INTERVAL_MS,
    streamLingerMs: value.STREAM_LINGER_MS,
    staleAfterMs: value.STALE_AFTER_MS,
    forgottenAfterMs: value.FORGOTTEN_AFTER_MS,
    telegram: telegramSettings(value),
    logLevel: value.LOG_LEVEL,
    demo: value.DEMO === 'on',
    postgresPort: value.POSTGRES_PORT,
    temporalPort: value.TEMPORAL_PORT,
    temporalUiPort: value.TEMPORAL_UI_PORT,
    venuePort: value.VENUE_PORT,
  });
}

/**
 * Returns a setting that a process needs.
 *
 * @throws ConfigError that names the variable, and `npm start` as a way to have it set
 */
export function requireSetting<T>(value: T | undefined, name: string): T {
  if (value === undefined) {
    throw new ConfigError([
      `${name}: is not set, and no running \`npm start\` was found under DATA_DIR; ` +
        'set it, or start the product first',
    ]);
  }
  return value;
}

function parseSecretsKey(value: string): Buffer | null {
  const bytes = /^[0-9a-f]{64}$/i.test(value)
    ? Buffer.from(value, 'hex')
    : Buffer.from(value, 'base64');
  return bytes.length === 32 ? bytes : null;
}

function telegramSettings(value: z.infer<typeof environmentSchema>): TelegramSettings | undefined {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_CHAT_ID: chatId, TELEGRAM_API_URL: apiUrl } = value;
  if (token === undefined || chatId === undefined) return undefined;
  return Object.freeze({ botToken: new Secret(token), chatId, apiUrl });
}

function secret(value: string | undefined): Secret | undefined {
  return value === undefined ? undefined : new Secret(value);
}

/**
 * Reads a JSON file. An absent or half-written one counts as empty: its settings are then unset.
 */
function readJson(path: string): Record<string, string | undefined> {
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}
