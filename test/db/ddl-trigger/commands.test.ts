// Installing and removing the schema trigger through the API: by admins, on record, with the SQL first.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { createTargets, type Targets } from '../../../src/databases/targets.ts';
import {
  createSchemaTriggerCommands,
  type SchemaTriggerCommands,
} from '../../../src/monitors/schema/trigger-commands.ts';
import { listAuditEntries } from '../../../src/store/audit.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { TestDatabase } from '../../support/databases.ts';
import { createEmptyDatabase } from '../../support/store.ts';
import { targetSettings } from '../../support/target-settings.ts';
import { at, send } from '../http/clients.ts';
import { clock, random, startService, type TestService } from '../http/service.ts';
import { brief, createTriggerRig, type TriggerRig } from './rig.ts';

let service: TestService;
let database: TestDatabase;
let rig: TriggerRig;
let targets: Targets;
let commands: SchemaTriggerCommands;
beforeAll(async () => {
  service = await startService({
    schemaTriggers: {
      read: (...args) => commands.read(...args),
      install: (...args) => commands.install(...args),
      remove: (...args) => commands.remove(...args),
    },
  });
  database = await createEmptyDatabase();
  rig = await createTriggerRig(database.url);
  targets = createTargets({ clock });
  const { store } = service;
  commands = createSchemaTriggerCommands({ store, targets, clock, random, logger: silentLogger });
  await use(database.url);
});
afterAll(async () => {
  await targets.close();
  await rig.close();
  await database.drop();
  await service.close();
});
afterEach(async () => {
  await use(database.url);
  await rig.remove();
});

const use = (url: string, unavailable: string | null = null): Promise<void> =>
  targets.replace([targetSettings({ name: 'shop', url, unavailable })]);

const fields = `state reason mayInstall refusal installSql removeSql`;
const mutate = async (name: string, dryRun = false, token = service.tokens.admin) => {
  const answer = await send(
    service.url,
    token,
    `mutation ($dryRun: Boolean!) { ${name}(database: "shop", dryRun: $dryRun) { __typename
      ... on Error { message }
      ... on SchemaTriggerChange { dryRun sql trigger { ${fields} } } } }`,
    { dryRun },
  );
  return at(answer.data, name);
};
const query = async (token = service.tokens.admin) =>
  send(service.url, token, `{ schemaTrigger(database: "shop") { ${fields} } }`);
const state = async () => at((await query()).data, 'schemaTrigger.state');
const entries = async () => {
  const all = await listAuditEntries(service.store.q, { limit: 100 });
  return all.filter(({ action }) => action.endsWith('SchemaTrigger'));
};

