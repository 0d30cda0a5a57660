import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { serverAudits } from 'graphql-http';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TestDatabase } from '../support/databases.ts';
import {
  ask,
  createPlace,
  openEventStream,
  openWebSocket,
  startService,
  type Place,
  type Service,
} from '../support/service.ts';
import { createEmptyDatabase } from '../support/store.ts';

interface Run {
  readonly id: string;
  readonly cursor: string;
}

interface Progress {
  readonly kind: string;
  readonly cursor: string;
  readonly migration: { version: string } | null;
  readonly statement: { index: number; text: string } | null;
  readonly run: { state: string };
}

const trigger = `mutation ($database: ID!) {
  triggerMigration(input: { database: $database }) {
    __typename ... on MigrationRun { id cursor } ... on Error { message } } }`;
const progress = `subscription ($runId: ID!, $after: Cursor) {
  migrationProgress(runId: $runId, after: $after) {
    kind cursor run { state error { message sqlState } } migration { version } statement { index text } } }`;

const files = {
  '1_tables.sql': 'create table a (i int);\ncreate table b (i int);',
  '2_rows.sql': 'insert into a select generate_series(1, 100);',
  '3_index.sql': 'create index concurrently a_i on a (i);',
};
const expected = [
  ['1', 1, 'create table a (i int)'],
  ['1', 2, 'create table b (i int)'],
  ['2', 1, 'insert into a select generate_series(1, 100)'],
  ['3', 1, 'create index concurrently a_i on a (i)'],
];

describe('the main job, as its users do it', () => {
  let place: Place;
  let own: TestDatabase;
  let targets: TestDatabase[];
  let service: Service;

  beforeAll(async () => {
    own = await createEmptyDatabase();
    targets = await Promise.all([createEmptyDatabase(), createEmptyDatabase()]);
    place = await createPlace({ DATABASE_URL: own.url });
    await mkdir(path.join(place.directory, 'migrations'));
    for (const [name, text] of Object.entries(files)) {
      await writeFile(path.join(place.directory, 'migrations', name), text);
    }
    const entries = targets.map(
      (target, i) => `  - name: shop${i}
    url: ${target.url}
    migrations: { folder: ./migrations }`,
    );
    await place.writeConfiguration(`databases:\n${entries.join('\n')}\n`);
    service = await startService({ stateDirectory: place.stateDirectory, env: place.env });
  });

  afterAll(async () => {
    const code = await service.stop();
    if (code !== 0) throw new Error(`it ended with ${code}`);
    await own.drop();
    for (const target of targets) await target.drop();
    await place.remove();
  });

  const start = async (database: string): Promise<Run> => {
    const { triggerMigration } = await ask<{ triggerMigration: Run & { message?: string } }>(
      service,
      place.token,
      trigger,
      { database },
    );
    expect(triggerMigration.message).toBeUndefined();
    return triggerMigration;
  };

  const statementsOf = (seen: readonly Progress[]): unknown[] =>
    seen
      .filter((event) => event.kind === 'STATEMENT_FINISHED')
      .map((event) => [event.migration?.version, event.statement?.index, event.statement?.text]);

  const stateOf = async (name: string): Promise<string> => {
    const query = 'query ($id: ID!) { migrationStatus(database: $id) { state } }';
    const answer = await ask<{ migrationStatus: { state: string } }>(service, place.token, query, {
      id: name,
    });
    return answer.migrationStatus.state;
  };

  it('shows every statement in order over the public WebSocket client', async () => {
    expect(await stateOf('shop0')).toBe('UNINITIALISED');
    const run = await start('shop0');
    const client = openWebSocket(service, place.token);
    const seen: Progress[] = [];
    const results = client.iterate<{ migrationProgress: Progress }>({
      query: progress,
      variables: { runId: run.id, after: run.cursor },
    });
    for await (const result of results) {
      expect(result.errors).toBeUndefined();
      if (result.data != null) seen.push(result.data.migrationProgress);
    }
    await client.dispose();
    expect(seen[0]?.kind).toBe('QUEUED');
    expect(statementsOf(seen)).toEqual(expected);
    expect(seen.at(-1)?.run, service.output()).toEqual({ state: 'SUCCEEDED', error: null });
    expect(await stateOf('shop0')).toBe('UP_TO_DATE');
  });

  it('shows the same over the public server-sent events client', async () => {
    const run = await start('shop1');
    const client = openEventStream(service, place.token);
    const seen: Progress[] = [];
    const results = client.iterate<{ migrationProgress: Progress }>({
      query: progress,
      variables: { runId: run.id, after: run.cursor },
    });
    for await (const result of results) {
      if (result.data != null) seen.push(result.data.migrationProgress);
    }
    client.dispose();
    expect(statementsOf(seen)).toEqual(expected);
    expect(await stateOf('shop1')).toBe('UP_TO_DATE');
  });

  it("misses nothing between a list's asOf and a subscription while others write", async () => {
    const total = 300;
    const writer = postgres(own.url, { max: 1 });
    const write = async (): Promise<void> => {
      for (let n = 0; n < total; n += 1) {
        const batch = [
          {
            type: 'test.counted',
            version: 1,
            audience: 'viewer',
            occurredAt: '2026-01-01T00:00:00Z',
            subject: 'test:count',
            payload: { n },
          },
        ];
        await writer`select hawkwatch_store.append_events(${writer.json(batch)}::jsonb)`;
      }
    };
    const writing = write();
    const list = `{ events(first: 100, filter: { types: ["test.counted"] }) {
      asOf edges { node { payload } } } }`;
    interface List {
      readonly events: {
        readonly asOf: string;
        readonly edges: readonly { readonly node: { readonly payload: { n: number } } }[];
      };
    }
    let first: List;
    do first = await ask<List>(service, place.token, list);
    while (first.events.edges.length === 0);
    const listed = new Set(first.events.edges.map((edge) => edge.node.payload.n));
    const highest = Math.max(...listed);
    const client = openWebSocket(service, place.token);
    const subscription = `subscription ($after: Cursor) {
      events(after: $after, filter: { types: ["test.counted"] }) { payload } }`;
    const seen: number[] = [];
    for await (const result of client.iterate<{ events: { payload: { n: number } } }>({
      query: subscription,
      variables: { after: first.events.asOf },
    })) {
      if (result.data != null) seen.push(result.data.events.payload.n);
      if (seen.at(-1) === total - 1) break;
    }
    await writing;
    await writer.end();
    await client.dispose();
    const from = Math.min(highest + 1, seen[0] ?? Number.NaN);
    expect(seen[0]).toBeLessThanOrEqual(highest + 1);
    expect(seen).toEqual(Array.from({ length: total - from }, (_, i) => from + i));
  });

  const audits = serverAudits({
    url: () => service.graphql,
    fetchFn: (url: string, init: RequestInit = {}) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${place.token}`);
      return fetch(url, { ...init, headers });
    },
  });
  it('passes the whole GraphQL-over-HTTP audit', async () => {
    const failed: string[] = [];
    for (const audit of audits) {
      const result = await audit.fn();
      if (result.status !== 'ok') failed.push(`${audit.name}: ${result.reason}`);
    }
    expect(failed).toEqual([]);
    expect(audits).toHaveLength(61);
  });
});
