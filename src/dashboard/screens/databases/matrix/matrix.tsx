// What of a source is where: its versions over its databases, as hawkwatch last saw them.
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { usePages } from '../../../client/use-pages.ts';
import { graphql } from '../../../graphql/gql.ts';
import type { DatabasesMatrixRowsQuery } from '../../../graphql/graphql.ts';
import { Empty, Failure, Loading } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { useUrlValue } from '../../../parts/url-state.ts';
import type { ListedStatus } from '../database-rows.ts';
import { MatrixTable, type MatrixColumn, type MatrixRow } from './matrix-table.tsx';
import styles from './matrix.module.css';
import { listSources, type SourceChoice } from './sources.ts';

const columnsQuery = graphql(`
  query DatabasesMatrixColumns($source: String!, $filter: MigrationStatusFilter, $first: ID) {
    migrationMatrix(source: $source, filter: $filter, relativeTo: $first) {
      columns {
        aheadCount
        behindCount
        status {
          state
          reason
          database {
            id
            name
            environment
          }
        }
      }
    }
  }
`);

const rowsQuery = graphql(`
  query DatabasesMatrixRows(
    $source: String!
    $filter: MigrationStatusFilter
    $relativeTo: ID
    $differing: Boolean!
    $first: Int
    $after: String
  ) {
    migrationMatrix(source: $source, filter: $filter, relativeTo: $relativeTo) {
      rows(first: $first, after: $after, differing: $differing) {
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            version
            states
          }
        }
      }
    }
  }
`);

const rowsOf = ({ migrationMatrix }: DatabasesMatrixRowsQuery) => migrationMatrix.rows;
const keyOf = ({ version }: MatrixRow): string => version;
const staleAfter = ['migration_status.changed', 'database.'];

interface ControlsProps {
  readonly sources: readonly SourceChoice[];
  readonly source: string;
  readonly columns: readonly MatrixColumn[];
}

function Controls({ sources, source, columns }: ControlsProps) {
  const [, setSource] = useUrlValue('source');
  const [text, setText] = useUrlValue('text');
  const [first, setFirst] = useUrlValue('first');
  const [all, setAll] = useUrlValue('all');
  return (
    <div className={`row ${styles.controls}`}>
      <label>
        Source
        <select value={source} onChange={({ target }) => setSource(target.value)}>
          {sources.map(({ name, databases }) => (
            <option key={name} value={name}>
              {name} ({databases})
            </option>
          ))}
        </select>
      </label>
      <label>
        Compare with
        <select
          value={first ?? ''}
          onChange={({ target }) => setFirst(target.value === '' ? undefined : target.value)}
        >
          <option value="">the first environment</option>
          {columns.map(({ status: { database } }) => (
            <option key={database.id} value={database.name}>
              {database.name}
            </option>
          ))}
        </select>
      </label>
      <label>
        Database
        <input type="search" value={text ?? ''} onChange={({ target }) => setText(target.value)} />
      </label>
      <label className="beside">
        <input
          type="checkbox"
          checked={all === 'true'}
          onChange={({ target }) => setAll(target.checked ? 'true' : undefined)}
        />
        also versions that are the same everywhere
      </label>
    </div>
  );
}

function SourceMatrix({ source, sources }: { source: string; sources: readonly SourceChoice[] }) {
  const [text] = useUrlValue('text');
  const [first] = useUrlValue('first');
  const [all] = useUrlValue('all');
  const filter = text === undefined ? null : { text };
  const answer = useLiveQuery(
    columnsQuery,
    { source, filter, first: first ?? null },
    { staleAfter },
  );
  const rows = usePages(
    rowsQuery,
    { source, filter, relativeTo: first ?? null, differing: all !== 'true' },
    { pageOf: rowsOf, keyOf, staleAfter },
  );
  const columns = answer.data?.migrationMatrix.columns ?? [];
  const error = answer.error ?? rows.error;
  const refresh = (): void => {
    answer.refresh();
    rows.refresh();
  };
  return (
    <Panel
      title={`Versions of ${source}`}
      aside={<span className="soft">{columns.length} databases</span>}
      isFlush
    >
      <Controls sources={sources} source={source} columns={columns} />
      {error !== undefined ? <Failure error={error} onRetry={refresh} /> : null}
      {error !== undefined ? null : rows.isLoading || answer.data === undefined ? (
        <Loading />
      ) : (
        <MatrixTable source={source} columns={columns} rows={rows.rows} />
      )}
      {error === undefined && !rows.isLoading ? (
        <div className={styles.foot}>
          <span className="soft small">
            {rows.rows.length === 0
              ? 'Every version stands the same in all of them.'
              : '✓ applied · ▲ to be done · ✕ needs somebody · a dot: nobody knows of it there'}
          </span>
          {rows.hasMore ? <button onClick={rows.loadMore}>Show more versions</button> : null}
        </div>
      ) : null}
    </Panel>
  );
}

export interface MatrixProps {
  readonly statuses: readonly ListedStatus[];
  readonly isLoading: boolean;
}

/** The environment matrix. */
export function Matrix({ statuses, isLoading }: MatrixProps) {
  const sources = listSources(statuses);
  const [chosen] = useUrlValue('source');
  const source = chosen ?? sources[0]?.name;
  if (source === undefined) {
    return isLoading ? (
      <Loading />
    ) : (
      <Empty title="No migrations are watched yet">
        Give a database a migration source in <code>hawkwatch.yaml</code>: then its versions are
        compared here over all databases with a source of the same name.
      </Empty>
    );
  }
  return <SourceMatrix source={source} sources={sources} />;
}
