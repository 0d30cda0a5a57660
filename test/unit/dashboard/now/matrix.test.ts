// The matrix of what is watched: objects by kind and environment, with their ills and their alerts.
import { describe, expect, it } from 'vitest';

import {
  buildMatrix,
  hrefOf,
  type Cell,
  type LocatedAlert,
  type WatchedObjects,
} from '../../../../src/dashboard/screens/now/matrix/matrix-model.ts';

const none: WatchedObjects = { databases: [], endpoints: [], containers: [], files: [] };
const database = (
  name: string,
  environment: string | null,
  state: 'UP' | 'DOWN' | 'UNKNOWN' = 'UP',
) => ({
  id: name,
  name,
  environment,
  health: { state },
});
const alert = (subject: string, databaseName: string | null = null): LocatedAlert => ({
  id: subject,
  title: subject,
  severity: 'WARNING',
  subject,
  databaseName,
  startedAt: '2026-11-20T12:00:00.000Z',
  resolvedAt: null,
});

describe('buildMatrix', () => {
  it('puts production first, other environments by name, and none at the end', () => {
    const databases = [null, 'zoo', 'staging', 'edge', 'production'].map((environment) =>
      database(`db-${environment}`, environment),
    );
    expect(buildMatrix({ ...none, databases }, []).environments).toEqual([
      'production',
      'staging',
      'edge',
      'zoo',
      undefined,
    ]);
  });

  it('has a row for each kind of which there is something', () => {
    expect(buildMatrix(none, []).rows).toEqual([]);
    const { rows } = buildMatrix({ ...none, databases: [database('shop', 'production')] }, []);
    expect(rows.map(({ kind }) => kind)).toEqual(['databases']);
  });

  it('counts what is not well by its state', () => {
    const databases = [
      database('a', 'production', 'DOWN'),
      database('b', 'production', 'DOWN'),
      database('c', 'production'),
    ];
    const [cell] = buildMatrix({ ...none, databases }, []).rows[0]?.cells ?? [];
    expect(cell?.count).toBe(3);
    expect([...(cell?.ill ?? [])]).toEqual([['DOWN', 2]]);
  });

  it('calls nothing well of which nothing is known, or that nobody looks at', () => {
    const databases = [database('a', 'production', 'UNKNOWN'), database('b', 'production')];
    const endpoints = [{ id: 'e', name: 'e', environment: null, state: 'PAUSED' as const }];
    const { rows } = buildMatrix({ ...none, databases, endpoints }, []);
    const shown = rows.map(({ cells }) =>
      cells.map(({ ill, unclear }) => [[...ill], [...unclear]]),
    );
    expect(shown).toEqual([
      [
        [[], [['UNKNOWN', 1]]],
        [[], []],
      ],
      [
        [[], []],
        [[], [['PAUSED', 1]]],
      ],
    ]);
  });

  it('says of which kind there is more than was read', () => {
    const objects = { ...none, databases: [database('a', null)] };
    const cells = buildMatrix(objects, [], ['databases', 'files']).rows.flatMap((row) => row.cells);
    expect(cells.map(({ kind, isCut }) => [kind, isCut])).toEqual([['databases', true]]);
  });

  it('calls a container in a crash loop ill, whatever its state', () => {
    const containers = [
      {
        id: 'c',
        name: 'importer',
        key: 'importer',
        state: 'running',
        health: null,
        crashLoopSince: '2026-11-20T12:00:00.000Z',
        database: null,
      },
    ];
    const [cell] = buildMatrix({ ...none, containers }, []).rows[0]?.cells ?? [];
    expect([...(cell?.ill ?? [])]).toEqual([['CRASH_LOOP', 1]]);
  });

  it('counts an alert where its subject is, else where the database is that it names', () => {
    const objects = {
      ...none,
      databases: [database('shop', 'production')],
      endpoints: [{ id: 'e', name: 'web', environment: 'staging', state: 'UP' as const }],
    };
    const { rows } = buildMatrix(objects, [
      alert('endpoint:web', 'shop'),
      alert('prometheus:errors', 'shop'),
      alert('host:db1'),
    ]);
    const subjects = rows.map(({ cells }) => cells.map((cell) => cell.alerts.map((one) => one.id)));
    expect(subjects).toEqual([
      [['prometheus:errors'], []],
      [[], ['endpoint:web']],
    ]);
  });
});

describe('hrefOf', () => {
  const cell: Cell = {
    kind: 'databases',
    environment: 'production',
    count: 2,
    isCut: false,
    isWhole: false,
    ill: new Map(),
    unclear: new Map(),
    alerts: [],
  };

  it('leads to the list of just what is counted', () => {
    expect(hrefOf(cell)).toBe('/databases?environment=production');
    const nowhere = { ...cell, environment: undefined };
    expect(hrefOf(nowhere, 'DOWN')).toBe('/databases?state=DOWN&environment=none');
  });

  it('leads nowhere where the list would hold those of other environments too', () => {
    const containers: Cell = { ...cell, kind: 'containers' };
    expect(hrefOf(containers)).toBeUndefined();
    expect(hrefOf(containers, 'CRASH_LOOP')).toBeUndefined();
    expect(hrefOf({ ...containers, isWhole: true }, 'CRASH_LOOP')).toBe('/containers?loops=true');
    expect(hrefOf({ ...cell, kind: 'files', isWhole: true })).toBe('/files');
    expect(hrefOf({ ...cell, kind: 'files', isWhole: true }, 'UNREADABLE')).toBeUndefined();
  });
});
