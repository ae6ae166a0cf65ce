import { Decimal } from '../../../decimal.js';

/** What can be written as JSON. A field that is undefined is left out. */
export type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | Decimal
  | readonly Json[]
  | { readonly [field: string]: Json };

/** Returns JSON in which a decimal is a number literal with all its digits, never an exponent. */
export function writeJson(value: Json): string {
  if (Decimal.isDecimal(value)) return value.toFixed();
  if (Array.isArray(value)) return `[${value.map((each: Json) => writeJson(each)).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${fields.map(([name, each]) => `${JSON.stringify(name)}:${writeJson(each)}`).join()}}`;
}
