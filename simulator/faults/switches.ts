import type { Call } from '../http.js';
import type { ExecutionKind } from '../model.js';
import type { MarketName } from '../names.js';
import { FAULTS } from './catalogue.js';
import type { FaultOrder } from './fault-order.js';
import type { Fault } from './kinds.js';
import type { OperationName } from './troubles.js';

/** A fault that is switched on. */
export interface ActiveFault {
  readonly order: FaultOrder;
  readonly until: number;
  timesLeft: number;
  hits: number;
}

/** What a fault may narrow itself to. */
interface Concern {
  readonly market: MarketName;
  readonly apiKey?: string | null;
  readonly symbol?: string | null;
}

/** A call that is about to be executed. */
interface CallConcern extends Concern {
  readonly operation: OperationName;
}

/** A frame that is about to be sent to one account. */
interface FrameConcern extends Concern {
  readonly name: string;
  readonly execution: ExecutionKind | null;
}

type Area = Fault['area'];

/** The faults that are switched on, oldest first. */
export class FaultSwitches {
  #active: ActiveFault[] = [];

  /** Switches a fault on for `times` hits or for `forMs`; by default, for as long as is usual. */
  add(order: FaultOrder, now: number): ActiveFault {
    const fault = FAULTS[order.name];
    if (!fault) throw new Error(`no fault named "${order.name}"`);
    const { times, forMs } = order;
    const usual = forMs === undefined ? fault.times : Number.POSITIVE_INFINITY;
    const until = forMs === undefined ? Number.POSITIVE_INFINITY : now + forMs;
    const active = { order, until, timesLeft: times ?? usual, hits: 0 };
    this.#active.push(active);
    return active;
  }

  /** Switches off all faults, or those with a name. Returns how many. */
  clear(name?: string): number {
    const before = this.#active.length;
    this.#active = this.#active.filter(({ order }) => name !== undefined && order.name !== name);
    return before - this.#active.length;
  }

  list(now: number): readonly ActiveFault[] {
    this.#forgetSpent(now);
    return this.#active;
  }

  /** Returns the fault that spoils this call, if any, and counts the hit. */
  takeForCall(call: Call, concern: CallConcern): [Fault & { area: 'rest' }, FaultOrder] | null {
    return this.#take('rest', call.at, concern, (fault, { method, path }) => {
      const isNarrowed = method !== undefined || path !== undefined;
      const isUsual = fault.operations.includes(concern.operation);
      if (!isUsual && (fault.isBound || !isNarrowed)) return false;
      return (method ?? call.method) === call.method && (path ?? call.path) === call.path;
    });
  }

  /** Returns the fault that changes what a read shows, if any, and counts the hit. */
  takeForView(concern: Concern, now: number): [Fault & { area: 'view' }, FaultOrder] | null {
    return this.#take('view', now, concern, () => true);
  }

  /** Returns the fault that spoils this frame, if any, and counts the hit. */
  takeForFrame(frame: FrameConcern, now: number): [Fault & { area: 'stream' }, FaultOrder] | null {
    return this.#take('stream', now, frame, (_fault, { event, execution }) => {
      if (event !== undefined && event !== frame.name) return false;
      return execution === undefined || execution === frame.execution;
    });
  }

  /** Returns whether a connection must be silent. The apiKey is null until it is known. */
  isSilent(concern: Concern, now: number): boolean {
    return this.#take('silence', now, concern, () => true) !== null;
  }

  #take<A extends Area>(
    area: A,
    now: number,
    concern: Concern,
    accepts: (fault: Extract<Fault, { area: A }>, order: FaultOrder) => boolean,
  ): [Extract<Fault, { area: A }>, FaultOrder] | null {
    if (this.#active.length === 0) return null;
    this.#forgetSpent(now);
    for (const active of this.#active) {
      const fault = FAULTS[active.order.name];
      if (fault?.area !== area || !concerns(active.order, concern)) continue;
      const narrowed = fault as Extract<Fault, { area: A }>;
      if (!accepts(narrowed, active.order)) continue;
      active.timesLeft -= 1;
      active.hits += 1;
      return [narrowed, active.order];
    }
    return null;
  }

  #forgetSpent(now: number): void {
    this.#active = this.#active.filter(({ timesLeft, until }) => timesLeft > 0 && until > now);
  }
}

function concerns(order: FaultOrder, { market, apiKey, symbol }: Concern): boolean {
  if (order.market !== undefined && order.market !== market) return false;
  if (order.apiKey !== undefined && order.apiKey !== apiKey) return false;
  return order.symbol === undefined || symbol === undefined || order.symbol === symbol;
}
