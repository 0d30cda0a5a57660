// A database's schema: whether it can be read and how it is watched, what it has that no migration made,
// what changed and by whom, its objects, and the schemas it had before.
import { useMemo } from 'react';

import { useEvery } from '../../../client/use-every.ts';
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { Answer } from '../../../parts/notes.tsx';
import { concernsDatabase } from '../../../parts/concerns-database.ts';
import { ChangesPanel } from './schema/changes-panel.tsx';
import { DriftPanel } from './schema/drift-panel.tsx';
import { ObjectsPanel } from './schema/objects-panel.tsx';
import { schemaQuery } from './schema/read-schema.ts';
import { SnapshotsPanel } from './schema/snapshots-panel.tsx';
import { WatchPanel } from './schema/watch-panel.tsx';

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
