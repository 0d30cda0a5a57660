import { describe, expect, it } from 'vitest';

import { takeTlsSettings } from '../../../src/postgres/tls-settings.ts';

describe('the TLS settings of a URL', () => {
  it.each([
    ['', 'disable'],
    ['?sslmode=prefer', 'prefer'],
    ['?sslmode=require', 'require'],
    ['?sslmode=require&sslrootcert=/ca.crt', 'verify-ca'],
    ['?sslrootcert=/ca.crt', 'verify-ca'],
    ['?sslrootcert=system', 'verify-full'],
    ['?ssl=true', 'verify-full'],
    ['?ssl=false', 'disable'],
    ['?sslmode=verify-full&sslrootcert=/ca.crt', 'verify-full'],
  ])('of %j ask for %s', (query, mode) => {
    expect(takeTlsSettings(`postgres://h/db${query}`)).toMatchObject({
      url: 'postgres://h/db',
      settings: { mode, fault: null },
    });
  });

  it('are taken out of the URL, and nothing else is', () => {
    const taken = takeTlsSettings(
      'postgres://u:p%3F@h/db?a=1&sslmode=require&options=-c%20x%3D1&sslcert=%2Fa%20b.crt&sslkey=k',
    );
    expect(taken.url).toBe('postgres://u:p%3F@h/db?a=1&options=-c%20x%3D1');
    expect(taken.settings).toMatchObject({ certificate: '/a b.crt', key: 'k' });
  });

  it('that mean nothing are a fault, and never less than was asked for', () => {
    expect(takeTlsSettings('postgres://h/db?sslmode=verify_full').settings).toMatchObject({
      mode: 'verify-full',
      fault: expect.stringMatching(/sslmode must be one of disable/),
    });
  });
});
