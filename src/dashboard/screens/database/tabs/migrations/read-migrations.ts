// How the migrations of one database stand, asked of the database itself, and asked again when something
// was migrated there; and what the pending ones of a source would do.
import { useMemo } from 'react';

import { useLiveQuery, type LiveAnswer } from '../../../../client/use-live-query.ts';
import { graphql } from '../../../../graphql/gql.ts';
import type { DatabaseImpactQuery, DatabaseMigrationsQuery } from '../../../../graphql/graphql.ts';
import { planChanged } from '../../../../parts/expected.ts';
import { concernsDatabase } from '../../../../parts/concerns-database.ts';

const migrationsQuery = graphql(`
  query DatabaseMigrations($id: ID!) {
    database(id: $id) {
      migrationStatuses {
        source
        tool
        state
        reason
        currentVersion
        revision
        checkedAt
        deeds
        counts {
          total
          applied
          pending
          failed
          other
        }
        migrations {
          version
          name
          state
          reason
          inDoubt
          appliedAt
          appliedBy
          durationMs
        }
      }
    }
  }
`);

const impactQuery = graphql(`
  query DatabaseImpact($database: ID!, $source: String, $toVersion: String) {
    assessImpact(input: { database: $database, source: $source, toVersion: $toVersion }) {
      ...ShownImpact
    }
  }
`);

export type Source = NonNullable<DatabaseMigrationsQuery['database']>['migrationStatuses'][number];
export type Migration = Source['migrations'][number];

const migrated = [
  'migration.started',
  'migration.step_finished',
  'migration.completed',
  'migration_status.changed',
  'migration_manifest.uploaded',
];

/** The sources of a database with their migrations. */
export function useMigrations(id: string, name: string): LiveAnswer<DatabaseMigrationsQuery> {
  const concerns = useMemo(() => concernsDatabase(name), [name]);
  return useLiveQuery(migrationsQuery, { id }, { staleAfter: migrated, concerns, everyMs: 1_500 });
}

export interface ImpactOf {
  /** Global id of the database. */
  readonly database: string;
  readonly name: string;
  readonly source: string;
  readonly toVersion?: string | undefined;
  /** True: there is nothing to assess. */
  readonly pause?: boolean;
}

/** What the pending migrations would do, up to a version or all of them. */
export function useImpact(of: ImpactOf): LiveAnswer<DatabaseImpactQuery> {
  const { database, name, source, toVersion = null, pause = false } = of;
  const concerns = useMemo(() => concernsDatabase(name), [name]);
  return useLiveQuery(
    impactQuery,
    { database, source, toVersion },
    {
      staleAfter: [...planChanged, 'schema.changed'],
      concerns,
      everyMs: 5_000,
      pause,
    },
  );
}
