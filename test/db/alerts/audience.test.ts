// Who sees which alerts: what was made of events for operators or admins is for them, wherever alerts show,
// for all three roles, over HTTP and over both kinds of streams. Channels are told of all of them.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createAlertCommands, type AlertCommands } from '../../../src/alerts/commands.ts';
import { createSilenceCommands } from '../../../src/alerts/suppression/silence-commands.ts';
import { roles, type Role } from '../../../src/core/role.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { encodeGlobalId } from '../../../src/graphql/global-ids.ts';
import { upsertEscalations } from '../../../src/store/alert-escalations.ts';
import { countOpenAlerts } from '../../../src/store/alert-rules.ts';
import { sql } from '../../../src/store/drizzle.ts';
import { updateSuppressed } from '../../../src/store/suppressed-alerts.ts';
import { noEscalations } from '../../support/no-escalations.ts';
import { noSuppression } from '../../support/no-suppression.ts';
import { ask, at, connect, stream, textAt } from '../http/clients.ts';
import { startService, type TestService } from '../http/service.ts';
import { createRouterRig, route, type RouterRig } from '../routing/rig.ts';
import { clockAfter, correlator } from './correlation/rig.ts';
import { holding, listAll, over } from './rig.ts';

let service: TestService;
let commands: AlertCommands;
let rig: RouterRig;

const random = createSystemRandom();
const policy = { name: 'steps', match: [], levels: [], repeat: 0, repeatAfterMs: 0 };

beforeAll(async () => {
  service = await startService({
    alerts: () => ({
      acknowledge: (...args) => commands.acknowledge(...args),
      unacknowledge: (...args) => commands.unacknowledge(...args),
      resolve: (...args) => commands.resolve(...args),
      assign: (...args) => commands.assign(...args),
      comment: (...args) => commands.comment(...args),
    }),
    suppression: ({ store }) => ({
      ...noSuppression,
      silences: createSilenceCommands({
        store,
        clock: createSystemClock(),
        random,
        apply: () => Promise.resolve(),
      }),
    }),
    escalations: () => ({ ...noEscalations, policies: () => [policy] }),
  });
});
afterAll(() => service.close());
beforeEach(async () => {
  const { store } = service;
  for (const table of ['alerts', 'incidents', 'deliveries', 'notification_groups']) {
    await store.q.execute(sql.raw(`delete from hawkwatch_store.${table}`));
  }
  const clock = clockAfter();
  rig = createRouterRig(store, {
    clock,
    before: [correlator(clock)],
    routes: [route('all', { groupWaitMs: 0 })],
  });
  commands = createAlertCommands({ store, clock, random, engine: rig.engine });
});

/** An alert for each role, all about the same database, so that they belong together. */
const alertFor = (audience: Role) =>
  holding(rig.clock.now(), {
    rule: `for-${audience}s`,
    labels: { database: 'shop' },
    title: `Only for ${audience}s`,
    message: `told to ${audience}s`,
    databaseName: 'shop',
    subject: 'database:shop',
    // The worst one is what an incident would be called by.
    severity: audience === 'admin' ? 'CRITICAL' : 'ERROR',
    metadata: { secret: `of ${audience}s` },
    audience,
  });

const fireAll = (): Promise<readonly string[]> => rig.observe(...roles.map(alertFor));

async function idOf(audience: Role): Promise<string> {
  const alert = (await listAll(service.store)).find((one) => one.audience === audience);
  if (alert === undefined) throw new Error('there is no such alert');
  return alert.id;
}

const seenBy = (role: Role): readonly Role[] => roles.slice(0, roles.indexOf(role) + 1);

/** For whom what is said in an answer is. */
const named = (answer: unknown): readonly Role[] =>
  roles.filter((role) => JSON.stringify(answer).includes(`nly for ${role}s`));

