import type { FailureRule } from '../failure.js';

/**
 * What error answers prove of a submission; the first rule that fits decides. Bybit answers
 * business errors with HTTP 200, so nothing but the code counts: one that is not listed proves
 * nothing, and the order is asked for by its client order id, which no other order will ever have.
 * Source: bybit-exchange.github.io, "Error Codes".
 */
const rules: readonly FailureRule[] = [
  // The client order id is taken: on unified accounts, and in older spot tables.
  { codes: ['110072', '170141'], verdict: 'duplicate' },
  // Time-outs and errors behind the door, and orders that are still being worked on.
  { codes: ['10000', '10016', '170007', '170146', '170147'], verdict: 'unknown' },
  { codes: ['110079', '170212'], verdict: 'unknown' },
  // A repeated request: it leaves open whether the first one made an order, and under which id.
  { codes: ['10014'], verdict: 'unknown' },
  // Our clock is off; too many requests, of this key, of all, of spot; too many new orders.
  { codes: ['10002', '10006', '10429', '170222', '170005'], verdict: 'not_sent' },
  // Parameters; key, signature, permission; authentication, account, address, its binding.
  { codes: ['10001', '10003', '10004', '10005'], verdict: 'refused' },
  { codes: ['10007', '10008', '10009', '10010', '33004'], verdict: 'refused' },
  // Path, compliance, banned, unified accounts only, symbol not on the key's list.
  { codes: ['10017', '10024', '10027', '10028', '10029'], verdict: 'refused' },
  // Contracts: price out of range, money, reduce-only, too many orders, open interest, notional.
  { codes: ['110003', '110004', '110006', '110007', '110012'], verdict: 'refused' },
  { codes: ['110017', '110020', '110021', '110023', '110094'], verdict: 'refused' },
  // Spot: money; parameters, time in force, type, side, symbol, amount.
  { codes: ['170033', '170131', '170105', '170115', '170116'], verdict: 'refused' },
  { codes: ['170117', '170121', '170124', '170130'], verdict: 'refused' },
  // Spot: price, quantity, their decimals, the amount, the market order's.
  { codes: ['170132', '170133', '170134', '170135', '170136'], verdict: 'refused' },
  { codes: ['170137', '170140', '170148'], verdict: 'refused' },
  // Spot: pair not open, not for programs, no market orders yet; price limits; account restricted.
  { codes: ['170151', '170157', '170159', '170192', '170193'], verdict: 'refused' },
  { codes: ['170194', '170201', '170371', '170372'], verdict: 'refused' },
  // Turned away at the door, whatever the body says.
  { status: [403, 429], verdict: 'not_sent' },
];

export const failureRules: Readonly<Record<string, readonly FailureRule[]>> = { bybit: rules };
