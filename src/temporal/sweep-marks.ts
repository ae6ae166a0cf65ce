import { QueryNotRegisteredError, type Client } from '@temporalio/client';
import { marksQuery } from '../../workflows/messages.js';
import { SWEEP_WORKFLOW_ID } from '../domain/ids.js';
import type { Marks } from '../domain/marks.js';
import { unlessAbsent } from './unless-absent.js';

/**
 * Returns how far the ids of the database had been counted at the latest sweep: a memory that
 * outlives all processes. It is empty when there has been no sweep.
 */
export function sweepMarks(client: Client): Promise<Marks> {
  return unlessAbsent(async () => {
    try {
      return await client.workflow.getHandle(SWEEP_WORKFLOW_ID).query(marksQuery);
    } catch (error) {
      // A worker of an older version has answered.
      if (!(error instanceof QueryNotRegisteredError)) throw error;
      return {};
    }
  }, {});
}
