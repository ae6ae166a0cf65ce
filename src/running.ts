/** A running process of ours: edge, worker or stream worker. */
export interface Running {
  /** Rejects when the process cannot continue. */
  readonly done: Promise<void>;
  /** Ends it in order: it finishes what is under way first. */
  close(): Promise<void>;
}
