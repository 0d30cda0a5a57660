// Silences and maintenance windows over the API, on two replicas: made, listed, changed, ended, refused,
// audited, and what alerts say of them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SuppressionServices } from '../../../src/alerts/suppression/suppression.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import { findMatcher } from '../../../src/core/matchers.ts';
import { sql } from '../../../src/store/drizzle.ts';
import { holding } from '../alerts/rig.ts';
import { ask, at, codeOf, send, textAt } from '../http/clients.ts';
import { startService, type Replica, type TestService } from '../http/service.ts';
import { eventsOf, noSettings, openRig, prepareTold, type SuppressionRig } from './rig.ts';

const clock = createSystemClock();
const settings = {
  ...noSettings,
  maintenance: [
    {
      name: 'from-file',
      match: [findMatcher('rule=of-file') ?? { label: '', operator: '=' as const, value: '' }],
      comment: '',
      schedule: {
        kind: 'recurring' as const,
        cron: '0 2 * * *',
        durationMs: 60_000,
        timeZone: 'Europe/Berlin',
      },
    },
  ],
};

let service: TestService;
let second: Replica;
let rig: SuppressionRig;
let other: SuppressionRig;

/** The services of a rig that is opened once there is a store. */
function servicesOf(which: () => SuppressionRig): SuppressionServices {
  const silences = () => which().suppression.services.silences;
  const maintenance = () => which().suppression.services.maintenance;
  return {
    silences: {
      create: (...args) => silences().create(...args),
      update: (...args) => silences().update(...args),
      expire: (...args) => silences().expire(...args),
      silenceAlerts: (...args) => silences().silenceAlerts(...args),
      preview: (...args) => silences().preview(...args),
    },
    maintenance: {
      create: (...args) => maintenance().create(...args),
      update: (...args) => maintenance().update(...args),
      end: (...args) => maintenance().end(...args),
      list: () => maintenance().list(),
    },
  };
}

beforeAll(async () => {
  service = await startService({ suppression: () => servicesOf(() => rig) });
  second = await service.addReplica({ suppression: () => servicesOf(() => other) });
  await prepareTold(service.store);
  rig = await openRig(service.store, clock, settings);
  other = await openRig(second.store, clock, settings);
  rig.suppression.start();
  other.suppression.start();
});
afterAll(async () => {
  await rig.stop();
  await other.stop();
  await service.close();
});

const silenceFields = `__typename
  ... on Silence { id state comment createdBy endedBy silencedAlerts matchers { text label operator value } }
  ... on ForbiddenError { message } ... on ConflictError { message } ... on NotFoundError { message }
  ... on InvalidInputError { message issues { path message } }`;
const act = async (
  mutation: string,
  types: string,
  variables: Record<string, unknown>,
  token = service.tokens.operator,
) => {
  const [name = ''] = mutation.split('(');
  const data = await ask(service.url, token, `mutation (${types}) { ${mutation} }`, variables);
  return at(data, name);
};
const createSilence = (input: object, token?: string) =>
  act(
    `createSilence(input: $input) { ${silenceFields} }`,
    '$input: CreateSilenceInput!',
    { input },
    token,
  );
const alertId = async (rule: string): Promise<string> => {
  const rows = await service.store.q.execute<{ id: string }>(
    sql`select id from hawkwatch_store.alerts where rule = ${rule}`,
  );
  return Buffer.from(`Alert:${rows[0]?.id}`).toString('base64url');
};
const suppressionsOf = async (id: string) =>
  at(
    await ask(
      second.url,
      service.tokens.viewer,
      `query ($id: ID!) { node(id: $id) { ... on Alert { suppressions { kind reason until inhibition
        silence { id comment } maintenanceWindow { name } dependsOn { id } } } } }`,
      { id },
    ),
    'node.suppressions',
  );

