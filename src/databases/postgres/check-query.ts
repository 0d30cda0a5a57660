// One query of an operator's own, to see whether a database works: in a transaction that may only read,
// no more rows than a bound, over a socket that the caller makes.
import type { Socket } from 'node:net';

import type { TlsFacts } from '../../postgres/secure.ts';
import { openTargetClient } from './client.ts';

export interface CheckQuery {
  readonly url: string;
  readonly query: string;
  readonly maxRows: number;
  readonly timeoutMs: number;
  /** Ends it at once. */
  readonly signal: AbortSignal;
  dial(place: {
    readonly host: string;
    readonly port: number;
    /** Of a Unix socket. */
    readonly path?: string;
  }): Promise<Socket>;
  /** Told when the server has let us in. */
  onConnected(): void;
  onTls(facts: TlsFacts): void;
}

export interface CheckedRows {
  /** Values as text. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** There are more than are read. */
  readonly more: boolean;
}

/** @throws what the server or the connection says. */
export async function runCheckQuery(check: CheckQuery): Promise<CheckedRows> {
  const { signal, maxRows } = check;
  const client = openTargetClient({
    url: check.url,
    applicationName: 'hawkwatch endpoint',
    max: 1,
    connectTimeoutMs: check.timeoutMs,
    statementTimeoutMs: check.timeoutMs,
    idleTimeoutMs: 0,
    dial: check.dial,
    onTls: check.onTls,
  });
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(new Error('aborted'));
  aborted.catch(() => undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const rows: (readonly (string | null)[])[] = [];
  const work = async (): Promise<boolean> => {
    const isFull = await client.begin('read only', async (transaction) => {
      check.onConnected();
      const cursor = transaction.unsafe(check.query).values().cursor(100);
      for await (const some of cursor) {
        rows.push(...some.map((row) => Array.from(row, asText)));
        if (rows.length > maxRows) return true;
      }
      return false;
    });
    return isFull;
  };
  try {
    const more = await Promise.race([work(), aborted]);
    return { rows: rows.slice(0, maxRows), more };
  } finally {
    signal.removeEventListener('abort', onAbort);
    await client.end({ timeout: 0 }).catch(() => undefined);
  }
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  return value instanceof Date ? value.toISOString() : (JSON.stringify(value) ?? null);
}
