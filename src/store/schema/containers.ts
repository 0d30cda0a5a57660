// Containers by what they are called, whatever their ids, and what the daemons told of them.

import { bigint, boolean, index, integer, sql, text, unique, uuid } from '../drizzle.ts';
import { databases } from './databases.ts';
import { instant, json } from './events.ts';
import { storeSchema } from './namespace.ts';

export const containers = storeSchema.table(
  'containers',
  {
    id: uuid('id').primaryKey(),
    /** The configured name of the daemon. */
    daemon: text('daemon').notNull(),
    /** Where the daemon runs. */
    host: text('host').notNull(),
    /** Compose's project/service/number, else the name. */
    key: text('key').notNull(),
    /** Docker's id of the present one. */
    containerId: text('container_id').notNull(),
    name: text('name').notNull(),
    image: text('image').notNull(),
    imageId: text('image_id').notNull(),
    state: text('state').notNull(),
    health: text('health'),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    exitCode: integer('exit_code'),
    oomKilled: boolean('oom_killed').notNull(),
    restartCount: integer('restart_count').notNull(),
    restartPolicy: text('restart_policy').notNull(),
    stopSignal: text('stop_signal'),
    stopTimeoutS: integer('stop_timeout_s').notNull(),
    /** Since when it ends again and again; null while it does not. */
    crashLoopSince: instant('crash_loop_since'),
    compose: json('compose'),
    ports: json('ports').notNull(),
    networks: json('networks').notNull(),
    /** Keys only: values hold passwords. */
    environmentKeys: text('environment_keys').array().notNull(),
    healthCommand: text('health_command'),
    labels: json('labels').notNull(),
    /** As which database it was recognised, and why; null when it was not. */
    recognised: json('recognised'),
    databaseId: uuid('database_id').references(() => databases.id),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    /** When the daemon no longer had it; null while it has. */
    vanishedAt: instant('vanished_at'),
  },
  (table) => [
    unique('containers_key').on(table.host, table.daemon, table.key),
    index('containers_database').on(table.databaseId),
    // For removing those that have been gone for long.
    index('containers_vanished')
      .on(table.vanishedAt)
      .where(sql`${table.vanishedAt} is not null`),
  ],
);

export const containerEvents = storeSchema.table(
  'container_events',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    container: uuid('container')
      .notNull()
      .references(() => containers.id, { onDelete: 'cascade' }),
    /** Docker's id at that time. */
    dockerId: text('docker_id').notNull(),
    at: instant('at').notNull(),
    /** Nanoseconds since 1970, as text: no JavaScript number holds them. */
    timeNano: text('time_nano').notNull(),
    action: text('action').notNull(),
    /** PLANNED, UNPLANNED …; null for what needs none. */
    verdict: text('verdict'),
    exitCode: integer('exit_code'),
    /** The signal of a kill. */
    signal: integer('signal'),
    reason: text('reason'),
    /** Concluded from the daemon's list, because its event was missed. */
    inferred: boolean('inferred').notNull(),
  },
  (table) => [
    unique('container_events_once').on(table.dockerId, table.action, table.timeNano),
    index('container_events_container').on(table.container, table.at, table.id),
    index('container_events_at').on(table.at, table.id),
  ],
);
