import { Decimal } from '../decimal.js';
import {
  readBalance,
  readFill,
  readLiquidity,
  readOrder,
  readPosition,
  type JournalRecord,
  type Written,
} from './records.js';
import type { VenueState } from '../market/venue-state.js';

const CHUNK = 500;

/** Applies one line of the journal to the state. */
export function restoreRecord(state: VenueState, record: Written<JournalRecord>): void {
  for (const [market, change] of record.listings ?? []) {
    state.markets[market].changeListing(change);
  }
  for (const { apiKey, secret, markets, commissionAsset } of record.accounts ?? []) {
    state.accounts.register(apiKey, secret, [...markets]).commissionAsset = commissionAsset;
  }
  for (const part of record.wallets ?? []) {
    const wallet = state.account(part.apiKey).wallets[part.market];
    for (const balance of part.balances ?? []) {
      wallet.setBalance(readBalance(balance, part.market));
    }
    for (const position of part.positions ?? []) wallet.setPosition(readPosition(position));
    for (const [symbol, leverage] of part.leverage ?? []) wallet.setLeverage(symbol, leverage);
    wallet.takeChanges();
  }
  for (const order of record.orders ?? []) state.markets[order.market].ledger.put(readOrder(order));
  for (const fill of record.fills ?? []) state.markets[fill.market].ledger.addFill(readFill(fill));
  for (const [market, apiKey, clientOrderId] of record.takenClientIds ?? []) {
    state.markets[market].ledger.account(apiKey).takenClientIds.add(clientOrderId);
  }
  for (const market of state.allMarkets()) {
    const executionId = record.executionIds?.[market.name];
    if (executionId !== undefined) market.ledger.restoreExecutionId(executionId);
  }
  for (const [market, symbol, price] of record.prices ?? []) {
    state.markets[market].prices.set(symbol, new Decimal(price));
  }
  for (const [market, symbol, liquidity] of record.liquidity ?? []) {
    state.markets[market].setLiquidity(symbol, readLiquidity(liquidity));
  }
  if (record.movement) state.chosenMovement = record.movement;
  for (const key of record.streamKeys ?? []) state.streamKeys.restore(key);
  for (const key of record.removedStreamKeys ?? []) state.streamKeys.remove(key);
}

/** Yields the whole state as lines of a compacted journal. */
export function* describeState(state: VenueState): Generator<JournalRecord> {
  const accounts = state.accounts.all();
  yield {
    accounts: accounts.map(({ apiKey, secret, markets, commissionAsset }) => {
      return { apiKey, secret, markets, commissionAsset };
    }),
    wallets: accounts.flatMap(({ apiKey, wallets }) =>
      state.allMarkets().map(({ name }) => ({
        apiKey,
        market: name,
        balances: wallets[name].balances(),
        positions: wallets[name].positions(),
        leverage: wallets[name].leverages(),
      })),
    ),
    ...(state.chosenMovement ? { movement: state.chosenMovement } : {}),
    streamKeys: state.streamKeys.all(),
  };
  for (const market of state.allMarkets()) {
    const { name, ledger } = market;
    yield {
      listings: market.listingChanges.map((change) => [name, change]),
      executionIds: { [name]: ledger.lastExecutionId },
      prices: market.prices.entries().map(([symbol, price]) => [name, symbol, price]),
      liquidity: market.liquidities().map(([symbol, each]) => [name, symbol, each]),
    };
    for (const orders of chunks(ledger.orders())) yield { orders };
    for (const { apiKey } of accounts) {
      const book = ledger.account(apiKey);
      for (const symbol of book.symbols()) {
        for (const fills of chunks(book.fills(symbol))) yield { fills };
      }
      if (market.clientIds !== 'even-if-refused') continue;
      for (const ids of chunks(book.takenClientIds)) {
        yield { takenClientIds: ids.map((id) => [name, apiKey, id]) };
      }
    }
  }
}

function* chunks<T>(items: Iterable<T>): Generator<T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length === CHUNK) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
