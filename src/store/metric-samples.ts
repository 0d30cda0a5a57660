// Writes samples. A batch is one transaction: the minutes it changes are marked stale, and its rows are
// copied in PostgreSQL's binary form. Whatever goes wrong with that (a sample that is there already, a
// partition that is missing, a connection lost at the commit) is settled by the careful way, which may
// be repeated as often as wanted: a sample of the same series and time is stored once, the first one.
//
//   mark and copy ──(committed)──> done
//        └──(anything else)──> make partitions, mark, insert … on conflict do nothing ──> done
//
// postgres.js tells nobody of a COPY that fails after its last row. So COMMIT follows it at once, and its
// answer (COMMIT or ROLLBACK) says what became of the batch. The client has one connection and no other
// user, so statements are of one transaction unless the connection was lost between them; after a loss,
// the client is not used again.
import type { Clock } from '../core/clock.ts';
import { openClient, type SqlClient, type StoreAddress } from './connection.ts';
import { sql } from './drizzle.ts';
import { insertPartitions, partitionOf, startOfPartition } from './metric-partitions.ts';
import { insertStaleText, minuteMs, type StaleBucket } from './metric-stale-buckets.ts';
import type { Store } from './store.ts';

/** Columns of a batch; `length` of each array are used. */
export interface SampleBatch {
  readonly length: number;
  readonly series: Int32Array;
  /** Milliseconds since 1970. */
  readonly at: Float64Array;
  readonly value: Float64Array;
}

export interface SampleWriter {
  /**
   * Stores a batch. May be called again with the same batch after it threw.
   * @returns how many were too old to be stored
   */
  write(batch: SampleBatch): Promise<number>;
  close(): Promise<void>;
}

const postgresEpochMs = 946_684_800_000;
const rowBytes = 34;
const headerBytes = 19;
const signature = Buffer.from('PGCOPY\n\u00ff\r\n\0', 'latin1');
const twoTo32 = 4_294_967_296;
/** After that a batch is tried again on another connection. */
const timeoutMs = 30_000;

/** A batch in the binary form of COPY. */
export function encodeCopy({ length, series, at, value }: SampleBatch): Buffer {
  const buffer = Buffer.allocUnsafe(headerBytes + length * rowBytes + 2);
  signature.copy(buffer, 0);
  buffer.fill(0, 11, headerBytes);
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  let offset = headerBytes;
  for (let row = 0; row < length; row += 1) {
    const micros = ((at[row] ?? 0) - postgresEpochMs) * 1000;
    view.setInt16(offset, 3);
    view.setInt32(offset + 2, 4);
    view.setInt32(offset + 6, series[row] ?? 0);
    view.setInt32(offset + 10, 8);
    view.setInt32(offset + 14, Math.floor(micros / twoTo32));
    view.setUint32(offset + 18, micros - Math.floor(micros / twoTo32) * twoTo32);
    view.setInt32(offset + 22, 8);
    view.setFloat64(offset + 26, value[row] ?? 0);
    offset += rowBytes;
  }
  view.setInt16(offset, -1);
  return buffer;
}

/** The minutes that a batch changes, each with its series. */
function staleOf({ length, series, at }: SampleBatch): readonly StaleBucket[] {
  const minutes = new Map<number, Set<number>>();
  for (let row = 0; row < length; row += 1) {
    const bucketMs = Math.floor((at[row] ?? 0) / minuteMs) * minuteMs;
    let ofMinute = minutes.get(bucketMs);
    if (ofMinute === undefined) minutes.set(bucketMs, (ofMinute = new Set()));
    ofMinute.add(series[row] ?? 0);
  }
  return [...minutes].map(([bucketMs, ofMinute]) => ({ bucketMs, series: [...ofMinute] }));
}

function daysOf({ length, at }: SampleBatch): Set<number> {
  const days = new Set<number>();
  for (let row = 0; row < length; row += 1) days.add(partitionOf('metric_samples', at[row] ?? 0));
  return days;
}

