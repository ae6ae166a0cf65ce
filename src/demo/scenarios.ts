import { Play, type Played, type Stage } from './stage.js';
import { marketOf } from './stages.js';

/** How soon an event must arrive while the stream is up. */
const STREAM_LIMIT_MS = 1_000;
/**
 * The same while the stream is down: the comparison's interval, plus one exchange call on this
 * machine.
 */
const SYNC_LIMIT_MS = 10_000 + 1_000;
const REFUSE_STREAMS_MS = 15_000;

/** Plays a LIMIT order that fills in two parts while the stream is up. */
export async function playLimit(stage: Stage): Promise<Played> {
  const { plan } = stage.strategy;
  await stage.venue.setLiquidity(plan.market, marketOf(plan), 'manual');
  const play = await Play.start('1. LIMIT order, filled in two parts', stage, plan.limits[0]);
  await play.isPlaced();
  await stage.awaitStream(); // an exchange's stream may be open only while there are open orders
  await play.reach(500);
  await play.expect('order_partially_filled', await play.fill(plan.part), STREAM_LIMIT_MS);
  await play.reach(2_500);
  await play.expect('order_filled', await play.fill(), STREAM_LIMIT_MS);
  return play.end();
}

/** Plays a MARKET order that the exchange fills at once. */
export async function playMarket(stage: Stage): Promise<Played> {
  const { plan } = stage.strategy;
  await stage.venue.setLiquidity(plan.market, marketOf(plan), 'auto');
  const play = await Play.start('2. MARKET order, filled at once', stage, plan.marketOrder);
  const { updatedAt, filledQuantity } = await play.isPlaced();
  play.noteExchange(updatedAt, 'fills', filledQuantity);
  await play.expect('order_filled', updatedAt, STREAM_LIMIT_MS);
  return play.end();
}

/**
 * Plays a LIMIT order that fills while the stream is down. The comparison of open orders finds it.
 */
export async function playBrokenStream(stage: Stage): Promise<Played> {
  const { plan, account } = stage.strategy;
  await stage.venue.setLiquidity(plan.market, marketOf(plan), 'manual');
  const title = '3. LIMIT order, filled while the stream is down';
  const play = await Play.start(title, stage, plan.limits[1]);
  await play.isPlaced();
  await play.reach(1_000);
  await stage.venue.dropStreams(plan.market, account.apiKey, REFUSE_STREAMS_MS);
  play.noteExchange(Date.now(), `drops the stream for ${REFUSE_STREAMS_MS / 1000} s`);
  await play.reach(1_500);
  await play.expect('order_filled', await play.fill(), SYNC_LIMIT_MS);
  return play.end();
}
