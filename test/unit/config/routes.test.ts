// The sections `routes` and `eventRoutes`.
import { describe, expect, it } from 'vitest';

import { ConfigurationError } from '../../../src/config/configuration-error.ts';
import { parseConfiguration } from '../../../src/config/file.ts';

const channels = `
channels:
  - { name: chat, kind: webhook, url: 'https://chat.example/hook' }
  - { name: mail, kind: webhook, url: 'https://mail.example/hook' }
`;

const read = (text: string) =>
  parseConfiguration(`${channels}${text}`, { path: '/etc/hawkwatch.yaml', env: {} });

function faultsOf(text: string): readonly string[] {
  try {
    read(text);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults.map(({ where, line, message }) => `${where} (${line}) ${message}`);
  }
}

describe('routes', () => {
  it('have defaults', () => {
    expect(read('routes: [{ name: all, channels: [chat] }]').routes).toEqual([
      {
        name: 'all',
        match: [],
        channels: ['chat'],
        groupBy: ['rule', 'database'],
        groupWaitMs: 30_000,
        groupIntervalMs: 300_000,
        repeatIntervalMs: 14_400_000,
        goOn: false,
        hours: null,
        routes: [],
      },
    ]);
  });

  it('take what they leave out from the one around them', () => {
    const [outer] = read(`
routes:
  - name: outer
    channels: [mail]
    groupBy: ['...']
    groupWait: 0s
    continue: true
    routes:
      - { name: inner, match: ['severity=CRITICAL'], groupInterval: 1s }
`).routes;
    expect(outer).toMatchObject({ goOn: true, groupWaitMs: 0, groupBy: ['...'] });
    expect(outer?.routes).toMatchObject([
      {
        name: 'inner',
        match: [{ label: 'severity', operator: '=', value: 'CRITICAL' }],
        channels: ['mail'],
        groupBy: ['...'],
        groupWaitMs: 0,
        groupIntervalMs: 1000,
        goOn: false,
      },
    ]);
  });

  it('tell what is wrong with their line', () => {
    expect(
      faultsOf(`
routes:
  - name: a
    channels: [chatt]
  - name: a
    routes:
      - { name: b, channels: [chat], groupWait: 3 }
`),
    ).toEqual([expect.stringMatching(/routes\[1\]\.routes\[0\]\.groupWait \(11\) must be/)]);
    expect(
      faultsOf(`
routes:
  - name: a
    channels: [chatt]
  - name: b
  - { name: a, channels: [chat] }
`),
    ).toEqual([
      expect.stringMatching(/\(8\) is not the name of a channel; did you mean chat\?/),
      expect.stringMatching(/\(9\) needs channels/),
      expect.stringMatching(/\(10\) must be unique: the route on line 7/),
    ]);
  });
});

describe('event routes', () => {
  it('tell what viewers may see unless they say more', () => {
    expect(
      read(`eventRoutes: [{ name: a, events: ['migration.*'], channels: [chat] }]`).eventRoutes,
    ).toEqual([{ name: 'a', events: ['migration.*'], channels: ['chat'], role: 'viewer' }]);
  });

  it('name channels that are there', () => {
    expect(
      faultsOf(`eventRoutes: [{ name: a, events: [migration.completed], channels: [fax] }]`),
    ).toEqual([expect.stringMatching(/is not the name of a channel; there are chat, mail/)]);
  });
});