/** A client with one connection, used until that is lost. */
interface Connection {
  readonly client: SqlClient;
  /** Resolves when the connection is lost. */
  readonly lost: Promise<'lost'>;
  readonly isLost: boolean;
}

function connect(address: StoreAddress): Connection {
  const { promise: lost, resolve } = Promise.withResolvers<'lost'>();
  let isLost = false;
  const client = openClient(address, {
    max: 1,
    applicationName: 'hawkwatch samples',
    onClose: () => {
      isLost = true;
      resolve('lost');
    },
  });
  return {
    client,
    lost,
    get isLost() {
      return isLost;
    },
  };
}

/** Copies a batch; true when it is known to be committed. */
async function copy({ client }: Connection, batch: SampleBatch, stale: string): Promise<boolean> {
  await client.unsafe(`begin; ${stale}`);
  const stream = await client`copy hawkwatch_store.metric_samples (series_id, at, value)
    from stdin with (format binary)`.writable();
  // What fails is told by the answer to COMMIT, or by the loss of the connection.
  stream.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    // COMMIT must not be sent before the end of the copy is.
    stream.write(encodeCopy(batch), () => {
      stream.end();
      setImmediate(resolve);
    });
  });
  const { command } = await client`commit`;
  return command === 'COMMIT';
}

/** Opens a writer with a connection of its own; it is made with the first batch. */
export function createSampleWriter(options: {
  readonly store: Store;
  readonly address: StoreAddress;
  readonly clock: Pick<Clock, 'setTimer'>;
}): SampleWriter {
  const { store, address, clock } = options;
  /** Days whose partition was there. */
  let days = new Set<number>();
  let connection: Connection | undefined;

  const tryCopy = async (batch: SampleBatch, stale: string): Promise<boolean> => {
    if (connection?.isLost === true) discard();
    const used = (connection ??= connect(address));
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const cancel = clock.setTimer(timeoutMs, () => resolve('late'));
    // A failure is told by the careful way, which fails for the same reason, or succeeds.
    const copying = copy(used, batch, stale).catch(() => false);
    const done = (await Promise.race([copying, used.lost, late])) === true && !used.isLost;
    cancel();
    if (!done) discard();
    return done;
  };

  /** What the connection is in the middle of is of no interest any more. */
  const discard = (): void => {
    connection?.client.end({ timeout: 0 }).catch(() => undefined);
    connection = undefined;
  };

  const insertCarefully = async (batch: SampleBatch, stale: string): Promise<number> => {
    const wanted = daysOf(batch);
    const first = await insertPartitions(store, 'metric_samples', [...wanted]);
    const floorMs = startOfPartition('metric_samples', first).getTime();
    const tooOld = batch.at.subarray(0, batch.length).filter((atMs) => atMs < floorMs).length;
    const column = (values: Int32Array | Float64Array): string =>
      `{${values.subarray(0, batch.length).join(',')}}`;
    await store.transaction(async ({ q }) => {
      await q.execute(sql.raw(`set local statement_timeout = ${timeoutMs}`));
      await q.execute(sql.raw(stale));
      await q.execute(sql`
        insert into hawkwatch_store.metric_samples (series_id, at, value)
        select s, to_timestamp(a / 1000.0), v
        from unnest(${column(batch.series)}::int[], ${column(batch.at)}::float8[],
                    ${column(batch.value)}::float8[]) as given(s, a, v)
        where a >= ${floorMs}::float8
        on conflict do nothing`);
    });
    days = tooOld === 0 ? wanted : new Set();
    return tooOld;
  };

  return {
    write: async (batch) => {
      if (batch.length === 0) return 0;
      const stale = insertStaleText(1, staleOf(batch));
      const known = [...daysOf(batch)].every((day) => days.has(day));
      if (known && (await tryCopy(batch, stale))) return 0;
      days = new Set();
      return insertCarefully(batch, stale);
    },
    close: async () => {
      await connection?.client.end({ timeout: 2 });
    },
  };
}
