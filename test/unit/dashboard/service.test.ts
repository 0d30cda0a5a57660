// How long the answers to what is done are waited for, on a server that answers, or does not.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createService, type Service } from '../../../src/dashboard/client/service.ts';
import { TypedDocumentString } from '../../../src/dashboard/graphql/graphql.ts';

const compare = new TypedDocumentString<{ compare: number }, Record<string, never>>(
  'mutation Compare { compare }',
);

describe('what is done over HTTP', () => {
  let isAnswering = false;
  const server = createServer((_request, response) => {
    if (!isAnswering) return;
    // The connection came back meanwhile: what is read would be asked again, what is done is not.
    service.abandonQueries();
    response.setHeader('content-type', 'application/json');
    response.end('{"data":{"compare":1}}');
  });
  let service: Service;
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const hooks = { onRefused: () => undefined, onDate: () => undefined };
    service = createService('token', hooks, `http://127.0.0.1:${port}/graphql`);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is given up after its limit: it is not known whether it was done', async () => {
    isAnswering = false;
    const { data, error } = await service.mutate(compare, {}, { withinMs: 20 });
    expect(data).toBeUndefined();
    expect(error?.networkError?.name).toBe('TimeoutError');
  });

  it('is waited for as long as it takes where that is asked for', async () => {
    isAnswering = true;
    const answer = await service.mutate(compare, {}, { withinMs: Number.POSITIVE_INFINITY });
    expect(answer).toEqual({ data: { compare: 1 }, error: undefined });
  });
});
