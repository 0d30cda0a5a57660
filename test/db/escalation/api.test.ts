// Escalation over the API: policies with where alerts stand, who is on call, the next level by hand, and
// somebody who stands in. Each with the roles that may.
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { EscalationService } from '../../../src/alerts/escalation/escalation.ts';
import type { EscalationSettings } from '../../../src/core/escalation.ts';
import { encodeGlobalId } from '../../../src/graphql/global-ids.ts';
import { ask, at, codeOf, send } from '../http/clients.ts';
import { startService, type TestService } from '../http/service.ts';
import { level, minutes, policy } from '../../unit/alerts/escalation/policies.ts';
import { holding, listAll } from '../alerts/rig.ts';
import { createEscalationRig, type EscalationRig } from './rig.ts';

const settings: EscalationSettings = {
  policies: [
    policy([
      level(0, ['team']),
      level(5, { CRITICAL: ['phone'], ERROR: ['mail'], WARNING: [], INFO: [] }),
      level(5, [], {
        rotation: 'primary',
        hours: { from: '08:00', to: '18:00', days: ['mon'], timeZone: 'UTC' },
      }),
    ]),
    policy([level(0, ['shop'])], {
      name: 'shop',
      match: [{ label: 'database', operator: '~', value: 'shop-*' }],
    }),
  ],
  rotations: [
    {
      name: 'primary',
      timeZone: 'Europe/Berlin',
      handover: { day: 0, minute: 570 },
      firstDay: 4,
      people: ['anna', 'ben'].map((name) => ({ name, channels: [`sms-${name}`] })),
      overrides: [],
    },
  ],
  defaultPolicy: 'standard',
};

let service: TestService;
let rig: EscalationRig;

beforeAll(async () => {
  let parts: EscalationService | undefined;
  const part = (): EscalationService => {
    if (parts === undefined) throw new Error('not yet');
    return parts;
  };
  service = await startService({
    escalations: () => ({
      policies: () => part().policies(),
      rotations: () => part().rotations(),
      get defaultPolicy() {
        return part().defaultPolicy;
      },
      escalate: (...args) => part().escalate(...args),
      override: (...args) => part().override(...args),
    }),
  });
  rig = createEscalationRig(service.store, { settings });
  parts = rig.replicas[0]?.escalation.service;
  const [replica] = rig.replicas;
  await service.store.transaction(async (tx) => {
    const now = rig.clock.now();
    await replica?.core.engine.observe(tx, [holding(now)], now);
  });
});
afterAll(async () => {
  await rig.stop();
  await service.close();
});

const query = (text: string, token = service.tokens.viewer): Promise<unknown> =>
  ask(service.url, token, text);

const alertId = async (): Promise<string> => {
  const [alert] = await listAll(service.store);
  return encodeGlobalId('Alert', alert?.id ?? '');
};

it('shows policies with their levels, and where open alerts stand', async () => {
  const answer = await query(`{ escalationPolicies { name isDefault match repeat repeatAfterMs
    levels { number afterMs rotation hours alerts channels { severity channels } }
    standings { policy nextLevel round nextAt stop alert { title } } } }`);
  const at5 = new Date(rig.clock.now().getTime() + minutes(5)).toISOString();
  const everyone = (channels: string[]) =>
    ['CRITICAL', 'ERROR', 'WARNING', 'INFO'].map((severity) => ({ severity, channels }));
  expect(at(answer, 'escalationPolicies')).toEqual([
    {
      name: 'standard',
      isDefault: true,
      match: null,
      repeat: 0,
      repeatAfterMs: minutes(30),
      levels: [
        {
          number: 1,
          afterMs: 0,
          rotation: null,
          hours: null,
          alerts: 0,
          channels: everyone(['team']),
        },
        {
          number: 2,
          afterMs: minutes(5),
          rotation: null,
          hours: null,
          alerts: 1,
          channels: [
            { severity: 'CRITICAL', channels: ['phone'] },
            { severity: 'ERROR', channels: ['mail'] },
            { severity: 'WARNING', channels: [] },
            { severity: 'INFO', channels: [] },
          ],
        },
        {
          number: 3,
          afterMs: minutes(5),
          rotation: 'primary',
          hours: '08:00 to 18:00 UTC on mon',
          alerts: 0,
          channels: everyone([]),
        },
      ],
      standings: [
        {
          policy: 'standard',
          nextLevel: 2,
          round: 1,
          nextAt: at5,
          stop: null,
          alert: { title: 'The disk is full' },
        },
      ],
    },
    {
      name: 'shop',
      isDefault: false,
      match: ['database~shop-*'],
      repeat: 0,
      repeatAfterMs: minutes(30),
      levels: [
        {
          number: 1,
          afterMs: 0,
          rotation: null,
          hours: null,
          alerts: 0,
          channels: everyone(['shop']),
        },
      ],
      standings: [],
    },
  ]);
});

