import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectDatabase, type DatabaseConnection } from '../../../drizzle/database.js';

/*
 * A database that goes away at chosen moments, in Postgres' own messages:
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */

let server: Server;
let database: DatabaseConnection;
/** Every statement that came, of whichever connection. */
const statements: string[] = [];
/** Answers a statement; otherwise the connection ends without a word. */
let answers: (statement: string) => boolean;

beforeEach(async () => {
  statements.length = 0;
  answers = () => true;
  server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  database = connectDatabase(`postgres://u:p@127.0.0.1:${port}/d`, { name: 'test', poolSize: 1 });
});
afterEach(async () => {
  await database.close();
  server.close();
});

const select = (what: string) => database.db.execute(sql.raw(`select ${what}`));

it('fails a query whose connection ends, and does not hold it until the next connection', async () => {
  answers = () => false;
  await expect(select('1')).rejects.toMatchObject({ cause: { code: 'CONNECTION_CLOSED' } });
});

it('fails a transaction whose connection ends, and then goes on with the next query', async () => {
  answers = (statement) => statement !== 'select 1';
  const cut = database.db.transaction((tx) => tx.execute(sql`select 1`));
  await expect(cut).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  await select('2');
  expect(statements, 'no rollback on another connection').toEqual([
    expect.stringContaining('begin'),
    'select 1',
    'select 2',
  ]);
});

it('sends nothing of a transaction whose connection has ended on the next connection', async () => {
  answers = (statement) => !statement.includes('select 1');
  let goOn = (): void => undefined;
  const others = new Promise<void>((resolve) => (goOn = resolve));
  let late: Promise<unknown> | undefined;
  const cut = database.db.transaction(async (tx) => {
    await tx.execute(sql`select 1`).catch(() => undefined);
    await others;
    late = tx.execute(sql`select 2`);
    await late;
  });
  await expect(cut).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  await select('3');
  goOn();
  await select('4');
  await expect(late).rejects.toMatchObject({ cause: { code: 'CONNECTION_CLOSED' } });
  expect(statements).toEqual([
    expect.stringContaining('begin'),
    'select 1',
    'select 3',
    'select 4',
  ]);
});

function serve(socket: Socket): void {
  let received = Buffer.alloc(0);
  let hasStarted = false;
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
    for (;;) {
      const at = hasStarted ? 1 : 0; // the first message has no type
      if (received.length < at + 4) return;
      const length = received.readInt32BE(at) + at;
      if (received.length < length) return;
      const type = hasStarted ? String.fromCharCode(received[0] ?? 0) : 'start';
      const content = received.subarray(at + 4, length).toString();
      received = received.subarray(length);
      hasStarted = true;
      if (!answer(socket, type, content)) return;
    }
  });
}

/** Answers a message. Returns whether the connection goes on. */
function answer(socket: Socket, type: string, content: string): boolean {
  if (type === 'start') {
    socket.write(Buffer.concat([message('R', '\0\0\0\0'), message('Z', 'I')]));
    return true;
  }
  if (type !== 'Q' && type !== 'P') {
    if (type === 'S') socket.write(message('Z', 'I'));
    return true;
  }
  const statement = content.split('\0').find((text) => text.includes(' ')) ?? '';
  statements.push(statement);
  if (!answers(statement)) {
    socket.destroy();
    return false;
  }
  const status = statement.startsWith('begin') ? 'T' : 'I';
  const complete = message('C', `${status === 'T' ? 'BEGIN' : 'SELECT 0'}\0`);
  if (type === 'Q') socket.write(Buffer.concat([complete, message('Z', status)]));
  else
    socket.write(Buffer.concat([message('1', ''), message('n', ''), message('2', ''), complete]));
  return true;
}

function message(type: string, content: string): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, Buffer.from(content)]);
}
