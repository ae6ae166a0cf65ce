/**
 * How many characters a text in a unique index may have. An entry of an index has room for 2,704
 * bytes, and 200 characters are 800 bytes at most.
 */
export const MAX_INDEXED_LENGTH = 200;

/** The largest `integer` of Postgres, the type by which accounts and strategies are numbered. */
export const MAX_INTEGER = 2_147_483_647;
