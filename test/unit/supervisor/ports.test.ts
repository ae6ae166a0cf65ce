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

  describe('that another program took between their release and their use', () => {
    const released = async (isDemanded: boolean) => {
      const free = await HeldPorts.take({ any: wish(0, false) });
      const number = free.port('any');
      await free.releaseAll();
      const ports = await HeldPorts.take({ one: wish(number, isDemanded), two: wish(0, true) });
      await ports.releaseAll();
      await new Promise<void>((resolve) => {
        other.close(() => (other = createServer()).listen(number, '127.0.0.1', resolve));
      });
      return { ports, number };
    };

    it('move, with a line that says so, while the others stay', async () => {
      const { ports, number } = await released(false);
      const two = ports.port('two');
      expect(ports.moves).toEqual([]);
      await ports.retake('one', 'two');
      expect(ports.port('one')).not.toBe(number);
      expect(ports.port('two')).toBe(two);
      expect(ports.moves).toEqual([
        `port ${number} (something) is taken by another program: using ${ports.port('one')}`,
      ]);
      await ports.releaseAll();
    });

    it('are refused by name when they were asked for', async () => {
      const { ports, number } = await released(true);
      await expect(ports.retake('one', 'two')).rejects.toThrow(
        `port ${number} (something) is taken by another program; set SOME_PORT`,
      );
      await ports.releaseAll();
    });

    it('move when any port was asked for', async () => {
      const ports = await HeldPorts.take({ any: wish(0, true) });
      const number = ports.port('any');
      await ports.releaseAll();
      await new Promise<void>((resolve) => {
        other.close(() => (other = createServer()).listen(number, '127.0.0.1', resolve));
      });
      await ports.retake('any');
      expect(ports.port('any')).not.toBe(number);
      await ports.releaseAll();
    });
  });

  it('are freed again when a later one of the same start is taken', async () => {
    const free = await HeldPorts.take({ any: wish(0, false) });
    const number = free.port('any');
    await free.releaseAll();
    await expect(
      HeldPorts.take({ one: wish(number, true), two: wish(taken, true) }),
    ).rejects.toThrow('is taken');
    await (await HeldPorts.take({ again: wish(number, true) })).releaseAll();
  });
});
