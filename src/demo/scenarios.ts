import { Play, type Played, type Stage } from './stage.js';

const SYMBOL = 'BTCUSDT';
/** With the stream alive. */
const STREAM_LIMIT_MS = 1_000;
/** With the stream dead: the poll interval, and one exchange call on this machine. */
const POLL_LIMIT_MS = 10_000 + 1_000;
const REFUSE_STREAMS_MS = 15_000;

/** A LIMIT order that fills in two parts while the stream is alive. */
export async function playLimit(stage: Stage): Promise<Played> {
  await stage.venue.setLiquidity(stage.strategy.account.market, SYMBOL, 'manual');
  const play = await Play.start('1. LIMIT order, filled in two parts', stage, {
    symbol: SYMBOL,
    side: 'buy',
    type: 'limit',
    quantity: '1.0',
    price: '49000',
  });
  await play.isPlaced();
  await play.reach(500);
  await play.expect('order_partially_filled', await play.fill('0.3'), STREAM_LIMIT_MS);
  await play.reach(2_500);
  await play.expect('order_filled', await play.fill(), STREAM_LIMIT_MS);
  return play.end();
}

/** A MARKET order that the exchange fills in its answer. */
export async function playMarket(stage: Stage): Promise<Played> {
  await stage.venue.setLiquidity(stage.strategy.account.market, SYMBOL, 'auto');
  const play = await Play.start('2. MARKET order, filled at once', stage, {
    symbol: SYMBOL,
    side: 'sell',
    type: 'market',
    quantity: '0.4',
  });
  const { updatedAt, filledQuantity } = await play.isPlaced();
  play.noteExchange(updatedAt, 'fills', filledQuantity);
  await play.expect('order_filled', updatedAt, STREAM_LIMIT_MS);
  return play.end();
}

/** A LIMIT order that fills while the stream is down: the poll finds it. */
export async function playBrokenStream(stage: Stage): Promise<Played> {
  const { market, apiKey } = stage.strategy.account;
  await stage.venue.setLiquidity(market, SYMBOL, 'manual');
  const play = await Play.start('3. LIMIT order, filled while the stream is down', stage, {
    symbol: SYMBOL,
    side: 'buy',
    type: 'limit',
    quantity: '1.0',
    price: '48000',
  });
  await play.isPlaced();
  await play.reach(1_000);
  await stage.venue.dropStreams(market, apiKey, REFUSE_STREAMS_MS);
  play.noteExchange(Date.now(), `drops the stream for ${REFUSE_STREAMS_MS / 1000} s`);
  await play.reach(1_500);
  await play.expect('order_filled', await play.fill(), POLL_LIMIT_MS);
  return play.end();
}
