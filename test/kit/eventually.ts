import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a probe returns, without throwing, a value other than `undefined`, `null` or `false`.
 *
 * @throws Error that names what was waited for, with the probe's last error as its cause
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