const fields = `id title message metadata audience timeline { edges { node { kind text } } }
  incident { title } deliveries { content } suppressions { reason dependsOn { title } }
  escalation { alert { title } }`;

describe.each(roles)('for the role %s', (role) => {
  const query = (text: string, variables: Record<string, unknown> = {}) =>
    ask(service.url, service.tokens[role], text, variables);

  it('lists and counts have the alerts that the role may see', async () => {
    await fireAll();
    const answer = await query(
      `{ alerts(first: 4) { totalCount edges { node { ${fields} } } }
         secret: alerts(filter: { text: "told to admins" }) { totalCount } }`,
    );
    expect(named(at(answer, 'alerts'))).toEqual(seenBy(role));
    expect(at(answer, 'alerts.totalCount')).toBe(seenBy(role).length);
    expect(at(answer, 'secret.totalCount')).toBe(role === 'admin' ? 1 : 0);
    const rules = roles.map((one) => `for-${one}s`);
    const open = await countOpenAlerts(service.store.q, rules, role);
    expect([...open.keys()].toSorted()).toEqual(
      seenBy(role)
        .map((one) => `for-${one}s`)
        .toSorted(),
    );
  });

  it('one that it may not see is not there, by whatever id it is asked for', async () => {
    await fireAll();
    const answerOf = async (audience: Role) =>
      query(
        `query ($id: ID!) { alert(id: $id) { ${fields} } node(id: $id) { ... on Alert { title } }
          deliveries(filter: { alert: $id }) { edges { node { content alerts { title } } } }
          notificationGroups(filter: { alert: $id }) { edges { node { route members { title } } } } }`,
        { id: encodeGlobalId('Alert', await idOf(audience)) },
      );
    for (const audience of seenBy(role)) {
      const answer = await answerOf(audience);
      expect(at(answer, 'alert.audience')).toBe(audience.toUpperCase());
      expect(at(answer, 'deliveries.edges')).toHaveLength(1);
      expect(at(answer, 'notificationGroups.edges')).toHaveLength(1);
    }
    const nothing = {
      alert: null,
      node: null,
      deliveries: { edges: [] },
      notificationGroups: { edges: [] },
    };
    for (const audience of roles.filter((one) => !seenBy(role).includes(one))) {
      expect(await answerOf(audience)).toEqual(nothing);
    }
  });

  it('deliveries, groups and incidents say nothing of the others', async () => {
    await fireAll();
    const answer = await query(`{
      deliveries(first: 10) { edges { node { content alerts { title } } } }
      notificationGroups(first: 10) { edges { node { labels memberCount members { title } } } }
      incidents { edges { node { title reason severity alerts { edges { node { title } } }
        timeline { edges { node { text alert { title } } } } suspects { reason } } } } }`);
    for (const list of ['deliveries', 'notificationGroups', 'incidents']) {
      expect(named(at(answer, list)), list).toEqual(seenBy(role));
    }
    expect(at(answer, 'incidents.edges.0.node')).toMatchObject({
      title: 'Only for viewers',
      severity: 'ERROR',
    });
  });

  it('escalations and previews of silences have the alerts that the role may see', async () => {
    await fireAll();
    const standing = { policy: 'steps', level: 0, round: 0, nextAt: null, stop: null };
    await upsertEscalations(
      service.store.q,
      (await listAll(service.store)).map(({ id }) => ({
        ...standing,
        alertId: id,
        updatedAt: rig.clock.now(),
      })),
    );
    const answer = await query(`{
      escalationPolicies { standings { alert { title } } }
      previewSilence(matchers: ["database=shop"]) { total alerts { title } } }`);
    expect(named(at(answer, 'escalationPolicies'))).toEqual(seenBy(role));
    expect(named(at(answer, 'previewSilence'))).toEqual(seenBy(role));
    expect(at(answer, 'previewSilence.total')).toBe(seenBy(role).length);
  });

  it('streams of changes and of events tell of the alerts that the role may see', async () => {
    const start = textAt(await query('{ head }'), 'head');
    const socket = connect(service.webSocketUrl, service.tokens[role]);
    const changes = `subscription ($after: Cursor) { alertsChanged(after: $after) {
      kind text alert { ${fields} } } }`;
    const events = `subscription ($after: Cursor) { events(filter: { types: ["alert.fired",
      "alert.resolved", "incident.opened"] }, after: $after) { type payload } }`;
    const live = [
      socket.subscribe(changes, { after: start }),
      stream(service.url, service.tokens[role], changes, { variables: { after: start } }),
      socket.subscribe(events, { after: start }),
      stream(service.url, service.tokens[role], events, { variables: { after: start } }),
    ];
    await fireAll();
    // What comes last is for everybody: whatever came before it was seen, or never is.
    await rig.observe(over(rig.clock.now(), { rule: 'for-viewers', labels: { database: 'shop' } }));
    for (const one of live) {
      for (let n = 1; ; n += 1) {
        const seen = (await one.count(n))[n - 1];
        const isLast =
          at(seen, 'data.alertsChanged.kind') === 'RESOLVED' ||
          at(seen, 'data.events.type') === 'alert.resolved';
        if (isLast) break;
      }
      expect(named(one.results)).toEqual(seenBy(role));
      one.stop();
    }
    socket.dispose();
  });
});

