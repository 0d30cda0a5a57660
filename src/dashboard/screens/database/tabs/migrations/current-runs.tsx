// What runs now in a database or waits for somebody, what was just begun here until it is put away, and
// the last run when it ended badly.
import { useRef, useState } from 'react';

import { Panel } from '../../../../parts/panel.tsx';
import { CurrentRun } from './current-run.tsx';
import { chooseRuns } from './choose-runs.ts';
import type { Run } from './read-runs.ts';

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
