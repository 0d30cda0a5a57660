// The columns of the list of endpoints.
import { Link } from 'wouter';

import type { EndpointsPageQuery } from '../../graphql/graphql.ts';
import { Bars } from '../../parts/bars.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { State } from '../../parts/state.tsx';
import { formatDuration } from '../../parts/format-time.ts';
import { exactTime, Time } from '../../parts/time.tsx';
import { describeDay, type DayBar } from './day-bars.ts';
import { daysLeft, formatUptime, kindWords } from './endpoint-words.ts';
import styles from './endpoints.module.css';

export type EndpointRow = EndpointsPageQuery['endpoints']['edges'][number]['node'];

/** Where an endpoint's page is. */
export function hrefOf({ id }: { id: string }): string {
  return `/endpoints/${encodeURIComponent(id)}`;
}

function Certificate({ validTo }: { validTo: string }) {
  const days = daysLeft(validTo, Date.now());
  if (days >= 30) return <span title={exactTime(validTo)}>{days} d</span>;
  const label = days < 0 ? 'ended' : `${days} d`;
  return <State state="CERTIFICATE" tone={days < 7 ? 'bad' : 'warn'} label={label} />;
}

/** The columns; `barsOf` gives an endpoint's last day, where it is known. */
export function columnsWith(
  barsOf: (name: string) => readonly DayBar[] | undefined,
): readonly Column<EndpointRow>[] {
  return [
    {
      key: 'name',
      heading: 'Endpoint',
      width: 'minmax(7rem, 1.1fr)',
      cell: (row) => <Link href={hrefOf(row)}>{row.name}</Link>,
    },
    {
      key: 'state',
      heading: 'State',
      width: '6.5rem',
      cell: ({ state, retiredAt }) =>
        retiredAt == null ? <State state={state} /> : <State state="RETIRED" />,
    },
    {
      key: 'since',
      heading: 'Since',
      width: '5.25rem',
      cell: ({ since, retiredAt }) => <Time at={retiredAt ?? since} />,
    },
    {
      key: 'target',
      heading: 'Target',
      width: 'minmax(8rem, 2.4fr)',
      isExtra: true,
      cell: ({ target, kind, reason }) => (
        <span title={reason ?? target}>
          <span className="soft small">{kindWords[kind]}</span> {target}
        </span>
      ),
    },
    {
      key: 'environment',
      heading: 'Environment',
      width: '5.75rem',
      isExtra: true,
      cell: ({ environment }) => environment ?? '–',
    },
    {
      key: 'day',
      heading: 'Last 24 hours',
      width: 'minmax(7rem, 1fr)',
      isExtra: true,
      cell: ({ name }) => {
        const bars = barsOf(name);
        if (bars === undefined) return null;
        return (
          <span className={styles.day}>
            <Bars slices={bars} label={describeDay(bars)} />
          </span>
        );
      },
    },
    {
      key: 'uptime',
      heading: '30 days',
      width: '4.5rem',
      isNumber: true,
      isExtra: true,
      cell: ({ uptime }) => formatUptime(uptime[0]?.percent),
    },
    {
      key: 'latency',
      heading: 'Took',
      width: '4.25rem',
      isNumber: true,
      isExtra: true,
      cell: ({ durationMs }) => (durationMs == null ? '–' : formatDuration(durationMs)),
    },
    {
      key: 'certificate',
      heading: 'Certificate',
      width: '5.25rem',
      isNumber: true,
      isExtra: true,
      cell: ({ certificate }) =>
        certificate == null ? '–' : <Certificate validTo={certificate.validTo} />,
    },
  ];
}
