import { z } from 'zod';
import { normalise } from '../../../domain/decimal.js';

/** The possible states; `trade` and `prevented` occur on streams only. */
const STATES = ['wait', 'watch', 'trade', 'done', 'cancel', 'prevented'] as const;
export type KoreanState = (typeof STATES)[number];

const numeral = /^-?\d{1,40}(\.\d{1,40})?([eE][+-]?\d{1,2})?$/;

/**
 * A number as text: a string from REST or the digits of a JSON number, which may have an exponent
 * (`1.0E-8`).
 */
export const number = z
  .string()
  .refine((text) => numeral.test(text), 'must be a number')
  .transform(normalise);

export const state = z.string().transform((text, context) => {
  const known = STATES.find((each) => each === text);
  if (known) return known;
  context.addIssue({ code: 'custom', message: `is not a documented order state: "${text}"` });
  return z.NEVER;
});

const sides: Readonly<Record<string, 'BUY' | 'SELL'>> = {
  bid: 'BUY',
  buy: 'BUY',
  ask: 'SELL',
  sell: 'SELL',
};

/** REST and one of the streams use bid and ask; the other stream uses buy and sell. */
export const side = z.string().transform((text, context) => {
  const known = new Map(Object.entries(sides)).get(text.toLowerCase());
  if (known) return known;
  context.addIssue({ code: 'custom', message: `is not a side: "${text}"` });
  return z.NEVER;
});

/** `2026-01-02T10:00:01.123+09:00` to ISO 8601 in UTC. A time without a zone is not accepted. */
const zonedInstant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString());

/** A fill inside `GET /v1/order`; the exchanges call it a trade. */
const fillAnswer = z.object({
  uuid: z.string().min(1),
  price: number,
  volume: number,
  funds: number.nullish(),
  created_at: zonedInstant,
});

/** An order, as the reads and lists of both exchanges return it. */
export const orderAnswer = z.object({
  uuid: z.string().min(1),
  side,
  ord_type: z.string(),
  price: number.nullish(),
  state,
  market: z.string(),
  created_at: zonedInstant,
  volume: number.nullish(),
  executed_volume: number,
  executed_funds: number.nullish(),
  paid_fee: number,
  time_in_force: z.string().nullish(),
  /** The client order id, under one exchange's name for it. */
  identifier: z.string().nullish(),
  /** The same under the other exchange's name. */
  client_order_id: z.string().nullish(),
  /** Who or what cancelled the order, if that is named. */
  cancel_type: z.string().nullish(),
  trades: z.array(fillAnswer).nullish(),
});

export type OrderAnswer = z.infer<typeof orderAnswer>;
export type FillAnswer = z.infer<typeof fillAnswer>;
