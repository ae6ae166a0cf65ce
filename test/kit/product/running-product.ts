import type { Sql } from 'postgres';
import type { Database } from '../../../drizzle/database.js';
import type { ExchangeName } from '../../../simulator/model.js';
import type { Secret } from '../../../src/observability/secret.js';

/** A product that runs, in this process or in its own: what the rig needs of it. */
export interface RunningProduct {
  /** The edge's origin; another one after the edge was started anew in this process. */
  readonly edge: () => string;
  readonly venue: string;
  readonly viewerToken: string;
  readonly operatorToken: string;
  readonly secretsKey: Secret<Buffer>;
  readonly db: Database;
  readonly sql: Sql;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the control interface's answers
export async function control(venue: string, path: string, body: object): Promise<any> {
  const response = await fetch(`${venue}/control/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`control/${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Returns the origin of one of the simulated exchanges; each has a port of its own. */
export async function originOf(venue: string, exchange: ExchangeName): Promise<string> {
  const state = (await (await fetch(`${venue}/control/state`)).json()) as {
    origins: Record<ExchangeName, string>;
  };
  return state.origins[exchange];
}