describe('silences', () => {
  it('are made, seen with the alert, changed and ended, on every replica', async () => {
    await rig.observe(holding(clock.now(), { rule: 'api-one', subject: 'host:api' }));
    const id = await alertId('api-one');
    const preview = await ask(
      service.url,
      service.tokens.viewer,
      '{ previewSilence(matchers: ["rule=api-one", "severity!=INFO"]) { total alerts { id } } }',
    );
    expect(at(preview, 'previewSilence')).toEqual({ total: 1, alerts: [{ id }] });
    const made = await createSilence({
      matchers: ['rule=api-one', 'subject~host:*'],
      durationMinutes: 60,
      comment: 'we deploy',
    });
    expect(made).toMatchObject({
      __typename: 'Silence',
      state: 'ACTIVE',
      comment: 'we deploy',
      createdBy: 'a operator',
      silencedAlerts: 1,
      matchers: [
        { text: 'rule=api-one', label: 'rule', operator: 'EQUALS', value: 'api-one' },
        { operator: 'FITS', value: 'host:*' },
      ],
    });
    const silenceId = textAt(made, 'id');
    expect(await suppressionsOf(id)).toMatchObject([
      { kind: 'SILENCE', silence: { id: silenceId }, reason: 'silenced by a operator: we deploy' },
    ]);
    const changed = await act(
      `updateSilence(id: $id, input: { durationMinutes: 120 }) { ${silenceFields} }`,
      '$id: ID!',
      { id: silenceId },
    );
    expect(changed).toMatchObject({ __typename: 'Silence', silencedAlerts: 1 });
    const ended = await act(`expireSilence(id: $id) { ${silenceFields} }`, '$id: ID!', {
      id: textAt(changed, 'id'),
    });
    expect(ended).toMatchObject({ state: 'EXPIRED', endedBy: 'a operator', silencedAlerts: 0 });
    expect(await suppressionsOf(id)).toEqual([]);
    const list = await ask(
      second.url,
      service.tokens.viewer,
      `{ silences(first: 10, filter: { states: [EXPIRED], text: "DEPLOY" }) {
        asOf edges { cursor node { id state } } } }`,
    );
    expect(at(list, 'silences.edges')).toHaveLength(2);
    const one = await ask(
      second.url,
      service.tokens.viewer,
      'query ($id: ID!) { silence(id: $id) { id } node(id: $id) { id } }',
      { id: silenceId },
    );
    expect(one).toEqual({ silence: { id: silenceId }, node: { id: silenceId } });
    const actions = await service.store.q.execute<{ action: string; result: string }>(
      sql`select action, result from hawkwatch_store.audit_log where action like '%Silence%' order by at, id`,
    );
    expect(actions.map(({ action }) => action).toSorted()).toEqual([
      'createSilence',
      'expireSilence',
      'updateSilence',
    ]);
  });

  it('of alerts are made one by one and in bulk, and ended in bulk', async () => {
    await rig.observe(
      holding(clock.now(), { rule: 'bulk-one' }),
      holding(clock.now(), { rule: 'bulk-two' }),
    );
    const ids = [await alertId('bulk-one'), await alertId('bulk-two')];
    const single = await act(
      `silenceAlert(alertId: $id, durationMinutes: 5, comment: "known") { ${silenceFields} }`,
      '$id: ID!',
      { id: ids[0] },
    );
    expect(single).toMatchObject({ __typename: 'Silence', silencedAlerts: 1 });
    const many = await act(
      `silenceAlerts(alertIds: $ids, durationMinutes: 5, comment: "known") {
        __typename ... on SilencesPayload { silences { id state } } }`,
      '$ids: [ID!]!',
      { ids },
    );
    expect(at(many, 'silences')).toHaveLength(2);
    expect(await suppressionsOf(ids[1] ?? '')).toHaveLength(1);
    const silences = [
      textAt(single, 'id'),
      textAt(many, 'silences.0.id'),
      textAt(many, 'silences.1.id'),
    ];
    const ended = await act(
      'expireSilences(ids: $ids) { __typename ... on SilencesPayload { silences { state } } }',
      '$ids: [ID!]!',
      { ids: silences },
    );
    expect(at(ended, 'silences')).toEqual(Array(3).fill({ state: 'EXPIRED' }));
    expect(await suppressionsOf(ids[1] ?? '')).toEqual([]);
  });

  it('are refused with what to do next', async () => {
    const input = { matchers: ['rule=x'], durationMinutes: 5, comment: 'c' };
    expect(await createSilence({ ...input, matchers: ['nonsense'] })).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: 'input.matchers.0' }],
    });
    expect(await createSilence(input, service.tokens.viewer)).toMatchObject({
      __typename: 'ForbiddenError',
    });
    const none = await act(`expireSilence(id: $id) { ${silenceFields} }`, '$id: ID!', { id: 'x' });
    expect(none).toMatchObject({ __typename: 'NotFoundError' });
    const wrong = await send(
      service.url,
      service.tokens.viewer,
      '{ previewSilence(matchers: ["severity!=INFO"]) { total } }',
    );
    expect(codeOf(wrong)).toBe('INVALID_INPUT');
  });

  it('are counted for the time that they are open', async () => {
    const startsAt = new Date(clock.now().getTime() + 60_000).toISOString();
    const made = await createSilence({
      matchers: ['rule=x'],
      startsAt,
      durationMinutes: 1,
      comment: 'c',
    });
    expect(made).toMatchObject({ state: 'PENDING' });
  });
});

