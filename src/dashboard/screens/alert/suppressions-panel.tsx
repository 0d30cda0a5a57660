// Why nobody is told of an alert, until when, and how to change that.
import { useState } from 'react';
import { Link } from 'wouter';

import { inDialog, useAction } from '../../client/use-action.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Panel } from '../../parts/panel.tsx';
import { State, wordsOf } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { useMay } from '../../shell/viewer.ts';
import styles from './alert.module.css';
import { expireSilence, type AlertDetails } from './operations.ts';

type Suppression = AlertDetails['suppressions'][number];

/** The panel. */
export function SuppressionsPanel({ suppressions }: Pick<AlertDetails, 'suppressions'>) {
  return (
    <Panel title="Why nobody is told" isFlush>
      <ul className={styles.list} aria-label="Reasons why nobody is told">
        {suppressions.map((one) => (
          <li key={`${one.kind} ${one.reason}`}>
            <Reason suppression={one} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Reason({ suppression }: { readonly suppression: Suppression }) {
  const { kind, reason, until, silence, dependsOn } = suppression;
  const may = useMay('OPERATOR');
  const [isAsked, setAsked] = useState(false);
  const ending = useAction(expireSilence, 'The silence was ended.', inDialog);
  const end = async (id: string): Promise<void> => {
    if ((await ending.run({ id })) !== undefined) setAsked(false);
  };
  return (
    <div className={styles.beside}>
      <span className="row">
        <State state={kind} label={wordsOf(kind)} />
        {dependsOn == null ? (
          <span>{reason}</span>
        ) : (
          <Link href={`/alerts/${encodeURIComponent(dependsOn.id)}`}>{dependsOn.title}</Link>
        )}
        {until == null ? null : (
          <span className="soft small">
            ends <Time at={until} />
          </span>
        )}
      </span>
      {may && silence != null ? (
        <button onClick={() => setAsked(true)}>End the silence</button>
      ) : null}
      {isAsked && silence != null ? (
        <Confirm
          title="End the silence?"
          deed="End the silence"
          isBusy={ending.isBusy}
          failure={ending.failure}
          onConfirm={() => void end(silence.id)}
          onCancel={() => setAsked(false)}
        >
          <p>All alerts that it kept silent and that still fire are told now.</p>
        </Confirm>
      ) : null}
    </div>
  );
}
