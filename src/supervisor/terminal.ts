import type { Stack } from './stack.js';

/** Writes progress with the time since the start, one line each. */
export function progressWriter(write: (text: string) => void): (text: string) => void {
  const startedAt = Date.now();
  return (text) => {
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(5);
    write(`${seconds} s  ${text}\n`);
  };
}

/**
 * Turns a log line of a process into what a person wants to see: warnings and errors of our own
 * processes, and whatever temporal-dev.sh says while it fetches the CLI. Returns `undefined` for the
 * rest, which stays in the log files.
 */
export function readableLine(name: string, line: string): string | undefined {
  if (name === 'temporal')
    return /Temporal CLI|^ {2}|Tried:|Next step/.test(line) ? line : undefined;
  if (!line.startsWith('{')) return undefined;
  try {
    const entry = JSON.parse(line) as {
      level?: number;
      msg?: string;
      problem?: string;
      reason?: string;
      err?: { message?: string };
    };
    if ((entry.level ?? 0) < 40) return undefined;
    const why = entry.err?.message ?? entry.reason ?? entry.problem;
    const kind = (entry.level ?? 0) >= 50 ? 'error' : 'warning';
    return `${name} ${kind}: ${entry.msg ?? ''}${why === undefined ? '' : ` (${why})`}`;
  } catch {
    return undefined;
  }
}

/** Returns what `npm start` prints when everything runs. */
export function banner(stack: Stack): string {
  const { urls, secrets, demo, config } = stack;
  const strategy = demo?.strategies[0];
  const alert =
    strategy &&
    `{"strategy":"${strategy.name}","token":"${strategy.token}","id":"my-first-alert","symbol":"BTCUSDT","side":"buy","type":"market","quantity":"0.01"}`;
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
    ...(alert
      ? [
          '',
          '  and send an alert with',
          '',
          `    curl ${urls.edge}/api/webhook -H 'Content-Type: application/json' -d '${alert}'`,
        ]
      : []),
    '',
    'Ctrl-C stops everything.',
    '',
  ];
  return lines.join('\n');
}
