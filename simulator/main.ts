import { startVenue, type Venue, type VenueOptions } from './venue.js';

/** Starts the venue as a process of its own. The caller closes it before the process ends. */
export async function runVenue(options: VenueOptions): Promise<Venue> {
  const log = options.log ?? ((event, fields) => console.log(JSON.stringify({ event, ...fields })));
  const venue = await startVenue({ ...options, log });
  log('venue_started', {
    origin: venue.origin,
    origins: venue.origins,
    journalFile: options.journalFile ?? null,
    priceMovement: options.priceMovement ?? 'walk',
  });
  return venue;
}
