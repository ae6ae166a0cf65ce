import type { z } from 'zod';
import type { FaultOrder } from '../faults/fault-order.js';
import { EXCHANGES, type ExchangeName } from '../names.js';
import { schemas } from './schemas.js';

/**
 * The codes of the answers that leave open whether an order was accepted. Most exchanges have one
 * such answer for each kind of trouble, and need no codes to choose one.
 */
export type UnclearCodes = Readonly<Partial<Record<ExchangeName, readonly number[]>>>;

const UNCLEAR_FAULTS = /^(unavailable|unknown-1007)-/;

/** Returns the schema of a fault to switch on. Its `code` must be one that can be answered. */
export function faultSchemaWith(codes: UnclearCodes): z.ZodType<FaultOrder> {
  return schemas.fault.superRefine((fault, context) => {
    const { name, code, market } = fault;
    const exchange = EXCHANGES.find(({ markets }) => markets.some((each) => each.name === market));
    const known = (exchange && codes[exchange.name]) ?? [];
    if (code === undefined || (UNCLEAR_FAULTS.test(name) && known.includes(code))) return;
    const having = EXCHANGES.filter((each) => codes[each.name]).map(({ title }) => title);
    const all = Object.values(codes).flat();
    const message = `only ${having.join(' and ')}'s unclear answers have one of ${all.join(', ')}`;
    context.addIssue({ code: 'custom', path: ['code'], message });
  });
}
