// Deployments, suspects, incidents and remediations over the API, with what each role may see and do.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createRemediator } from '../../../src/alerts/remediation/remediator.ts';
import { parseConfiguration } from '../../../src/config/file.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { encodeGlobalId } from '../../../src/graphql/global-ids.ts';
import { restartRequested } from '../../fixtures/correlation/happenings.ts';
import { append, clockAfter, correlator, storeWorld } from '../alerts/correlation/rig.ts';
import { createEngineRig, holding } from '../alerts/rig.ts';
import { ask, at, codeOf, send } from './clients.ts';
import { startService, type TestService } from './service.ts';

const random = createSystemRandom();
const clock = clockAfter();
const restarted: string[] = [];
let service: TestService;

beforeAll(async () => {
  service = await startService({
    remediation: ({ store }) =>
      createRemediator({
        store,
        clock,
        random,
        logger: silentLogger,
        doers: {
          restartContainer: (_actor, id) => {
            restarted.push(id);
            return Promise.resolve();
          },
          rollBack: () => Promise.reject(new Error('unexpected')),
        },
        settings: () =>
          parseConfiguration(
            `actions: { restartContainers: on }
remediation: [{ name: again, match: [type=CONTAINER_UNHEALTHY], action: RESTART_CONTAINER }]`,
            { path: '/hawkwatch.yaml', env: {} },
          ),
      }).commands,
  });
  await service.store.q.execute('delete from hawkwatch_store.databases');
  await storeWorld(service.store);
});
afterAll(() => service.close());

const record = `mutation ($input: DeploymentInput!) { recordDeployment(input: $input) {
  __typename
  ... on Deployment { id service version databaseNames databases { name } status recordedBy at }
  ... on Error { message }
  ... on InvalidInputError { issues { path } }
} }`;
const asOperator = async (input: Record<string, unknown>) =>
  at(await ask(service.url, service.tokens.operator, record, { input }), 'recordDeployment');

describe('recordDeployment', () => {
  const input = {
    service: 'checkout',
    version: '7.1.0',
    environment: 'production',
    databases: ['shop', 'not-monitored'],
    url: 'https://ci.example.com/runs/7',
    clientMutationId: 'run-7',
  };

  it('records once for each key, lists and announces it', async () => {
    const first = await asOperator(input);
    expect(first).toMatchObject({
      __typename: 'Deployment',
      status: 'SUCCEEDED',
      databaseNames: ['not-monitored', 'shop'],
      databases: [{ name: 'shop' }],
    });
    expect(await asOperator(input)).toEqual(first);
    expect(await asOperator({ ...input, version: '7.1.1' })).toMatchObject({
      __typename: 'ConflictError',
    });
    await asOperator({ service: 'search', version: '1', status: 'FAILED' });
    const listed = await ask(
      service.url,
      service.tokens.viewer,
      `{ deployments(filter: { services: ["checkout"] }) { edges { node { id version } } }
         failed: deployments(filter: { statuses: [FAILED] }) { edges { node { service } } }
         shop: deployments(filter: { databases: ["shop"] }) { edges { node { service } } }
         events(filter: { types: ["deployment.recorded"] }) { edges { node { subject payload } } } }`,
    );
    expect(at(listed, 'deployments.edges')).toEqual([
      { node: { id: at(first, 'id'), version: '7.1.0' } },
    ]);
    expect(at(listed, 'failed.edges')).toEqual([{ node: { service: 'search' } }]);
    expect(at(listed, 'shop.edges')).toEqual([{ node: { service: 'checkout' } }]);
    expect(at(listed, 'events.edges')).toHaveLength(2);
  });

  it('refuses viewers and what makes no sense', async () => {
    const refused = await send(service.url, service.tokens.viewer, record, { input });
    expect(codeOf(refused) ?? at(refused.data, 'recordDeployment.__typename')).toMatch(
      /FORBIDDEN|ForbiddenError/,
    );
    const wrong = await asOperator({
      service: ' ',
      version: 'x'.repeat(300),
      environment: 'a b',
      databases: ['UPPER'],
      url: 'https://user:secret@ci.example.com/',
      at: '2100-01-01T00:00:00Z',
    });
    expect(wrong).toMatchObject({ __typename: 'InvalidInputError' });
    expect(JSON.stringify(at(wrong, 'issues'))).not.toContain('secret');
    expect(at(wrong, 'issues')).toHaveLength(6);
  });
});

describe('an alert', () => {
  it('shows suspects that the viewer may see, its incident, and what may be done', async () => {
    await append(
      service.store,
      restartRequested('search/search-api/1', 60).map(({ event }) => event),
    );
    const { observe, alerts } = createEngineRig(service.store, [correlator(clock)], clock);
    const since = new Date('2026-03-04T10:00:00Z');
    await observe(
      holding(clock.now(), {
        rule: 'unhealthy',
        type: 'CONTAINER_UNHEALTHY',
        labels: { container: 'search/search-api/1', host: 'prod-2' },
        subject: 'container:search/search-api/1',
        since,
      }),
      holding(clock.now(), {
        rule: 'endpoint-down',
        type: 'ENDPOINT_DOWN',
        labels: { endpoint: 'search-api' },
        subject: 'endpoint:search-api',
        since,
      }),
    );
    const found = (await alerts()).find(({ rule }) => rule === 'unhealthy');
    const id = encodeGlobalId('Alert', found?.id ?? '');
    const query = `query ($id: ID!) { alert(id: $id) {
      suspects { score reason event { id type subject } }
      remediations { name object refusal }
      remediationRuns { state message }
      incident { isOpen reason suspects { reason }
        alerts { edges { node { rule } } } timeline { edges { node { kind alert { rule } } } } } }
      incidents(filter: { open: true }) { edges { node { id title } } } }`;
    const asViewer = await ask(service.url, service.tokens.viewer, query, { id });
    expect(at(asViewer, 'alert.suspects')).toEqual([]);
    expect(at(asViewer, 'alert.incident.suspects')).toEqual([]);
    expect(JSON.stringify(asViewer)).not.toContain('anna');
    expect(at(asViewer, 'alert.incident')).toMatchObject({
      isOpen: true,
      alerts: { edges: { length: 2 } },
    });
    expect(at(asViewer, 'incidents.edges')).toHaveLength(1);

    const asOperatorSees = await ask(service.url, service.tokens.operator, query, { id });
    expect(at(asOperatorSees, 'alert.suspects')).toMatchObject([
      {
        reason: 'anna had the container search/search-api/1 restarted 60 s before',
        event: { type: 'container.restart_requested' },
      },
    ]);
    expect(at(asOperatorSees, 'alert.remediations')).toEqual([
      { name: 'again', object: 'container:prod-2/search/search-api/1', refusal: null },
    ]);

    const runIt = `mutation ($id: ID!) { runRemediation(alertId: $id, action: "again") {
      __typename ... on RemediationRun { state askedBy } ... on Error { message } } }`;
    const refused = await send(service.url, service.tokens.operator, runIt, { id });
    expect(codeOf(refused) ?? at(refused.data, 'runRemediation.__typename')).toMatch(
      /FORBIDDEN|ForbiddenError/,
    );
    const done = await ask(service.url, service.tokens.admin, runIt, { id });
    expect(at(done, 'runRemediation')).toMatchObject({ state: 'SUCCEEDED' });
    expect(restarted.length).toBe(1);
    const after = await ask(service.url, service.tokens.viewer, query, { id });
    expect(at(after, 'alert.remediationRuns')).toMatchObject([{ state: 'SUCCEEDED' }]);
  });
});
