import { Pool } from 'undici';

/** One pool per server: `fetch` would use more of the machine that is being measured. */
const pools = new Map<string, Pool>();

/**
 * Posts JSON and returns the body of the answer.
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
