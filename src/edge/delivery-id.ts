/**
 * The maximum length of a delivery's id, whether it comes in the body or in a header. Senders' own
 * ids are far shorter. Ids are unique within a strategy: an entry of that index has room for 2,704
 * bytes, and 200 characters are 800 bytes at most.
 */
export const MAX_ID_LENGTH = 200;
