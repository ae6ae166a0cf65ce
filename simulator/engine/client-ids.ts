import type { Engine } from './engine.js';
import type { MarketName } from '../names.js';

/**
 * Takes a client id that a refused request carried, where the exchange's rule is `even-if-refused`.
 * The id is never free again, so it goes into the journal (V1).
 */
export function takeClientId(
  { state, journal }: Engine,
  market: MarketName,
  apiKey: string,
  clientOrderId: string,
): void {
  const { takenClientIds } = state.markets[market].ledger.account(apiKey);
  if (clientOrderId === '' || takenClientIds.has(clientOrderId)) return;
  takenClientIds.add(clientOrderId);
  journal.append({ takenClientIds: [[market, apiKey, clientOrderId]] });
}
