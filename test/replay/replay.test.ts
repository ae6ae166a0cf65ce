import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, Worker, type WorkflowBundle } from '@temporalio/worker';
import { beforeAll, expect, it } from 'vitest';
import { workflowCode } from '../../src/worker/workflow-code.js';

/** A history as the Web UI and the command line export it. */
interface RecordedHistory {
  events: {
    workflowExecutionStartedEventAttributes?: { originalExecutionRunId: string };
    timerStartedEventAttributes?: object;
  }[];
}

const folder = fileURLToPath(new URL('histories', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
let workflowBundle: WorkflowBundle;

beforeAll(async () => {
  workflowBundle = await bundleWorkflowCode({
    workflowsPath: workflowCode.workflowsPath,
    ...workflowCode.bundlerOptions,
    logger: new DefaultLogger('ERROR'),
  });
});

function read(name: string): RecordedHistory {
  return JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as RecordedHistory;
}

it('has a history of every workflow', () => {
  expect(names).toEqual(expect.arrayContaining(['account.json', 'stream.json', 'sweep.json']));
  expect(names.length).toBeGreaterThanOrEqual(9);
});

it.each(names)('replays %s', async (name) => {
  await Worker.runReplayHistory({ workflowBundle }, read(name));
});

it('notices workflow code that acts otherwise', async () => {
  const history = read('limit-filled-in-parts.json');
  // As if the order had not waited.
  const without = history.events.filter((event) => !event.timerStartedEventAttributes);
  expect(without.length).toBeLessThan(history.events.length);
  await expect(
    Worker.runReplayHistory({ workflowBundle }, { ...history, events: without }),
  ).rejects.toThrow();
});
