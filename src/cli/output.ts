import { oneLine } from '../text-table.js';
import type { CommandContext } from './context.js';

/** The option that every command has. */
export interface OutputOptions {
  readonly json?: boolean;
}

export const JSON_OPTION = ['--json', 'print one JSON document'] as const;

/** Prints a command's result, as one JSON document or as text for people. */
export function printResult(
  context: CommandContext,
  options: OutputOptions,
  result: unknown,
  words: () => string,
): void {
  context.write(`${options.json ? JSON.stringify(result, null, 2) : words()}\n`);
}

/** Formats names and values, one pair per line, with the values aligned. */
export function formatFacts(facts: Readonly<Record<string, string | number | null>>): string {
  const widest = Math.max(...Object.keys(facts).map((name) => name.length));
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name.padEnd(widest)}  ${oneLine(value)}`)
    .join('\n');
}

/** Formats an ISO 8601 instant for the terminal: UTC, to the second. */
export function formatTime(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)}`;
}
