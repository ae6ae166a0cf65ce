import type { OperationName, Troubles } from '../faults/troubles.js';
import type { Answer, Call } from '../http.js';
import type { MarketName } from '../names.js';

/** A call that has reached its exchange and is yet to be executed, or spoiled by a fault. */
export interface PreparedCall {
  readonly market: MarketName;
  readonly operation: OperationName;
  readonly apiKey: string | null;
  readonly symbol: string | null;
  readonly troubles: Troubles;
  execute(): Answer;
}

/** A part of an exchange's REST interface: the paths below `prefix`. */
export interface RestApi {
  readonly prefix: string;
  prepare(call: Call): PreparedCall;
}
