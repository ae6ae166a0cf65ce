import type { z } from 'zod';

/** What POST /control/limits may change on one market, in the exchange's own words. */
export interface LimitControl {
  readonly schema: z.ZodType;
  /** Takes what `schema` returned. Returns the limits as they are now. */
  change(input: unknown): object;
}

/** Returns the control of a market's limits. `change` gets what `schema` returned. */
export function limitControl<S extends z.ZodType>(
  schema: S,
  change: (input: z.output<S>) => object,
): LimitControl {
  return { schema, change: (input) => change(input as z.output<S>) };
}

/** A call of the control interface that only one exchange has. */
export interface ControlCall {
  readonly schema: z.ZodType;
  /** Takes what `schema` returned. Returns the answer. */
  handle(input: unknown): object;
}

/** Returns a control call. `handle` gets what `schema` returned. */
export function controlCall<S extends z.ZodType>(
  schema: S,
  handle: (input: z.output<S>) => object,
): ControlCall {
  return { schema, handle: (input) => handle(input as z.output<S>) };
}
