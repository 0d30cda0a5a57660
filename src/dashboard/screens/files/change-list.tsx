// What changed about watched files, the newest first; narrowed by what the address says.
import { Link } from 'wouter';

import { usePages } from '../../client/use-pages.ts';
import { graphql } from '../../graphql/gql.ts';
import type {
  FileChangeFilter,
  FileChangeKind,
  FileKind,
  RiskLevel,
} from '../../graphql/graphql.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { CheckField, ChoiceField, FilterFields, TextField } from '../../parts/filter-fields.tsx';
import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { spans } from '../../parts/series/spans.ts';
import { useUrlValue } from '../../parts/url-state.ts';
import { useMovingFilter, type MovingFilter } from '../../parts/use-moving-filter.ts';
import type { Watcher } from '../../parts/use-watchers.ts';
import { changeColumns, hrefOfChange, type ChangeRow } from './change-columns.tsx';
import { changeWords, fileKindWords } from './file-words.ts';
import { NoFiles } from './no-files.tsx';

const changesPageQuery = graphql(`
  query FilesChangesPage($first: Int!, $after: String, $filter: FileChangeFilter) {
    fileChanges(first: $first, after: $after, filter: $filter) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          path
          change
          risk
          detectedAt
          foundLater
          settled
          note
          watch
          host
          databaseName
          settings {
            message
          }
          database {
            id
            name
          }
          file {
            id
          }
        }
      }
    }
  }
`);

const risks: Readonly<Record<string, string>> = {
  CRITICAL: 'critical',
  HIGH: 'high',
  MEDIUM: 'medium',
  LOW: 'low',
  NONE: 'none',
};
const times = Object.fromEntries(
  Object.entries(spans).map(([name, { title }]) => [name, `last ${title}`]),
);
const keyOf = ({ id }: ChangeRow): string => id;

function useFilter(): MovingFilter<FileChangeFilter> {
  const [path] = useUrlValue('path');
  const [change] = useUrlValue('change');
  const [kind] = useUrlValue('kind');
  const [risk] = useUrlValue('risk');
  const [watch] = useUrlValue('watch');
  const [settings] = useUrlValue('settings');
  const [burst] = useUrlValue('burst');
  const [database] = useUrlValue('database');
  return useMovingFilter<FileChangeFilter>({
    ...(path === undefined ? {} : { path }),
    ...(change === undefined ? {} : { changes: [change as FileChangeKind] }),
    ...(kind === undefined ? {} : { kinds: [kind as FileKind] }),
    ...(risk === undefined ? {} : { risks: [risk as RiskLevel] }),
    ...(watch === undefined ? {} : { watches: [watch] }),
    ...(settings === 'true' ? { hasSettings: true } : {}),
    ...(burst === undefined ? {} : { burst }),
    ...(database === undefined ? {} : { databases: [database] }),
  });
}

/** The list with its filters; `watchers` are the watches of the configuration. */
export function ChangeList({ watchers }: { watchers: readonly Watcher[] | undefined }) {
  const { filter, moving } = useFilter();
  const pages = usePages(
    changesPageQuery,
    { filter },
    { pageOf: (data) => data.fileChanges, keyOf, staleAfter: ['file.', 'files.'], moving },
  );
  const { rows, error, isLoading } = pages;
  const isNone = !isLoading && error === undefined && rows.length === 0;
  const isWhole = Object.keys(filter).length === 0;
  if (isNone && isWhole && watchers?.length === 0) return <NoFiles />;
  return (
    <>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      <Panel title="Changes" isFlush>
        <FilterFields label="Narrow the changes">
          <TextField name="path" label="Path" />
          <ChoiceField name="change" label="Change" options={changeWords} />
          <ChoiceField name="risk" label="Risk" options={risks} />
          <ChoiceField name="kind" label="Kind of file" options={fileKindWords} />
          <ChoiceField
            name="watch"
            label="Watch"
            options={Object.fromEntries((watchers ?? []).map(({ name }) => [name, name]))}
          />
          <ChoiceField name="since" label="Found" options={times} any="any time" />
          <CheckField name="settings" label="settings of databases" />
        </FilterFields>
        {isLoading && rows.length === 0 ? <Loading /> : null}
        {isNone ? (
          isWhole ? (
            <Empty title="No file has changed yet">
              Each change of the <Link href="/files?view=files">watched files</Link> shows here,
              with its difference and all secrets masked.
            </Empty>
          ) : (
            <Empty title="No change is like that">
              Change what is chosen above, or look at <Link href="/files">all changes</Link>.
            </Empty>
          )
        ) : null}
        {rows.length === 0 ? null : (
          <DataTable
            label="Changes of files, the newest first"
            rows={rows}
            columns={changeColumns}
            keyOf={keyOf}
            hrefOf={(row) => hrefOfChange(row) ?? `/files?path=${encodeURIComponent(row.path)}`}
            rowHeight={52}
            onEndNear={pages.loadMore}
          />
        )}
      </Panel>
    </>
  );
}
