import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { beforeAll, expect, it } from 'vitest';
import { workflowCode } from '../../../src/worker/workflow-code.js';

let code: string;
beforeAll(async () => {
  const bundle = await bundleWorkflowCode({
    workflowsPath: workflowCode.workflowsPath,
    ...workflowCode.bundlerOptions,
    logger: new DefaultLogger('ERROR'),
  });
  code = bundle.code;
}, 60_000);

it('loads no database, HTTP or exchange package into workflows', () => {
  // Webpack names each module of the bundle by its path.
  const modules = [...code.matchAll(/^\/\*\*\*\/ "(\.\/[^"]+)"/gm)].map((match) => match[1] ?? '');
  expect(modules).toContain('./workflows/order.ts');
  const forbidden =
    /node_modules\/(postgres|drizzle-orm|ccxt|ws|express|undici|pino)\/|^\.\/(activities|drizzle)\/|^\.\/src\/(?!domain\/)/;
  expect(modules.filter((name) => forbidden.test(name))).toEqual([]);
  // Arithmetic belongs into activities, not into what must be the same in every replay.
  expect(modules.filter((name) => name.includes('decimal'))).toEqual([]);
});

it.each(['preloadModules', 'importWorkflows'])('%s loads the same module', (name) => {
  // The SDK calls the first once, before any workflow, and the second for each workflow.
  const body = new RegExp(`exports\\.${name} = function ${name}\\(\\) {([^}]*)}`).exec(code)?.[1];
  expect(body).toMatch(/__webpack_require__\(.*"\.\/workflows\/index\.ts"\);/);
});
