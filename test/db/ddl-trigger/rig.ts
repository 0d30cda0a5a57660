// A watched database with the schema trigger in it, and what its log tells.
import { randomBytes } from 'node:crypto';

import postgres from 'postgres';

import type { DatabaseConnection } from '../../../src/databases/driver.ts';
import type { DdlLogEntry, DdlLogReading } from '../../../src/databases/ddl-log.ts';
import {
  installStatements,
  removeStatements,
} from '../../../src/databases/postgres/ddl-trigger/statements.ts';
import { openDatabase } from '../../support/snapshots.ts';

export interface TriggerRig {
  readonly url: string;
  /** The connection of a superuser. */
  readonly sql: postgres.Sql;
  readonly database: DatabaseConnection;
  install(options?: { reader?: string }): Promise<void>;
  remove(): Promise<void>;
  /** One more connection. */
  connect(options?: { url?: string; application?: string }): postgres.Sql;
  /** The URL of the same database for a new role without rights; dropped at the end. */
  urlOfNewRole(): Promise<{ url: string; role: string }>;
  read(
    position?: string | null,
    limit?: number,
  ): Promise<Extract<DdlLogReading, { state: 'READ' }>>;
  /** All that came since the last call, by the driver. */
  news(): Promise<readonly DdlLogEntry[]>;
  /** Notifications that came since the last call; those of commits before the call are among them. */
  notifications(): Promise<number>;
  close(): Promise<void>;
}

export const signal = new AbortController().signal;

/** Opens a rig on a database; the trigger is not installed yet. */
export async function createTriggerRig(url: string): Promise<TriggerRig> {
  const open = (address: string, application: string): postgres.Sql =>
    postgres(address, {
      max: 1,
      onnotice: () => undefined,
      fetch_types: false,
      // The test server's superuser is called as the schema.
      connection: { application_name: application, search_path: 'public' },
    });
  const sql = open(url, 'an admin');
  const clients = [sql];
  const roles: string[] = [];
  const database = openDatabase(url);
  const runAll = (statements: readonly string[]) =>
    sql.begin(async (tx) => {
      for (const statement of statements) await tx.unsafe(statement);
    });
  let heard = 0;
  const listener = open(url, 'a listener');
  clients.push(listener);
  await listener.listen('hawkwatch_ddl', () => {
    heard += 1;
  });
  let arrived: () => void = () => undefined;
  await listener.listen('rig_mark', () => arrived());

  let position: string | null = null;
  const read: TriggerRig['read'] = async (from = null, limit) => {
    const request = { position: from, signal, ...(limit === undefined ? {} : { limit }) };
    const reading = await database.readDdlLog?.(request);
    if (reading?.state !== 'READ') throw new Error(`not read: ${reading?.reason}`);
    return reading;
  };
  return {
    url,
    sql,
    database,
    install: async (options) => {
      await runAll(installStatements(options));
    },
    remove: async () => {
      await runAll(removeStatements());
    },
    connect: ({ url: address = url, application = 'deploy' } = {}) => {
      const client = open(address, application);
      clients.push(client);
      return client;
    },
    urlOfNewRole: async () => {
      const role = `role_${randomBytes(6).toString('hex')}`;
      await sql.unsafe(`create role ${role} login password 'x'`);
      roles.push(role);
      const address = new URL(url);
      address.username = role;
      address.password = 'x';
      return { url: address.href, role };
    },
    read,
    news: async () => {
      const found: DdlLogEntry[] = [];
      for (;;) {
        const reading = await read(position);
        position = reading.position;
        found.push(...reading.entries);
        if (reading.complete) return found;
      }
    },
    notifications: async () => {
      const mark = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      // Notifications come in the order of commits.
      await sql`select pg_notify('rig_mark', clock_timestamp()::text)`;
      await mark;
      const count = heard;
      heard = 0;
      return count;
    },
    close: async () => {
      await database.close();
      for (const role of roles) await sql.unsafe(`drop owned by ${role}; drop role ${role}`);
      await Promise.all(clients.map((client) => client.end({ timeout: 1 })));
    },
  };
}

/** An entry in one line, for comparing. */
export function brief({ event, tag, objectType, object, more }: DdlLogEntry): string {
  return [event, tag, objectType, object, more === 0 ? '' : `+${more}`].join(' ').trim();
}
