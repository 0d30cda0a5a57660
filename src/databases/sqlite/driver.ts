// SQLite: a database that is a file, read in a worker thread. A request that takes too long ends the
// worker, and the next request starts another one.
import { Worker } from 'node:worker_threads';

import { defineDriver, type DatabaseConnection, type DriverOptions } from '../driver.ts';
import { watchFiles } from '../file-watch.ts';
import type { ResourceReading } from '../resources.ts';
import { createSnapshot } from '../schema/snapshot.ts';
import { downBecause, type TargetHealth } from '../target.ts';
import type { SqliteAnswer, SqlitePages, SqliteRequest } from './worker.ts';

const scheme = 'sqlite:';

export const sqliteDriver = defineDriver({
  engine: 'SQLITE',
  title: 'SQLite',
  schemes: [scheme],
  urlFault: (url) =>
    url.length > scheme.length ? undefined : 'names no file: write sqlite: and its path',
  open: (options) => openSqlite(options),
});

function openSqlite(options: DriverOptions): DatabaseConnection {
  const path = options.url.slice(scheme.length);
  const ask = createWorkerLane(options);

  const health = async (): Promise<TargetHealth> => {
    const started = options.clock.monotonicMs();
    const answer = await ask.request({ path, what: 'health' });
    if (!answer.ok) {
      const down = downBecause(answer.reason);
      // A writer's lock passes, and the file is there.
      return answer.locked === true ? { ...down, state: 'DEGRADED' } : down;
    }
    if (!('bytes' in answer)) return downBecause('an unexpected answer');
    return {
      state: 'UP',
      reason: null,
      serverVersion: answer.version,
      latencyMs: options.clock.monotonicMs() - started,
      sizeBytes: answer.bytes,
      role: null,
      tls: null,
    };
  };

  return {
    health,
    readFingerprint: async () => {
      const answer = await ask.request({ path, what: 'fingerprint' });
      if (answer.ok && 'fingerprint' in answer) return answer.fingerprint;
      throw new Error(answer.ok ? 'an unexpected answer' : answer.reason);
    },
    readSnapshot: async () => {
      const answer = await ask.request({ path, what: 'objects' });
      if (!answer.ok) return { ok: false, reason: answer.reason };
      if (!('objects' in answer)) return { ok: false, reason: 'an unexpected answer' };
      const snapshot = createSnapshot('SQLITE', answer.objects);
      return { ok: true, snapshot, serverVersion: answer.version, notes: [] };
    },
    readResources: async () => {
      const answer = await ask.request({ path, what: 'resources' });
      if (answer.ok && 'pages' in answer) return describePages(answer.pages);
      throw new Error(answer.ok ? 'an unexpected answer' : answer.reason);
    },
    watch: (onHint) =>
      watchFiles({
        paths: [path, `${path}-wal`, `${path}-journal`],
        clock: options.clock,
        onChange: () => onHint({ kind: 'file' }),
      }),
    close: () => ask.close(),
  };
}

function describePages(pages: SqlitePages): ResourceReading {
  const free = pages.pages === 0 ? 0 : (100 * pages.freePages) / pages.pages;
  return {
    epoch: '',
    measures: [
      { metric: 'database.size_bytes', value: pages.fileBytes + pages.walBytes },
      { metric: 'database.wal_bytes', value: pages.walBytes },
      { metric: 'database.pages', value: pages.pages },
      { metric: 'database.page_bytes', value: pages.pageBytes },
      { metric: 'database.free_pages_percent', value: free },
    ],
    counters: [],
    shares: [],
    notes: [],
  };
}

type Asked = Omit<SqliteRequest, 'id'>;

function createWorkerLane({ clock, statementTimeoutMs }: DriverOptions) {
  let worker: Worker | undefined;
  let count = 0;
  let lane: Promise<unknown> = Promise.resolve();

  const once = (asked: Asked): Promise<SqliteAnswer> => {
    const id = (count += 1);
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const busy = (worker ??= new Worker(new URL(`./worker.${extension}`, import.meta.url)));
    busy.unref();
    return new Promise((resolve) => {
      const finish = (answer: SqliteAnswer, keep: boolean): void => {
        cancel();
        busy.off('message', onMessage).off('error', onError);
        if (!keep) {
          worker = undefined;
          void busy.terminate();
        }
        resolve(answer);
      };
      const onMessage = (answer: SqliteAnswer): void => {
        if (answer.id === id) finish(answer, true);
      };
      const onError = (): void => {
        finish({ id, ok: false, reason: 'reading the file failed unexpectedly' }, false);
      };
      const cancel = clock.setTimer(statementTimeoutMs, () => {
        const reason = `the file was not read within ${statementTimeoutMs} ms`;
        finish({ id, ok: false, reason }, false);
      });
      busy.on('message', onMessage).on('error', onError);
      busy.postMessage({ ...asked, id });
    });
  };

  return {
    request: (asked: Asked): Promise<SqliteAnswer> => {
      const turn = lane.then(() => once(asked));
      lane = turn;
      return turn;
    },
    close: async () => {
      const ending = worker;
      worker = undefined;
      await ending?.terminate();
    },
  };
}
