import { describe, expect, it } from 'vitest';

import { placeOf, registeredUrlFault } from '../../../src/core/database-url.ts';

const place = { host: null, port: null, databaseName: null, userName: null, path: null };

describe('where a URL leads', () => {
  it.each([
    ['postgres://hawk:lynx@db.example:6432/shop', ['db.example', 6432, 'shop', 'hawk']],
    ['postgresql://db.example', ['db.example', 5432, null, null]],
    [
      'postgres://hawk%40home:a%2Fb@[::1]/sh%20op?sslmode=require',
      ['[::1]', 5432, 'sh op', 'hawk@home'],
    ],
    ['postgres://hawk:a,b@one:1,two:2/shop', ['one:1,two:2', null, 'shop', 'hawk']],
    ['postgres:///shop?host=/run/postgresql', ['/run/postgresql', 5432, 'shop', null]],
  ])('is told of %s', (url, [host, port, databaseName, userName]) => {
    expect(registeredUrlFault(url)).toBeUndefined();
    expect(placeOf(url)).toEqual({ ...place, host, port, databaseName, userName });
  });

  it('is the path of a file', () => {
    expect(placeOf('sqlite:/srv/a.db')).toEqual({ ...place, path: '/srv/a.db' });
    expect(placeOf('duckdb:/srv/a.duckdb')).toEqual({ ...place, path: '/srv/a.duckdb' });
  });

  it('holds neither password nor parameters', () => {
    const url = 'postgres://hawk:lynx@one:1,two:2/shop?password=lynx&sslkey=/lynx.key';
    expect(JSON.stringify(placeOf(url))).not.toContain('lynx');
  });
});

describe('what may not be registered', () => {
  it.each([
    ['embedded:shop', 'only hawkwatch.yaml'],
    ['sqlite:shop.db', 'absolute path'],
    ['sqlite::memory:', 'must name a file'],
    ['duckdb:', 'names no file'],
    [
      'mysql://x/y',
      'must begin with postgres:// or postgresql://, or be sqlite:PATH or duckdb:PATH',
    ],
    ['postgres://a b/c', 'is not a valid URL'],
    ['postgres://hawk:%zz@x/y', 'is not a valid URL'],
    [`postgres://x/${'y'.repeat(5000)}`, '4096 characters'],
    ['', 'must begin with'],
  ])('is told of %s', (url, fault) => {
    expect(registeredUrlFault(url)).toContain(fault);
  });
});
