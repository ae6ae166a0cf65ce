import { connectDatabase } from '../../drizzle/database.js';
import { compareLedger } from './compare.js';
import { EventListener } from './event-listener.js';
import { formatComparison, formatPlayed, isMissed } from './report.js';
import { playBrokenStream, playLimit, playMarket } from './scenarios.js';
import type { SeededDemo } from './seed.js';
import { isStreamLive } from './stream-live.js';
import type { Played, Stage } from './stage.js';
import { VenueControl } from './venue-control.js';

/** What the demo needs of a running product. */
export interface DemoStack {
  readonly urls: { readonly edge: string; readonly venue: string; readonly database: string };
  readonly secrets: { readonly VIEWER_TOKEN: string };
  readonly demo: SeededDemo | undefined;
}

const STREAM_LIVE_WITHIN_MS = 30_000;

/**
 * Plays the three scenarios against a running product and compares, at the end, the exchange's
 * ledger with the database.
 *
 * @returns the exit code: 0 when every deadline was met and nothing differs
 */
export async function runDemo(
  stack: DemoStack,
  write: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<number> {
  const accounts = stack.demo?.strategies.map(({ account }) => account) ?? [];
  const strategy = stack.demo?.strategies[0];
  if (!strategy) throw new Error('the demo needs the simulated exchange: start with DEMO=on');
  const database = connectDatabase(stack.urls.database, { name: 'demo', poolSize: 2 });
  const listener = await EventListener.connect(stack.urls.edge, stack.secrets.VIEWER_TOKEN);
  try {
    if (!(await isStreamLive(database.db, strategy.account.id, STREAM_LIVE_WITHIN_MS))) {
      write('the private stream is not connected; going on without it\n');
    }
    const stage: Stage = {
      edgeUrl: stack.urls.edge,
      venue: new VenueControl(stack.urls.venue),
      listener,
      strategy,
    };
    const played: Played[] = [];
    for (const play of [playLimit, playMarket, playBrokenStream]) {
      const result = await play(stage);
      played.push(result);
      write(`${formatPlayed(result)}\n`);
    }
    const comparison = await compareLedger(database.db, stack.urls.venue, accounts);
    const missed = played.flatMap(({ delays }) => delays).filter(isMissed).length;
    write(`${formatComparison(comparison)}\n`);
    if (missed > 0) write(`${missed} deadline${missed === 1 ? '' : 's'} missed\n`);
    return comparison.differences === 0 && missed === 0 ? 0 : 1;
  } finally {
    listener.close();
    await database.close();
  }
}
