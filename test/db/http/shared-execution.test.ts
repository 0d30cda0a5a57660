// What a subscriber gets is the same, byte for byte, whether its subscription is shared or executed
// for it alone.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { defineEvent } from '../../../src/core/events.ts';
import { audiencesOf, roles } from '../../../src/core/role.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { downBecause } from '../../../src/databases/target.ts';
import { toFacts } from '../../../src/monitors/database-state/found.ts';
import { progressEvents } from '../../../src/migrations/events.ts';
import { recordStatuses } from '../../../src/migrations/statuses/record.ts';
import { recordDatabaseState } from '../../../src/store/database-states.ts';
import { findDatabaseByName } from '../../../src/store/databases.ts';
import { readLog } from '../../../src/store/event-log.ts';
import type { MigrationRun } from '../../../src/store/migration-runs.ts';
import { recordRunEntries } from '../../../src/store/run-recording.ts';
import { beginHistory, statementOf } from '../../support/schema-history.ts';
import { healthy } from '../../support/health.ts';
import { until } from '../../support/until.ts';
import { frozenAt, startBothWays, type Recorded } from './both-ways.ts';
import { startRun } from './runs.ts';
import { clock, statusAt, type TestService } from './service.ts';
import {
  generatedOperations,
  subscriptionFields,
  unknownFields,
  writtenOperations,
  type Watched,
} from './shared-operations.ts';
import { progressEvent, recordProgress } from './stub-commands.ts';
import { advanceStubWave, startStubWave } from './stub-wave.ts';

const schema = z.object({ text: z.string() });
const noted = defineEvent({ type: 'test.noted', version: 1, audience: 'viewer', schema });
const hidden = defineEvent({ ...noted, type: 'test.hidden', audience: 'admin' });

const note = ({ store }: TestService, text: string, kind: typeof noted | typeof hidden = noted) =>
  store.transaction(({ append }) => {
    append(kind.create({ subject: 'test', occurredAt: frozenAt, payload: { text } }));
    return Promise.resolve();
  });

/** What a monitor finds of the database `shop`. */
async function findState({ store }: TestService, state: 'UP' | 'DOWN'): Promise<void> {
  const database = await findDatabaseByName(store.q, 'shop');
  if (database === undefined) throw new Error('no database');
  const health = state === 'UP' ? healthy : downBecause('it is away');
  const times = { since: frozenAt, checkedAt: frozenAt };
  const found = { database, state, reason: health.reason, facts: toFacts(health), ...times };
  await store.transaction((tx) => recordDatabaseState(tx, found, null));
}

/** The failure of a run, told by an event that has all there can be in it. */
async function fail({ store }: TestService, run: MigrationRun): Promise<void> {
  const error = { message: 'nö', sqlState: '42P01', statement: 'x', position: 1, hint: null };
  const event = progressEvent(run, 'FINISHED', 2, 'FAILED', frozenAt);
  const counts = { statementsDone: 1, statementsTotal: 2, durationMs: 3.25 };
  const text = "select '\u2028鷹'";
  const payload = {
    ...progressEvents.FINISHED.schema.parse(event.payload),
    etaMs: 12.5,
    migration: { version: '1', name: 'first', state: 'FAILED', ...counts },
    statement: { index: 2, total: 2, text, rows: null, durationMs: 1, phase: null, done: 1, of: 2 },
    blockedBy: [{ pid: 1, application: 'a"b', user: null, query: null, sinceMs: 9 }],
    error,
  };
  const patch = { state: 'FAILED', finishedAt: frozenAt, error } as const;
  const entry = { seq: 2, outcome: true, event: { ...event, payload }, run: patch };
  await recordRunEntries(store, run.id, run.claim, [entry]);
}

/** A run whose row is gone when its event is shown. */
async function forget({ store }: TestService, run: MigrationRun): Promise<void> {
  await store.transaction(async ({ q, append }) => {
    await q.execute(`delete from hawkwatch_store.migration_runs where id = '${run.id}'`);
    append(progressEvent(run, 'QUEUED', 9, 'QUEUED', frozenAt));
  });
}

const endForm = /^\{"id":"[^"]*","type":"(?:complete|error)"|^event: complete/;
const resultForm = /^\{"id":"[^"]*","type":"next"|^event: next/;

/** Closes both hubs and waits for the end of all ways. */
async function finish({ recordings, shared, alone }: Awaited<ReturnType<typeof startBothWays>>) {
  shared.hub.close();
  alone.hub.close();
  for (const [name, { read }] of recordings) {
    await until(`the end of "${name}" on all ways`, () =>
      Object.values(read()).every((texts: readonly string[]) => endForm.test(texts.at(-1) ?? '')),
    );
  }
}

function expectSame(name: string, recorded: Recorded): void {
  expect(recorded.shared, name).toEqual(recorded.alone);
  expect(recorded.sharedAgain, name).toEqual(recorded.alone);
  expect(recorded.sharedStream, name).toEqual(recorded.aloneStream);
}

