import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startService, type TestService } from './service.ts';

// A weight in `accept` sends a request through Yoga; without one the common way answers it.
const acceptHeaders = [
  ['application/json', 'application/json;q=1'],
  ['application/graphql-response+json', 'application/graphql-response+json;q=1'],
  ['*/*', 'application/json;q=1'],
] as const;

const requests: readonly (readonly [string, unknown])[] = [
  ['a query', { query: '{ databases { nodes { name environment } totalCount } }' }],
  [
    'variables',
    { query: 'query($n: Int) { events(first: $n) { nodes { type } } }', variables: { n: 2 } },
  ],
  [
    'a chosen operation',
    { query: 'query a { health { state } } query b { viewer { role } }', operationName: 'b' },
  ],
  ['no such operation', { query: 'query a { health { state } }', operationName: 'c' }],
  ['several operations', { query: 'query a { health { state } } query b { viewer { role } }' }],
  ['a failing nullable field', { query: '{ viewer { role } node(id: "nonsense") { id } }' }],
  ['a failing required field', { query: '{ tokens { nodes { id } } }' }],
  ['a refused mutation', { query: 'mutation { revokeToken(id: "x") { __typename } }' }],
  [
    'a wrong variable',
    { query: 'query($n: Int!) { events(first: $n) { nodes { type } } }', variables: { n: 'x' } },
  ],
  ['a missing variable', { query: 'query($n: Int!) { events(first: $n) { nodes { type } } }' }],
  ['a syntax error', { query: '{' }],
  ['an unknown field', { query: '{ nothing }' }],
  ['no query', {}],
  ['a query that is no string', { query: 1 }],
  ['variables that are a list', { query: '{ viewer { role } }', variables: [] }],
  ['an operation name that is no string', { query: '{ viewer { role } }', operationName: 1 }],
  ['a further parameter', { query: '{ viewer { role } }', more: 1 }],
  ['extensions', { query: '{ viewer { role } }', extensions: { a: 1 } }],
  ['a list of requests', [{ query: '{ viewer { role } }' }]],
  ['a subscription', { query: 'subscription { events { id } }' }],
  ['introspection', { query: '{ __schema { queryType { name } } }' }],
  ['no object', 'text'],
];

describe('the common way of answering a request', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  const post = async (body: string, accept: string) => {
    const response = await fetch(service.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${service.tokens.viewer}`,
        accept,
      },
      body,
    });
    const text = await response.text();
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text,
    };
  };

  for (const [accept, throughYoga] of acceptHeaders) {
    it.each(requests)(`is no other than Yoga's for ${accept}: %s`, async (_name, request) => {
      const body = JSON.stringify(request);
      expect(await post(body, accept)).toEqual(await post(body, throughYoga));
    });

    it(`is no other than Yoga's for ${accept}: a body that is no JSON`, async () => {
      expect(await post('{"query":', accept)).toEqual(await post('{"query":', throughYoga));
    });
  }
});
