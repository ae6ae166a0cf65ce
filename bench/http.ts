import { Pool } from 'undici';

/** One pool for each server: `fetch` would take more of the machine that is measured. */
const pools = new Map<string, Pool>();

/**
 * Posts JSON and returns what is answered.
 *
 * @throws Error when the answer is not a success
 */
export async function postJson(origin: string, path: string, body: object): Promise<string> {
  const pool = pools.get(origin) ?? new Pool(origin);
  pools.set(origin, pool);
  const answer = await pool.request({
    path,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) {
    throw new Error(`${origin}${path}: HTTP ${answer.statusCode} ${text}`);
  }
  return text;
}
