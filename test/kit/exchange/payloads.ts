import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { equals } from '../../../src/domain/decimal.js';

export type Json = Record<string, unknown>;

export interface Payload {
  readonly name: string;
  readonly text: string;
}

const folder = process.env['PAYLOADS_DIR'];

/** Where payloads come from, for names of tests. */
export const origin = folder ? 'PAYLOADS_DIR' : 'our own';

/** Returns the real payloads, where there is a folder of them. */
export function realPayloads(): Payload[] {
  if (!folder) return [];
  if (!existsSync(folder)) throw new Error(`PAYLOADS_DIR must be a folder, was "${folder}"`);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

/**
 * Returns the payloads of an exchange: real ones, or our own where there is no folder, so that a
 * test never tests nothing.
 *
 * @param own payloads of our own, by a name each
 */
export function payloadsOf(exchange: string, own: Readonly<Record<string, unknown>>): Payload[] {
  if (folder) return realPayloads().filter(({ name }) => name.startsWith(`${exchange}_`));
  return Object.entries(own).map(([name, payload]) => ({
    name: `${exchange}_${name}`,
    text: JSON.stringify(payload),
  }));
}

/** Expects a figure to be that of the wire. */
export function same(actual: string | undefined, wire: unknown): void {
  expect(actual !== undefined && equals(actual, String(wire)), `${actual} is ${String(wire)}`).toBe(
    true,
  );
}
