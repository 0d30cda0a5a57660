import { describe, expect, it } from 'vitest';

import { describeFailure } from '../../../src/databases/targets.ts';

const failure = (message: string, properties: object): Error =>
  Object.assign(new Error(message), properties);

describe('a failure to connect', () => {
  it.each([
    ['EAI_AGAIN', 'getaddrinfo', /cannot be looked up now/],
    ['EHOSTUNREACH', 'connect', /no way to the host/],
    ['ENETUNREACH', 'connect', /no way to the host/],
    ['ETIMEDOUT', 'connect', /did not answer in time/],
    ['EACCES', 'connect', /may not connect/],
    ['ECONNRESET', 'read', /connection to the server was lost/],
    ['EPIPE', 'write', /connection to the server was lost/],
    ['ECONNREFUSED', 'connect', /refuses connections/],
    ['ENOTFOUND', 'getaddrinfo', /host name is not known/],
    ['EADDRNOTAVAIL', 'connect', /^the connection failed \(EADDRNOTAVAIL\)$/],
  ])('with %s is told without host, address and port', (code, syscall, words) => {
    const places = 'db7.internal.example 10.1.2.3:5432 /run/secret/.s.PGSQL.5432';
    const text = describeFailure(failure(`${syscall} ${code} ${places}`, { code, syscall }));
    expect(text).toMatch(words);
    expect(text).not.toMatch(/internal|10\.1|5432|secret/);
  });

  it('to all addresses of a host is told by its code', () => {
    const each = failure('connect EADDRNOTAVAIL 10.1.2.3:5432', { syscall: 'connect' });
    const all = Object.assign(new AggregateError([each]), { code: 'EADDRNOTAVAIL' });
    expect(describeFailure(all)).toBe('the connection failed (EADDRNOTAVAIL)');
  });

  it('that the server itself told is told in its words', () => {
    const refused = failure('permission denied for table orders', { code: '42501' });
    expect(describeFailure(refused)).toBe('permission denied for table orders (42501)');
  });
});