it('an operator can do nothing with an alert for admins', async () => {
  await fireAll();
  const id = encodeGlobalId('Alert', await idOf('admin'));
  const mutation = `mutation ($id: ID!) { acknowledgeAlert(id: $id) { __typename }
    commentOnAlert(id: $id, text: "mine") { __typename }
    silenceAlert(alertId: $id, durationMinutes: 5, comment: "calm") { __typename } }`;
  expect(await ask(service.url, service.tokens.operator, mutation, { id })).toEqual({
    acknowledgeAlert: { __typename: 'NotFoundError' },
    commentOnAlert: { __typename: 'NotFoundError' },
    silenceAlert: { __typename: 'NotFoundError' },
  });
  expect(await ask(service.url, service.tokens.admin, mutation, { id })).toMatchObject({
    acknowledgeAlert: { __typename: 'Alert' },
  });
});

it('a channel is told of alerts for whomever', async () => {
  await fireAll();
  const told = await rig.told();
  expect(named(told.flatMap(({ alerts }) => alerts))).toEqual(roles);
});

it('an alert is for those who may see all that it came of, and stays so', async () => {
  const { clock, observe } = rig;
  const same = { rule: 'mixed', labels: { n: '1' }, title: 'Mixed' };
  await observe(holding(clock.now(), { ...same, audience: 'viewer' }));
  expect(await observe(holding(clock.now(), { ...same, audience: 'operator' }))).toContain(
    'UPDATED',
  );
  await observe(holding(clock.now(), { ...same, title: 'Mixed again', audience: 'viewer' }));
  const [alert] = await listAll(service.store);
  expect(alert).toMatchObject({ title: 'Mixed again', audience: 'operator' });
});

it('a dependency on an alert that only others see is told without its title', async () => {
  await fireAll();
  const [viewers, admins] = [await idOf('viewer'), await idOf('admin')];
  const reason = { kind: 'DEPENDENCY', id: admins, reason: 'it depends', until: null } as const;
  await updateSuppressed(service.store.q, [{ id: viewers, suppressed: [reason] }], rig.clock.now());
  const text = `{ alerts(filter: { suppressed: true }) { edges { node { suppressions {
    dependsOn { title } } } } } }`;
  const dependsOn = 'alerts.edges.0.node.suppressions.0.dependsOn';
  expect(at(await ask(service.url, service.tokens.operator, text), dependsOn)).toBeNull();
  expect(at(await ask(service.url, service.tokens.admin, text), dependsOn)).toEqual({
    title: 'Only for admins',
  });
});
