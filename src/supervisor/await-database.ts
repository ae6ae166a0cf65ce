import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '../../drizzle/database-away.js';
import { connectDatabase } from '../../drizzle/database.js';

const LOOK_MS = 500;
/** How often a wait is reported. */
const SAY_MS = 30_000;

/**
 * Waits while the database is away or not whole, as during a restore, for as long as it takes. What
 * no wait can cure, such as a wrong password, is left to the process to report.
 *
 * @param say is called with the reason at first, when it changes, and every 30 s
 * @returns whether it was away
 */
export async function awaitDatabase(
  url: string,
  signal: AbortSignal,
  say: (why: string) => void,
): Promise<boolean> {
  let said: string | undefined;
  let saidAt = 0;
  for (;;) {
    const why = await lookForDatabase(url);
    if (why === undefined) return said !== undefined;
    if (why !== said || Date.now() - saidAt > SAY_MS) {
      say(why);
      said = why;
      saidAt = Date.now();
    }
    await sleep(LOOK_MS, undefined, { signal });
  }
}

/** Returns why the database cannot be used for now, or `undefined` if no wait would help. */
export async function lookForDatabase(url: string): Promise<string | undefined> {
  const { sql, close } = connectDatabase(url, { name: 'supervisor', poolSize: 1 });
  try {
    await sql`select 1 from order_events limit 1`;
    return undefined;
  } catch (error) {
    return isDatabaseAway(error) ? (error as Error).message : undefined;
  } finally {
    await close();
  }
}
