// A database whose schema is data, for simulations: it can be changed, go away, lose hints and fail in
// the middle of a snapshot. What the watcher is told of it goes through the same contract as a driver's.
import type { SchemaObject } from '../../src/core/schema.ts';
import type { ChangeHint, DatabaseConnection } from '../../src/databases/driver.ts';
import { createSnapshot } from '../../src/databases/schema/snapshot.ts';
import { healthy } from './health.ts';
import type { Seeded } from './seeded.ts';

export interface SimulatedSchema {
  readonly connection: DatabaseConnection;
  readonly tables: ReadonlySet<string>;
  isDown: boolean;
  /** How likely a hint is lost, 0 to 1; 1 for an engine that gives none. */
  lostHints: number;
  /** How likely a snapshot fails, 0 to 1. */
  failingSnapshots: number;
  add(table: string): void;
  remove(table: string): void;
}

export function createSimulatedSchema(random: Seeded): SimulatedSchema {
  const tables = new Set<string>();
  const listeners = new Set<(hint: ChangeHint) => void>();
  let version = 0;
  const reach = (): void => {
    if (schema.isDown) throw new Error('the server refuses connections');
  };
  const changed = (): void => {
    version += 1;
    if (schema.isDown || random.fraction() < schema.lostHints) return;
    for (const listener of listeners) listener({ kind: 'notification' });
  };
  const objects = (): readonly SchemaObject[] =>
    [...tables].flatMap((name) => [
      { kind: 'TABLE', name, parent: null, attributes: {}, uses: [] },
      {
        kind: 'COLUMN',
        name: `${name}.id`,
        parent: `TABLE ${name}`,
        attributes: { type: 'bigint' },
        uses: [],
      },
    ]);
  const connection: DatabaseConnection = {
    health: () => Promise.resolve(healthy),
    readFingerprint: () =>
      Promise.resolve().then(() => {
        reach();
        return String(version);
      }),
    readSnapshot: () =>
      Promise.resolve().then(() => {
        if (schema.isDown || random.fraction() < schema.failingSnapshots) {
          return { ok: false, reason: 'the connection to the database was lost' };
        }
        const snapshot = createSnapshot('POSTGRESQL', objects());
        return { ok: true, snapshot, serverVersion: '18', notes: [] };
      }),
    watch: (onHint) => {
      listeners.add(onHint);
      return {
        close: () => {
          listeners.delete(onHint);
          return Promise.resolve();
        },
      };
    },
    close: () => Promise.resolve(),
  };
  const schema: SimulatedSchema = {
    connection,
    tables,
    isDown: false,
    lostHints: 0,
    failingSnapshots: 0,
    add: (table) => {
      tables.add(table);
      changed();
    },
    remove: (table) => {
      tables.delete(table);
      changed();
    },
  };
  return schema;
}
