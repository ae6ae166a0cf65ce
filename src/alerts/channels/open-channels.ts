import type { Config } from '../../config.js';
import type { AlertChannel } from './channel.js';
import { openTelegram } from './telegram.js';

/** Returns the channels in the settings. Without any, alerts are stored and shown but not sent. */
export function openChannels({ telegram }: Pick<Config, 'telegram'>): readonly AlertChannel[] {
  return [...(telegram ? [openTelegram(telegram)] : [])];
}
