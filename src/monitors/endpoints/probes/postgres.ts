// PostgreSQL: one query, in a transaction that may only read, with the rows or the value that it must give.
import { coerceError } from '../../../core/errors.ts';
import { placeOf } from '../../../core/database-url.ts';
import { runCheckQuery } from '../../../databases/postgres/check-query.ts';
import { ProbeFailure } from '../found.ts';
import { defineProbe } from '../probe.ts';
import type { PostgresSettings } from '../settings.ts';

const mostRows = 1000;
const longestShown = 60;

export const postgresProbe = defineProbe<PostgresSettings>({
  description: 'A query on PostgreSQL, which may only read: it works, and gives what is expected.',
  target: ({ url }) => {
    const { host, port, databaseName } = placeOf(url);
    const at = port === null ? (host ?? '') : `${host ?? ''}:${port}`;
    return `postgres://${at}/${databaseName ?? ''}`;
  },
  secrets: ({ url }) => {
    const password = /^[a-z]+:\/\/[^:/?#]*:([^@/?#]*)@/.exec(url)?.[1] ?? '';
    const query = new URLSearchParams(/\?(.*)$/s.exec(url)?.[1] ?? '').get('password') ?? '';
    return [password, decoded(password), query];
  },
  run: async ({ url, query, expect }, { network, found, clock, signal, timeoutMs }) => {
    found.doing = 'connecting';
    const beganMs = clock.monotonicMs();
    const { rows, more } = await runCheckQuery({
      url,
      query,
      signal,
      timeoutMs,
      maxRows: mostRows,
      dial: (place) => network.connect(place),
      onConnected: () => {
        found.doing = 'waiting for the query';
      },
      onTls: ({ certificate }) => {
        if (certificate === null) return;
        const { subject, issuer, validFrom, validTo, fingerprint } = certificate;
        found.certificates = [
          {
            subject,
            issuer,
            validFrom: validFrom.toISOString(),
            validTo: validTo.toISOString(),
            fingerprint,
          },
        ];
      },
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      const cause = coerceError(error);
      throw cause instanceof ProbeFailure ? cause : new ProbeFailure(cause.message, { cause });
    });
    const { connect = 0, dns = 0 } = found.phases;
    found.phases.firstByte = Math.max(0, clock.monotonicMs() - beganMs - connect - dns);
    judge(rows, more, expect);
  },
});

function judge(
  rows: readonly (readonly (string | null)[])[],
  more: boolean,
  expect: PostgresSettings['expect'],
): void {
  if (expect.rows !== undefined && (more || rows.length !== expect.rows)) {
    const count = more ? `more than ${rows.length}` : String(rows.length);
    throw new ProbeFailure(`the query gives ${count} rows, not ${expect.rows}`);
  }
  if (expect.value === undefined) return;
  const [first] = rows;
  if (first === undefined) throw new ProbeFailure('the query gives no row');
  const value = first[0] ?? null;
  if (value === expect.value) return;
  const shown = value === null ? 'null' : `"${value.slice(0, longestShown)}"`;
  throw new ProbeFailure(`the query gives ${shown}, not "${expect.value.slice(0, longestShown)}"`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign means itself.
    return text;
  }
}
