// The columns of the list of containers.
import { Link } from 'wouter';

import type { ContainersPageQuery } from '../../graphql/graphql.ts';
import type { Column } from '../../parts/data-table.tsx';
import { State, wordsOf } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { standingOf } from './standing.ts';

export type ContainerRow = ContainersPageQuery['containers']['edges'][number]['node'];

/** Where a container's page is. */
export function hrefOf({ id }: { id: string }): string {
  return `/containers/${encodeURIComponent(id)}`;
}

/** What it is by its recognition. */
function roleOf({ database, recognition }: ContainerRow) {
  if (database != null) {
    return <Link href={`/databases/${encodeURIComponent(database.id)}`}>{database.name}</Link>;
  }
  if (recognition?.excludedAs != null) return wordsOf(recognition.excludedAs);
  return recognition?.product ?? '–';
}

export const columns: readonly Column<ContainerRow>[] = [
  {
    key: 'name',
    heading: 'Container',
    width: 'minmax(6.5rem, 1.4fr)',
    cell: (row) => (
      <Link href={hrefOf(row)} title={row.key}>
        {row.name}
      </Link>
    ),
  },
  {
    key: 'state',
    heading: 'State',
    width: '6.75rem',
    cell: (row) => {
      const { label, tone } = standingOf(row);
      return <State state={row.state} tone={tone} label={label} />;
    },
  },
  {
    key: 'since',
    heading: 'Since',
    width: '5.5rem',
    cell: ({ state, startedAt, finishedAt, vanishedAt }) => {
      const at = vanishedAt ?? (state === 'exited' ? finishedAt : startedAt);
      return at == null ? '–' : <Time at={at} />;
    },
  },
  {
    key: 'image',
    heading: 'Image',
    width: 'minmax(8rem, 1.6fr)',
    isExtra: true,
    cell: ({ image }) => (
      <span className="mono" title={image}>
        {image}
      </span>
    ),
  },
  {
    key: 'project',
    heading: 'Project',
    width: 'minmax(5rem, 0.8fr)',
    isExtra: true,
    cell: ({ composeProject }) => composeProject ?? '–',
  },
  {
    key: 'database',
    heading: 'Database',
    width: 'minmax(6rem, 1fr)',
    isExtra: true,
    cell: roleOf,
  },
  {
    key: 'restarts',
    heading: 'Restarts',
    width: '4.5rem',
    isNumber: true,
    isExtra: true,
    cell: ({ restartCount }) => restartCount,
  },
  {
    key: 'host',
    heading: 'Host',
    width: 'minmax(5rem, 0.8fr)',
    isExtra: true,
    cell: ({ host, daemon }) => <span title={`daemon ${daemon}`}>{host}</span>,
  },
];
