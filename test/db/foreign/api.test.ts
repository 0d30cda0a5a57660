// Foreign migrations through the API: seen by subscribers on any replica, and ended by an admin.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { listAuditEntries } from '../../../src/store/audit.ts';
import { until } from '../../support/until.ts';
import { ask, at, connect, send, textAt, type Collected } from '../http/clients.ts';
import { startService, type Replica, type TestService } from '../http/service.ts';
import { createRig, isOpen, type Client, type Rig } from './rig.ts';

let service: TestService;
let other: Replica;
let rig: Rig;
beforeAll(async () => {
  service = await startService({
    sessions: { terminate: (actor, input) => rig.sessions.terminate(actor, input) },
  });
  other = await service.addReplica();
  rig = await createRig({ databases: ['shop', 'stock'], testStore: service.testStore });
});
afterAll(async () => {
  await rig.close();
  await service.close();
});
afterEach(() => rig.clear());

const foreign = `foreign { tool pid application user since sign query stale
  waitsFor { pid application } blocks { pid application } worker { pid } }`;

async function locked(database = 'shop'): Promise<Client> {
  const client = await rig.connect({ database, application: 'deploy' });
  await client.sql`select pg_advisory_lock(72707369)`;
  return client;
}

const kindsOf = (progress: Collected): readonly unknown[] =>
  progress.results.map((result) => at(result.data, 'migrationProgress.kind'));

describe('a foreign migration', () => {
  it('is told to subscribers of every replica, from its start to its end', async () => {
    const sockets = [service, other].map(({ webSocketUrl }) =>
      connect(webSocketUrl, service.tokens.viewer),
    );
    const lists = sockets.map((socket) =>
      socket.subscribe(`subscription { migrationRunsChanged { kind run { id origin state
        triggeredBy database { name } ${foreign} } } }`),
    );
    await until('both to listen', () => service.subscribers() > 0 && other.subscribers() > 0);
    const client = await locked();
    for (const list of lists) {
      const [first] = await list.count(1);
      expect(at(first?.data, 'migrationRunsChanged')).toMatchObject({
        kind: 'STARTED',
        run: {
          origin: 'FOREIGN',
          state: 'RUNNING',
          database: { name: 'shop' },
          foreign: { tool: 'prisma', pid: client.pid, stale: false, worker: null },
        },
      });
    }
    const id = textAt(lists[0]?.results[0]?.data, 'migrationRunsChanged.run.id');
    const progress = sockets[1]?.subscribe(
      `subscription ($id: ID!) { migrationProgress(runId: $id) { kind message
        statement { text } run { ${foreign} } } }`,
      { id },
    );
    await progress?.count(1);
    await client.end();
    await progress?.ended();
    expect(progress && kindsOf(progress)).toEqual(['SNAPSHOT', 'FINISHED']);
    expect(progress?.state()).toBe('completed');
    for (const list of lists) {
      const results = await list.count(2);
      expect(at(results[1]?.data, 'migrationRunsChanged.kind')).toBe('FINISHED');
    }
    for (const socket of sockets) socket.dispose();
  });

  it('is listed with its database as long as it goes on', async () => {
    const query = `{ databases { nodes: edges { node { name
      foreignMigrations { state ${foreign} } } } } }`;
    const read = async () => {
      const answer = await ask(service.url, service.tokens.viewer, query);
      return at(answer, 'databases.nodes');
    };
    const client = await locked('stock');
    await rig.run('the run', isOpen);
    expect(await read()).toMatchObject([
      { node: { name: 'shop', foreignMigrations: [] } },
      {
        node: {
          name: 'stock',
          foreignMigrations: [{ state: 'RUNNING', foreign: { pid: client.pid } }],
        },
      },
    ]);
    await client.end();
    await until('its end', async () => !JSON.stringify(await read()).includes('RUNNING'));
  });
});

describe('the mutation terminateSession', () => {
  const mutation = `mutation ($input: TerminateSessionInput!) { terminateSession(input: $input) {
    __typename ... on Error { message } ... on InvalidInputError { issues { path } }
    ... on TerminatedSession { pid ended message run { origin } } } }`;
  const call = (token: string, input: Record<string, unknown>) =>
    send(service.url, token, mutation, { input });
  const entries = async () => {
    const all = await listAuditEntries(service.store.q, { limit: 100 });
    return all.filter(({ action }) => action === 'terminateSession');
  };

  it('ends the session, and leaves one entry in the audit log', async () => {
    const client = await locked();
    const { id } = await rig.run('the run', isOpen);
    const runId = Buffer.from(`MigrationRun:${id}`).toString('base64url');
    const input = { database: 'shop', pid: client.pid, runId, reason: 'it hangs' };
    const before = (await entries()).length;
    const answer = await call(service.tokens.admin, input);
    expect(at(answer.data, 'terminateSession')).toMatchObject({
      __typename: 'TerminatedSession',
      pid: client.pid,
      ended: true,
      run: { origin: 'FOREIGN' },
    });
    expect((await entries()).length).toBe(before + 1);
  });

  it.each([
    ['operator', { pid: 1, reason: 'it hangs' }, 'ForbiddenError', 'FORBIDDEN'],
    ['admin', { pid: 1, reason: 'it hangs' }, 'NotFoundError', 'NOT_FOUND'],
    ['admin', { pid: -1, reason: '' }, 'InvalidInputError', 'INVALID_INPUT'],
  ] as const)('refuses %s with %o: %s', async (role, input, type, result) => {
    const before = (await entries()).length;
    const answer = await call(service.tokens[role], { database: 'shop', ...input });
    expect(at(answer.data, 'terminateSession.__typename')).toBe(type);
    const after = await entries();
    expect(after.length).toBe(before + 1);
    expect(after[0]).toMatchObject({ result, subject: 'database:shop' });
  });
});
