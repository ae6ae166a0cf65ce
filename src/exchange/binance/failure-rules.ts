import { ANY_CODE, UNCLEAR_WORDS, type FailureRule } from '../failure.js';
import { REFUSAL_CODES } from './refusal-codes.js';

/**
 * Rules for both markets of Binance. Source: developers.binance.com, "Error Codes" and "General
 * Information on Endpoints": with HTTP 4XX the sender is at fault; with 5XX Binance is, and the
 * order may have been executed, whatever the code.
 *
 * All answers that are not refusals are listed, and so are the refusals known so far: no words turn
 * these into anything else. Any other code with 4XX is a refusal, unless its words leave that open.
 */
const common: readonly FailureRule[] = [
  // Rate limits: the exchange turned the request away, whatever the body says.
  { status: [429, 418], verdict: 'not_sent' },
  // The server's fault, or a time-out.
  { status: ['5XX', 408], verdict: 'unknown' },
  // One half of a request to cancel and replace was carried out.
  { codes: ['-2021'], status: [409], verdict: 'unknown' },
  // Duplicates: -4116 on futures. On spot the matching engine's own words come under -2010 or
  // -1010, which can mean this among other things.
  { codes: ['-4116'], verdict: 'duplicate' },
  { codes: ['-1010', '-2010'], words: /duplicate/i, verdict: 'duplicate' },
  // Too many requests or orders; or our clock is off, also for the matching engine.
  { codes: ['-1003', '-1015', '-1021', '-5028'], verdict: 'not_sent' },
  { words: /^too many requests/i, verdict: 'not_sent' },
  // Unknown error, disconnected, busy, unexpected answer, the backend timed out, or overloaded.
  { codes: ['-1000', '-1001', '-1004', '-1006', '-1007', '-1008'], verdict: 'unknown' },
  // Errors inside the exchange, maintenance: none of them says what became of the request.
  { codes: ['-3000', '-3044', '-4078', '-10001'], verdict: 'unknown' },
  // Said of an order that exists, so it is not about a new one.
  { codes: ['-2011', '-2013'], verdict: 'unknown' },
  { codes: REFUSAL_CODES, status: ['4XX'], verdict: 'refused' },
  // Documented for what succeeded in part.
  { status: [409], verdict: 'unknown' },
  { words: UNCLEAR_WORDS, verdict: 'unknown' },
  { codes: ANY_CODE, status: ['4XX'], verdict: 'refused' },
];

/** What error answers prove about a submission, by market. The first rule that fits decides. */
export const failureRules: Readonly<Record<string, readonly FailureRule[]>> = {
  binance: common,
  binanceusdm: [
    // Throttled, as a 503: documented as failed. Spot only says that its server is overloaded.
    { codes: ['-1008'], verdict: 'not_sent' },
    // Futures document three kinds of 503, and only "Unknown error" may have been executed. Spot
    // documents none.
    {
      status: [503],
      words: /^(Service Unavailable\.|Internal error; unable to process)/,
      verdict: 'not_sent',
    },
    ...common,
  ],
};
