import type { FailureRule } from '../failure.js';

/**
 * Rules for both markets of Binance. Source: developers.binance.com, "Error Codes" and "General
 * Information on Endpoints": with HTTP 4XX the sender is at fault; with 5XX Binance is, and the
 * order may have been executed.
 */
const common: readonly FailureRule[] = [
  // Rate limits: the exchange turned the request away, whatever the body says.
  { status: [429, 418], verdict: 'not_sent' },
  // Duplicates: -4116 on futures; on spot, -2010 can mean this among other things.
  { codes: ['-4116'], verdict: 'duplicate' },
  { codes: ['-2010'], words: /duplicate/i, verdict: 'duplicate' },
  // Too many requests, throttled, too many orders, or our clock is off.
  { codes: ['-1003', '-1008', '-1015', '-1021'], verdict: 'not_sent' },
  // Unknown error, disconnected, unexpected answer, or the backend timed out.
  { codes: ['-1000', '-1001', '-1006', '-1007'], verdict: 'unknown' },
  // Account and permission: disabled key, bad signature, unknown key, no permission.
  { codes: ['-1002', '-1022', '-2014', '-2015'], verdict: 'refused' },
  // Parameters: malformed, missing, out of range, precision, unknown symbol, id too long.
  { codes: ['-1013', '-1020', '-1100', '-1101', '-1102', '-1103'], verdict: 'refused' },
  { codes: ['-1104', '-1105', '-1106', '-1108', '-1111', '-1112'], verdict: 'refused' },
  { codes: ['-1114', '-1115', '-1116', '-1117', '-1118', '-1119'], verdict: 'refused' },
  { codes: ['-1120', '-1121', '-1128', '-1130', '-4015'], verdict: 'refused' },
  // The matching engine: rejected, balance, margin, reduce-only, position side, post-only, FOK,
  // notional.
  { codes: ['-2010', '-2018', '-2019', '-2020', '-2021', '-2022'], verdict: 'refused' },
  { codes: ['-2023', '-2024', '-2025', '-2027', '-2028'], verdict: 'refused' },
  { codes: ['-4003', '-4004', '-4005', '-4061', '-4131', '-4164'], verdict: 'refused' },
  { codes: ['-5021', '-5022'], verdict: 'refused' },
];

/** What error answers prove about a submission, by market. The first rule that fits decides. */
export const failureRules: Readonly<Record<string, readonly FailureRule[]>> = {
  binance: common,
  binanceusdm: [
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
