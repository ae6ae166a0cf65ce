import { ANY_CODE, UNCLEAR_WORDS, type FailureRule } from '../failure.js';
import { REFUSAL_CODES } from './refusal-codes.js';

/**
 * What error answers prove about a submission. The first rule that fits decides. Bybit answers
 * business errors with HTTP 200, so the code counts. Source: bybit-exchange.github.io, "Error
 * Codes"; ccxt's list also has those of the systems before v5.
 *
 * All codes that are not refusals are listed, and so are the refusals known so far: no words turn
 * these into anything else. Any other code is a refusal, unless its words leave that open.
 */
const rules: readonly FailureRule[] = [
  // The client order id is taken: on unified accounts, and in older tables.
  { codes: ['110072', '170141', '12141', '30001'], verdict: 'duplicate' },
  // Something on the way failed, or gave up waiting, or (418) did what Bybit does not document.
  { status: ['5XX', 408, 418], verdict: 'unknown' },
  // Time-outs and errors in the backend.
  { codes: ['10000', '10016', '170007', '170146', '170147'], verdict: 'unknown' },
  { codes: ['5004', '170001', '170032', '170234', '340099'], verdict: 'unknown' },
  { codes: ['131003', '131200', '131201', '-1'], verdict: 'unknown' },
  // Orders that are still being processed.
  { codes: ['110079', '170212', '170035'], verdict: 'unknown' },
  // "Create order failed", which does not say how far it came.
  { codes: ['170149'], verdict: 'unknown' },
  // A repeated request, or an order id that is there twice: the first one may have created an
  // order, and under an unknown id.
  { codes: ['10014', '110030', '140030'], verdict: 'unknown' },
  // Said of an order that exists, or existed: it is not found, filled, cancelled, locked.
  { codes: ['110001', '110008', '110010', '140001', '140008', '140010'], verdict: 'unknown' },
  { codes: ['170139', '170142', '170143', '170144', '170190', '170213'], verdict: 'unknown' },
  { codes: ['20001', '30032', '30034', '30037', '-2013'], verdict: 'unknown' },
  // Our clock is off; or there were too many requests of this key, this address, all keys or on
  // spot; or too many new orders.
  { codes: ['10002', '-1021', '10006', '10018', '10429', '30035'], verdict: 'not_sent' },
  { codes: ['170222', '170005'], verdict: 'not_sent' },
  // The protection of the system, whatever the body says.
  { status: [429], verdict: 'not_sent' },
  { codes: REFUSAL_CODES, status: [200, '4XX'], verdict: 'refused' },
  { words: UNCLEAR_WORDS, verdict: 'unknown' },
  // Of a code that is not listed, another status leaves everything open.
  { codes: ANY_CODE, status: [200, 400, 401, 403, 404], verdict: 'refused' },
  // The address is barred, or a firewall has turned the request away.
  { status: [403], verdict: 'not_sent' },
];

export const failureRules: Readonly<Record<string, readonly FailureRule[]>> = { bybit: rules };
