import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { ChangeSource, OrderRequest, OrderUpdate } from '../src/domain/order.js';
import type { Marks } from '../src/domain/marks.js';
import type { OrderProgress } from '../src/domain/progress.js';
import type { SyncReport } from '../src/domain/sync-report.js';

/** Input of an order's workflow. It holds no secrets: operators read it. */
export interface OrderWorkflowInput {
  readonly request: OrderRequest;
  readonly pollIntervalMs: number;
  readonly staleAfterMs: number;
  /**
   * Whether a workflow of this order has run before, so that the exchange is asked before anything
   * is sent.
   */
  readonly mayHaveBeenSent?: boolean;
  /** The exchange's id of the order, as that workflow knew it. */
  readonly earlierOrderId?: string;
  /** Set by continue-as-new: how the order stood at the end of the run before. */
  readonly carried?: {
    readonly progress: OrderProgress;
    readonly inbox: readonly OrderUpdate[];
    /** Who has asked for another look since the last step. */
    readonly wokenBy?: ChangeSource | undefined;
    /** Since when fills that the exchange reports are missing, in milliseconds since the epoch. */
    readonly incompleteSince?: number | undefined;
    /** Whether a cancel waits for an order of which nobody knows whether it has arrived. */
    readonly isCancelOwed?: boolean;
  };
}

export interface AccountWorkflowInput {
  readonly accountId: number;
  readonly accountName: string;
  readonly renewIntervalMs: number;
  readonly syncIntervalMs: number;
  /** Set by continue-as-new: stream messages that could not be applied yet. */
  readonly late?: readonly OrderUpdate[];
}

/** Input of a stream's workflow. */
export type StreamWorkflowInput = Pick<
  AccountWorkflowInput,
  'accountId' | 'accountName' | 'renewIntervalMs'
>;

export interface SweepWorkflowInput {
  readonly sweepIntervalMs: number;
  /** Set by continue-as-new: how far the ids of the database had been counted. */
  readonly seen?: Marks | undefined;
}

/** The activity that runs on the stream workers' own task queue. */
export interface StreamActivities {
  /** Holds an account's private stream until the account is removed. */
  holdStream(input: StreamWorkflowInput): Promise<void>;
}

/** Carries stream messages of one order. Several that arrive together travel in one signal. */
export const fillSignal = defineSignal<[readonly OrderUpdate[]]>('fill');

/** Makes the workflow ask the exchange now, for instance after a comparison found a difference. */
export const reconcileSignal = defineSignal<[ChangeSource]>('reconcile');

export const statusQuery = defineQuery<OrderProgress>('status');

/** How far the ids of the database had been counted at the latest sweep. */
export const marksQuery = defineQuery<Marks>('marks');

/** Cancels on the exchange, and answers when the exchange has answered. */
export const cancelUpdate = defineUpdate<OrderProgress>('cancel');

/** Ends the order here, whatever the exchange says. Nothing is cancelled there. */
export const abandonUpdate = defineUpdate<OrderProgress>('abandon');

/** Compares the open orders now: the stream has reconnected, or something is wrong. */
export const syncSignal = defineSignal('sync');

/** Compares the open orders now, and answers with what was found. */
export const syncUpdate = defineUpdate<SyncReport>('syncNow');

/** Carries stream messages about orders that no workflow owns. */
export const lateUpdatesSignal = defineSignal<[readonly OrderUpdate[]]>('lateUpdates');
