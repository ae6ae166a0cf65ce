import type { FailureRule } from '../failure.js';

/**
 * What error answers prove about a submission. The first rule that fits decides. Bybit answers
 * business errors with HTTP 200, so only the code counts. A code that is not listed proves nothing;
 * the order is then looked up by its client order id, which no other order will ever have. Source:
 * bybit-exchange.github.io, "Error Codes".
 */
const rules: readonly FailureRule[] = [
  // The client order id is taken: on unified accounts, and in older spot tables.
  { codes: ['110072', '170141'], verdict: 'duplicate' },
  // Time-outs and errors in the backend, and orders that are still being processed.
  { codes: ['10000', '10016', '170007', '170146', '170147'], verdict: 'unknown' },
  { codes: ['110079', '170212'], verdict: 'unknown' },
  // A repeated request: the first one may have created an order, and under an unknown id.
  { codes: ['10014'], verdict: 'unknown' },
  // Our clock is off; or there were too many requests of this key, of all keys or on spot; or too
  // many new orders.
  { codes: ['10002', '10006', '10429', '170222', '170005'], verdict: 'not_sent' },
  // Parameters; key, signature, permission; authentication, account, address or its binding.
  { codes: ['10001', '10003', '10004', '10005'], verdict: 'refused' },
  { codes: ['10007', '10008', '10009', '10010', '33004'], verdict: 'refused' },
  // Path, compliance, ban, unified accounts only, or a symbol that the key may not trade.
  { codes: ['10017', '10024', '10027', '10028', '10029'], verdict: 'refused' },
  // Contracts: price out of range, money, reduce-only, too many orders, open interest, notional.
  { codes: ['110003', '110004', '110006', '110007', '110012'], verdict: 'refused' },
  { codes: ['110017', '110020', '110021', '110023', '110094'], verdict: 'refused' },
  // Spot: money; parameters, time in force, type, side, symbol, amount.
  { codes: ['170033', '170131', '170105', '170115', '170116'], verdict: 'refused' },
  { codes: ['170117', '170121', '170124', '170130'], verdict: 'refused' },
  // Spot: price, quantity, the decimals of either, the amount, or the size of a market order.
  { codes: ['170132', '170133', '170134', '170135', '170136'], verdict: 'refused' },
  { codes: ['170137', '170140', '170148'], verdict: 'refused' },
  // Spot: pair not open, not open to the API, no market orders yet; price limits; account
  // restricted.
  { codes: ['170151', '170157', '170159', '170192', '170193'], verdict: 'refused' },
  { codes: ['170194', '170201', '170371', '170372'], verdict: 'refused' },
  // The exchange turned the request away, whatever the body says.
  { status: [403, 429], verdict: 'not_sent' },
];

export const failureRules: Readonly<Record<string, readonly FailureRule[]>> = { bybit: rules };
