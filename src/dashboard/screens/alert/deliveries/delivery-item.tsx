// One delivery: to whom, why, how it stands, and each attempt.
import { Link } from 'wouter';

import { useAction } from '../../../client/use-action.ts';
import { formatDuration } from '../../../parts/format-time.ts';
import { State, wordsOf, type Tone } from '../../../parts/state.tsx';
import { Time, useNow } from '../../../parts/time.tsx';
import { useMay } from '../../../shell/viewer.ts';
import styles from '../alert.module.css';
import { redeliver, type DeliveryShape } from './operations.ts';

const tones: Readonly<Record<DeliveryShape['state'], Tone>> = {
  WAITING: 'busy',
  SENDING: 'busy',
  DELIVERED: 'good',
  DEAD: 'bad',
  MERGED: 'quiet',
  SPLIT: 'warn',
};

const words: Readonly<Partial<Record<DeliveryShape['state'], string>>> = {
  DEAD: 'given up',
  MERGED: 'told by a digest',
  SPLIT: 'told in parts',
};

export interface DeliveryItemProps {
  readonly delivery: DeliveryShape;
  /** It was sent once more. */
  onSent(): void;
}

/** The delivery. */
export function DeliveryItem({ delivery, onSent }: DeliveryItemProps) {
  const { state, channel, reason, route, failure, attempts, attemptCount, alertCount } = delivery;
  const may = useMay('OPERATOR');
  const sending = useAction(redeliver, 'It is sent once more.');
  const send = async (): Promise<void> => {
    if ((await sending.run({ id: delivery.id })) !== undefined) onSent();
  };
  const hasEnded = state === 'DELIVERED' || state === 'DEAD';
  const others = alertCount > 1 ? `, with ${alertCount - 1} other alerts` : '';
  return (
    <div className="column">
      <div className={styles.beside}>
        <span className="row">
          <State state={state} tone={tones[state]} label={words[state] ?? wordsOf(state)} />
          <Link href="/settings/channels">{channel}</Link>
          <span className="soft small">
            {wordsOf(reason)}
            {others} · {route} · <Time at={delivery.createdAt} />
          </span>
        </span>
        {may && hasEnded ? (
          <button disabled={sending.isBusy} onClick={() => void send()}>
            Send again<span className="unseen"> to {channel}</span>
          </button>
        ) : null}
      </div>
      {failure == null || state === 'DELIVERED' ? null : <p>{failure}</p>}
      {state === 'WAITING' ? <Waits nextTryAt={delivery.nextTryAt ?? undefined} /> : null}
      {attempts.length === 0 ? null : (
        <details open={state === 'DEAD'}>
          <summary>{attemptCount === 1 ? '1 attempt' : `${attemptCount} attempts`}</summary>
          <Attempts attempts={attempts} />
        </details>
      )}
    </div>
  );
}

function Waits({ nextTryAt }: { readonly nextTryAt: string | undefined }) {
  const now = useNow();
  return (
    <p className="soft">
      {nextTryAt === undefined || Date.parse(nextTryAt) <= now ? (
        'It is sent as soon as what came before it is, and the channel takes something.'
      ) : (
        <>
          It is tried <Time at={nextTryAt} />.
        </>
      )}
    </p>
  );
}

function Attempts({ attempts }: Pick<DeliveryShape, 'attempts'>) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Attempts">
      <table className={styles.attempts}>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Outcome</th>
            <th scope="col">Took</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          {attempts.map(({ attempt, at, ok, status, durationMs, failure, body }) => (
            <tr key={attempt}>
              <td>
                <Time at={at} />
              </td>
              <td>
                <State
                  state={ok == null ? 'UNKNOWN' : ok ? 'DELIVERED' : 'FAILED'}
                  label={`${ok == null ? 'unknown' : ok ? 'taken' : 'failed'}${status == null ? '' : ` (${status})`}`}
                />
              </td>
              <td className="number">{durationMs == null ? '–' : formatDuration(durationMs)}</td>
              <td>{failure ?? body ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
