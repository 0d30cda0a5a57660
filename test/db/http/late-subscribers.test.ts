// Subscribers who come to a subscription that others have already.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createClock } from '../../../src/core/clock.ts';
import { recordRunEntriesIn } from '../../../src/store/run-recording.ts';
import { until } from '../../support/until.ts';
import { at } from './clients.ts';
import { lockTable, startRun, waitedFor } from './runs.ts';
import { clock, startService, type TestService } from './service.ts';
import { progressEvent, recordProgress } from './stub-commands.ts';
import { openWire, type WireSocket } from './wire.ts';

const changes = `subscription ($after: Cursor) {
  migrationRunsChanged(after: $after) { kind cursor run { state } } }`;

describe('a subscriber that comes late', () => {
  let service: TestService;
  let passedMs = 0;
  beforeAll(async () => {
    service = await startService({
      clock: createClock({ ...clock, monotonicMs: () => clock.monotonicMs() + passedMs }),
    });
  });
  afterAll(() => service.close());

  const open = (): Promise<WireSocket> => openWire(service.webSocketUrl, service.tokens.viewer);
  const members = (count: number): Promise<boolean> =>
    until(`${count} members`, () => service.fanOut.members === count);
  const leave = async (...sockets: readonly WireSocket[]): Promise<void> => {
    for (const socket of sockets) socket.terminate();
    await members(0);
  };

  it('is not shown what came before, though it is executed only now', async () => {
    const { store, hub } = service;
    const { run } = await startRun(service);
    const append = (seq: number): Promise<void> =>
      store.transaction(({ append: add }) => {
        add(progressEvent(run, 'QUEUED', seq, 'QUEUED', clock.now()));
        return Promise.resolve();
      });
    const [early, late] = [await open(), await open()];
    early.subscribe('1', { query: changes });
    await members(1);
    const unlock = await lockTable(store, 'migration_runs');
    await append(7);
    await waitedFor(store, 'migration_runs');
    late.subscribe('1', { query: changes });
    await members(2);
    const joinedAt = hub.position;
    await unlock();
    await append(8);
    await until('both events', () => early.texts('1').length === 2 && late.texts('1').length > 0);
    expect(hub.position).toBeGreaterThan(joinedAt);
    expect(late.texts('1')).toEqual(early.texts('1').slice(1));
    await leave(early, late);
  });

  it('sees a run as it is now, where a result is not quite new', async () => {
    const { store } = service;
    const early = await open();
    early.subscribe('1', { query: changes });
    await members(1);
    const { run, cursor } = await startRun(service);
    await until('QUEUED', () => early.texts('1').length === 1);
    const steps = [{ kind: 'STARTED', seq: 2, state: 'RUNNING' }] as const;
    await recordProgress(store, run, steps, clock.now());
    await until('STARTED', () => early.texts('1').length === 2);
    passedMs += 1001;
    const late = await open();
    late.subscribe('1', { query: changes, variables: { after: cursor } });
    await until('both changes', () => late.texts('1').length === 2);
    const shown = (socket: WireSocket): unknown[] =>
      socket
        .texts('1')
        .map((text) => at(JSON.parse(text), 'payload.data.migrationRunsChanged.run'));
    expect(shown(early)).toEqual([{ state: 'QUEUED' }, { state: 'RUNNING' }]);
    expect(shown(late)).toEqual([{ state: 'RUNNING' }, { state: 'RUNNING' }]);
    await leave(early, late);
    // Only one run of a database may be running.
    await recordProgress(
      store,
      run,
      [{ kind: 'FINISHED', seq: 3, state: 'SUCCEEDED' }],
      clock.now(),
    );
  });

  it('is not shown again what its snapshot shows, when it has to read the log', async () => {
    const { store, hub } = service;
    const { run, globalId } = await startRun(service);
    const query = `subscription ($run: ID!) {
      migrationProgress(runId: $run) { kind run { state } } }`;
    const socket = await open();
    const started = hub.position;
    // Its position is taken, the run changes, is read, and only when the hub has seen the change
    // does the subscription begin.
    const unlockRuns = await lockTable(store, 'migration_runs');
    const unlockSteps = await lockTable(store, 'migration_run_steps');
    socket.subscribe('1', { query, variables: { run: globalId } });
    await waitedFor(store, 'migration_runs');
    await unlockRuns((tx) => {
      const event = progressEvent(run, 'STARTED', 2, 'RUNNING', clock.now());
      const entry = { seq: 2, outcome: false, event, run: { state: 'RUNNING' } } as const;
      return recordRunEntriesIn(tx, run.id, run.claim, [entry]);
    });
    await waitedFor(store, 'migration_run_steps');
    await until('the hub to see the change', () => hub.position > started);
    await unlockSteps();
    await until('the snapshot', () => socket.texts('1').length > 0);
    await recordProgress(store, run, [{ kind: 'LOG', seq: 3, state: 'RUNNING' }], clock.now());
    await until('what is new', () => socket.texts('1').some((text) => text.includes('LOG')));
    const shown = socket
      .texts('1')
      .map((text) => at(JSON.parse(text), 'payload.data.migrationProgress'));
    const running = { run: { state: 'RUNNING' } };
    expect(shown).toEqual([
      { kind: 'SNAPSHOT', ...running },
      { kind: 'LOG', ...running },
    ]);
    await leave(socket);
  });
});
