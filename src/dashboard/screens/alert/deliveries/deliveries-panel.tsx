// Who was told of an alert: each delivery with its attempts, and sending one again.
import { useState } from 'react';
import { Link } from 'wouter';

import { useLiveQuery } from '../../../client/use-live-query.ts';
import { Answer, Empty } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import styles from '../alert.module.css';
import type { AlertDetails } from '../operations.ts';
import { DeliveryItem } from './delivery-item.tsx';
import { deliveriesQuery } from './operations.ts';

const few = 10;
const many = 100;

/** The panel. */
export function DeliveriesPanel({ alert }: { readonly alert: AlertDetails }) {
  const [first, setFirst] = useState(few);
  const answer = useLiveQuery(
    deliveriesQuery,
    { id: alert.id, first },
    { staleAfter: ['delivery.', 'alert.'], everyMs: 2_000 },
  );
  return (
    <Panel title="Who was told" isFlush>
      <Answer answer={answer}>
        {({ deliveries: { edges, pageInfo } }) =>
          edges.length === 0 ? (
            <Empty title="Nobody was told of it">
              Who is told of which alerts is said by the <Link href="/settings/routes">routes</Link>
              .
            </Empty>
          ) : (
            <>
              <ul className={styles.list} aria-label="Deliveries, the newest first">
                {edges.map(({ node }) => (
                  <li key={node.id}>
                    <DeliveryItem delivery={node} onSent={answer.refresh} />
                  </li>
                ))}
              </ul>
              {pageInfo.hasNextPage && first < many ? (
                <button className="plain" onClick={() => setFirst(many)}>
                  Show more
                </button>
              ) : null}
            </>
          )
        }
      </Answer>
    </Panel>
  );
}
