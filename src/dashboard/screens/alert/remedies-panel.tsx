// What may be done about an alert as hawkwatch.yaml says, and what was done. For admins, after they typed
// what it is done to.
import { useState } from 'react';
import { Link } from 'wouter';

import { inDialog, useAction } from '../../client/use-action.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Panel } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { hrefOfSubject } from '../../parts/subject.ts';
import { Time } from '../../parts/time.tsx';
import { useMay } from '../../shell/viewer.ts';
import styles from './alert.module.css';
import { describeRemedy } from './describe-remedy.ts';
import { runRemediation, type AlertDetails } from './operations.ts';

type Offer = AlertDetails['remediations'][number];

const deeds = {
  RESTART_CONTAINER: 'Restart the container',
  EMERGENCY_ROLLBACK: 'Roll back to the last good version',
} as const;

const effects = {
  RESTART_CONTAINER: 'It is stopped and started again; what it is doing now is cut off.',
  EMERGENCY_ROLLBACK:
    'Migrations are undone until the last version is reached that was well for long enough. What newer migrations stored may be lost.',
} as const;

/** The panel. */
export function RemediesPanel({ alert }: { readonly alert: AlertDetails }) {
  return (
    <Panel title="Remedies" isFlush>
      <ul className={styles.list} aria-label="What may be done">
        {alert.remediations.map((offer) => (
          <li key={offer.name}>
            <OfferRow alertId={alert.id} offer={offer} />
          </li>
        ))}
        {alert.remediationRuns.map((run) => (
          <li key={`${run.remedy} ${run.queuedAt}`}>
            <div className="row">
              <State state={run.state} />
              <span>
                {deeds[run.action]}: {run.object}
              </span>
              <span className="soft small">
                <Time at={run.finishedAt ?? run.queuedAt} /> by {run.askedBy}
              </span>
            </div>
            {run.message == null ? null : <p className="soft">{run.message}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function OfferRow({ alertId, offer }: { readonly alertId: string; readonly offer: Offer }) {
  const may = useMay('ADMIN');
  const [isAsked, setAsked] = useState(false);
  const doing = useAction(runRemediation, describeRemedy, inDialog);
  const run = async (): Promise<void> => {
    const done = await doing.run({ alertId, action: offer.name });
    if (done !== undefined) setAsked(false);
  };
  const name = offer.object.slice(offer.object.indexOf(':') + 1);
  const href = hrefOfSubject(offer.object);
  return (
    <>
      <div className={styles.beside}>
        <span>
          <strong>{deeds[offer.action]}</strong>{' '}
          {href === undefined ? offer.object : <Link href={href}>{offer.object}</Link>}
          <span className="soft small">
            {' '}
            · {offer.name}
            {offer.automatic ? ', done by itself when it fires' : ''}
          </span>
        </span>
        {may && offer.refusal == null ? (
          <button className="danger" onClick={() => setAsked(true)}>
            {deeds[offer.action]}
          </button>
        ) : null}
      </div>
      {offer.refusal == null ? (
        may ? null : (
          <p className="soft small">Admins may do it.</p>
        )
      ) : (
        <p className="soft">{offer.refusal}</p>
      )}
      {isAsked ? (
        <Confirm
          title={`${deeds[offer.action]}?`}
          deed={deeds[offer.action]}
          typed={name}
          isDangerous
          isBusy={doing.isBusy}
          failure={doing.failure}
          onConfirm={() => void run()}
          onCancel={() => setAsked(false)}
        >
          <p>
            <strong>{offer.object}</strong>. {effects[offer.action]}
          </p>
        </Confirm>
      ) : null}
    </>
  );
}
