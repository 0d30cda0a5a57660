import { describe, expect, it } from 'vitest';

import { isTokenValid, parseBearer } from '../../../src/http/tokens.ts';

describe('the token in a header', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer   abc', 'abc'],
    [' Bearer abc ', 'abc'],
    ['Bearer', undefined],
    ['Bearer a b', undefined],
    ['Basic abc', undefined],
    [`Bearer ${'x'.repeat(513)}`, undefined],
    [undefined, undefined],
    [['Bearer abc'], undefined],
  ])('of %j is %j', (header, token) => {
    expect(parseBearer(header)).toBe(token);
  });
});

describe('a token', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  const token = {
    id: 'id',
    name: 'name',
    role: 'viewer' as const,
    createdBy: 'test',
    createdAt: now,
    expiresAt: null,
    revokedAt: null,
  };

  it('is valid until it is revoked or its time has come', () => {
    expect(isTokenValid(token, now)).toBe(true);
    expect(isTokenValid({ ...token, revokedAt: now }, now)).toBe(false);
    expect(isTokenValid({ ...token, expiresAt: now }, now)).toBe(false);
    expect(isTokenValid({ ...token, expiresAt: new Date(now.getTime() + 1) }, now)).toBe(true);
  });
});
