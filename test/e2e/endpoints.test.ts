// The real service checks endpoints of its file and of the API, and tells live what becomes of them; a change
// of the file is taken over while it runs.
import http from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TestDatabase } from '../support/databases.ts';
import { listen, type TestServer } from '../support/probe-rig.ts';
import {
  ask,
  createPlace,
  openWebSocket,
  startService,
  type Place,
  type Service,
} from '../support/service.ts';
import { createEmptyDatabase } from '../support/store.ts';
import { until } from '../support/until.ts';

interface Change {
  readonly endpointsChanged: {
    readonly endpoint: { readonly name: string };
    readonly state: string;
  };
}

describe('endpoints of a real service', () => {
  let place: Place;
  let own: TestDatabase;
  let service: Service;
  let web: TestServer;
  let status = 200;

  beforeAll(async () => {
    web = await listen(
      http.createServer((_request, response) => {
        response.statusCode = status;
        response.end('ok');
      }),
    );
    own = await createEmptyDatabase();
    place = await createPlace({ DATABASE_URL: own.url });
    await place.writeConfiguration(configuration('shop'));
    service = await startService(place);
  });
  afterAll(async () => {
    await service.stop();
    await place.remove();
    await own.drop();
    await web.close();
  });

  const configuration = (name: string) => `endpoints:
  - { name: ${name}, every: 5s, timeout: 2s, retries: 0, http: { url: "http://127.0.0.1:${web.port}/" } }
endpointRules: { allowPrivate: [127.0.0.1/32] }
`;

  it('are checked, told live, registered, and follow the file', async () => {
    const socket = openWebSocket(service, place.token);
    const seen: string[] = [];
    socket.subscribe<Change>(
      { query: 'subscription { endpointsChanged { state endpoint { name } } }' },
      {
        next: ({ data }) => {
          if (data)
            seen.push(`${data.endpointsChanged.endpoint.name} ${data.endpointsChanged.state}`);
        },
        error: () => undefined,
        complete: () => undefined,
      },
    );
    const told = (words: string) => until(words, () => seen.includes(words), 50_000);
    await told('shop UP');
    status = 500;
    await told('shop DOWN');
    const registered = await ask<{ registerEndpoint: { name: string } }>(
      service,
      place.token,
      `mutation { registerEndpoint(input: { name: "api", everyMs: 5000, timeoutMs: 2000,
        tcp: { host: "127.0.0.1", port: ${web.port} } }) { ... on Endpoint { name } } }`,
    );
    expect(registered.registerEndpoint.name).toBe('api');
    await told('api UP');
    await place.writeConfiguration(configuration('other'));
    await told('other DOWN');
    const { endpoints } = await ask<{ endpoints: { edges: { node: { name: string } }[] } }>(
      service,
      place.token,
      '{ endpoints { edges { node { name } } } }',
    );
    expect(endpoints.edges.map(({ node }) => node.name)).toEqual(['api', 'other']);
    await socket.dispose();
  });
});
