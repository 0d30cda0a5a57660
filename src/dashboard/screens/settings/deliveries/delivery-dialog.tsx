// One delivery: what was told, each attempt with its answer, and the way to have it sent once more.
import { Link } from 'wouter';

import { inDialog, useAction } from '../../../client/use-action.ts';
import { useLiveQuery } from '../../../client/use-live-query.ts';
import type { SettingsDeliveryQuery } from '../../../graphql/graphql.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Answer, Empty } from '../../../parts/notes.tsx';
import { State, wordsOf } from '../../../parts/state.tsx';
import { formatDuration, Time } from '../../../parts/time.tsx';
import { useMay } from '../../../shell/viewer.ts';
import { DetailsDialog } from '../forms/details-dialog.tsx';
import styles from '../settings.module.css';
import { deliveryTones } from '../tones.ts';
import { deliveryQuery, redeliverMutation } from './operations.ts';

type Delivery = NonNullable<SettingsDeliveryQuery['delivery']>;

function Attempts({ attempts }: Pick<Delivery, 'attempts'>) {
  if (attempts.length === 0) return <p className="soft small">It was not tried yet.</p>;
  return (
    <ol className={styles.list}>
      {attempts.map(({ attempt, at, ok, status, failure, durationMs, body, replica }) => (
        <li key={attempt}>
          <span className="row">
            <span className="number">{attempt}.</span>
            <State
              state={ok == null ? 'UNKNOWN' : ok ? 'DELIVERED' : 'FAILED'}
              label={ok == null ? 'nobody knows' : ok ? 'taken' : 'failed'}
            />
            {status == null ? null : <span className="number">HTTP {status}</span>}
            <span className={styles.text}>{failure}</span>
          </span>
          <span className="soft small" title={`by replica ${replica}`}>
            <Time at={at} />
            {durationMs == null ? null : `, ${formatDuration(durationMs)}`}
          </span>
          {body == null || body === '' ? null : (
            <code className={`${styles.text} soft`} style={{ flexBasis: '100%' }}>
              {body}
            </code>
          )}
        </li>
      ))}
    </ol>
  );
}

function Details({ delivery, onOpen }: { delivery: Delivery; onOpen(id: string): void }) {
  const { alerts, alertCount, attempts, content, mergedInto, redeliveryOf } = delivery;
  return (
    <>
      {delivery.failure == null ? null : <p className={styles.alarm}>{delivery.failure}</p>}
      <Facts
        facts={[
          { name: 'Channel', value: <Link href="/settings/channels">{delivery.channel}</Link> },
          { name: 'Route', value: delivery.route },
          { name: 'Why', value: wordsOf(delivery.reason) },
          { name: 'Since', value: <Time at={delivery.createdAt} /> },
          {
            name: 'Ended',
            value: delivery.endedAt == null ? null : <Time at={delivery.endedAt} />,
          },
          {
            name: 'Tried next',
            value:
              delivery.endedAt != null || delivery.nextTryAt == null ? null : (
                <Time at={delivery.nextTryAt} />
              ),
          },
          {
            name: 'Kind of failure',
            value: delivery.failureReason == null ? null : wordsOf(delivery.failureReason),
          },
          { name: 'HTTP status', value: delivery.status },
          { name: 'What the receiver sees', value: <code>{delivery.deliveryId}</code> },
          {
            name: 'Told by',
            value:
              mergedInto == null ? null : (
                <button onClick={() => onOpen(mergedInto.id)}>the digest</button>
              ),
          },
          {
            name: 'Repeats',
            value:
              redeliveryOf == null ? null : (
                <button onClick={() => onOpen(redeliveryOf.id)}>an earlier one</button>
              ),
          },
        ]}
      />
      <h3>Attempts</h3>
      <Attempts attempts={attempts} />
      {alerts.length === 0 ? null : (
        <>
          <h3>Alerts that it names, as they are now</h3>
          <ul className={styles.list}>
            {alerts.slice(0, 10).map(({ id, title, severity, state }) => (
              <li key={id}>
                <span className="row">
                  <State state={severity} />
                  <Link href={`/alerts/${encodeURIComponent(id)}`}>{title}</Link>
                </span>
                <State state={state} />
              </li>
            ))}
          </ul>
          {alertCount > 10 ? <p className="soft small">and {alertCount - 10} more</p> : null}
        </>
      )}
      <details>
        <summary>The notification</summary>
        <pre tabIndex={0}>{JSON.stringify(content, null, 2)}</pre>
      </details>
    </>
  );
}

const sentAgain = 'It is sent once more, as a delivery of its own.';

export interface DeliveryDialogProps {
  readonly id: string;
  onOpen(id: string): void;
  onClose(): void;
}

/** The dialog. */
export function DeliveryDialog({ id, onOpen, onClose }: DeliveryDialogProps) {
  const mayAct = useMay('OPERATOR');
  const answer = useLiveQuery(deliveryQuery, { id }, { staleAfter: ['delivery.'] });
  const again = useAction(redeliverMutation, sentAgain, inDialog);
  const delivery = answer.data?.delivery;
  const send = async (): Promise<void> => {
    const sent = (await again.run({ id }))?.redeliver;
    if (sent?.__typename === 'Delivery') onOpen(sent.id);
  };
  return (
    <DetailsDialog
      title={
        <span className="row">
          Delivery{' '}
          {delivery == null ? null : (
            <State state={delivery.state} tone={deliveryTones[delivery.state]} />
          )}
        </span>
      }
      actions={
        mayAct && delivery?.endedAt != null ? (
          <button disabled={again.isBusy} onClick={() => void send()}>
            Send it again
          </button>
        ) : undefined
      }
      failure={again.failure}
      onClose={onClose}
    >
      <Answer answer={answer}>
        {({ delivery: known }) =>
          known == null ? (
            <Empty title="It is not known any more">
              Deliveries are kept for a while only. Look at the list.
            </Empty>
          ) : (
            <Details delivery={known} onOpen={onOpen} />
          )
        }
      </Answer>
    </DetailsDialog>
  );
}
