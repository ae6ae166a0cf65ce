import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something listens at a server's address, for as long as it takes. */
export async function awaitListener(
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && !(await answers(host, port))) {
    await sleep(200, undefined, { signal });
  }
}

/**
 * Waits until a readiness probe succeeds.
 *
 * @throws Error when it has not succeeded in time, or when the signal aborts first
 */
export async function awaitReady(
  url: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
    }).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error(`${url} does not say that it is ready`);
    await sleep(100, undefined, { signal });
  }
}

/** Returns the address in a database URL, or `undefined` if it does not name exactly one host. */
export function addressOfDatabase(url: string): { host: string; port: number } | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, port } = new URL(url);
  if (!hostname || hostname.startsWith('%2F')) return undefined;
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 5432) };
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const done = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}
