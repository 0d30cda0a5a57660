// What happened to containers, as columns of a table.
import { Link } from 'wouter';

import type { ContainerVerdict } from '../../graphql/graphql.ts';
import type { Column } from '../../parts/data-table.tsx';
import { State } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { hrefOf } from './columns.tsx';
import styles from './containers.module.css';
import { standingOfVerdict, wordsOfAction } from './standing.ts';

export interface ShownEvent {
  readonly at: string;
  readonly action: string;
  readonly verdict?: ContainerVerdict | null;
  readonly exitCode?: number | null;
  readonly signal?: number | null;
  readonly reason?: string | null;
  readonly inferred: boolean;
  readonly dockerId: string;
}

interface EventOfOne extends ShownEvent {
  readonly container: { readonly id: string; readonly name: string };
}

/** One event of one container is not there twice. */
export function keyOfEvent({ at, action, dockerId }: ShownEvent): string {
  return `${dockerId} ${at} ${action}`;
}

function detailOf({ exitCode, signal }: ShownEvent): string {
  if (exitCode != null) return `code ${exitCode}`;
  return signal == null ? '' : `signal ${signal}`;
}

/** The columns of the events of one container. */
export const eventColumns: readonly Column<ShownEvent>[] = [
  { key: 'at', heading: 'When', width: '5.25rem', cell: ({ at }) => <Time at={at} /> },
  {
    key: 'action',
    heading: 'What',
    width: 'minmax(6.25rem, 0.8fr)',
    cell: (event) => (
      <span>
        {wordsOfAction(event.action)} <span className="soft small">{detailOf(event)}</span>
      </span>
    ),
  },
  {
    key: 'verdict',
    heading: 'Verdict',
    width: '8.5rem',
    cell: ({ verdict }) => {
      if (verdict == null) return null;
      const { label, tone } = standingOfVerdict(verdict);
      return <State state={verdict} tone={tone} label={label} />;
    },
  },
  {
    key: 'reason',
    heading: 'Why',
    width: 'minmax(10rem, 2.4fr)',
    cell: ({ reason, inferred }) => (
      <span title={reason ?? undefined}>
        {reason}{' '}
        {inferred ? (
          <span className={styles.reason}>(concluded later: its event was missed)</span>
        ) : null}
      </span>
    ),
  },
];

/** The columns of the events of all containers. */
export const allEventColumns: readonly Column<EventOfOne>[] = [
  {
    key: 'container',
    heading: 'Container',
    width: 'minmax(7rem, 1fr)',
    cell: ({ container }) => <Link href={hrefOf(container)}>{container.name}</Link>,
  },
  ...eventColumns,
];
