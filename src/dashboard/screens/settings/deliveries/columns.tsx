// The columns of the deliveries.
import type { Column } from '../../../parts/data-table.tsx';
import { State, wordsOf } from '../../../parts/state.tsx';
import { Time } from '../../../parts/time.tsx';
import { deliveryTones } from '../tones.ts';
import type { DeliveryRow } from './operations.ts';

/** The columns; `onOpen` shows one whole. */
export function deliveryColumns(onOpen: (id: string) => void): readonly Column<DeliveryRow>[] {
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
      cell: ({ id, reason }) => (
        <button className="plain" onClick={() => onOpen(id)}>
          {wordsOf(reason)}
        </button>
      ),
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
      isNumber: true,
      isExtra: true,
      cell: ({ alertCount }) => (alertCount === 0 ? '–' : alertCount),
    },
    {
      key: 'attempts',
      heading: 'Tries',
      width: '3.5rem',
      isNumber: true,
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
      cell: ({ failure, endedAt, nextTryAt }) => (
        <span title={failure ?? undefined}>
          {endedAt == null && nextTryAt != null ? (
            <>
              tried <Time at={nextTryAt} />
              {failure == null ? '' : ': '}
            </>
          ) : null}
          {failure ?? (endedAt == null ? '' : 'taken')}
        </span>
      ),
    },
  ];
}
