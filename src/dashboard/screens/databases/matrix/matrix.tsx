// What of a source is where: its versions over its databases, as hawkwatch last saw them.
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { usePages } from '../../../client/use-pages.ts';
import { graphql } from '../../../graphql/gql.ts';
import type { DatabasesMatrixRowsQuery, MigrationStatusFilter } from '../../../graphql/graphql.ts';
import { Answer, Empty, Failure, Loading } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { useUrlValue } from '../../../parts/url-state.ts';
import { comparedAtMost, matrixFilterOf, pageOfRows, type ComparedRow } from './compared.ts';
import { MatrixControls, type SourceChoice } from './matrix-controls.tsx';
import { MatrixTable } from './matrix-table.tsx';
import styles from './matrix.module.css';

const sourcesQuery = graphql(`
  query DatabasesMatrixSources {
    migrationOverview {
      bySource {
        name
        total
      }
    }
  }
`);

const columnsQuery = graphql(`
  query DatabasesMatrixColumns($source: String!, $filter: MigrationStatusFilter, $first: ID) {
    migrationMatrix(source: $source, filter: $filter, relativeTo: $first) {
      columns {
        aheadCount
        behindCount
        olderVersions
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
      columns {
        status {
          database {
            id
          }
        }
      }
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

const pageOf = ({ migrationMatrix }: DatabasesMatrixRowsQuery) => pageOfRows(migrationMatrix);
const keyOf = ({ version }: ComparedRow): string => version;
const staleAfter = ['migration_status.changed', 'database.'];

interface ComparedProps {
  readonly source: string;
  readonly sources: readonly SourceChoice[];
  readonly filter: MigrationStatusFilter | null;
}

function Compared({ source, sources, filter }: ComparedProps) {
  const [first] = useUrlValue('first');
  const [all] = useUrlValue('all');
  const answer = useLiveQuery(
    columnsQuery,
    { source, filter, first: first ?? null },
    { staleAfter },
  );
  const rows = usePages(
    rowsQuery,
    { source, filter, relativeTo: first ?? null, differing: all !== 'true' },
    { pageOf, keyOf, staleAfter },
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
      <MatrixControls sources={sources} source={source} columns={columns} />
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

/** More databases than can be compared: nothing is asked before it is said which. */
function TooMany({ source, sources, total }: Omit<ComparedProps, 'filter'> & { total: number }) {
  return (
    <Panel
      title={`Versions of ${source}`}
      aside={<span className="soft">{total} databases</span>}
      isFlush
    >
      <MatrixControls sources={sources} source={source} columns={[]} />
      <Empty title={`${total} databases have this source`}>
        At most {comparedAtMost} are compared at once. Choose an environment above, or narrow them
        by a label or by what their names have in common.
      </Empty>
    </Panel>
  );
}

function SourceMatrix({ source, sources }: Omit<ComparedProps, 'filter'>) {
  const [environment] = useUrlValue('environment');
  const [label] = useUrlValue('label');
  const [text] = useUrlValue('text');
  const filter = matrixFilterOf({ environment, label, text });
  const total = sources.find(({ name }) => name === source)?.total ?? 0;
  return filter === null && total > comparedAtMost ? (
    <TooMany source={source} sources={sources} total={total} />
  ) : (
    <Compared source={source} sources={sources} filter={filter} />
  );
}

/** The environment matrix. */
export function Matrix() {
  const answer = useLiveQuery(sourcesQuery, {}, { staleAfter, everyMs: 3_000 });
  const [chosen] = useUrlValue('source');
  return (
    <Answer answer={answer}>
      {({ migrationOverview: { bySource } }) => {
        const source = chosen ?? bySource[0]?.name;
        return source == null ? (
          <Empty title="No migrations are watched yet">
            Give a database a migration source in <code>hawkwatch.yaml</code>: then its versions are
            compared here over all databases with a source of the same name.
          </Empty>
        ) : (
          <SourceMatrix source={source} sources={bySource} />
        );
      }}
    </Answer>
  );
}
