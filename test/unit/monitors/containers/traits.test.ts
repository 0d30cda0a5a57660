import { expect, test } from 'vitest';

import { recogniseDatabase } from '../../../../src/monitors/containers/recognise.ts';
import { readTraits } from '../../../../src/monitors/containers/traits.ts';
import { chooseSeed, createSeeded } from '../../../support/seeded.ts';

test('takes keys, ports and programs of what Docker answers', () => {
  expect(
    readTraits({
      Path: '/usr/local/bin/docker-entrypoint.sh',
      Args: ['postgres', '-c', 'fsync=off'],
      Config: {
        Image: 'postgres:16',
        Labels: { a: 'b' },
        Env: ['POSTGRES_PASSWORD=hunter2', 'PGDATA=/data', 'EMPTY=', 'BARE'],
        ExposedPorts: { '5432/tcp': {}, '8008/tcp': {}, '9000/udp': {} },
        Entrypoint: ['docker-entrypoint.sh'],
        Cmd: ['postgres'],
        Healthcheck: { Test: ['CMD-SHELL', 'PGPASSWORD=hunter2 pg_isready -U app || exit 1'] },
      },
      HostConfig: { PortBindings: { '5432/tcp': [{ HostPort: '15432' }], '6000/tcp': null } },
      NetworkSettings: { Ports: { '5432/tcp': null } },
    }),
  ).toEqual({
    image: 'postgres:16',
    labels: { a: 'b' },
    environmentKeys: ['POSTGRES_PASSWORD', 'PGDATA', 'EMPTY', 'BARE'],
    ports: [5432, 6000, 8008],
    programs: ['docker-entrypoint.sh', 'postgres', 'docker-entrypoint.sh', 'postgres'],
    checkPrograms: ['pg_isready', 'exit'],
  });
});

test.each([
  [['CMD', 'pg_isready', '-U', 'app'], ['pg_isready']],
  [['CMD', '/usr/bin/redis-cli', '-a', 'hunter2', 'ping'], ['redis-cli']],
  [['CMD', 'sh', '-c', 'mysqladmin ping -phunter2'], ['mysqladmin']],
  [['CMD', '/bin/sh', '-c', 'timeout 5 mongosh --eval 1'], ['mongosh']],
  [
    ['CMD-SHELL', 'test -f /ready && ! pg_isready'],
    ['test', 'pg_isready'],
  ],
  [['NONE'], []],
  [[], []],
])('reads the programs of the check %j', (check, expected) => {
  expect(readTraits({ Config: { Healthcheck: { Test: check } } }).checkPrograms).toEqual(expected);
});

test('takes what engines leave out for nothing', () => {
  const nothing = {
    image: '',
    labels: {},
    environmentKeys: [],
    ports: [],
    programs: [],
    checkPrograms: [],
  };
  expect(readTraits({})).toEqual(nothing);
  expect(
    readTraits({
      Args: null,
      Config: {
        Labels: null,
        Env: null,
        ExposedPorts: null,
        Entrypoint: null,
        Cmd: null,
        Healthcheck: null,
      },
      HostConfig: { PortBindings: null },
      NetworkSettings: { Ports: null },
    }),
  ).toEqual(nothing);
});

test('no value of the environment and no argument ever comes out of a recognition', () => {
  const seeded = createSeeded(chooseSeed());
  const keys = [
    'POSTGRES_PASSWORD',
    'PGDATA',
    'MYSQL_ROOT_PASSWORD',
    'REDIS_ARGS',
    'REDIS_PASSWORD',
    'ES_JAVA_OPTS',
    'MONGO_INITDB_ROOT_PASSWORD',
    'X',
  ];
  const images = [
    'postgres',
    'mysql:8',
    'redis',
    'mongo',
    'elasticsearch:8.1.0',
    'mycorp/x',
    'prom/mysqld-exporter',
  ];
  for (let round = 0; round < 500; round += 1) {
    const secret = `s3cret-${seeded.uuid()}`;
    const one = <T>(of: readonly T[]): T => of[seeded.integer(of.length)] as T;
    const found = recogniseDatabase(
      readTraits({
        Path: one(['redis-server', 'docker-entrypoint.sh', `--pass=${secret}`]),
        Args: [one(['--requirepass', 'psql', `postgres://app:${secret}@db/x`]), secret],
        Config: {
          Image: one(images),
          Env: keys.filter(() => seeded.fraction() < 0.6).map((key) => `${key}=${secret}`),
          ExposedPorts: { [`${one([5432, 3306, 6379, 80])}/tcp`]: {} },
          Entrypoint: `/bin/sh -c "${secret}"`,
          Healthcheck: {
            Test: ['CMD-SHELL', `redis-cli -a ${secret} ping; pg_isready "${secret}"`],
          },
        },
      }),
    );
    expect(JSON.stringify(found), `seed ${seeded.seed}`).not.toContain(secret);
  }
});
