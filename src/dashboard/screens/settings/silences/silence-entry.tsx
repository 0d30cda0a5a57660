// One silence of the list.
import { Link } from 'wouter';

import { openAlertsHref } from '../../../parts/alerts/alerts-href.ts';
import { State } from '../../../parts/state.tsx';
import { Time } from '../../../parts/time.tsx';
import { useMay } from '../../../shell/viewer.ts';
import { Matchers } from '../matchers.tsx';
import { Moment } from '../moment.tsx';
import styles from '../settings.module.css';
import { silenceTones } from '../tones.ts';
import type { ShownSilence } from './operations.ts';

function When({ silence }: { silence: ShownSilence }) {
  const { state, startsAt, endsAt, endedAt, endedBy } = silence;
  if (state === 'PENDING') {
    return (
      <>
        from <Moment at={startsAt} /> until <Moment at={endsAt} />
      </>
    );
  }
  if (state === 'ACTIVE') {
    return (
      <>
        ends <Time at={endsAt} />, <Moment at={endsAt} />
      </>
    );
  }
  return (
    <>
      ended <Time at={endedAt ?? endsAt} />
      {endedBy == null ? '' : ` by ${endedBy}`}
    </>
  );
}

export interface SilenceEntryProps {
  readonly silence: ShownSilence;
  onChange(): void;
  onEnd(): void;
}

/** The entry. */
export function SilenceEntry({ silence, onChange, onEnd }: SilenceEntryProps) {
  const mayAct = useMay('OPERATOR');
  const { state, comment, createdBy, silencedAlerts, matchers } = silence;
  const texts = matchers.map(({ text }) => text);
  return (
    <li>
      <div className="row spread">
        <span className="row">
          <State state={state} tone={silenceTones[state]} />
          <Matchers texts={texts} />
        </span>
        {mayAct && state !== 'EXPIRED' ? (
          <span className="row">
            <button onClick={onChange}>
              Change … <span className="unseen">{comment}</span>
            </button>
            <button onClick={onEnd}>
              End it … <span className="unseen">{comment}</span>
            </button>
          </span>
        ) : null}
      </div>
      <p className={styles.text}>{comment}</p>
      <p className="soft small">
        <When silence={silence} />, made by {createdBy}
        {state === 'ACTIVE' ? (
          <>
            , keeps{' '}
            <Link href={openAlertsHref({ labels: texts, suppressed: true })}>
              {silencedAlerts} open {silencedAlerts === 1 ? 'alert' : 'alerts'}
            </Link>{' '}
            quiet
          </>
        ) : null}
      </p>
    </li>
  );
}
