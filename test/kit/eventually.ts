import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a probe returns without throwing something other than `undefined`, `null` or `false`.
 *
 * @throws the probe's last error, or one that names what was waited for
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let problem: unknown;
    try {
      const found = await probe();
      if (found !== undefined && found !== null && found !== false) return found;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`waited ${timeoutMs} ms in vain: ${what}`, { cause: problem });
    }
    await sleep(20);
  }
}
