/** Why connections end or are not made: postgres.js and Node. */
const NO_CONNECTION = /^(ECONN|CONNECT|CONNECTION_|EPIPE|ETIMEDOUT)/;
/**
 * What Postgres answers while it starts, stops, is full, cannot read or write its files, or only
 * reads (as the former primary does after a failover), or when it asks for a retry (serialization
 * failure, deadlock, lock or statement time-out).
 */
const UNABLE = /^(57P0|57014|53|58|08|25006|40|55P03)/;
/**
 * While a restore has dropped the database and not created it again (3D000), or has not created the
 * schema (3F000) or a table (42P01) yet.
 */
const NOT_RESTORED = /^(3D000|3F000|42P01)/;
/**
 * `object_not_in_prerequisite_state` has many causes. Only as the end of a connection does it mean
 * that the database lets nobody in, as it may during a restore or after half a drop.
 */
const NOT_LET_IN = '55000';

/**
 * Returns whether the same request may succeed later, because the database cannot be used for now.
 * Nothing of the request was then stored, unless the connection ended during its commit.
 */
export function isDatabaseAway(error: unknown): boolean {
  const { code, severity, cause } = (error ?? {}) as {
    code?: unknown;
    severity?: unknown;
    cause?: unknown;
  };
  if (cause !== undefined && isDatabaseAway(cause)) return true;
  if (typeof code !== 'string') return false;
  return (
    [NO_CONNECTION, UNABLE, NOT_RESTORED].some((codes) => codes.test(code)) ||
    (code === NOT_LET_IN && severity === 'FATAL')
  );
}
