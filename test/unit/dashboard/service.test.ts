// How long the answers to what is done are waited for, on a server that answers when it is told to.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createService, type Service } from '../../../src/dashboard/client/service.ts';
import { TypedDocumentString } from '../../../src/dashboard/graphql/graphql.ts';

const compare = new TypedDocumentString<{ compare: number }, Record<string, never>>(
  'mutation Compare { compare }',
);

describe('what is done over HTTP', () => {
  const asked: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    asked.push(response);
    server.emit('asked');
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

  const answerLast = (): void => {
    const response = asked.at(-1);
    response?.setHeader('content-type', 'application/json');
    response?.end('{"data":{"compare":1}}');
  };

  it('is given up after its limit: it is not known whether it was done', async () => {
    const { data, error } = await service.mutate(compare, {}, { withinMs: 20 });
    expect(data).toBeUndefined();
    expect(error?.networkError?.name).toBe('TimeoutError');
  });

  it('is waited for as long as it takes where that is asked for', async () => {
    const arrived = once(server, 'asked');
    const answer = service.mutate(compare, {}, { withinMs: Number.POSITIVE_INFINITY });
    await arrived;
    service.abandonQueries();
    answerLast();
    expect(await answer).toEqual({ data: { compare: 1 }, error: undefined });
  });
});
