import type { TaskMeta } from 'vitest';
import type { TestState } from 'vitest/node';

/** A test of a run that has ended, and what it left to be printed. */
export interface ReportedTest {
  readonly meta: TaskMeta;
  readonly state: TestState;
}

/** Returns how many rows passed and failed. */
export function countLine(rows: readonly { readonly state: string }[]): string {
  const failed = rows.filter(({ state }) => state === 'failed').length;
  return `${rows.length - failed} passed, ${failed} failed`;
}
