// What runs now in a database or waits for somebody, what was just begun here until it is put away, and
// the last run when it ended badly.
import { useMemo, useRef, useState } from 'react';

import { useLiveQuery, type LiveAnswer } from '../../../../client/use-live-query.ts';
import { graphql } from '../../../../graphql/gql.ts';
import type { DatabaseCurrentRunsQuery } from '../../../../graphql/graphql.ts';
import { Panel } from '../../../../parts/panel.tsx';
import { concernsDatabase } from '../../concerns.ts';
import { CurrentRun } from './current-run.tsx';
import { chooseRuns } from './choose-runs.ts';

const runsQuery = graphql(`
  query DatabaseCurrentRuns($database: ID!) {
    migrationRuns(first: 10, filter: { database: $database }) {
      edges {
        node {
          id
          kind
          state
          dryRun
          emergency
          origin
          source
          toVersion
          triggeredBy
          queuedAt
          finishedAt
          error {
            message
            hint
            statement
          }
          migrations {
            version
            state
          }
        }
      }
    }
  }
`);

export type Run = DatabaseCurrentRunsQuery['migrationRuns']['edges'][number]['node'];

const turns = [
  'migration.queued',
  'migration.started',
  'migration.completed',
  'migration.verified',
  'migration.cancel_requested',
];

/** The latest runs of a database, newest first. */
export function useLatestRuns(id: string, name: string): LiveAnswer<DatabaseCurrentRunsQuery> {
  const concerns = useMemo(() => concernsDatabase(name), [name]);
  return useLiveQuery(runsQuery, { database: id }, { staleAfter: turns, concerns, everyMs: 500 });
}

/** The runs in such an answer; none while it is awaited. */
export function runsOf(data: DatabaseCurrentRunsQuery | undefined): readonly Run[] {
  return data?.migrationRuns.edges.map(({ node }) => node) ?? [];
}

export interface CurrentRunsProps {
  /** The latest runs, newest first. */
  readonly runs: readonly Run[];
  /** The database's name. */
  readonly name: string;
  /** Runs that were begun here. */
  readonly started: readonly string[];
  /** A run went on: read the migrations anew. */
  onTurn(): void;
}

/** The runs that matter now; nothing, when there is none. */
export function CurrentRuns({ runs, name, started, onTurn }: CurrentRunsProps) {
  const [putAway, setPutAway] = useState<ReadonlySet<string>>(new Set());
  // What was seen running stays until it is put away, so that one sees how it ended.
  const seen = useRef(new Set<string>());
  for (const run of runs) if (run.finishedAt == null) seen.current.add(run.id);
  const shown = chooseRuns(runs, { kept: new Set([...seen.current, ...started]), putAway });
  if (shown.length === 0) return null;
  return (
    <Panel title={shown.some(({ finishedAt }) => finishedAt == null) ? 'Now' : 'Last run'} isFlush>
      {shown.map((run) => (
        <CurrentRun
          key={run.id}
          run={run}
          name={name}
          isWatched={seen.current.has(run.id) || started.includes(run.id)}
          onTurn={onTurn}
          onPutAway={() => setPutAway(new Set([...putAway, run.id]))}
        />
      ))}
    </Panel>
  );
}
