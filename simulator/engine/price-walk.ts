import type { Engine } from './engine.js';
import type { Random } from '../random.js';

/** After how many steps the journal gets the prices. A kill loses the steps since then (V1). */
const STEPS_PER_NOTE = 20;

/** Moves all prices at an interval while movement is "walk". Returns a function that stops it. */
export function startPriceWalk(engine: Engine, random: Random, intervalMs: number): () => void {
  let steps = 0;
  const timer = setInterval(() => {
    if (engine.state.movement !== 'walk') return;
    for (const market of engine.state.allMarkets()) {
      for (const instrument of market.instruments.values()) {
        market.prices.walk(instrument, random);
        engine.matching[market.name].cross(instrument.symbol, true);
      }
    }
    steps += 1;
    if (steps % STEPS_PER_NOTE === 0) notePrices(engine);
  }, intervalMs);
  return () => clearInterval(timer);
}

function notePrices({ state, journal }: Engine): void {
  const prices = state
    .allMarkets()
    .flatMap(({ name, prices }) =>
      prices
        .entries()
        .map(([symbol, price]): [typeof name, string, typeof price] => [name, symbol, price]),
    );
  journal.append({ prices });
}
