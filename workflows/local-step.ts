/**
 * Options of the steps, which are local activities: with them, a step costs one workflow task
 * instead of three. They are retried until Postgres is back. What the exchange answers is returned,
 * never thrown. The time covers a submission (10 s) with the market's rules (10 s) and the reads
 * after it, and a comparison with its five-second reads.
 */
export const LOCAL_STEP = {
  startToCloseTimeout: '45 s',
  retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '5 s' },
} as const;
