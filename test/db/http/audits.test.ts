import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startService, type TestService } from './service.ts';

describe('GraphQL over HTTP', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  it('passes all 61 audits of graphql-http', async () => {
    const fetchFn: typeof fetch = (url, init) => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${service.tokens.viewer}`);
      return fetch(url, { ...init, headers });
    };
    const audits = serverAudits({ url: service.url, fetchFn });
    const failures: string[] = [];
    for (const audit of audits) {
      const result = await audit.fn();
      if (result.status !== 'ok') failures.push(`${audit.id} ${audit.name}: ${result.reason}`);
    }
    expect(failures).toEqual([]);
    expect(audits).toHaveLength(61);
  });
});
