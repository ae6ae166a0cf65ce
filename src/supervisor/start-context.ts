import type { Config, LocalPorts } from '../config.js';
import type { Claim, PortName } from './claim.js';
import type { Crew } from './crew.js';
import type { LocalSecrets } from './secrets.js';

/** How long a server or the product may take to become ready, on a slow machine's first start. */
export const OPEN_WITHIN_MS = 120_000;

/** What all parts of a start use. */
export interface StartContext {
  /** The environment that contains the settings. */
  readonly env: NodeJS.ProcessEnv;
  readonly settings: Config & LocalPorts;
  readonly secrets: LocalSecrets;
  readonly claimed: Claim;
  readonly crew: Crew;
  /** Called with what a person at the terminal should see. */
  readonly onProgress: (text: string) => void;
  readonly onNotice: (text: string) => void;
}

/** Returns the number of a port that the start holds. */
export function portOf({ claimed }: StartContext, name: PortName): number {
  return claimed.ports.port(name);
}

/**
 * Returns a function that frees ports for the process that needs them; for the moment before it
 * starts. If it has to start again because another program was faster, its ports become others.
 */
export function freeing(
  { claimed: { ports }, onNotice }: StartContext,
  ...names: PortName[]
): () => Promise<void> {
  return async () => {
    const before = ports.moves;
    await ports.retake(...names);
    for (const move of ports.moves) if (!before.includes(move)) onNotice(move);
    await ports.release(...names);
  };
}

/** Returns the environment of our own processes. */
export function processEnv({ env, settings }: StartContext): NodeJS.ProcessEnv {
  return { ...env, DATA_DIR: settings.dataDir };
}