describe('a subscription', () => {
  it('is known to this test, whatever field of the schema it is of', () => {
    expect(unknownFields()).toEqual([]);
    expect(subscriptionFields.length).toBeGreaterThan(2);
  });

  it.each(roles)('gives a token of the role %s the same, shared and alone', async (role) => {
    let broken = false;
    const both = await startBothWays(role, () =>
      broken ? Promise.reject(new Error('the driver broke')) : Promise.resolve(healthy),
    );
    const { shared, alone, recordings, step } = both;
    const run = await startRun(shared);
    const wave = await startStubWave(shared.store, frozenAt);
    const after = await shared.hub.locate(run.cursor);
    const audiences = audiencesOf(role);
    const since = await readLog(shared.store.raw, { after, limit: 99 }, { audiences });
    const earlier = { cursor: run.cursor, events: since.events.length };
    await step(() => Promise.resolve());
    const subjects = { run, wave, earlier };
    const operations = { ...generatedOperations(subjects), ...writtenOperations(subjects) };
    for (const [name, operation] of Object.entries(operations)) await both.open(name, operation);
    // What is open now has got what comes first, before anything changes.
    await step(() => Promise.resolve());

    const record = (...steps: Parameters<typeof recordProgress>[2]): Promise<void> =>
      step(() => recordProgress(shared.store, run.run, steps, frozenAt));
    await step(() => note(shared, `🦅 鷹 "\\\n\u2028 ${'ü'.repeat(35_000)}`));
    await step(() => note(shared, 'for admins', hidden));
    await record({ kind: 'STARTED', seq: 2, state: 'RUNNING' });
    await record(
      { kind: 'MIGRATION_STARTED', seq: 3, state: 'RUNNING' },
      { kind: 'LOG', seq: 4, state: 'RUNNING' },
      { kind: 'MIGRATION_FINISHED', seq: 5, state: 'RUNNING' },
    );
    const { store } = shared;
    const options = { store, clock, logger: silentLogger };
    for (const name of ['shop', 'stock']) {
      await step(() => recordStatuses(options, [statusAt(frozenAt, name)]));
    }
    for (const state of ['UP', 'DOWN'] as const) await step(() => findState(shared, state));
    await step(() => advanceStubWave(shared.store, wave, frozenAt));
    const history = await beginHistory(store, 'shop', 'create table a (b integer)', frozenAt);
    await step(() => history.change('alter table a add column c text', { at: frozenAt }));
    const by = [statementOf('public.a', 'alter table a drop column c', frozenAt)];
    await step(() =>
      history.drift('alter table a drop column c', { at: frozenAt, statements: by }),
    );
    await history.close();
    let second = run;
    await step(async () => {
      second = await startRun(shared);
    });
    await step(() => fail(shared, second.run));
    broken = true;
    await step(() => startRun(shared));
    broken = false;
    await record({ kind: 'FINISHED', seq: 6, state: 'SUCCEEDED' });
    await step(() => forget(shared, second.run));
    // It comes to a group that there is, and begins before what that has kept.
    const before: Watched | undefined = operations['with what was before'];
    const first = recordings.get('with what was before')?.expected;
    if (before === undefined || first === undefined) throw new Error('no such operation');
    await both.open('late', { ...before, first });
    await step(() => note(shared, 'the last'));
    expect(alone.fanOut.executions).toBe(0);
    expect(shared.fanOut.deliveries).toBeGreaterThan(2 * shared.fanOut.executions);
    await finish(both);

    for (const [name, { read, expected, operation }] of recordings) {
      const recorded = read();
      expectSame(name, recorded);
      const results = recorded.aloneStream.filter((text) => resultForm.test(text));
      // The end of the hub is a result, too; the end of the run and a refusal are none.
      const ended = operation.refused === true || operation.query.includes('migrationProgress(');
      expect(results.length, name).toBe(ended ? expected : expected + 1);
    }
    const textsOf = (name: string): string => recordings.get(name)?.read().alone.join('\n') ?? '';
    expect(textsOf('with a field that may fail')).toMatch(/"stateReason":null.+Internal error/);
    expect(textsOf('with a field that must not fail')).toMatch(/"data":null,.+Internal error/);
    expect(textsOf('with a run that may be gone')).toMatch(/"data":null,.+"NOT_FOUND"/);
    await both.close();
  });

  it('says of an error where it is in the document of whoever asked', async () => {
    const both = await startBothWays('viewer', () => Promise.resolve(healthy));
    const run = await startRun(both.shared);
    await both.step(() => Promise.resolve());
    const operation = { sees: () => true, first: 0 };
    const query = 'subscription { migrationRunsChanged { kind run { state } } }';
    await both.open('in a line', { ...operation, query });
    await both.open('in lines', { ...operation, query: query.replaceAll('{', '{\n') });
    await both.step(() => forget(both.shared, run.run));
    await finish(both);
    for (const [name, { read }] of both.recordings) {
      const { shared, alone } = read();
      expect(shared, name).toEqual(alone);
    }
    await both.close();
  });
});
