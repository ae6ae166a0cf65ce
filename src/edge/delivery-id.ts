import { MAX_INDEXED_LENGTH } from '../../drizzle/limits.js';

/**
 * The maximum length of a delivery's id, whether it comes in the body or in a header. Ids are
 * unique within a strategy. Those of the usual senders are far shorter.
 */
export const MAX_ID_LENGTH = MAX_INDEXED_LENGTH;
