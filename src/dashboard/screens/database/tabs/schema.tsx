// A database's schema: whether it can be read and how it is watched, what it has that no migration made,
// what changed and by whom, its objects, and the schemas it had before.
import { useMemo } from 'react';

import { useEvery } from '../../../client/use-every.ts';
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { graphql } from '../../../graphql/gql.ts';
import type { DatabaseSchemaQuery } from '../../../graphql/graphql.ts';
import { Answer } from '../../../parts/notes.tsx';
import { concernsDatabase } from '../concerns.ts';
import { ChangesPanel } from './schema/changes-panel.tsx';
import { DriftPanel } from './schema/drift-panel.tsx';
import { ObjectsPanel } from './schema/objects-panel.tsx';
import { SnapshotsPanel } from './schema/snapshots-panel.tsx';
import { WatchPanel } from './schema/watch-panel.tsx';

const schemaQuery = graphql(`
  query DatabaseSchema($id: ID!) {
    database(id: $id) {
      id
      name
      engine
      schemaCheckedAt
      schemaWatch {
        state
        reason
        since
      }
      schemaSnapshot {
        id
        hash
        takenAt
        objectCount
        serverVersion
        notes
        isBaseline
      }
      drift {
        id
        state
        risk
        digest
        changeCount
        openedAt
        changedAt
        acknowledgedAt
        acknowledgedBy
        comment
        changes {
          kind
          name
          change
          message
          risk
          attributes {
            name
            from
            to
          }
          breaks {
            object
            reason
          }
        }
        statements {
          at
          user
          application
          client
          statement
          tag
          object
        }
      }
      driftIgnores {
        id
        objects
        reason
        createdAt
        createdBy
      }
    }
  }
`);

export type SchemaDatabase = NonNullable<DatabaseSchemaQuery['database']>;

export interface SchemaTabProps {
  /** The database's global id. */
  readonly id: string;
  readonly name: string;
}

const readAgainMs = 30_000;

/** The schema. */
export function SchemaTab({ id, name }: SchemaTabProps) {
  const concerns = useMemo(() => concernsDatabase(name), [name]);
  const answer = useLiveQuery(
    schemaQuery,
    { id },
    { staleAfter: ['schema.', 'schema_watch.', 'drift.'], concerns, everyMs: 2_000 },
  );
  useEvery(readAgainMs, answer.refresh);
  return (
    <Answer answer={answer}>
      {({ database }) =>
        database == null ? null : (
          <>
            <WatchPanel database={database} />
            {database.schemaSnapshot == null ? null : (
              <>
                <DriftPanel database={database} onChanged={answer.refresh} />
                <ChangesPanel id={database.id} />
                <ObjectsPanel key={database.schemaSnapshot.id} snapshot={database.schemaSnapshot} />
                <SnapshotsPanel id={database.id} name={database.name} />
              </>
            )}
          </>
        )
      }
    </Answer>
  );
}
