import { EXCHANGE_NAMES, EXCHANGES, type ExchangeName } from '../../simulator/names.js';

/** Where the first simulated exchange listens unless something else is said. */
export const FIRST_VENUE_PORT = 5002;

/** The name of a simulated exchange's port among the ports of a start. */
export type VenuePort = `venue ${ExchangeName}`;

/** The address of each simulated exchange. */
export type VenueUrls = Readonly<Record<ExchangeName, string>>;

export function venuePortOf(exchange: ExchangeName): VenuePort {
  return `venue ${exchange}`;
}

/** One port per simulated exchange. The first one also has the control interface. */
export const VENUE_PORTS: readonly VenuePort[] = EXCHANGE_NAMES.map(venuePortOf);

/**
 * Returns the option of `filltrail venue` that sets an exchange's port: `--port` for the first
 * exchange, `--<name>-port` for the others.
 */
export function venuePortOption(exchange: ExchangeName): string {
  return exchange === EXCHANGES[0].name ? '--port' : `--${exchange}-port`;
}

/** Returns the addresses of the simulated exchanges on this machine. */
export function venueUrls(portOf: (port: VenuePort) => number): VenueUrls {
  const urls = EXCHANGE_NAMES.map((name) => [
    name,
    `http://127.0.0.1:${portOf(venuePortOf(name))}`,
  ]);
  return Object.fromEntries(urls) as VenueUrls;
}
