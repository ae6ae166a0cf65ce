import { fileURLToPath } from 'node:url';
import type { WorkerOptions } from '@temporalio/worker';

const workflowsPath = fileURLToPath(new URL('../../workflows', import.meta.url));

/**
 * Where a worker finds the workflows, and how it loads them: once, for all executions that run in
 * one V8 context. The SDK would otherwise evaluate all their modules anew for every order. What a
 * module keeps is therefore shared by all workflows, so no module of theirs keeps anything that
 * changes; lint refuses it.
 * Source: `preloadModules` in the SDK's `BundleOptions`.
 */
export const workflowCode = {
  workflowsPath,
  bundlerOptions: { preloadModules: [workflowsPath] },
} satisfies Partial<WorkerOptions>;
