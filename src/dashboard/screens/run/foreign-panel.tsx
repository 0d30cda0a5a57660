// The session of a migration that another tool runs, and for admins the way to end it.
import { useState } from 'react';

import { Facts, type Fact } from '../../parts/facts.tsx';
import { nameOf } from '../../parts/run-progress/describe-event.ts';
import { EndSession } from '../../parts/run-progress/end-session.tsx';
import { Panel } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { useMay } from '../../shell/viewer.ts';
import type { RunDetails } from './operations.ts';

type Foreign = NonNullable<RunDetails['foreign']>;
type Session = Foreign['blocks'][number];

const namesOf = (sessions: readonly Session[]): string =>
  sessions.length === 0 ? 'nobody' : sessions.map(nameOf).join(', ');

/** What is known of it. */
export function ForeignPanel({ run, foreign }: { run: RunDetails; foreign: Foreign }) {
  const [isEnding, setEnding] = useState(false);
  const mayEnd = useMay('ADMIN') && run.finishedAt == null && foreign.pid != null;
  const session = [
    foreign.pid == null ? 'none: a row of its lock table' : `pid ${foreign.pid}`,
    foreign.application,
    foreign.user == null ? null : `role ${foreign.user}`,
  ];
  const facts: readonly Fact[] = [
    { name: 'Session', value: session.filter((part) => part != null).join(', ') },
    { name: 'Works in', value: foreign.worker == null ? null : nameOf(foreign.worker) },
    { name: 'Seen by', value: foreign.sign },
    { name: 'Since at least', value: <Time at={foreign.since} /> },
    { name: 'Waits for', value: namesOf(foreign.waitsFor) },
    { name: 'Keeps waiting', value: namesOf(foreign.blocks) },
  ];
  return (
    <Panel
      title={`By ${foreign.tool === 'unknown' ? 'hand or a script' : foreign.tool}`}
      aside={
        <>
          {foreign.stale ? (
            <State state="stale" tone="bad" label="holds its lock and does nothing" />
          ) : null}
          {mayEnd ? (
            <button className="danger" onClick={() => setEnding(true)}>
              End session {foreign.pid}
            </button>
          ) : null}
        </>
      }
    >
      <div className="column">
        <p>
          hawkwatch did not start it and cannot cancel or retry it: do that where it comes from.
        </p>
        <Facts facts={facts} />
        {foreign.query == null ? null : (
          <pre tabIndex={0} aria-label="Its statement">
            {foreign.query}
          </pre>
        )}
      </div>
      {isEnding && foreign.pid != null ? (
        <EndSession
          runId={run.id}
          database={run.database}
          pid={foreign.pid}
          name={nameOf({ pid: foreign.pid, application: foreign.application ?? null })}
          onClose={() => setEnding(false)}
        />
      ) : null}
    </Panel>
  );
}
