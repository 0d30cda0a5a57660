// How a PostgreSQL server is, asked over whatever connection the caller has. The size of the database
// is measured seldom and within two seconds: it looks at each of its files. Nothing is thrown, and
// what the role may not see is left out.
import type { Clock } from '../../core/clock.ts';
import { unencrypted, type TlsFacts } from '../../postgres/secure.ts';
import { downBecause, type TargetHealth } from '../target.ts';

export interface HealthReaderOptions {
  readonly clock: Clock;
  /** Sends statements in one message; the rows of the last one. Ends by itself. */
  query<Row extends object>(sql: string): Promise<readonly Row[]>;
  /** Of the latest connection; undefined when there was none. */
  tls(): TlsFacts | undefined;
  /** Why a question failed, in words. */
  reasonOf(error: unknown): string;
}

interface Row {
  readonly version: string;
  readonly recovering: boolean;
  /** Where `default_transaction_read_only` is set, when it is on. */
  readonly read_only: string | null;
  /** Sessions of all databases, and how many there may be for those who are no superusers. */
  readonly used: number;
  readonly most: number;
}

const slowMs = 1000;
const nearlyAll = 0.9;
const expiryMs = 14 * 24 * 3_600_000;
const sizeTtlMs = 5 * 60_000;

const healthSql = `select pg_catalog.current_setting('server_version') as version,
    pg_catalog.pg_is_in_recovery() as recovering,
    case when pg_catalog.current_setting('default_transaction_read_only') = 'on' then
      (select s.source from pg_catalog.pg_settings s where s.name = 'default_transaction_read_only')
    end as read_only,
    (select count(*) from pg_catalog.pg_stat_get_backend_idset() b
      where pg_catalog.pg_stat_get_backend_dbid(b) > 0)::int as used,
    pg_catalog.current_setting('max_connections')::int
      - pg_catalog.current_setting('superuser_reserved_connections')::int
      - coalesce(pg_catalog.current_setting('reserved_connections', true), '0')::int as most`;

const sizeSql = `set local statement_timeout = 2000;
  select pg_catalog.pg_database_size(pg_catalog.current_database())::text as bytes`;

/** Remembers the size between two readings. */
export function createHealthReader(options: HealthReaderOptions): () => Promise<TargetHealth> {
  const { clock, query, tls, reasonOf } = options;
  let size: { readonly at: number; readonly bytes: number | null } | undefined;

  const measure = async (): Promise<{ row: Row | undefined; latencyMs: number }> => {
    const started = clock.monotonicMs();
    const [row] = await query<Row>(healthSql);
    return { row, latencyMs: clock.monotonicMs() - started };
  };

  const readSize = async (): Promise<number | null> => {
    const now = clock.monotonicMs();
    if (size === undefined || now - size.at > sizeTtlMs) {
      const rows = await query<{ bytes: string }>(sizeSql).catch(() => []);
      size = { at: now, bytes: rows[0] === undefined ? null : Number(rows[0].bytes) };
    }
    return size.bytes;
  };

  return async () => {
    try {
      let { row, latencyMs } = await measure();
      // The first one may have had to connect.
      if (latencyMs > slowMs) ({ row, latencyMs } = await measure());
      const facts = tls() ?? unencrypted;
      const reasons = row === undefined ? [] : shortcomings(row, latencyMs, facts, clock.now());
      return {
        state: reasons.length === 0 ? 'UP' : 'DEGRADED',
        reason: reasons.length === 0 ? null : reasons.join('; '),
        serverVersion: row?.version ?? null,
        latencyMs,
        sizeBytes: await readSize(),
        role: row?.recovering === true ? 'REPLICA' : 'PRIMARY',
        tls: facts,
      };
    } catch (error) {
      return { ...downBecause(reasonOf(error)), tls: tls() ?? null };
    }
  };
}

function shortcomings(row: Row, latencyMs: number, tls: TlsFacts, now: Date): readonly string[] {
  const reasons: string[] = [];
  if (row.recovering) reasons.push('the server is a replica or recovering: read-only');
  // Whoever set it for the role that looks did so for hawkwatch alone.
  if (row.read_only !== null && !/user|session|client/.test(row.read_only)) {
    reasons.push('the database is read-only (default_transaction_read_only)');
  }
  if (latencyMs > slowMs) reasons.push(`the server takes more than ${slowMs} ms to answer`);
  if (row.used >= row.most * nearlyAll) {
    reasons.push(
      'its connections are nearly used up: close what is idle, or raise max_connections',
    );
  }
  const fault = certificateShortcoming(tls, now);
  if (fault !== undefined) reasons.push(fault);
  return reasons;
}

function certificateShortcoming({ certificate }: TlsFacts, now: Date): string | undefined {
  if (certificate === null) return undefined;
  const leftMs = certificate.validTo.getTime() - now.getTime();
  const day = certificate.validTo.toISOString().slice(0, 10);
  if (leftMs <= 0) return `the server's certificate expired on ${day}: renew it`;
  if (leftMs <= expiryMs) return `the server's certificate expires on ${day}: renew it`;
  return undefined;
}
