import type { Engine } from './engine.js';
import type { MarketName } from '../model.js';

/**
 * Uses a client id up although no order came of the request that carried it. For exchanges whose
 * rule is `even-if-refused`; it is written down, since such an id is never free again.
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
