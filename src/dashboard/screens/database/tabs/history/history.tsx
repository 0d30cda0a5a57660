// The runs of a database, newest first.
import { useMemo } from 'react';
import { Link } from 'wouter';

import { usePages } from '../../../../client/use-pages.ts';
import { graphql } from '../../../../graphql/gql.ts';
import type { DatabaseHistoryQuery, MigrationRunState } from '../../../../graphql/graphql.ts';
import { DataTable, type Column } from '../../../../parts/data-table.tsx';
import { Empty, Failure, Loading } from '../../../../parts/notes.tsx';
import { Panel } from '../../../../parts/panel.tsx';
import { State, wordsOf } from '../../../../parts/state.tsx';
import { formatDuration, Time } from '../../../../parts/time.tsx';
import { useUrlValue } from '../../../../parts/url-state.ts';

const historyQuery = graphql(`
  query DatabaseHistory(
    $database: ID!
    $states: [MigrationRunState!]
    $first: Int
    $after: String
  ) {
    migrationRuns(first: $first, after: $after, filter: { database: $database, states: $states }) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          kind
          state
          dryRun
          emergency
          source
          toVersion
          origin
          triggeredBy
          queuedAt
          durationMs
          error {
            message
          }
        }
      }
    }
  }
`);

type Run = DatabaseHistoryQuery['migrationRuns']['edges'][number]['node'];

const states = [
  'AWAITING_REVIEW',
  'QUEUED',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'INTERRUPTED',
  'CANCELLED',
  'REJECTED',
] as const satisfies readonly MigrationRunState[];

const runsOf = ({ migrationRuns }: DatabaseHistoryQuery) => migrationRuns;
const keyOf = ({ id }: Run): string => id;
const hrefOf = ({ id }: Run): string => `/runs/${encodeURIComponent(id)}`;
const dash = <span className="soft">–</span>;

function whatOf({ kind, dryRun, emergency }: Run): string {
  if (kind === 'ROLLBACK') return emergency ? 'emergency roll-back' : 'roll-back';
  return dryRun ? 'dry run' : 'run';
}

const columns: readonly Column<Run>[] = [
  {
    key: 'asked',
    heading: 'Asked for',
    width: '6rem',
    cell: (run) => (
      <Link href={hrefOf(run)}>
        <Time at={run.queuedAt} />
      </Link>
    ),
  },
  { key: 'what', heading: 'What', width: 'minmax(6rem, 1fr)', cell: whatOf },
  { key: 'state', heading: 'State', width: '9rem', cell: ({ state }) => <State state={state} /> },
  {
    key: 'source',
    heading: 'Source',
    width: 'minmax(6rem, 1fr)',
    isExtra: true,
    cell: ({ source }) => source,
  },
  {
    key: 'to',
    heading: 'To version',
    width: 'minmax(6rem, 1fr)',
    isExtra: true,
    cell: ({ toVersion }) => toVersion ?? <span className="soft">newest</span>,
  },
  {
    key: 'by',
    heading: 'By',
    width: 'minmax(7rem, 1fr)',
    cell: ({ triggeredBy, origin }) => triggeredBy ?? wordsOf(origin),
  },
  {
    key: 'error',
    heading: 'Error',
    width: 'minmax(8rem, 2fr)',
    cell: ({ error }) =>
      error == null ? dash : <span title={error.message}>{error.message}</span>,
  },
  {
    key: 'took',
    heading: 'Took',
    width: '5rem',
    isNumber: true,
    cell: ({ durationMs }) => (durationMs == null ? dash : formatDuration(durationMs)),
  },
];

export interface HistoryTabProps {
  /** The database's global id. */
  readonly id: string;
  readonly name: string;
}

/** The tab. */
export function HistoryTab({ id, name }: HistoryTabProps) {
  const [chosen, setChosen] = useUrlValue('state');
  const state = states.find((known) => known === chosen);
  const variables = useMemo(
    () => ({ database: id, states: state === undefined ? null : [state] }),
    [id, state],
  );
  const pages = usePages(historyQuery, variables, {
    pageOf: runsOf,
    keyOf,
    staleAfter: ['migration.queued', 'migration.started', 'migration.completed'],
  });
  const { rows, isLoading, error } = pages;
  return (
    <Panel
      title={`Runs on ${name}`}
      isFlush
      aside={
        <label className="beside">
          State
          <select
            value={state ?? ''}
            onChange={({ target: { value } }) => setChosen(value === '' ? undefined : value)}
          >
            <option value="">any</option>
            {states.map((option) => (
              <option key={option} value={option}>
                {wordsOf(option)}
              </option>
            ))}
          </select>
        </label>
      }
    >
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      {isLoading ? (
        <Loading />
      ) : rows.length === 0 && error === undefined ? (
        <Empty title={state === undefined ? 'Nothing was run here yet' : 'No run is in that state'}>
          {state === undefined ? (
            <>
              Runs are begun from{' '}
              <Link href={`/databases/${encodeURIComponent(id)}`}>Migrations</Link>.
            </>
          ) : (
            'Choose another one above.'
          )}
        </Empty>
      ) : (
        <DataTable
          label={`Runs on ${name}`}
          rows={rows}
          columns={columns}
          keyOf={keyOf}
          hrefOf={hrefOf}
          onEndNear={pages.loadMore}
        />
      )}
    </Panel>
  );
}
