// What a channel took last. Asked for channel by channel: a busy one must not hide what the others took.
import { Link } from 'wouter';

import type { LiveEvent } from '../../../client/live-log.ts';
import { useEvery } from '../../../client/use-every.ts';
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { Answer } from '../../../parts/notes.tsx';
import { State, wordsOf } from '../../../parts/state.tsx';
import { Time } from '../../../parts/time.tsx';
import { deliveryHref } from '../deliveries/delivery-href.ts';
import styles from '../settings.module.css';
import { deliveryTones } from '../tones.ts';
import { lastDeliveriesQuery } from './operations.ts';

const isOf = ({ payload }: LiveEvent, channel: string): boolean =>
  typeof payload === 'object' && payload !== null && Reflect.get(payload, 'channel') === channel;

/** The list, the newest first. */
export function LastDeliveries({ channel }: { readonly channel: string }) {
  const answer = useLiveQuery(
    lastDeliveriesQuery,
    { channels: [channel] },
    { staleAfter: ['delivery.'], concerns: (event) => isOf(event, channel), everyMs: 2_000 },
  );
  // What is new waits without an event.
  useEvery(15_000, answer.refresh);
  return (
    <Answer answer={answer}>
      {({ deliveries: { edges } }) =>
        edges.length === 0 ? (
          <p className="soft small">Nothing was sent over it yet.</p>
        ) : (
          <ul className={styles.list}>
            {edges.map(({ node }) => (
              <li key={node.id}>
                <span className="row">
                  <State state={node.state} tone={deliveryTones[node.state]} />
                  <Link href={deliveryHref(node.id)}>{wordsOf(node.reason)}</Link>
                  {node.alertCount === 0 ? null : (
                    <span className="soft small">
                      {node.alertCount} {node.alertCount === 1 ? 'alert' : 'alerts'}
                    </span>
                  )}
                </span>
                <span className="soft small">
                  <Time at={node.createdAt} />
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Answer>
  );
}
