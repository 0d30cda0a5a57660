// The files that are watched, by path.
import { Link } from 'wouter';

import { usePages } from '../../client/use-pages.ts';
import { graphql } from '../../graphql/gql.ts';
import type { FileKind, FilesPageQuery, WatchedFileFilter } from '../../graphql/graphql.ts';
import { formatBytes } from '../../parts/bytes.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { CheckField, ChoiceField, FilterFields, TextField } from '../../parts/filter-fields.tsx';
import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { useUrlValue } from '../../parts/url-state.ts';
import type { Watcher } from '../../parts/use-watchers.ts';
import { fileKindWords } from './file-words.ts';
import { NoFiles } from './no-files.tsx';
import { Path } from './path.tsx';

const filesPageQuery = graphql(`
  query FilesPage($first: Int!, $after: String, $filter: WatchedFileFilter) {
    watchedFiles(first: $first, after: $after, filter: $filter) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          path
          kind
          watch
          host
          mode
          sizeBytes
          changedAt
          removedAt
          fault
          databaseName
          database {
            id
            name
          }
        }
      }
    }
  }
`);

type FileRow = FilesPageQuery['watchedFiles']['edges'][number]['node'];

const hrefOf = ({ id }: FileRow): string => `/files/${encodeURIComponent(id)}`;
const keyOf = ({ id }: FileRow): string => id;

function Standing({ file }: { file: FileRow }) {
  if (file.removedAt != null) return <State state="REMOVED" tone="quiet" label="gone" />;
  if (file.fault == null) return <State state="OK" label="watched" />;
  return (
    <span title={file.fault}>
      <State state="FAILED" tone="bad" label="unread" />
    </span>
  );
}

const columns: readonly Column<FileRow>[] = [
  {
    key: 'file',
    heading: 'File',
    width: 'minmax(7rem, 2fr)',
    cell: (row) => <Path path={row.path} href={hrefOf(row)} />,
  },
  {
    key: 'state',
    heading: 'State',
    width: '7rem',
    cell: (row) => <Standing file={row} />,
  },
  {
    key: 'changed',
    heading: 'Changed',
    width: '5.25rem',
    cell: ({ changedAt }) => <Time at={changedAt} />,
  },
  {
    key: 'kind',
    heading: 'Kind',
    width: '7rem',
    isExtra: true,
    cell: ({ kind }) => fileKindWords[kind],
  },
  {
    key: 'database',
    heading: 'Database',
    width: 'minmax(6rem, 1fr)',
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
    width: 'minmax(5.5rem, 1fr)',
    isExtra: true,
    cell: ({ watch, host }) => <span title={`on ${host}`}>{watch}</span>,
  },
  {
    key: 'mode',
    heading: 'Mode',
    width: '3.75rem',
    isExtra: true,
    cell: ({ mode }) => <span className="mono">{mode}</span>,
  },
  {
    key: 'size',
    heading: 'Size',
    width: '5rem',
    isNumber: true,
    isExtra: true,
    cell: ({ sizeBytes }) => formatBytes(sizeBytes),
  },
];

/** The filter that the address holds; undefined where it holds none. */
function useFilter(): WatchedFileFilter | undefined {
  const [path] = useUrlValue('path');
  const [kind] = useUrlValue('kind');
  const [watch] = useUrlValue('watch');
  const [removed] = useUrlValue('removed');
  const filter: WatchedFileFilter = {
    ...(path === undefined ? {} : { path }),
    ...(kind === undefined ? {} : { kinds: [kind as FileKind] }),
    ...(watch === undefined ? {} : { watches: [watch] }),
    ...(removed === 'true' ? { removed: true } : {}),
  };
  return Object.keys(filter).length === 0 ? undefined : filter;
}

/** The list with its filters; `watchers` are the watches of the configuration. */
export function FileList({ watchers }: { watchers: readonly Watcher[] | undefined }) {
  const filter = useFilter();
  const pages = usePages(
    filesPageQuery,
    { filter: filter ?? null },
    { pageOf: (data) => data.watchedFiles, keyOf, staleAfter: ['file.', 'files.', 'file_watch.'] },
  );
  const { rows, error, isLoading } = pages;
  const isNone = !isLoading && error === undefined && rows.length === 0;
  if (isNone && filter === undefined && watchers?.length === 0) return <NoFiles />;
  return (
    <>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      <Panel title="Watched files" isFlush>
        <FilterFields label="Narrow the files">
          <TextField name="path" label="Path" />
          <ChoiceField name="kind" label="Kind" options={fileKindWords} />
          <ChoiceField
            name="watch"
            label="Watch"
            options={Object.fromEntries((watchers ?? []).map(({ name }) => [name, name]))}
          />
          <CheckField name="removed" label="also those that are gone" />
        </FilterFields>
        {isLoading && rows.length === 0 ? <Loading /> : null}
        {isNone ? (
          filter === undefined ? (
            <Empty title="No file was found">
              The watched paths hold nothing that their patterns match.
            </Empty>
          ) : (
            <Empty title="No file is like that">Change what is chosen above.</Empty>
          )
        ) : null}
        {rows.length === 0 ? null : (
          <DataTable
            label="Watched files by path"
            rows={rows}
            columns={columns}
            keyOf={keyOf}
            hrefOf={hrefOf}
            rowHeight={52}
            onEndNear={pages.loadMore}
          />
        )}
      </Panel>
    </>
  );
}
