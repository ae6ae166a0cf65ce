import { z } from 'zod';
import { apiKey, market, milliseconds, symbol } from '../fields.js';
import type { ExecutionKind } from '../model.js';
import { FAULTS } from './catalogue.js';
import { faultParameters } from './parameters.js';

const EXECUTIONS = [
  'NEW',
  'AMENDED',
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

/** The request to switch a fault on. A parameter that would do nothing is refused. */
export const faultOrderSchema = z
  .strictObject({
    name: z.enum(Object.keys(FAULTS) as [string, ...string[]]),
    times: z.number().int().positive().optional(),
    forMs: milliseconds.optional(),
    market: market.optional(),
    apiKey: apiKey.optional(),
    symbol: symbol.optional(),
    method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).optional(),
    path: z.string().startsWith('/').optional(),
    event: z.string().min(1).optional(),
    execution: z.enum(EXECUTIONS).optional(),
    ...faultParameters,
  })
  .superRefine((fault, context) => {
    const refuse = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    const isOfFrames = FAULTS[fault.name]?.area === 'stream';
    for (const name of FRAMES_ONLY) {
      if (fault[name] !== undefined && !isOfFrames) refuse(name, `${fault.name} hits no frames`);
    }
    // This fault needs a refusal, and no other has a use for one.
    const isRefusing = fault.name === 'refuse-create';
    if (isRefusing && !fault.refusal) refuse('refusal', 'expected a code and a message');
    if (!isRefusing && fault.refusal) refuse('refusal', `${fault.name} refuses nothing`);
    const { status } = fault;
    const statuses = STATUSES[fault.name] ?? [];
    if (status !== undefined && !statuses.includes(status)) {
      refuse('status', `${fault.name} answers with ${statuses.join(' or ') || 'no other status'}`);
    }
  });

/** A fault to switch on, and whom it concerns. A field that is left out narrows nothing. */
export type FaultOrder = z.output<typeof faultOrderSchema>;
