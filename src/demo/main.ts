import { connectDatabase, type Database } from '../../drizzle/database.js';
import { compareLedger } from './compare-ledger.js';
import { EventListener } from './event-listener.js';
import { formatComparison, formatPlayed, isMissed } from './report.js';
import { playBrokenStream, playLimit, playMarket } from './scenarios.js';
import type { DemoStrategy, SeededDemo } from './seed.js';
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
 * Plays the three scenarios against a running product, on all its demo accounts at once. Then
 * compares the exchange's ledger with the database.
 *
 * @returns the exit code: 0 when every deadline was met and nothing differs
 */
export async function runDemo(
  stack: DemoStack,
  write: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<number> {
  const strategies = stack.demo?.strategies ?? [];
  if (strategies.length === 0) {
    throw new Error('the demo needs the simulated exchange: start with DEMO=on');
  }
  const database = connectDatabase(stack.urls.database, { name: 'demo', poolSize: 2 });
  const listener = new EventListener(() => stack.urls.edge, stack.secrets.VIEWER_TOKEN);
  const venue = new VenueControl(stack.urls.venue);
  try {
    await listener.connect();
    const stages = strategies.map((strategy): Stage => {
      const awaitStream = streamOf(database.db, strategy, write);
      return { edgeUrl: stack.urls.edge, venue, listener, strategy, awaitStream };
    });
    await Promise.all(stages.map((stage) => stage.awaitStream()));
    const played: Played[] = [];
    for (const play of [playLimit, playMarket, playBrokenStream]) {
      const results = await Promise.all(stages.map((stage) => play(stage)));
      played.push(...results);
      for (const result of results) write(`${formatPlayed(result)}\n`);
    }
    const compared = strategies.map(({ plan, account }) => ({ ...plan, ...account }));
    const comparison = await compareLedger(database.db, venue, compared);
    const missed = played.flatMap(({ delays }) => delays).filter(isMissed).length;
    write(`${formatComparison(comparison)}\n`);
    if (missed > 0) write(`${missed} deadline${missed === 1 ? '' : 's'} missed\n`);
    return comparison.differences === 0 && missed === 0 ? 0 : 1;
  } finally {
    listener.close();
    await database.close();
  }
}

function streamOf(
  db: Database,
  { plan, account }: DemoStrategy,
  write: (text: string) => void,
): () => Promise<void> {
  return async () => {
    if (await isStreamLive(db, account.id, STREAM_LIVE_WITHIN_MS)) return;
    write(`the private stream of ${plan.name} is not connected; going on without it\n`);
  };
}
