import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Role } from '../../../src/core/role.ts';
import { listAuditEntries } from '../../../src/store/audit.ts';
import { ask, at, connect, send, textAt } from './clients.ts';
import { startService, type TestService } from './service.ts';

const absent = '00000000-0000-4000-8000-000000000000';
const onError = '... on Error { message }';
const trigger = (fields: string): string =>
  `mutation { triggerMigration(input: { ${fields} }) { __typename ${onError} } }`;

interface Case {
  readonly name: string;
  readonly role: Role;
  readonly mutation: string;
  /** What is answered, or the code of the error. */
  readonly answer: string;
  readonly result: string;
  readonly subject: string;
}

const cases: readonly Case[] = [
  {
    name: 'a run that is made',
    role: 'operator',
    mutation: trigger('database: "shop"'),
    answer: 'MigrationRun',
    result: 'ok',
    subject: 'shop',
  },
  {
    name: 'a role that may not run migrations',
    role: 'viewer',
    mutation: trigger('database: "shop"'),
    answer: 'ForbiddenError',
    result: 'FORBIDDEN',
    subject: 'database:shop',
  },
  {
    name: 'a database that is not there',
    role: 'operator',
    mutation: trigger('database: "nothing"'),
    answer: 'NotFoundError',
    result: 'NOT_FOUND',
    subject: 'database:nothing',
  },
  {
    name: 'a conflict',
    role: 'operator',
    mutation: trigger('database: "shop", toVersion: "conflict"'),
    answer: 'ConflictError',
    result: 'CONFLICT',
    subject: 'database:shop',
  },
  {
    name: 'a bug',
    role: 'operator',
    mutation: trigger('database: "shop", toVersion: "bug"'),
    answer: 'INTERNAL',
    result: 'INTERNAL',
    subject: 'database:shop',
  },
  ...['cancelMigration', 'retryMigration'].map((field) => ({
    name: `${field} of a run that is not there`,
    role: 'operator' as const,
    mutation: `mutation { ${field}(runId: "${absent}") { __typename ${onError} } }`,
    answer: 'NotFoundError',
    result: 'NOT_FOUND',
    subject: `migration-run:${absent}`,
  })),
  {
    name: 'a statement in doubt of a run that is not there',
    role: 'operator',
    mutation: `mutation { resolveInDoubt(runId: "${absent}", applied: true) { __typename } }`,
    answer: 'NotFoundError',
    result: 'NOT_FOUND',
    subject: `migration-run:${absent}`,
  },
  {
    name: 'a roll-back',
    role: 'operator',
    mutation: `mutation { rollbackMigration(database: "stock", toVersion: "1") { __typename } }`,
    answer: 'MigrationRun',
    result: 'ok',
    subject: 'stock',
  },
  {
    name: 'a migration marked as applied',
    role: 'admin',
    mutation: `mutation { markMigrationApplied(database: "shop", version: "1") { __typename } }`,
    answer: 'MigrationStatus',
    result: 'ok',
    subject: 'database:shop',
  },
  {
    name: 'a migration marked by a role that may not',
    role: 'operator',
    mutation: `mutation { markMigrationApplied(database: "shop", version: "1") { __typename } }`,
    answer: 'ForbiddenError',
    result: 'FORBIDDEN',
    subject: 'database:shop',
  },
  ...(['operator', 'viewer'] as const).map((role) => ({
    name: `statuses read again by the role ${role}`,
    role,
    mutation: 'mutation { refreshMigrationStatus(database: "shop") { __typename } }',
    answer: role === 'operator' ? 'MigrationStatusRefresh' : 'ForbiddenError',
    result: role === 'operator' ? 'ok' : 'FORBIDDEN',
    subject: 'database:shop',
  })),
  ...(
    [
      ['a manifest', 'operator', 'main', '1', 'MigrationManifest', 'ok'],
      ['a manifest by a role that may not', 'viewer', 'main', '1', 'ForbiddenError', 'FORBIDDEN'],
      ['a manifest that is wrong', 'operator', 'main', '', 'InvalidInputError', 'INVALID_INPUT'],
      ['a manifest of a folder', 'operator', 'files', '1', 'ConflictError', 'CONFLICT'],
      ['a manifest of no source', 'operator', 'none', '1', 'NotFoundError', 'NOT_FOUND'],
    ] as const
  ).map(([name, role, source, version, answer, result]) => ({
    name,
    role,
    mutation: `mutation { uploadMigrationManifest(input: { database: "shop", source: "${source}",
      revision: "abc", entries: [{ version: "${version}" }] }) { __typename } }`,
    answer,
    result,
    subject: 'database:shop',
  })),
  {
    name: 'a token made by a role that may not',
    role: 'operator',
    mutation: `mutation { createToken(input: { name: "x", role: ADMIN }) { __typename } }`,
    answer: 'ForbiddenError',
    result: 'FORBIDDEN',
    subject: 'token:new',
  },
  {
    name: 'a token that is wrong',
    role: 'admin',
    mutation: `mutation { createToken(input: { name: " ", role: ADMIN,
      expiresAt: "2020-01-01T00:00:00Z" }) { __typename } }`,
    answer: 'InvalidInputError',
    result: 'INVALID_INPUT',
    subject: 'token:new',
  },
  {
    name: 'a token that is not there',
    role: 'admin',
    mutation: `mutation { revokeToken(id: "${absent}") { __typename } }`,
    answer: 'NotFoundError',
    result: 'NOT_FOUND',
    subject: `token:${absent}`,
  },
];

