/** What a process of ours hands to whoever started it: edge, worker or stream worker. */
export interface Running {
  /** Rejects when the process cannot go on. */
  readonly done: Promise<void>;
  /** Ends it in order: what is under way is finished first. */
  close(): Promise<void>;
}