describe('maintenance windows', () => {
  const shown = `id name origin comment cron timeZone suppressedAlerts
    matchers { text } current { startsAt endsAt } next { startsAt } createdBy`;
  const fields = `__typename ... on MaintenanceWindow { ${shown} }
    ... on ConflictError { message } ... on InvalidInputError { issues { path } } ... on NotFoundError { message }`;

  it('are declared, act on every replica, and end', async () => {
    await rig.observe(holding(clock.now(), { rule: 'in-window' }));
    const id = await alertId('in-window');
    const now = clock.now().getTime();
    const made = await act(
      `createMaintenanceWindow(input: $input) { ${fields} }`,
      '$input: CreateMaintenanceWindowInput!',
      {
        input: {
          name: 'move',
          matchers: ['rule=in-window'],
          comment: 'we move',
          once: {
            from: new Date(now - 1_000).toISOString(),
            until: new Date(now + 3_600_000).toISOString(),
          },
        },
      },
    );
    expect(made).toMatchObject({ name: 'move', origin: 'API', suppressedAlerts: 1, next: null });
    expect(await suppressionsOf(id)).toMatchObject([
      { kind: 'MAINTENANCE', maintenanceWindow: { name: 'move' } },
    ]);
    const list = await ask(
      second.url,
      service.tokens.viewer,
      `{ maintenanceWindows(first: 5) { edges { node { ${shown} } } } }`,
    );
    expect(at(list, 'maintenanceWindows.edges')).toMatchObject([
      { node: { name: 'from-file', origin: 'FILE', cron: '0 2 * * *', timeZone: 'Europe/Berlin' } },
      { node: { name: 'move' } },
    ]);
    const moved = await act(
      `updateMaintenanceWindow(window: $id, input: { recurring: { cron: "0 3 * * *", durationMinutes: 30 } }) { ${fields} }`,
      '$id: ID!',
      { id: textAt(made, 'id') },
    );
    expect(moved).toMatchObject({ cron: '0 3 * * *', timeZone: 'UTC', comment: 'we move' });
    const ended = await act(`endMaintenanceWindow(window: $window) { ${fields} }`, '$window: ID!', {
      window: 'move',
    });
    expect(ended).toMatchObject({ name: 'move' });
    expect(await suppressionsOf(id)).toEqual([]);
    const types = (await eventsOf(service.store, 'maintenance.')).map(({ type }) => type);
    expect(types).toContain('maintenance.began');
    expect(types).toContain('maintenance.ended');
  });

  it('of the file are changed there only', async () => {
    const refused = await act(
      `endMaintenanceWindow(window: $window) { ${fields} }`,
      '$window: ID!',
      { window: 'from-file' },
    );
    expect(refused).toMatchObject({ __typename: 'ConflictError' });
    expect(textAt(refused, 'message')).toContain('hawkwatch.yaml');
  });

  it('and silences of another replica are in force here when the call returns', async () => {
    await ask(
      second.url,
      service.tokens.operator,
      `mutation { createSilence(input: { matchers: ["rule=of-second"], durationMinutes: 5, comment: "c" }) { __typename } }`,
    );
    await rig.observe(holding(clock.now(), { rule: 'of-second' }));
    const id = await alertId('of-second');
    expect(await suppressionsOf(id)).toMatchObject([{ kind: 'SILENCE' }]);
  });
});
