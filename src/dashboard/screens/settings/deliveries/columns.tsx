// The columns of the deliveries.
import { Link } from 'wouter';

import type { Column } from '../../../parts/data-table.tsx';
import { State, wordsOf } from '../../../parts/state.tsx';
import { Duration, Time, useNow } from '../../../parts/time.tsx';
import { deliveryTones } from '../tones.ts';
import type { DeliveryRow } from './operations.ts';

function Outcome({ delivery }: { delivery: DeliveryRow }) {
  const { failure, createdAt, endedAt, nextTryAt, attemptCount } = delivery;
  const nowMs = useNow();
  if (endedAt != null) {
    return (
      <span title={failure ?? undefined}>
        {failure ?? (
          <>
            after <Duration since={createdAt} until={endedAt} />
          </>
        )}
      </span>
    );
  }
  const isLater = nextTryAt != null && Date.parse(nextTryAt) > nowMs;
  return (
    <span title={failure ?? undefined}>
      {isLater ? (
        <>
          tried <Time at={nextTryAt} />
        </>
      ) : attemptCount === 0 ? (
        'waits for its channel'
      ) : (
        'is tried again soon'
      )}
      {failure == null ? '' : `: ${failure}`}
    </span>
  );
}

/** The columns; `hrefOf` is where one is shown whole. */
export function deliveryColumns(hrefOf: (id: string) => string): readonly Column<DeliveryRow>[] {
  return [
    {
      key: 'state',
      heading: 'State',
      width: '7.5rem',
      cell: ({ state }) => <State state={state} tone={deliveryTones[state]} />,
    },
    {
      key: 'channel',
      heading: 'Channel',
      width: 'minmax(5rem, 1fr)',
      cell: ({ channel }) => channel,
    },
    {
      key: 'reason',
      heading: 'Why',
      width: 'minmax(9.5rem, 1.2fr)',
      cell: ({ id, reason }) => <Link href={hrefOf(id)}>{wordsOf(reason)}</Link>,
    },
    {
      key: 'route',
      heading: 'Route',
      width: 'minmax(5rem, 1fr)',
      isExtra: true,
      cell: ({ route }) => route,
    },
    {
      key: 'alerts',
      heading: 'Alerts',
      width: '3.5rem',
      isExtra: true,
      cell: ({ alertCount }) => (alertCount === 0 ? '–' : alertCount),
    },
    {
      key: 'attempts',
      heading: 'Tries',
      width: '3.5rem',
      isExtra: true,
      cell: ({ attemptCount }) => attemptCount,
    },
    {
      key: 'created',
      heading: 'Since',
      width: '7.5rem',
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
    {
      key: 'outcome',
      heading: 'What came of it',
      width: 'minmax(9rem, 2fr)',
      isExtra: true,
      cell: (delivery) => <Outcome delivery={delivery} />,
    },
  ];
}
