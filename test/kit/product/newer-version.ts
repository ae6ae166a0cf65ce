import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../src/supervisor/root.js';

const FORMER = "'./order.js'";

/**
 * It is released while orders of the previous version are still open, so the new step is guarded.
 */
const NEWER_ORDER = `
import { patched, sleep } from '@temporalio/workflow';
import { orderWorkflow as former } from './order.js';
import type { OrderWorkflowInput } from './messages.js';

export async function orderWorkflow(input: OrderWorkflowInput): Promise<unknown> {
  if (patched('a-step-more')) await sleep(1, { summary: 'a step more' });
  return former(input);
}
`;

/** Creates a source tree of the next version, with one more step in an order's life. */
export function newerVersion(folder: string): string {
  for (const name of ['src', 'simulator', 'workflows', 'activities', 'drizzle', 'bin']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  for (const name of ['package.json', 'tsconfig.json'])
    cpSync(join(ROOT, name), join(folder, name));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const index = join(folder, 'workflows', 'index.ts');
  const text = readFileSync(index, 'utf8');
  if (!text.includes(FORMER)) throw new Error(`${index} does not name ${FORMER}`);
  writeFileSync(index, text.replace(FORMER, "'./newer-order.js'"));
  writeFileSync(join(folder, 'workflows', 'newer-order.ts'), NEWER_ORDER);
  return folder;
}
