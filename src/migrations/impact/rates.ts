// How fast a monitored server scans and rewrites, measured on it: PostgreSQL's own catalogues are
// read a few times (some megabytes, some milliseconds, nobody's rows, nothing is written) and the
// rate is spread into wide ranges. Without a measurement there is no rate, never an assumed one.
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { TargetClient } from '../../databases/postgres/client.ts';
import type { Target } from '../../databases/targets.ts';
import { isFields } from '../../sql/tree.ts';
import { readRows } from './facts-queries.ts';

interface RateRange {
  readonly low: number;
  readonly high: number;
}

/** Bytes per second, and what they rest on. */
export interface MeasuredRates {
  readonly scan: RateRange;
  readonly rewrite: RateRange;
  readonly basis: string;
}

export interface RateMeter {
  /** The server's rates, measured now or within the last hour; null when they cannot be. */
  measure(target: Target): Promise<MeasuredRates | null>;
}

export interface RateMeterOptions {
  readonly clock: Clock;
  readonly logger: Logger;
}

const keptMs = 60 * 60_000;
const failureKeptMs = 60_000;
const rounds = 5;
const budgetMs = 250;
const roundTimeoutMs = 500;
/** Catalogues that anybody may read and every database has. */
const catalogues = [
  'pg_attribute',
  'pg_proc',
  'pg_depend',
  'pg_description',
  'pg_class',
  'pg_type',
];
const maxBytes = 32 * 1024 * 1024;
const leastBytes = 512 * 1024;

// What real statements did beside that rate, in tables of 100 to 200 MB in memory: checking a
// constraint 0.2 to 1.5 times as fast, building an index 0.02 to 0.3, rewriting a table 0.01 to 0.15.
// Disks and collations make it slower still, long rows faster.
const scanFactors = { low: 1 / 100, high: 2 };
const rewriteFactors = { low: 1 / 300, high: 1 / 4 };

/** Creates the meter; it remembers a target's rates for an hour. */
export function createRateMeter({ clock, logger }: RateMeterOptions): RateMeter {
  const known = new WeakMap<Target, { until: number; rates: Promise<MeasuredRates | null> }>();
  return {
    measure: (target) => {
      const entry = known.get(target);
      if (entry !== undefined && clock.monotonicMs() < entry.until) return entry.rates;
      const made = { until: clock.monotonicMs() + keptMs, rates: Promise.resolve(null) };
      const rates = measureRates(target.reader, clock).catch((error: unknown) => {
        const reason = coerceError(error).message;
        logger.debug({ database: target.settings.name, reason }, 'no rates could be measured');
        return null;
      });
      known.set(target, { ...made, rates });
      void rates.then((measured) => {
        if (measured !== null) return;
        known.set(target, { until: clock.monotonicMs() + failureKeptMs, rates });
      });
      return rates;
    },
  };
}

async function measureRates(client: TargetClient, clock: Clock): Promise<MeasuredRates | null> {
  const sizes = await readRows<{ name: string; bytes: number }>(client, sizesQuery);
  let total = 0;
  const chosen = sizes.filter(({ bytes }) => {
    if (total + bytes > maxBytes) return false;
    total += bytes;
    return true;
  });
  if (total < leastBytes) return null;
  const end = clock.monotonicMs() + budgetMs;
  const found: number[] = [];
  for (let round = 0; round < rounds && clock.monotonicMs() < end; round += 1) {
    const plan = await readRows(client, scanQuery(chosen.map((one) => one.name)));
    const rate = rateOf(plan[0], total);
    if (rate !== undefined) found.push(rate);
  }
  if (found.length === 0) return null;
  // The fastest round is what the server can do; the slower half tells how busy it is.
  const sorted = found.toSorted((a, b) => a - b);
  const fastest = sorted.at(-1) ?? 0;
  const usual = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  const files = await readFileRate(client);
  const slowest = Math.min(usual * scanFactors.low, files ?? Number.POSITIVE_INFINITY);
  const basis =
    `${megabytes(total)} MB of its catalogue were scanned at ${megabytes(usual)} to ` +
    `${megabytes(fastest)} MB/s` +
    (files === null ? '' : `, files are read at ${megabytes(files)} MB/s (track_io_timing)`) +
    '; scans of tables were taken as 1/100 to 2 times as fast, rewrites as 1/300 to 1/4';
  return {
    scan: { low: Math.round(slowest), high: Math.round(fastest * scanFactors.high) },
    rewrite: {
      low: Math.round(usual * rewriteFactors.low),
      high: Math.round(fastest * rewriteFactors.high),
    },
    basis,
  };
}

const sizesQuery = `
  select c.relname::text as name,
    (c.relpages * current_setting('block_size')::int8)::float8 as bytes
  from pg_catalog.pg_class c
  where c.relnamespace = 'pg_catalog'::regnamespace and c.relpages > 0
    and c.relname in (${catalogues.map((name) => `'${name}'`).join(', ')})
  order by bytes`;

// The names are this file's own.
function scanQuery(names: readonly string[]): string {
  const parts = names.map((name) => `select from pg_catalog.${name}`).join(' union all ');
  return `set local statement_timeout = ${roundTimeoutMs};
    set local enable_indexscan = off;
    set local enable_indexonlyscan = off;
    set local enable_bitmapscan = off;
    set local max_parallel_workers_per_gather = 0;
    explain (analyze, timing off, format json) select count(*) from (${parts}) as catalogue`;
}

/** Bytes per second by the server's own watch; undefined when it told no time. */
function rateOf(row: object | undefined, bytes: number): number | undefined {
  const [plan]: readonly unknown[] = row === undefined ? [] : Object.values(row);
  const first: unknown = Array.isArray(plan) ? plan[0] : undefined;
  const ms = isFields(first) ? first['Execution Time'] : undefined;
  return typeof ms === 'number' && ms > 0 ? (bytes * 1000) / ms : undefined;
}

const leastBlocksRead = 10_000;

/** What reading files has given on average, where the server times it. */
async function readFileRate(client: TargetClient): Promise<number | null> {
  const [row] = await readRows<{ rate: number | null }>(
    client,
    `select (sum(blks_read) * current_setting('block_size')::int8 * 1000
        / nullif(sum(blk_read_time), 0))::float8 as rate
      from pg_catalog.pg_stat_database
      where current_setting('track_io_timing')::bool
      having sum(blks_read) > ${leastBlocksRead}`,
  );
  return row?.rate ?? null;
}

function megabytes(bytes: number): string {
  const value = bytes / 1_000_000;
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}
