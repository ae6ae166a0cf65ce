import { formatTable } from '../text-table.js';
import type { DemoStrategy } from '../demo/seed.js';
import { describeStage, marketOf } from '../demo/stages.js';
import type { Stack } from './stack.js';

/** Returns a function that writes one line to the terminal, with the time since the start. */
export function progressWriter(): (text: string) => void {
  const startedAt = Date.now();
  return (text) => {
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(6);
    process.stdout.write(`${seconds} s  ${text}\n`);
  };
}

const REPEAT_AFTER_MS = 10_000;

/** Suppresses a repeated text for a while, since a lasting fault is reported at every attempt. */
export class Quieter {
  readonly #said = new Map<string, { at: number; held: number }>();

  say(text: string, write: (text: string) => void): void {
    const now = Date.now();
    for (const [key, { at, held }] of this.#said) {
      if (held === 0 && now - at > REPEAT_AFTER_MS) this.#said.delete(key);
    }
    const before = this.#said.get(text);
    if (before && now - before.at < REPEAT_AFTER_MS) {
      before.held += 1;
      return;
    }
    write(before && before.held > 0 ? `${text} (${before.held} more times since)` : text);
    this.#said.set(text, { at: now, held: 0 });
  }
}

/**
 * Turns a log line of one of our processes into text for the terminal, if it is a warning or an
 * error. Returns `undefined` for the rest, which stays in the log files.
 */
export function readableLine(name: string, line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry = JSON.parse(line) as {
      level?: number;
      msg?: string;
      problem?: string;
      reason?: string;
      err?: { message?: string };
    };
    if (typeof entry.level !== 'number' || entry.level < 40) return undefined;
    const why = entry.err?.message ?? entry.reason ?? entry.problem;
    const kind = entry.level >= 50 ? 'error' : 'warning';
    const text = `${name} ${kind}: ${entry.msg ?? ''}${why === undefined ? '' : ` (${why})`}`;
    return text.replaceAll(/\s*\n\s*/g, ' ');
  } catch {
    return undefined; // it is not a line of ours
  }
}

function firstAlert({ plan, token }: DemoStrategy): string {
  const { name: strategy, trial } = plan;
  return JSON.stringify({
    strategy,
    token,
    id: 'my-first-alert',
    symbol: marketOf(plan),
    ...trial,
  });
}

/** Lists the fields that an alert to each demo strategy needs. */
function listStrategies(strategies: readonly DemoStrategy[]): string[] {
  return formatTable(
    strategies,
    [
      { title: 'STRATEGY', value: ({ plan }) => plan.name },
      { title: 'EXCHANGE', value: ({ plan }) => describeStage(plan) },
      { title: 'SYMBOL', value: ({ plan }) => marketOf(plan) },
      { title: 'TOKEN', value: ({ token }) => token },
    ],
    '',
  )
    .split('\n')
    .map((line) => `    ${line}`);
}

/** The part of a stack that is shown to the person who starts it. */
export interface Announced {
  readonly urls: Stack['urls'];
  readonly secrets: Pick<Stack['secrets'], 'OPERATOR_TOKEN' | 'VIEWER_TOKEN'>;
  readonly demo: Stack['demo'];
  readonly config: Pick<Stack['config'], 'dataDir'>;
}

/** Returns what `npm start` prints when everything runs. */
export function banner(stack: Announced): string {
  const { urls, secrets, demo, config } = stack;
  const strategies = demo?.strategies ?? [];
  const [strategy] = strategies;
  const lines = [
    '',
    'Filltrail runs.',
    '',
    `  page             ${urls.edge}/sign-in?token=${secrets.OPERATOR_TOKEN}`,
    `  Temporal Web UI  ${urls.temporalUi || urls.temporal}`,
    `  API              ${urls.edge}/api/orders`,
    `  SSE              ${urls.edge}/api/sse/events`,
    `  metrics          ${urls.metrics}`,
    ...(urls.venue ? [`  exchange         ${urls.venue} (simulated; DEMO=off leaves it out)`] : []),
    `  data and logs    ${config.dataDir}`,
    '',
    '  The API and SSE take "Authorization: Bearer <token>"; the tokens are in',
    `  ${config.dataDir}/secrets.json. Watch the events with`,
    '',
    `    curl -N -H "Authorization: Bearer ${secrets.VIEWER_TOKEN}" ${urls.edge}/api/sse/events`,
    ...(strategy
      ? [
          '',
          '  and send an alert with',
          '',
          `    curl ${urls.edge}/api/webhook -H 'Content-Type: application/json' -d '${firstAlert(strategy)}'`,
          '',
          '  or to another simulated exchange, with these instead:',
          '',
          ...listStrategies(strategies),
        ]
      : []),
    '',
    'Ctrl-C stops everything.',
    '',
  ];
  return lines.join('\n');
}