describe('the schema trigger in the API', () => {
  it('is shown before, installed, and removed, with one entry of each in the audit log', async () => {
    const before = (await entries()).length;
    const shown = await mutate('installSchemaTrigger', true);
    expect(shown).toMatchObject({ dryRun: true, trigger: { state: 'ABSENT', mayInstall: true } });
    expect(await state()).toBe('ABSENT');
    const installed = await mutate('installSchemaTrigger');
    expect(installed).toMatchObject({
      dryRun: false,
      trigger: { state: 'INSTALLED', reason: null },
    });
    expect(at(installed, 'sql')).toEqual(at(shown, 'sql'));
    await rig.sql.unsafe('create table orders (id int); drop table orders');
    expect((await rig.news()).map(brief)).toHaveLength(2);
    expect(await mutate('removeSchemaTrigger', true)).toMatchObject({
      dryRun: true,
      trigger: { state: 'INSTALLED' },
    });
    expect(await state()).toBe('INSTALLED');
    expect(await mutate('removeSchemaTrigger')).toMatchObject({ trigger: { state: 'ABSENT' } });
    expect(await mutate('removeSchemaTrigger')).toMatchObject({ trigger: { state: 'ABSENT' } });
    expect((await rig.sql`select from pg_namespace where nspname = 'hawkwatch'`).length).toBe(0);
    const written = (await entries()).slice(0, -before || undefined);
    expect(written.map(({ action, result, detail }) => ({ action, result, detail }))).toEqual(
      [
        ['installSchemaTrigger', { dryRun: true, before: 'ABSENT' }],
        ['installSchemaTrigger', { dryRun: false, before: 'ABSENT' }],
        ['removeSchemaTrigger', { dryRun: true, before: 'INSTALLED' }],
        ['removeSchemaTrigger', { dryRun: false, before: 'INSTALLED' }],
        ['removeSchemaTrigger', { dryRun: false, before: 'ABSENT' }],
      ]
        .toReversed()
        .map(([action, detail]) => ({ action, result: 'ok', detail })),
    );
  });

  it.each(['viewer', 'operator'] as const)('is not for a token with the role %s', async (role) => {
    const before = (await entries()).length;
    const refused = { __typename: 'ForbiddenError' };
    expect(await mutate('installSchemaTrigger', false, service.tokens[role])).toMatchObject(
      refused,
    );
    expect(await mutate('removeSchemaTrigger', true, service.tokens[role])).toMatchObject(refused);
    expect((await query(service.tokens[role])).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    const actor = { id: '1', name: 'olga', role, origin: 'test' };
    const request = { databaseName: 'shop', dryRun: true };
    await expect(commands.install(actor, request)).rejects.toThrow(/needs the role admin/);
    await expect(commands.read(actor, 'shop')).rejects.toThrow(/needs the role admin/);
    expect(await state()).toBe('ABSENT');
    const written = (await entries()).slice(0, -before);
    expect(written.map(({ result }) => result)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  it('says what to do where hawkwatch’s role is no superuser, with the SQL for one', async () => {
    const { url, role } = await rig.urlOfNewRole();
    await use(url);
    expect(await mutate('installSchemaTrigger')).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringMatching(/superusers only.*let a superuser run/),
    });
    const shown = await mutate('installSchemaTrigger', true);
    const sql = at(shown, 'sql') as string[];
    expect(sql).toContain(`grant select on hawkwatch.ddl_log to "${role}"`);
    await rig.sql.begin(async (tx) => {
      for (const statement of sql) await tx.unsafe(statement);
    });
    expect(at((await query()).data, 'schemaTrigger')).toMatchObject({
      state: 'INSTALLED',
      mayInstall: false,
    });
    expect(await mutate('removeSchemaTrigger')).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringContaining('`removeSql`'),
    });
    expect(await state()).toBe('INSTALLED');
  });

  it('is refused by the server to a role that only seems to have the right', async () => {
    const { url, role } = await rig.urlOfNewRole();
    await rig.sql.unsafe(`create role azure_pg_admin; grant azure_pg_admin to ${role}`);
    await use(url);
    expect(await mutate('installSchemaTrigger')).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringMatching(/may not do this.*permission denied.*superuser/),
    });
    await rig.sql.unsafe('drop role azure_pg_admin');
  });

  it('is not removed while an open transaction has entries in its log', async () => {
    await mutate('installSchemaTrigger');
    const client = rig.connect();
    await client.unsafe('begin; create table busy ()');
    // Installing anew waits for nobody.
    expect(await mutate('installSchemaTrigger')).toMatchObject({ trigger: { state: 'INSTALLED' } });
    expect(await mutate('removeSchemaTrigger')).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringMatching(/open transaction.*Try again/),
    });
    expect(await state()).toBe('INSTALLED');
    await client.unsafe('rollback');
    expect(await mutate('removeSchemaTrigger')).toMatchObject({ trigger: { state: 'ABSENT' } });
  });

  it('is not removed when something was built on its log', async () => {
    await mutate('installSchemaTrigger');
    await rig.sql.unsafe('create view public.ours as select at from hawkwatch.ddl_log');
    expect(await mutate('removeSchemaTrigger')).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringContaining('depend'),
    });
    expect(await state()).toBe('INSTALLED');
    await rig.sql.unsafe('drop view public.ours');
  });

  it('says why where the database cannot be reached', async () => {
    const reached = { __typename: 'ConflictError', message: expect.stringContaining('be reached') };
    await use('postgres://127.0.0.1:1/nowhere');
    expect(await mutate('installSchemaTrigger')).toMatchObject(reached);
    await use(database.url, 'it was switched off');
    expect(await mutate('installSchemaTrigger', true)).toMatchObject(reached);
    expect((await query()).errors?.[0]).toMatchObject({
      message: expect.stringContaining('it was switched off'),
    });
  });
});
