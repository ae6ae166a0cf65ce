import type { TaskMeta } from 'vitest';
import type { TestState } from 'vitest/node';

/** A test that has ended, and the data it left to be printed. */
export interface ReportedTest {
  readonly meta: TaskMeta;
  readonly state: TestState;
}

/** Returns how many rows passed and failed. */
export function countLine(rows: readonly { readonly state: string }[]): string {
  const failed = rows.filter(({ state }) => state === 'failed').length;
  return `${rows.length - failed} passed, ${failed} failed`;
}
