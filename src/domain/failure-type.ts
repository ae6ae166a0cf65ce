/** The `type` of failures that cross Temporal. */
export const FailureType = Object.freeze({
  STREAM_HANDED_ON: 'STREAM_HANDED_ON',
} as const);
