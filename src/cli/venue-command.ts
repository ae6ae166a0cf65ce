import { InvalidArgumentError, Option, type Command } from 'commander';
import { EXCHANGES, type ExchangeName } from '../../simulator/names.js';
import { FIRST_VENUE_PORT, venuePortOption } from '../supervisor/venue-ports.js';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];

/** The parsed arguments of `filltrail venue`. */
export interface VenueArguments {
  /** The ports that were given. The first exchange always has one. */
  readonly ports: ReadonlyMap<ExchangeName, number>;
  readonly journalFile: string | undefined;
  readonly isStill: boolean;
}

/** Adds an option for each exchange's port to the command, and its other options. */
export function addVenueOptions(command: Command): Command {
  for (const option of portOptions().values()) command.addOption(option);
  return command
    .option('--journal <file>', 'where orders, fills and balances are kept; else in memory only')
    .option('--still', 'prices move by the control interface only');
}

/** Reads the values of the options from `addVenueOptions`. */
export function readVenueOptions(given: Readonly<Record<string, unknown>>): VenueArguments {
  const ports = [...portOptions()].flatMap(([name, option]): [ExchangeName, number][] => {
    const port = given[option.attributeName()];
    return typeof port === 'number' ? [[name, port]] : [];
  });
  const { journal, still } = given;
  return {
    ports: new Map(ports),
    journalFile: typeof journal === 'string' ? journal : undefined,
    isStill: still === true,
  };
}

function portOptions(): Map<ExchangeName, Option> {
  const options = EXCHANGES.map(({ name, title }, index): [ExchangeName, Option] => {
    const option = new Option(`${venuePortOption(name)} <port>`, describePort(title, index));
    option.argParser(readPort);
    return [name, index === 0 ? option.default(FIRST_VENUE_PORT) : option];
  });
  return new Map(options);
}

function describePort(title: string, index: number): string {
  if (index === 0) return `port of ${title} and of control, 0 for any`;
  const place = ORDINALS[index - 1] ?? `${index}th`;
  return `port of ${title}; unless told, the ${place} after ${index === 1 ? '--port' : 'it'}`;
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It must be a port: 0 to 65535.');
}
