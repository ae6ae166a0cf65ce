/** A stream whose server is the test. */
export class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static readonly opened: FakeEventSource[] = [];
  readyState = 1;

  constructor(readonly url: string) {
    super();
    FakeEventSource.opened.push(this);
  }

  /** Sends an event of the server, with no more in its data than the test gives. */
  send(type: string, lastEventId: string, data: object = {}): void {
    const init = { data: JSON.stringify({ type, ...data }), lastEventId };
    this.dispatchEvent(new MessageEvent(type, init));
  }
}

/** Returns the stream that was opened last. */
export function lastStream(): FakeEventSource {
  const stream = FakeEventSource.opened.at(-1);
  if (!stream) throw new Error('expected the page to have opened a stream');
  return stream;
}
