import { isMultipleOf, type Decimal } from '../decimal.js';
import type { Engine } from '../engine/engine.js';
import type { Liquidity } from '../market/market.js';
import { tickAt, type Instrument } from '../model.js';
import type { MarketName } from '../names.js';
import type { PriceMovement } from '../market/venue-state.js';
import { ControlRefusal } from './refusal.js';

/** Sets a price. The orders that it reaches are filled before this function returns. */
export function setPrice(
  engine: Engine,
  { market, symbol, price }: { market: MarketName; symbol: string; price: Decimal },
): object {
  const tick = tickAt(instrumentOf(engine, market, symbol), price);
  if (!isMultipleOf(price, tick)) {
    throw new ControlRefusal(
      400,
      `expected a multiple of the tick ${tick.toString()}, came ${price.toString()}`,
    );
  }
  engine.state.markets[market].prices.set(symbol, price);
  engine.journal.append({ prices: [[market, symbol, price]] });
  engine.matching[market].cross(symbol, false);
  return { market, symbol, price };
}

/** Lets all prices walk or stand still. */
export function setMovement(engine: Engine, mode: PriceMovement): object {
  engine.state.chosenMovement = mode;
  engine.journal.append({ movement: mode });
  return { mode };
}

/** Sets where counterparties come from. Orders that the price has reached are filled at once. */
export function setLiquidity(
  engine: Engine,
  input: {
    market: MarketName;
    symbol: string;
    mode: 'auto' | 'manual';
    depth?: Decimal | undefined;
  },
): object {
  const { market, symbol, mode, depth } = input;
  instrumentOf(engine, market, symbol);
  const liquidity: Liquidity = mode === 'manual' ? { mode } : { mode, depth: depth ?? null };
  engine.state.markets[market].setLiquidity(symbol, liquidity);
  engine.journal.append({ liquidity: [[market, symbol, liquidity]] });
  engine.matching[market].cross(symbol, false);
  return { market, symbol, ...liquidity };
}

/** Returns the instrument that a control call names. @throws ControlRefusal if there is none */
function instrumentOf(engine: Engine, market: MarketName, symbol: string): Instrument {
  const { instruments } = engine.state.markets[market];
  const instrument = instruments.get(symbol);
  if (instrument) return instrument;
  const known = [...instruments.keys()].join(', ');
  throw new ControlRefusal(400, `expected a symbol of ${market} (${known}), came "${symbol}"`);
}
