// Groups and routes over the API.
import { afterAll, beforeAll, expect, it } from 'vitest';

import { createRouteTable } from '../../../src/notifications/routing/routes.ts';
import { previewRoute } from '../../../src/notifications/routing/preview.ts';
import { ask, at, codeOf, send } from '../http/clients.ts';
import { startService, type TestService } from '../http/service.ts';
import { chat, createRouterRig, route } from './rig.ts';

const settings = {
  routes: [
    route('bad', {
      match: [{ label: 'severity', operator: '=', value: 'CRITICAL' }],
      groupBy: ['...'],
    }),
    route('all'),
  ],
  channels: [chat],
};
let service: TestService;
beforeAll(async () => {
  const table = createRouteTable(settings);
  service = await startService({
    routes: { routes: () => table.routes, preview: (labels) => previewRoute(table, labels) },
  });
  const rig = createRouterRig(service.testStore.store, settings);
  await rig.fire('one');
  await rig.fire('two');
  await rig.fire('three', { severity: 'CRITICAL' });
  await rig.run(60_000);
});
afterAll(() => service.close());

const query = `query ($filter: NotificationGroupFilter, $after: String) {
  notificationGroups(first: 1, after: $after, filter: $filter) {
    edges { node { id key route channel labels memberCount flushAt toldAt told members { id title } } }
    pageInfo { hasNextPage endCursor } } }`;

it('lists groups page by page, with what they have and what was told', async () => {
  const { viewer } = service.tokens;
  const first = await ask(service.url, viewer, query, {});
  const after = at(first, 'notificationGroups.pageInfo.endCursor');
  const second = await ask(service.url, viewer, query, { after });
  const nodes = [first, second].map((page) => at(page, 'notificationGroups.edges.0.node'));
  expect(nodes).toMatchObject([
    { route: 'all', channel: 'chat', labels: { rule: 'disk-full' }, memberCount: 2 },
    { route: 'bad', channel: 'chat', memberCount: 1, toldAt: '1970-01-01T00:00:30.000Z' },
  ]);
  expect(at(nodes[0], 'members')).toHaveLength(2);
  expect(at(nodes[0], 'told')).toHaveLength(2);
  expect(at(second, 'notificationGroups.pageInfo.hasNextPage')).toBe(false);
  const alert = at(nodes[1], 'members.0.id');
  const ofAlert = await ask(service.url, viewer, query, { filter: { alert } });
  expect(at(ofAlert, 'notificationGroups.edges')).toHaveLength(1);
  const node = await ask(service.url, viewer, `query ($id: ID!) { node(id: $id) { __typename } }`, {
    id: at(nodes[0], 'id'),
  });
  expect(at(node, 'node.__typename')).toBe('NotificationGroup');
});

it('refuses what is no alert', async () => {
  const answer = await send(service.url, service.tokens.viewer, query, { filter: { alert: 'x' } });
  expect(codeOf(answer)).toBe('INVALID_INPUT');
});

it('shows routes with what they tell of now, and where labels lead', async () => {
  const answer = await ask(
    service.url,
    service.tokens.viewer,
    `{ notificationRoutes { name match alertCount groupCount }
       previewRoute(labels: [{ name: "severity", value: "CRITICAL" }]) { route { name } channels } }`,
  );
  expect(answer).toEqual({
    notificationRoutes: [
      { name: 'bad', match: ['severity=CRITICAL'], alertCount: 1, groupCount: 1 },
      { name: 'all', match: [], alertCount: 2, groupCount: 1 },
    ],
    previewRoute: [{ route: { name: 'bad' }, channels: ['chat'] }],
  });
});
