import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { sqlStatement } from '../../drizzle/statement.js';
import { isLiveWorker } from '../queries/stream-workers.js';

const { placeholder } = sql;

/** The row of a worker that has gone is kept for a minute, for inspection. */
const answer = sqlStatement<{ held: number }>(
  'roll_call',
  sql`
    with mine as (
      insert into stream_workers (worker, held)
      values (${placeholder('worker')}::text, ${placeholder('held')}::int)
      on conflict (worker) do update set held = excluded.held, seen_at = now()
    ), gone as (
      delete from stream_workers where seen_at < now() - interval '1 min'
    )
    select held from stream_workers
    where worker <> ${placeholder('worker')}::text and ${isLiveWorker}
  `,
);

/** Lets the stream workers know about one another, and how many accounts each one holds. */
export class RollCall {
  /**
   * The name of this process. Process ids are reused, and in containers they are always the same.
   */
  readonly worker = `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`;

  constructor(private readonly db: Database) {}

  /** Reports how many accounts are held here. Resolves with how many each other worker holds. */
  async call(held: number): Promise<readonly number[]> {
    const others = await answer(this.db, { worker: this.worker, held });
    return others.map((other) => other.held);
  }

  /** Takes this worker off the list, so that no other worker leaves accounts to it. */
  async leave(): Promise<void> {
    await this.db.execute(sql`delete from stream_workers where worker = ${this.worker}`);
  }
}
