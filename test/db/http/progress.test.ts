import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findRun, type MigrationRun } from '../../../src/store/migration-runs.ts';
import { until } from '../../support/until.ts';
import { ask, at, codeOf, connect, stream, textAt, type Answer } from './clients.ts';
import { clock, startService, type TestService } from './service.ts';
import { recordProgress } from './stub-commands.ts';

const progress = `subscription ($run: ID!, $after: Cursor) {
  migrationProgress(runId: $run, after: $after) { cursor kind message run { state percent } } }`;
const trigger = `mutation { triggerMigration(input: { database: "shop" }) {
  ... on MigrationRun { id cursor asOf state } } }`;

describe('the progress of a run', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  const start = async () => {
    const made = await ask(service.url, service.tokens.operator, trigger);
    const id = textAt(made, 'triggerMigration.id');
    const bare = Buffer.from(id, 'base64url').toString().replace('MigrationRun:', '');
    const run = await findRun(service.store.q, bare);
    if (run === undefined) throw new Error('the run is gone');
    return { id, run, cursor: textAt(made, 'triggerMigration.cursor') };
  };
  const record = (run: MigrationRun, steps: Parameters<typeof recordProgress>[2]) =>
    recordProgress(service.store, run, steps, clock.now());
  const finish = (run: MigrationRun, seq: number) =>
    record(run, [{ kind: 'FINISHED', seq, state: 'SUCCEEDED' }]);
  const kinds = (results: readonly Answer[]): unknown[] =>
    results.map((result) => at(result, 'data.migrationProgress.kind'));
  const watch = (id: string, after?: string) => {
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    const variables = after === undefined ? { run: id } : { run: id, after };
    return { socket, events: socket.subscribe(progress, variables) };
  };

  it('begins with one snapshot and completes when the run ends', async () => {
    const { id, run } = await start();
    await record(run, [{ kind: 'STARTED', seq: 2, state: 'RUNNING' }]);
    const { socket, events } = watch(id);
    await events.count(1);
    await record(run, [{ kind: 'STATEMENT_STARTED', seq: 3, state: 'RUNNING' }]);
    await finish(run, 4);
    const results = await events.ended();
    expect(events.state()).toBe('completed');
    expect(kinds(results)).toEqual(['SNAPSHOT', 'STATEMENT_STARTED', 'FINISHED']);
    expect(at(results[0], 'data.migrationProgress.run.state')).toBe('RUNNING');
    expect(at(results[2], 'data.migrationProgress.run')).toEqual({
      state: 'SUCCEEDED',
      percent: 100,
    });
    socket.dispose();
  });

  it('gives everything after the cursor of the run, without a snapshot', async () => {
    const { id, run, cursor } = await start();
    const { socket, events } = watch(id, cursor);
    await events.count(1);
    await record(run, [{ kind: 'STARTED', seq: 2, state: 'RUNNING' }]);
    await finish(run, 3);
    expect(kinds(await events.ended())).toEqual(['QUEUED', 'STARTED', 'FINISHED']);
    socket.dispose();
  });

  it('completes for a run that has ended already, whatever was seen of it', async () => {
    const { id, run, cursor } = await start();
    await record(run, [{ kind: 'STARTED', seq: 2, state: 'RUNNING' }]);
    await finish(run, 3);
    const all = watch(id, cursor);
    const results = await all.events.ended();
    expect(kinds(results)).toEqual(['QUEUED', 'STARTED', 'FINISHED']);
    const cursors = results.map((result) => textAt(result, 'data.migrationProgress.cursor'));
    const rest = watch(id, cursors[1]);
    expect(kinds(await rest.events.ended())).toEqual(['FINISHED']);
    const nothing = watch(id, cursors[2]);
    expect(await nothing.events.ended()).toEqual([]);
    expect(nothing.events.state()).toBe('completed');
    const now = watch(id);
    expect(kinds(await now.events.ended())).toEqual(['SNAPSHOT']);
    for (const { socket } of [all, rest, nothing, now]) socket.dispose();
  });

  it('misses nothing when events are written while it is being opened', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, run } = await start();
      const writing = (async () => {
        for (let seq = 2; seq < 12; seq += 1) {
          await record(run, [{ kind: 'LOG', seq, state: 'RUNNING' }]);
        }
        await finish(run, 12);
      })();
      const { socket, events } = watch(id);
      const results = await events.ended();
      await writing;
      const messages = results
        .slice(1)
        .map((result) => at(result, 'data.migrationProgress.message'));
      const seen = messages.map((message) => Number(String(message).replace('event ', '')));
      expect(kinds(results)[0]).toBe('SNAPSHOT');
      // What the snapshot does not show comes after it, up to the end and without a gap.
      const first = seen[0] ?? 13;
      expect(seen).toEqual(Array.from({ length: 13 - first }, (_, n) => first + n));
      const ended = at(results[0], 'data.migrationProgress.run.state') === 'SUCCEEDED';
      expect(seen.length === 0).toBe(ended);
      socket.dispose();
    }
  });

  it('refuses a run that is not there', async () => {
    const unknown = Buffer.from(`MigrationRun:${crypto.randomUUID()}`).toString('base64url');
    for (const id of [unknown, 'nonsense']) {
      const { socket, events } = watch(id);
      const [result] = await events.ended();
      expect(codeOf(result ?? {})).toBe('NOT_FOUND');
      socket.dispose();
    }
  });

  it('is taken up again on an event stream by Last-Event-ID, which wins over `after`', async () => {
    const { id, run, cursor } = await start();
    await record(run, [{ kind: 'STARTED', seq: 2, state: 'RUNNING' }]);
    const ids: string[] = [];
    const first = await fetch(service.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${service.tokens.viewer}`,
      },
      body: JSON.stringify({ query: progress, variables: { run: id, after: cursor } }),
    });
    const reader = first.body?.getReader();
    let text = '';
    while (ids.length < 2) {
      text += Buffer.from((await reader?.read())?.value ?? []).toString();
      ids.splice(0, 9, ...[...text.matchAll(/^id: (.*)$/gm)].map((match) => match[1] ?? ''));
    }
    await reader?.cancel();
    await until('the stream to be left', () => service.subscribers() === 1);
    await finish(run, 3);
    const rest = stream(service.url, service.tokens.viewer, progress, {
      variables: { run: id, after: cursor },
      headers: { 'last-event-id': ids[0] ?? '' },
    });
    expect(kinds(await rest.ended())).toEqual(['STARTED', 'FINISHED']);
  });

  it('is seen as changes of the list of runs, filtered like the list', async () => {
    const { socket, events } = (() => {
      const socket = connect(service.webSocketUrl, service.tokens.viewer);
      const events = socket.subscribe(`subscription {
        migrationRunsChanged(filter: { database: "shop", states: [RUNNING, SUCCEEDED],
          kinds: [MIGRATE], origins: [API, COMMAND], dryRun: false,
          triggeredBy: "a operator" }) { kind run { id } } }`);
      return { socket, events };
    })();
    await until('a subscription', () => service.subscribers() === 2);
    const { id, run } = await start();
    await record(run, [
      { kind: 'STARTED', seq: 2, state: 'RUNNING' },
      { kind: 'LOG', seq: 3, state: 'RUNNING' },
    ]);
    await finish(run, 4);
    const results = await events.count(2);
    expect(results.map((result) => at(result, 'data.migrationRunsChanged'))).toEqual([
      { kind: 'STARTED', run: { id } },
      { kind: 'FINISHED', run: { id } },
    ]);
    socket.dispose();
  });
});
