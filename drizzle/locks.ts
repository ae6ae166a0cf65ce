/**
 * The keys of the advisory locks: any fixed numbers. Processes of two versions may run at once
 * during an upgrade, so a released number stays.
 *
 * Postgres keeps locks of one key (a bigint) and locks of two keys (two integers) apart, so the
 * same number may begin one of each kind.
 */

/** Held while a process brings the schema up to date: the migrator itself takes no lock. */
export const MIGRATION_LOCK = 7_283_001;

/** Held from the numbering of outbox rows to the commit, so that their ids commit in order. */
export const OUTBOX_LOCK = 7_283_002;

/**
 * The first of two keys; the second is an account's id. Held while the account's session rows
 * change hands, so that at most one of them is open.
 */
export const SESSION_LOCK = 7_283_002;
