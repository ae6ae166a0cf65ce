import { describeEveryCode, type DecidedCodes } from '../kit/every-code.js';

/** The codes of the documentation that concern orders or streams. */
const documented = [
  ...['-1000', '-1001', '-1003', '-1006', '-1007', '-1008', '-1013', '-1015', '-1021', '-1022'],
  ...['-1100', '-1111', '-1121', '-1125', '-2010', '-2011', '-2013', '-2014', '-2015', '-2018'],
  ...['-2019', '-2021', '-2022', '-2024', '-2026', '-2035', '-2036', '-4003', '-4015', '-4061'],
  ...['-4116', '-4131', '-4164', '-5021', '-5022', '-20124'],
];

/** An overloaded server: only futures document that it has not carried out the request. */
const overloaded = {
  spot: ['unknown', 'an overloaded server: it may have been executed', ['-1008']],
  futures: ['not_sent', 'an overloaded server, documented as failed', ['-1008']],
} as const satisfies Readonly<Record<string, DecidedCodes>>;

/** Codes whose numbers mean the same on both markets. */
const decided: readonly DecidedCodes[] = [
  ['duplicate', 'the client order id is taken, on futures', ['-4116']],
  ['not_sent', 'too many requests or orders', ['-1003', '-1015']],
  ['not_sent', 'too many requests, in words', ['Too many requests. Please try again later.']],
  ['not_sent', 'the clock is off, also for the matching engine', ['-1021', '-5028']],
  [
    'unknown',
    'unknown, disconnected, busy, unexpected, timed out: it may have been executed',
    ['-1000', '-1001', '-1004', '-1006', '-1007'],
  ],
  [
    'unknown',
    'an error inside the exchange, or maintenance',
    [
      ...['-3000', '-3044', '-4078', '-10001'],
      ...['System is under maintenance.', 'System abnormality'],
    ],
  ],
  ['unknown', 'said of an order that exists, so it is not about a new one', ['-2011', '-2013']],
  ['refused', 'authorisation, address, parameters, service', /^-1\d\d\d$/],
  ['refused', 'the matching engine, key, account, margin, position', /^-2\d\d\d$/],
  ['refused', 'margin loans, which we do not call', /^-3\d\d\d$/],
  ['refused', 'futures: filters, position, rules; on spot: withdrawals', /^-4\d\d\d$/],
  ['refused', 'futures: FOK, post-only, amending; on spot: transfers', /^-5\d\d\d$/],
  ['refused', 'savings, histories and loans, which we do not call', /^-[67]\d\d\d$|^-1\d{4}$/],
  ['refused', 'portfolio margin and options, which we do not call', /^-2\d{4}$/],
  ['refused', 'a filter, a signature, an identity', /^(-32603|400002|100001003|200003903)$/],
  [
    'refused',
    'the matching engine’s own words',
    /^(Order would|Stop price would|Account has|Market is|Limit orders|This |MAX_|PERCENT_)/,
  ],
  ['refused', 'permission, in words', /^(You |API key|Rest API|has no operation)/],
];

describeEveryCode({
  table: 'binance',
  ccxtClass: 'binance',
  listedByCcxt: 442,
  form: /^-?\d+$/,
  wordsDecide: ['-1010'],
  doneInPart: ['-2021'],
  documented,
  status: () => 400,
  decided: [overloaded.spot, ...decided],
});
describeEveryCode({
  table: 'binanceusdm',
  ccxtClass: 'binance',
  listedByCcxt: 442,
  form: /^-?\d+$/,
  wordsDecide: ['-1010'],
  doneInPart: ['-2021'],
  documented,
  status: () => 400,
  decided: [overloaded.futures, ...decided],
});
