export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  // Bodies are whatever the wire says; tests compare them field by field.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** Returns an answer with its body read: as JSON, or else as text. */
export async function toAnswer(response: Response): Promise<RestAnswer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? (JSON.parse(text) as unknown) : text,
  };
}
