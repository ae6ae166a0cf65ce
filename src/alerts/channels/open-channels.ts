import type { Config } from '../../config.js';
import type { AlertChannel } from './channel.js';
import { openTelegram } from './telegram.js';

/**
 * Returns the channels that the settings name; without one, alerts are kept, shown and not sent.
 */
export function openChannels({ telegram }: Pick<Config, 'telegram'>): readonly AlertChannel[] {
  return [...(telegram ? [openTelegram(telegram)] : [])];
}
