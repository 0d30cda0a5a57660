import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SourceStatus } from '../../../src/migrations/status-words.ts';
import { recordStatuses } from '../../../src/migrations/statuses/record.ts';
import type { Store } from '../../../src/store/store.ts';
import { captureLog } from '../../support/log-capture.ts';
import { clock, createStatusRig, type StatusRig } from '../../support/statuses.ts';

function status(databaseName: string, change: Partial<SourceStatus> = {}): SourceStatus {
  return {
    databaseName,
    source: 'main',
    tool: 'sql',
    state: 'UP_TO_DATE',
    reason: null,
    currentVersion: null,
    counts: { total: 0, applied: 0, pending: 0, failed: 0, other: 0 },
    migrations: [],
    revision: null,
    checkedAt: new Date('2026-01-01T00:00:00Z'),
    ...change,
  };
}

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

describe('recording statuses', () => {
  let rig: StatusRig;
  beforeEach(async () => {
    rig = await createStatusRig();
    for (const name of ['a', 'b', 'c']) await rig.addDatabase(name);
    await rig.configure();
  });
  afterEach(() => rig.close());

  const log = captureLog();
  const record = (store: Store, ...statuses: SourceStatus[]) =>
    recordStatuses({ store, clock, logger: log.logger }, statuses);

  it('never replaces a newer reading by an older one', async () => {
    await record(rig.store, status('a', { state: 'BEHIND', checkedAt: at(10) }));
    await record(rig.store, status('a', { state: 'UP_TO_DATE', checkedAt: at(9) }));
    expect((await rig.row('a'))?.state).toBe('BEHIND');
    expect(await rig.changes()).toHaveLength(1);
    await record(rig.store, status('a', { state: 'BEHIND', checkedAt: at(8) }));
    expect((await rig.row('a'))?.checkedAt).toEqual(at(10));
  });

  it('tells a change once when several write it at the same time', async () => {
    const found = [status('a'), status('b'), status('c')];
    await Promise.all(Array.from({ length: 8 }, () => record(rig.store, ...found.toReversed())));
    expect(await rig.changes()).toHaveLength(3);
  });

  it('notes of all that is unchanged when it was looked at, in one statement', async () => {
    const all = (second: number) =>
      ['a', 'b', 'c'].flatMap((name) =>
        Array.from({ length: 20 }, (_, n) =>
          status(name, { source: `s${n}`, checkedAt: at(second) }),
        ),
      );
    await record(rig.store, ...all(1));
    let statements = 0;
    const counted = <Q extends object>(q: Q): Q =>
      new Proxy(q, {
        get: (target, key) => {
          if (key === 'select' || key === 'execute' || key === 'update') statements += 1;
          return Reflect.get(target, key);
        },
      });
    const store: Store = {
      ...rig.store,
      q: counted(rig.store.q),
      transaction: (work) => rig.store.transaction((tx) => work({ ...tx, q: counted(tx.q) })),
    };
    await record(store, ...all(2));
    // What is known, and the note.
    expect(statements).toBe(2);
    expect((await rig.row('c', 's19'))?.checkedAt).toEqual(at(2));
    expect(await rig.changes()).toHaveLength(60);
  });

  it('writes a status and its event together or not at all, and the others all the same', async () => {
    await rig.store.raw.unsafe(`
      create function refuse() returns trigger language plpgsql as $$
        begin raise exception 'no room'; end $$;
      create trigger refuse before insert on hawkwatch_store.events for each row
        when (new.subject = 'database:b') execute function refuse()`);
    await record(rig.store, status('a'), status('b'), status('c'));
    expect([await rig.row('a'), await rig.row('b'), await rig.row('c')]).toEqual([
      expect.objectContaining({ state: 'UP_TO_DATE' }),
      undefined,
      expect.objectContaining({ state: 'UP_TO_DATE' }),
    ]);
    expect((await rig.changes()).map((change) => change.database).toSorted()).toEqual(['a', 'c']);
    expect(log.lines.join()).toContain('a status could not be recorded');
  });

  it('takes whatever a tool calls its migrations', async () => {
    const odd = { version: '1\u0000\ud800', name: '\u0000', state: 'FAILED' as const };
    const rest = { checksum: null, appliedAt: null, appliedBy: null, durationMs: null };
    const migrations = [{ ...odd, ...rest, reason: 'x\u0000'.repeat(5000) }];
    await record(rig.store, status('a', { state: 'DIRTY', reason: '\u0000', migrations }));
    expect((await rig.row('a'))?.details.versions).toEqual([['1\ufffd\ufffd', 'FAILED']]);
    await record(rig.store, status('a', { state: 'DIRTY', reason: '\u0000', migrations }));
    expect(await rig.changes()).toHaveLength(1);
  });

  it('leaves out databases that the store does not know, and retired ones', async () => {
    await rig.configure(['a']);
    await record(rig.store, status('b'), status('nobody'));
    expect(await rig.changes()).toEqual([]);
  });
});
