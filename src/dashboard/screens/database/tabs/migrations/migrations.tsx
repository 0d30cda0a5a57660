// The migrations of a database: what runs now or waits for somebody, and every source.
import { useState } from 'react';

import type { DatabaseEngine } from '../../../../graphql/graphql.ts';
import { Answer } from '../../../../parts/notes.tsx';
import { CurrentRuns } from './current-runs.tsx';
import { NoSource, NotMigrated } from './no-source.tsx';
import { useMigrations } from './read-migrations.ts';
import { runsOf, useLatestRuns } from './read-runs.ts';
import { SourcePanel } from './source-panel.tsx';

export interface MigrationsTabProps {
  /** The database's global id. */
  readonly id: string;
  readonly name: string;
  readonly engine: DatabaseEngine;
  /** False: it was only discovered, or is retired. */
  readonly isDeclared: boolean;
}

function Migrated({ id, name }: { id: string; name: string }) {
  const answer = useMigrations(id, name);
  const runs = runsOf(useLatestRuns(id, name).data);
  const [started, setStarted] = useState<readonly string[]>([]);
  return (
    <>
      <CurrentRuns runs={runs} name={name} started={started} onTurn={answer.refresh} />
      <Answer answer={answer}>
        {({ database }) =>
          database == null || database.migrationStatuses.length === 0 ? (
            <NoSource id={id} name={name} />
          ) : (
            database.migrationStatuses.map((source) => (
              <SourcePanel
                key={source.source}
                id={id}
                name={name}
                source={source}
                waitingRun={
                  runs.find(
                    (run) => run.state === 'AWAITING_REVIEW' && run.source === source.source,
                  )?.id
                }
                onStarted={(runId) => setStarted((all) => [...all, runId])}
                onChanged={answer.refresh}
              />
            ))
          )
        }
      </Answer>
    </>
  );
}

/** The tab that the page opens with. */
export function MigrationsTab({ id, name, engine, isDeclared }: MigrationsTabProps) {
  // The service refuses to read migrations of what has none.
  if (engine !== 'POSTGRESQL' || !isDeclared) return <NotMigrated isDeclared={isDeclared} />;
  return <Migrated id={id} name={name} />;
}
