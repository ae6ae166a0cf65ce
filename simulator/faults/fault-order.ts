import { z } from 'zod';
import { FAULTS } from './catalogue.js';
import { MARKET_NAMES, type ExecutionKind } from '../model.js';

const EXECUTIONS = [
  'NEW',
  'TRADE',
  'CANCELLED',
  'EXPIRED',
  'REJECTED',
] as const satisfies ExecutionKind[];
const FRAMES_ONLY = ['event', 'execution'] as const;
const STATUSES: Readonly<Record<string, readonly number[]>> = {
  'rate-limited': [429, 418],
  'html-error': [403, 502],
};

/** Symbols of all exchanges: "BTCUSDT", "KRW-BTC". */
export const symbolSchema = z
  .string()
  .regex(/^[A-Z0-9-]+$/, 'expected a symbol such as "BTCUSDT" or "KRW-BTC"');

/** Bybit has several codes that leave open whether an order was taken in. */
const UNCLEAR_CODES = [10000, 10016, 170007, 170146];
const UNCLEAR_FAULTS = /^(unavailable|unknown-1007)-/;

const milliseconds = z.number().int().nonnegative();

/** What switching a fault on accepts. A parameter that would do nothing is refused. */
export const faultSchema = z
  .strictObject({
    name: z.enum(Object.keys(FAULTS) as [string, ...string[]]),
    times: z.number().int().positive().optional(),
    forMs: milliseconds.optional(),
    market: z.enum(MARKET_NAMES).optional(),
    apiKey: z.string().min(1).optional(),
    symbol: symbolSchema.optional(),
    method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).optional(),
    path: z.string().startsWith('/').optional(),
    event: z.string().min(1).optional(),
    execution: z.enum(EXECUTIONS).optional(),
    ms: milliseconds.optional(),
    status: z.number().int().optional(),
    code: z.number().int().optional(),
    retryAfter: z.number().int().nonnegative().optional(),
    executed: z.boolean().optional(),
    empty: z.boolean().optional(),
    decimals: z.number().int().min(0).max(30).optional(),
    field: z.string().min(1).optional(),
    value: z.json().optional(),
  })
  .superRefine((fault, context) => {
    const refuse = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    const isOfFrames = FAULTS[fault.name]?.area === 'stream';
    for (const name of FRAMES_ONLY) {
      if (fault[name] !== undefined && !isOfFrames) refuse(name, `${fault.name} hits no frames`);
    }
    const { status, code, market } = fault;
    const hasCode = UNCLEAR_FAULTS.test(fault.name) && market?.startsWith('bybit-');
    if (code !== undefined && !(hasCode && UNCLEAR_CODES.includes(code))) {
      refuse('code', `only Bybit's unclear answers have one of ${UNCLEAR_CODES.join(', ')}`);
    }
    const statuses = STATUSES[fault.name] ?? [];
    if (status !== undefined && !statuses.includes(status)) {
      refuse('status', `${fault.name} answers with ${statuses.join(' or ') || 'no other status'}`);
    }
  });
