import type { Fault } from './kinds.js';
import { REST_FAULTS } from './rest-faults.js';
import { STREAM_FAULTS } from './stream-faults.js';

/** Every way in which the venue can misbehave. A new one is an entry in either list. */
export const FAULTS: Readonly<Record<string, Fault>> = { ...REST_FAULTS, ...STREAM_FAULTS };
