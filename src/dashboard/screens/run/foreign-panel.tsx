// The session of a migration that another tool runs, and for admins the way to end it.
import { useState } from 'react';

import { EndSession } from '../../parts/run-progress/end-session.tsx';
import { Panel } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { useMay } from '../../shell/viewer.ts';
import type { RunDetails } from './operations.ts';
import styles from './run.module.css';

type Foreign = NonNullable<RunDetails['foreign']>;
type Session = Foreign['blocks'][number];

const nameOf = ({ pid, application }: Session): string =>
  application == null ? `pid ${pid}` : `pid ${pid} (${application})`;

function Sessions({ sessions }: { sessions: readonly Session[] }) {
  return sessions.length === 0 ? <>nobody</> : <>{sessions.map(nameOf).join(', ')}</>;
}

/** What is known of it. */
export function ForeignPanel({ run, foreign }: { run: RunDetails; foreign: Foreign }) {
  const [isEnding, setEnding] = useState(false);
  const mayEnd = useMay('ADMIN') && run.finishedAt == null && foreign.pid != null;
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
        <dl className={styles.facts}>
          <div>
            <dt>Session</dt>
            <dd>
              {foreign.pid == null ? 'none: a row of its lock table' : `pid ${foreign.pid}`}
              {foreign.application == null ? '' : `, ${foreign.application}`}
              {foreign.user == null ? '' : `, role ${foreign.user}`}
            </dd>
          </div>
          {foreign.worker == null ? null : (
            <div>
              <dt>Works in</dt>
              <dd>{nameOf(foreign.worker)}</dd>
            </div>
          )}
          <div>
            <dt>Seen by</dt>
            <dd>{foreign.sign}</dd>
          </div>
          <div>
            <dt>Since at least</dt>
            <dd>
              <Time at={foreign.since} />
            </dd>
          </div>
          <div>
            <dt>Waits for</dt>
            <dd>
              <Sessions sessions={foreign.waitsFor} />
            </dd>
          </div>
          <div>
            <dt>Keeps waiting</dt>
            <dd>
              <Sessions sessions={foreign.blocks} />
            </dd>
          </div>
        </dl>
        {foreign.query == null ? null : (
          <pre tabIndex={0} aria-label="Its statement">
            {foreign.query}
          </pre>
        )}
      </div>
      {isEnding && foreign.pid != null ? (
        <EndSession
          runId={run.id}
          databaseId={run.database.id}
          pid={foreign.pid}
          name={nameOf({ pid: foreign.pid, application: foreign.application ?? null })}
          onClose={() => setEnding(false)}
        />
      ) : null}
    </Panel>
  );
}
