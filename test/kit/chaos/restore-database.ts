import { setTimeout as sleep } from 'node:timers/promises';
import { readMarks } from '../../../drizzle/marks.js';
import { isBehind, type Marks } from '../../../src/domain/marks.js';
import { readEpoch } from '../../../src/queries/epoch.js';
import { eventually } from '../eventually.js';
import { backUp, restore } from '../product/backup.js';
import { redeliver } from './deliver.js';
import type { Scene } from './scene.js';

/** Postgres may be away, or somebody may hold a lock. */
const RESTORED_WITHIN_MS = 60_000;
/** A worker notices, which may have to come back first. */
const NOTICED_WITHIN_MS = 90_000;

/**
 * Puts Postgres back to a backup that was taken some time before, while the product runs. Then
 * senders repeat all their alerts, and the listener reads everything anew, as clients are told to.
 *
 * @param onRestored called as soon as the database is back
 */
export async function restoreDatabase(
  scene: Scene,
  afterMs: number,
  onRestored: () => void,
): Promise<void> {
  const { product, signal, restores } = scene;
  const { sql, db } = product;
  const epoch = await readEpoch(db);
  const marks = await readMarks(db);
  const backupAt = Date.now();
  const backup = await backUp(sql);
  await sleep(afterMs, undefined, { signal });
  let lost: Marks = marks;
  await eventually(
    'the database to be put back',
    async () => {
      lost = await readMarks(db);
      await restore(sql, backup);
      return true;
    },
    RESTORED_WITHIN_MS,
  );
  restores.add({ backupAt, restoredAt: Date.now() });
  onRestored();
  if (isBehind(marks, lost)) {
    await eventually(
      'the restore to be noticed',
      async () => (await readEpoch(db)) > epoch,
      NOTICED_WITHIN_MS,
    ).catch((error: unknown) => scene.log.surprise(String(error)));
  }
  scene.listener.beginAnew();
  await redeliver(scene);
}
