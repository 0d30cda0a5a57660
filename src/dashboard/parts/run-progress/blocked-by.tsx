// Who blocks a run: each session with its query, and for admins the way to end it.
import { useState } from 'react';

import { useMay } from '../../shell/viewer.ts';
import { Duration, formatDuration } from '../time.tsx';
import { isPrepared, nameOf } from './describe-event.ts';
import { EndSession } from './end-session.tsx';
import type { Blockers } from './progress-model.ts';
import styles from './run-progress.module.css';

export interface BlockedByProps {
  readonly runId: string;
  readonly database: { readonly id: string; readonly name: string };
  readonly blockers: Blockers;
}

type Session = Blockers['sessions'][number];

/** A note while other sessions hold locks that the run needs. */
export function BlockedBy({ runId, database, blockers }: BlockedByProps) {
  const [ending, setEnding] = useState<Session>();
  const mayEnd = useMay('ADMIN');
  return (
    <section className={styles.blocked} aria-label="Blocked by">
      <div className="row spread">
        <strong>
          <span aria-hidden="true">▲ </span>
          Blocked for <Duration since={blockers.at} />
        </strong>
        {blockers.message === null ? null : <span className="soft">{blockers.message}</span>}
      </div>
      <ul className={styles.plain}>
        {blockers.sessions.map((session, at) => (
          <li key={`${at} ${session.pid}`} className="column">
            <div className="row spread">
              <span>
                by <strong>{nameOf(session)}</strong>
                {session.sinceMs == null ? null : (
                  <span className="soft"> busy for {formatDuration(session.sinceMs)} by then</span>
                )}
              </span>
              {mayEnd && !isPrepared(session) ? (
                <button className="danger" onClick={() => setEnding(session)}>
                  End session {session.pid}
                </button>
              ) : null}
            </div>
            {isPrepared(session) ? (
              <span className="soft small">
                No session holds it: whoever prepared it must end it. <code>pg_prepared_xacts</code>{' '}
                names it for <code>ROLLBACK PREPARED</code> or <code>COMMIT PREPARED</code>.
              </span>
            ) : session.query == null ? (
              <span className="soft small">
                Its query is not visible: hawkwatch’s role needs <code>pg_read_all_stats</code>.
              </span>
            ) : (
              <pre tabIndex={0} aria-label={`Query of session ${session.pid}`}>
                {session.query}
              </pre>
            )}
          </li>
        ))}
      </ul>
      {blockers.sessions.length === 0 ? (
        <p className="soft">The database does not say by whom.</p>
      ) : null}
      {ending === undefined ? null : (
        <EndSession
          runId={runId}
          database={database}
          pid={ending.pid}
          name={nameOf(ending)}
          onClose={() => setEnding(undefined)}
        />
      )}
    </section>
  );
}
