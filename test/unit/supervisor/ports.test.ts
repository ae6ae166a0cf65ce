import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HeldPorts, type PortWish } from '../../../src/supervisor/ports.js';

describe('the ports of a start', () => {
  let other: Server;
  let taken: number;

  beforeEach(async () => {
    other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    taken = (other.address() as { port: number }).port;
  });
  afterEach(() => other.close());

  const wish = (port: number, isDemanded: boolean): PortWish => ({
    variable: 'SOME_PORT',
    what: 'something',
    port,
    isDemanded,
  });

  it('moves a preferred port that is taken, and keeps the others', async () => {
    const ports = await HeldPorts.take({ one: wish(taken, false), two: wish(0, false) });
    expect(ports.port('one')).not.toBe(taken);
    expect(ports.port('one')).toBeGreaterThan(0);
    expect(ports.port('two')).not.toBe(ports.port('one'));
    await ports.releaseAll();
  });

  it('lists all demanded ports that are taken, with their variables', async () => {
    await expect(
      HeldPorts.take({ one: wish(taken, true), two: wish(taken, true) }),
    ).rejects.toMatchObject({
      problems: [
        expect.stringContaining(`port ${taken} (something) is taken`),
        expect.stringContaining('SOME_PORT='),
      ],
    });
  });

  it('are held against another start until they are released', async () => {
    const ports = await HeldPorts.take({ one: wish(0, true) });
    const again = wish(ports.port('one'), true);
    await expect(HeldPorts.take({ again })).rejects.toThrow('is taken');
    await ports.release('one');
    const second = await HeldPorts.take({ again });
    expect(second.port('again')).toBe(ports.port('one'));
    await second.releaseAll();
  });
});
