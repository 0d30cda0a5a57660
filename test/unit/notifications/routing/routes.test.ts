// Which routes and channels an alert reaches.
import { describe, expect, it } from 'vitest';

import { findMatcher } from '../../../../src/core/matchers.ts';
import { routeDefaults, type RouteSettings } from '../../../../src/core/notifications.ts';
import { previewRoute } from '../../../../src/notifications/routing/preview.ts';
import {
  createRouteTable,
  type RoutedAlert,
} from '../../../../src/notifications/routing/routes.ts';

function route(
  name: string,
  change: Partial<RouteSettings> & { when?: string[] } = {},
): RouteSettings {
  const { when = [], ...rest } = change;
  return {
    name,
    match: when.flatMap((text) => findMatcher(text) ?? []),
    channels: ['chat'],
    ...routeDefaults,
    goOn: false,
    routes: [],
    ...rest,
  };
}

const alert: RoutedAlert = {
  rule: 'disk-full',
  type: 'DISK_FULL',
  severity: 'CRITICAL',
  database: 'shop',
  subject: 'database:shop',
  labels: { host: 'one' },
  fingerprint: 'f',
};
const channels = ['chat', 'mail', 'pager'].map((name) => ({ name, sendResolved: true }));

const reached = (routes: readonly RouteSettings[], change: Partial<RoutedAlert> = {}) =>
  createRouteTable({ routes, channels })
    .targetsOf({ ...alert, ...change })
    .map(({ route: { name }, channel }) => `${name} ${channel}`);

describe('routes', () => {
  it('takes the first that fits', () => {
    expect(reached([route('a', { when: ['severity=INFO'] }), route('b'), route('c')])).toEqual([
      'b chat',
    ]);
  });

  it('asks those after one that goes on', () => {
    const first = route('a', { goOn: true, channels: ['pager'] });
    expect(reached([first, route('b'), route('c')])).toEqual(['a pager', 'b chat']);
  });

  it('asks nested ones first, and the outer one only when none fits', () => {
    const nested = route('outer', {
      channels: ['mail'],
      routes: [route('inner', { when: ['severity=CRITICAL'], channels: ['pager'] })],
    });
    expect(reached([nested])).toEqual(['inner pager']);
    expect(reached([nested], { severity: 'INFO' })).toEqual(['outer mail']);
  });

  it('tells every channel of everything when there are no routes', () => {
    expect(reached([])).toEqual(['default chat', 'default mail', 'default pager']);
    expect(createRouteTable({ routes: [], channels: [] }).targetsOf(alert)).toEqual([]);
  });

  it('leaves out channels that are not there', () => {
    expect(reached([route('a', { channels: ['gone', 'mail'] })])).toEqual(['a mail']);
  });
});

describe('groups', () => {
  const keyOf = (groupBy: readonly string[], change: Partial<RoutedAlert> = {}) =>
    createRouteTable({ routes: [route('a', { groupBy })], channels }).targetsOf({
      ...alert,
      ...change,
    })[0]?.key;

  it('are made by the values of labels, in whatever order they are written', () => {
    expect(keyOf(['rule', 'host'])).toBe(keyOf(['host', 'rule'], { severity: 'INFO' }));
    expect(keyOf(['host'])).not.toBe(keyOf(['host'], { labels: { host: 'two' } }));
    expect(keyOf([])).toBe(keyOf([], { labels: { host: 'two' } }));
  });

  it('are one for each alert when they are to be', () => {
    expect(keyOf(['...'])).toBe(keyOf(['...'], { severity: 'INFO' }));
    expect(keyOf(['...'])).not.toBe(keyOf(['...'], { fingerprint: 'g' }));
  });
});

describe('trouble with a channel', () => {
  const dead = { rule: 'delivery-dead', labels: { channel: 'chat' } };

  it('is told over the others of the route', () => {
    expect(reached([route('a', { channels: ['chat', 'mail'] })], dead)).toEqual(['a mail']);
  });

  it('is told over another one even where no route leads there', () => {
    expect(reached([route('a')], dead)).toEqual(['a mail', 'a pager']);
  });

  it('is told over itself when there is no other', () => {
    const table = createRouteTable({ routes: [route('a')], channels: channels.slice(0, 1) });
    expect(table.targetsOf({ ...alert, ...dead }).map(({ channel }) => channel)).toEqual(['chat']);
    expect(table.usableChannels(dead, ['chat'])).toEqual(['chat']);
  });

  it('is told over all others when no route fits', () => {
    const none = [route('a', { when: ['rule=something'] })];
    expect(reached(none, dead)).toEqual(['channel-trouble mail', 'channel-trouble pager']);
    expect(reached(none, { rule: 'other', labels: { channel: 'chat' } })).toEqual([]);
    for (const rule of ['channel-disabled', 'channel-failing']) {
      expect(reached([], { ...dead, rule })).toEqual(['default mail', 'default pager']);
    }
  });

  it('is escalated over others as well', () => {
    const table = createRouteTable({ routes: [], channels });
    expect(table.usableChannels(dead, ['chat', 'pager'])).toEqual(['pager']);
    expect(table.usableChannels(dead, ['chat'])).toEqual(['mail', 'pager']);
  });
});

it('previews what labels reach', () => {
  const table = createRouteTable({
    routes: [
      route('a', { when: ['host~o*'], groupBy: ['database', 'host'], channels: ['mail', 'pager'] }),
    ],
    channels,
  });
  expect(previewRoute(table, { host: 'one' })).toEqual([
    { route: table.routes[0], channels: ['mail', 'pager'], groupLabels: { host: 'one' } },
  ]);
  expect(previewRoute(table, { host: 'two' })).toEqual([]);
});

it.each([
  ['severity=critical', { severity: 'critical' }],
  ['severity=critical', { severity: 'CRITICAL' }],
  ['severity="CRITICAL"', { severity: 'critical' }],
  ['alertname=Foo', { alertname: 'Foo' }],
  ['alertname=Foo', { rule: 'Foo' }],
  ['rule=Foo', { alertname: 'Foo' }],
])('previews what routing does: %s for %j', (when, labels) => {
  const table = createRouteTable({ routes: [route('a', { when: [when] })], channels });
  expect(previewRoute(table, labels).map(({ route: { name } }) => name)).toEqual(['a']);
});
