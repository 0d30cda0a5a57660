// The columns of the list of changes.
import { Link } from 'wouter';

import type { FilesChangesPageQuery } from '../../graphql/graphql.ts';
import type { Column } from '../../parts/data-table.tsx';
import { Risk } from '../../parts/risk.tsx';
import { State } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { changeLooks } from './file-words.ts';
import { Path } from './path.tsx';

export type ChangeRow = FilesChangesPageQuery['fileChanges']['edges'][number]['node'];

/** Where a change is shown: on the page of its file. */
export function hrefOfChange({ id, file }: ChangeRow): string | undefined {
  if (file == null) return undefined;
  return `/files/${encodeURIComponent(file.id)}?change=${encodeURIComponent(id)}`;
}

/** What it means, as far as one line tells it. */
function summaryOf({ settings, note, foundLater, settled }: ChangeRow): string {
  const [first] = settings;
  const rest = settings.length > 1 ? ` (and ${settings.length - 1} more)` : '';
  const parts = [
    first === undefined ? undefined : `${first.message}${rest}`,
    note,
    foundLater ? 'happened while hawkwatch did not look' : undefined,
    settled ? undefined : 'was still being written',
  ];
  return parts.filter((part) => part != null).join('; ');
}

export const changeColumns: readonly Column<ChangeRow>[] = [
  {
    key: 'file',
    heading: 'File',
    width: 'minmax(7rem, 1.8fr)',
    cell: (row) => <Path path={row.path} href={hrefOfChange(row)} />,
  },
  {
    key: 'change',
    heading: 'Change',
    width: '6.75rem',
    cell: ({ change }) => <State state={change} {...changeLooks[change]} />,
  },
  {
    key: 'at',
    heading: 'Found',
    width: '5.25rem',
    cell: ({ detectedAt }) => <Time at={detectedAt} />,
  },
  {
    key: 'risk',
    heading: 'Risk',
    width: '7.5rem',
    isExtra: true,
    cell: ({ risk }) => (risk === 'NONE' ? <span className="soft">–</span> : <Risk level={risk} />),
  },
  {
    key: 'summary',
    heading: 'What it means',
    width: 'minmax(8rem, 1.8fr)',
    isExtra: true,
    cell: (row) => <span title={summaryOf(row)}>{summaryOf(row)}</span>,
  },
  {
    key: 'database',
    heading: 'Database',
    width: 'minmax(7rem, 1.2fr)',
    isExtra: true,
    cell: ({ database, databaseName }) =>
      database == null ? (
        (databaseName ?? '–')
      ) : (
        <Link href={`/databases/${encodeURIComponent(database.id)}`}>{database.name}</Link>
      ),
  },
  {
    key: 'watch',
    heading: 'Watch',
    width: 'minmax(5.5rem, 0.9fr)',
    isExtra: true,
    cell: ({ watch, host }) => <span title={`on ${host}`}>{watch}</span>,
  },
];
