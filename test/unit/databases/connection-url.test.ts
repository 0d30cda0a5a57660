import os from 'node:os';

import { describe, expect, it } from 'vitest';

import { readConnectionUrl } from '../../../src/databases/postgres/connection-url.ts';

const me = os.userInfo().username;

describe('the URL of a monitored server', () => {
  it.each([
    ['postgres://u:p%40%3A@h:5432/db', 'u', 'p@:', 'db'],
    ['postgres://u:a:b@h/db', 'u', 'a:b', 'db'],
    ['postgresql://u%2F@h/db', 'u/', '', 'db'],
    ['postgres://u:@h,i:5433', 'u', '', 'u'],
    ['postgres://h/db', me, '', 'db'],
    ['postgres://u@%2Ftmp%2Fa:5432/db?x=a@b/c:d', 'u', '', 'db'],
    ['postgres:///db?host=/tmp', me, '', 'db'],
  ])('%s has a login', (url, user, password, database) => {
    expect(readConnectionUrl(url)).toEqual({ url, user, password, database });
  });

  it('does not say what is for hawkwatch to say', () => {
    const query = 'a=1&Statement_Timeout=0&options=-c%20x%3D1&application%5Fname=x';
    expect(readConnectionUrl(`postgres://u@h/db?${query}`).url).toBe(
      'postgres://u@h/db?a=1&options=-c%20x%3D1',
    );
    expect(readConnectionUrl('postgres://u@h/db?application_name=x').url).toBe('postgres://u@h/db');
  });
});
