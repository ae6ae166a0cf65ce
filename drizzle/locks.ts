/**
 * The keys of the advisory locks, which may be any fixed numbers. Processes of two versions may run
 * at the same time during an upgrade, so a released number never changes.
 *
 * Postgres keeps locks with one key (a bigint) and locks with two keys (two integers) apart, so one
 * of each kind may start with the same number.
 */

/** Held while a process migrates the schema, since the migrator itself takes no lock. */
export const MIGRATION_LOCK = 7_283_001;

/** Held from the numbering of outbox rows until the commit, so that their ids commit in order. */
export const OUTBOX_LOCK = 7_283_002;

/**
 * The first of two keys; the second is an account's id. Held while the account's session passes
 * from one row to the next, so that at most one row is open.
 */
export const SESSION_LOCK = 7_283_002;
