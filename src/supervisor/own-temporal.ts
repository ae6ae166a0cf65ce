import { createReadStream, existsSync } from 'node:fs';

/**
 * Returns whether a Temporal works on a database file of ours: it made its cluster's id when it
 * made the database, so only the server of this file has an id that stands in it, or in the log
 * that SQLite keeps beside it. A server that merely answers at our port has another one.
 */
export async function isKeptIn(database: string, clusterId: string): Promise<boolean> {
  for (const file of [database, `${database}-wal`]) {
    if (existsSync(file) && (await contains(file, Buffer.from(clusterId)))) return true;
  }
  return false;
}

async function contains(file: string, wanted: Buffer): Promise<boolean> {
  let end = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes = Buffer.concat([end, chunk as Buffer]);
    if (bytes.includes(wanted)) return true;
    end = bytes.subarray(-(wanted.length - 1));
  }
  return false;
}