describe('each call of a mutation', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  const entries = () => listAuditEntries(service.store.q, { limit: 100 });

  it.each(cases)('leaves one entry in the audit log: $name', async (testCase) => {
    const before = (await entries()).length;
    const answer = await send(service.url, service.tokens[testCase.role], testCase.mutation);
    const [field] = Object.values(answer.data ?? {});
    const got = at(field, '__typename') ?? answer.errors?.[0]?.extensions?.['code'];
    expect(got).toBe(testCase.answer);
    expect(JSON.stringify(answer)).not.toContain('secret detail');
    const after = await entries();
    expect(after.length - before).toBe(1);
    expect(after[0]).toMatchObject({
      actor: `a ${testCase.role}`,
      result: testCase.result,
      subject: testCase.subject,
      origin: 'http 127.0.0.1',
    });
  });

  it.each(['nonsense', '', '-'.repeat(36), '\0'])(
    'finds no run under the id %j, bare or global',
    async (id) => {
      const runId = Buffer.from(`MigrationRun:${id}`).toString('base64url');
      const fields = `cancelMigration(runId: $id) { __typename }
        retryMigration(runId: $id) { __typename }
        resolveInDoubt(runId: $id, applied: true) { __typename }`;
      for (const reference of [id, runId]) {
        const query = `mutation ($id: ID!) { ${fields} }`;
        const { data, errors } = await send(service.url, service.tokens.operator, query, {
          id: reference,
        });
        expect(errors).toBeUndefined();
        const answers = Object.values(data ?? {}).map((answer) => at(answer, '__typename'));
        expect(answers).toEqual(['NotFoundError', 'NotFoundError', 'NotFoundError']);
      }
    },
  );

  it('leaves one entry each when several stand in one document, over WebSocket too', async () => {
    const before = (await entries()).length;
    const socket = connect(service.webSocketUrl, service.tokens.admin);
    const results = await socket
      .subscribe(
        `mutation { a: createToken(input: { name: "a", role: VIEWER }) { __typename }
          b: revokeToken(id: "${absent}") { __typename }
          c: triggerMigration(input: { database: "shop" }) { __typename } }`,
      )
      .ended();
    expect(results[0]?.data).toEqual({
      a: { __typename: 'CreatedToken' },
      b: { __typename: 'NotFoundError' },
      c: { __typename: 'MigrationRun' },
    });
    const made = (await entries()).slice(0, -before);
    expect(made.map((entry) => [entry.action, entry.result, entry.origin])).toEqual([
      ['triggerMigration', 'ok', 'ws 127.0.0.1'],
      ['revokeToken', 'NOT_FOUND', 'ws 127.0.0.1'],
      ['createToken', 'ok', 'ws 127.0.0.1'],
    ]);
    socket.dispose();
  });

  it('tells of a token that is revoked already, and of all faults of an input', async () => {
    const { id } = await service.addToken('viewer');
    const revoke = `mutation { revokeToken(id: "${id}") { __typename ${onError} } }`;
    const first = await ask(service.url, service.tokens.admin, revoke);
    expect(at(first, 'revokeToken.__typename')).toBe('AccessToken');
    const again = await ask(service.url, service.tokens.admin, revoke);
    expect(at(again, 'revokeToken.__typename')).toBe('ConflictError');
    const wrong = await ask(
      service.url,
      service.tokens.admin,
      `mutation { createToken(input: { name: "", role: VIEWER, expiresAt: "2020-01-01T00:00:00Z" }) {
        ... on InvalidInputError { issues { path } } } }`,
    );
    expect(at(wrong, 'createToken.issues')).toEqual([
      { path: 'input.name' },
      { path: 'input.expiresAt' },
    ]);
  });

  it('can be read by admins, page by page', async () => {
    const page = (after: string) => `{ auditLog(first: 3${after}) {
      edges { node { actor action result subject } } pageInfo { endCursor hasNextPage } } }`;
    const first = await ask(service.url, service.tokens.admin, page(''));
    const cursor = textAt(first, 'auditLog.pageInfo.endCursor');
    const second = await ask(service.url, service.tokens.admin, page(`, after: "${cursor}"`));
    const all = await entries();
    const shown = [at(first, 'auditLog.edges'), at(second, 'auditLog.edges')].flat();
    expect(shown.map((edge) => at(edge, 'node.subject'))).toEqual(
      all.slice(0, 6).map((entry) => entry.subject),
    );
  });
});