it('bounds how many standings are read', async () => {
  const text = '{ escalationPolicies { standings(first: 101) { policy } } }';
  const answer = await send(service.url, service.tokens.viewer, text);
  expect(codeOf(answer)).toBe('INVALID_INPUT');
});

it('shows who is on call, at any time, and who comes next', async () => {
  const answer = await query(`{
    onCall(at: "2026-10-25T12:00:00Z") { rotation person { name channels } from until isOverride }
    rotations { name timeZone handover people { name } shifts(first: 2) { person { name } } overrides { person } } }`);
  expect(at(answer, 'onCall')).toEqual([
    {
      rotation: 'primary',
      person: { name: 'ben', channels: ['sms-ben'] },
      from: '2026-10-19T07:30:00.000Z',
      until: '2026-10-26T08:30:00.000Z',
      isOverride: false,
    },
  ]);
  expect(at(answer, 'rotations.0')).toMatchObject({
    name: 'primary',
    timeZone: 'Europe/Berlin',
    handover: 'mon 09:30',
    people: [{ name: 'anna' }, { name: 'ben' }],
    overrides: [],
  });
});

const override = (person: string, until: string): string => `mutation {
  overrideOnCall(rotation: "primary", person: "${person}", from: "2030-01-01T00:00:00Z", until: "${until}") {
    __typename ... on OnCallRotation { overrides { person createdBy from until } }
    ... on InvalidInputError { issues { path message } } } }`;

it('has somebody stand in, for operators', async () => {
  const good = override('ben', '2030-01-02T00:00:00Z');
  expect(at(await query(good), 'overrideOnCall.__typename')).toBe('ForbiddenError');
  expect(at(await query(good, service.tokens.operator), 'overrideOnCall')).toMatchObject({
    __typename: 'OnCallRotation',
    overrides: [{ person: 'ben', createdBy: expect.any(String) }],
  });
  const wrong = await query(override('zoe', '2029-01-01T00:00:00Z'), service.tokens.operator);
  expect(at(wrong, 'overrideOnCall')).toEqual({
    __typename: 'InvalidInputError',
    issues: [
      { path: 'person', message: 'is nobody of the rotation, which has anna, ben' },
      { path: 'until', message: 'must be later than from' },
    ],
  });
  const onCall = await query(
    '{ onCall(at: "2030-01-01T12:00:00Z") { person { name } isOverride } }',
  );
  expect(at(onCall, 'onCall')).toEqual([{ person: { name: 'ben' }, isOverride: true }]);
});

it('tells the next level by hand, for operators, and shows it with the alert', async () => {
  const id = await alertId();
  const text = `mutation { escalateAlert(id: "${id}") { __typename
    ... on Alert { escalation { nextLevel stop } } ... on ConflictError { message } ... on NotFoundError { message } } }`;
  expect(at(await query(text), 'escalateAlert.__typename')).toBe('ForbiddenError');
  expect(at(await query(text, service.tokens.operator), 'escalateAlert')).toEqual({
    __typename: 'Alert',
    escalation: { nextLevel: 3, stop: null },
  });
  expect(rig.told.at(-1)).toBe('one 1 mail');
  expect(at(await query(text, service.tokens.operator), 'escalateAlert')).toEqual({
    __typename: 'Alert',
    escalation: { nextLevel: null, stop: 'ALL_TOLD' },
  });
  expect(at(await query(text, service.tokens.operator), 'escalateAlert')).toMatchObject({
    __typename: 'ConflictError',
    message: 'All levels of standard were told: there is nobody else.',
  });
  const unknown = text.replace(id, encodeGlobalId('Alert', 'no-uuid'));
  expect(at(await query(unknown, service.tokens.operator), 'escalateAlert')).toMatchObject({
    __typename: 'NotFoundError',
  });
});
