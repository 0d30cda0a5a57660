import { describe, expect, test } from 'vitest';

import {
  environmentOf,
  namesFor,
} from '../../../../src/monitors/containers/databases/database-name.ts';
import {
  closeness,
  configuredPlaces,
  placesOf,
  type PlacedContainer,
} from '../../../../src/monitors/containers/databases/places.ts';
import { containerRow } from '../../../support/stored-containers.ts';

const published = (hostIp: string | null, hostPort: number, port = 5432) => ({
  port,
  protocol: 'tcp',
  hostIp,
  hostPort,
});
const here = { name: 'box', addresses: new Set(['192.168.1.7', '127.0.0.1']) };

describe('the places of a configured URL', () => {
  test.each([
    ['postgres://db.example/shop', [{ host: 'db.example', port: 5432 }]],
    ['postgres://u:p@DB.example:6000/shop', [{ host: 'db.example', port: 6000 }]],
    [
      'postgres://u@a:1,b:2/shop',
      [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
      ],
    ],
    [
      'postgres://u@a,b:2/shop',
      [
        { host: 'a', port: 5432 },
        { host: 'b', port: 2 },
      ],
    ],
    ['postgres://u@[::1]:5433/shop', [{ host: '::1', port: 5433 }]],
    ['postgres:///shop?host=/var/run/postgresql', []],
    ['postgres:///shop?host=10.0.0.7', [{ host: '10.0.0.7', port: 5432 }]],
    ['sqlite:/srv/shop.db', []],
    ['embedded:shop', []],
    ['no url at all', []],
  ])('%s', (url, expected) => {
    expect(configuredPlaces(url)).toEqual(expected);
  });
});

describe('a configured place leads to a container', () => {
  const on = (more: Partial<PlacedContainer>): PlacedContainer =>
    containerRow('shop-db', { host: 'box', ...more });
  const bridge = { name: 'bridge', address: '172.17.0.2', aliases: ['shop'] };

  test.each<[string, Partial<PlacedContainer>, string, 0 | 1 | 2]>([
    [
      'its published port on this host',
      { ports: [published('0.0.0.0', 15432)] },
      'localhost:15432',
      2,
    ],
    ['by the host’s name', { ports: [published('0.0.0.0', 15432)] }, 'BOX:15432', 2],
    ['by an address of the host', { ports: [published('::', 15432)] }, '192.168.1.7:15432', 2],
    [
      'by the address it is published at',
      { ports: [published('10.9.9.9', 15432)] },
      '10.9.9.9:15432',
      2,
    ],
    [
      'from a container of the host',
      { ports: [published(null, 15432)] },
      'host.docker.internal:15432',
      2,
    ],
    ['another port', { ports: [published('0.0.0.0', 15432)] }, 'localhost:5432', 0],
    [
      'the port of another server in it',
      { ports: [published('0.0.0.0', 8008, 8008)] },
      'localhost:8008',
      0,
    ],
    ['another host', { ports: [published('0.0.0.0', 15432)] }, 'elsewhere:15432', 0],
    [
      'localhost, but it runs on another host',
      { host: 'other', ports: [published('0.0.0.0', 15432)] },
      'localhost:15432',
      0,
    ],
    [
      'another host, by that one’s name',
      { host: 'other', ports: [published('0.0.0.0', 15432)] },
      'other:15432',
      2,
    ],
    ['its address in a network', { networks: [bridge] }, '172.17.0.2:5432', 2],
    ['that address on another host', { host: 'other', networks: [bridge] }, '172.17.0.2:5432', 1],
    ['its address and another port', { networks: [bridge] }, '172.17.0.2:5433', 0],
    ['its alias', { networks: [bridge] }, 'shop:5432', 1],
    ['its name', { networks: [] }, 'shop-db:5432', 1],
    [
      'its service of Compose',
      { compose: { project: 'shop', service: 'db', number: '1', configHash: null } },
      'db:5432',
      1,
    ],
    [
      'the network of the host',
      { networks: [{ name: 'host', address: null, aliases: [] }] },
      '127.0.0.1:5432',
      2,
    ],
    [
      'the network of another host',
      { host: 'other', networks: [{ name: 'host', address: null, aliases: [] }] },
      '127.0.0.1:5432',
      0,
    ],
  ])('%s', (_what, container, url, grade) => {
    const [place] = configuredPlaces(`postgres://${url}/shop`);
    if (place === undefined) throw new Error('the test names no place');
    expect(closeness(place, on(container), 5432, here)).toBe(grade);
  });
});

test('a server is reached through its published ports first, then through its networks', () => {
  const container = containerRow('db', {
    host: 'box',
    ports: [
      published('0.0.0.0', 15432),
      published('::', 15432),
      published('127.0.0.1', 25432),
      published('0.0.0.0', 8008, 8008),
    ],
    networks: [
      { name: 'shop', address: '172.20.0.2', aliases: [] },
      { name: 'none', address: null, aliases: [] },
    ],
  });
  expect(placesOf(container, 5432)).toEqual([
    { by: 'HOST', host: 'box', port: 15432, network: null },
    { by: 'HOST', host: '127.0.0.1', port: 25432, network: null },
    { by: 'NETWORK', host: '172.20.0.2', port: 5432, network: 'shop' },
  ]);
  expect(placesOf(container, null)).toEqual([]);
});

describe('the name of a database', () => {
  const first = (more: Parameters<typeof containerRow>[1], count = 1): readonly string[] => {
    const names = namesFor(containerRow('shop-db', more));
    return Array.from({ length: count }, () => names.next().value);
  };

  test.each([
    [{ name: 'Shop DB.1' }, 'shop-db-1'],
    [{ name: '__x' }, 'x'],
    [{ name: '日本' }, 'database'],
    [{ name: 'x'.repeat(200) }, 'x'.repeat(63)],
    [{ compose: { project: 'shop', service: 'db', number: '1', configHash: null } }, 'shop-db'],
    [{ compose: { project: 'shop', service: 'db', number: '3', configHash: null } }, 'shop-db-3'],
    [{ labels: { 'hawkwatch.name': 'orders' } }, 'orders'],
    [{ labels: { 'hawkwatch.name': 'Not A Name' } }, 'shop-db'],
  ])('%j is %s', (more, expected) => {
    expect(first(more)).toEqual([expected]);
  });

  test('goes on with the daemon, the host, and numbers', () => {
    expect(first({ host: 'box', daemon: 'local' }, 5)).toEqual([
      'shop-db',
      'shop-db-local',
      'shop-db-local-box',
      'shop-db-2',
      'shop-db-3',
    ]);
  });

  test('an environment comes from the label alone', () => {
    expect(
      environmentOf(containerRow('a', { labels: { 'hawkwatch.environment': 'production' } })),
    ).toBe('production');
    expect(
      environmentOf(containerRow('a', { labels: { 'hawkwatch.environment': 'a b' } })),
    ).toBeNull();
    expect(environmentOf(containerRow('a'))).toBeNull();
  });
});
