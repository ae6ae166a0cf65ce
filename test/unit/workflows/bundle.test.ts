import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { expect, it } from 'vitest';
import { workflowCode } from '../../../src/worker/workflow-code.js';

it('loads no database, HTTP or exchange package into workflows', async () => {
  const { code } = await bundleWorkflowCode({
    workflowsPath: workflowCode.workflowsPath,
    ...workflowCode.bundlerOptions,
    logger: new DefaultLogger('ERROR'),
  });
  // Webpack names each module of the bundle by its path.
  const modules = [...code.matchAll(/^\/\*\*\*\/ "(\.\/[^"]+)"/gm)].map((match) => match[1] ?? '');
  expect(modules).toContain('./workflows/order.ts');
  const forbidden =
    /node_modules\/(postgres|drizzle-orm|ccxt|ws|express|undici|pino)\/|^\.\/(activities|drizzle)\/|^\.\/src\/(?!domain\/)/;
  expect(modules.filter((name) => forbidden.test(name))).toEqual([]);
  // Arithmetic belongs into activities: a workflow that uses it loads its library again and again.
  expect(modules.filter((name) => name.includes('decimal'))).toEqual([]);
}, 60_000);
