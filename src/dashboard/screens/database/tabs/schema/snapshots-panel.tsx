// The schemas that a database was seen with, newest first; each can be compared with the present one.
import { Link } from 'wouter';

import { usePages } from '../../../../client/use-pages.ts';
import { graphql } from '../../../../graphql/gql.ts';
import type { DatabaseSchemaSnapshotsQuery } from '../../../../graphql/graphql.ts';
import { DataTable, type Column } from '../../../../parts/data-table.tsx';
import { Empty, Failure, Loading } from '../../../../parts/notes.tsx';
import { Panel } from '../../../../parts/panel.tsx';
import { compareHref } from '../../../../parts/schema/reference.ts';
import { State } from '../../../../parts/state.tsx';
import { Time } from '../../../../parts/time.tsx';

const snapshotsQuery = graphql(`
  query DatabaseSchemaSnapshots($database: ID!, $first: Int, $after: String) {
    schemaSnapshots(database: $database, first: $first, after: $after) {
      totalCount
      edges {
        node {
          id
          hash
          takenAt
          objectCount
          isBaseline
          isCurrent
          isKept
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

type Snapshots = DatabaseSchemaSnapshotsQuery['schemaSnapshots'];
type Snapshot = Snapshots['edges'][number]['node'];

const pageOf = (data: DatabaseSchemaSnapshotsQuery): Snapshots => data.schemaSnapshots;
const keyOf = ({ id }: Snapshot): string => id;

function columnsOf(name: string): readonly Column<Snapshot>[] {
  return [
    {
      key: 'taken',
      heading: 'Seen first',
      width: 'minmax(7rem, 1fr)',
      cell: ({ takenAt }) => <Time at={takenAt} />,
    },
    {
      key: 'objects',
      heading: 'Objects',
      width: '5rem',
      isNumber: true,
      cell: ({ objectCount }) => objectCount,
    },
    {
      key: 'hash',
      heading: 'Fingerprint',
      width: '9rem',
      isExtra: true,
      cell: ({ hash }) => <code title={hash}>{hash.slice(0, 12)}</code>,
    },
    {
      key: 'is',
      heading: 'Is',
      width: 'minmax(9rem, 1fr)',
      isExtra: true,
      cell: ({ isCurrent, isBaseline }) => (
        <>
          {isCurrent ? <State state="CURRENT" tone="good" label="the present one" /> : null}{' '}
          {isBaseline ? <State state="BASELINE" label="what it should be" /> : null}
        </>
      ),
    },
    {
      key: 'compare',
      heading: 'Compare',
      width: '9.5rem',
      cell: ({ id, takenAt, isCurrent, isKept }) =>
        isCurrent ? (
          <span className="soft">–</span>
        ) : isKept ? (
          <Link
            aria-label={`Compare the schema of ${takenAt} with the present one`}
            href={compareHref({ kind: 'snapshot', id }, { kind: 'current', database: name })}
          >
            with the present
          </Link>
        ) : (
          <span className="soft" title="Of old ones only time and fingerprint are kept">
            not kept
          </span>
        ),
    },
  ];
}

/** The panel. */
export function SnapshotsPanel({ id, name }: { id: string; name: string }) {
  const pages = usePages(
    snapshotsQuery,
    { database: id },
    { pageOf, keyOf, staleAfter: ['schema.', 'drift.'] },
  );
  return (
    <Panel
      title="Earlier schemas"
      isFlush
      aside={
        pages.total === undefined ? undefined : (
          <span className="soft small">{pages.total} in all</span>
        )
      }
    >
      {pages.error === undefined ? null : <Failure error={pages.error} onRetry={pages.refresh} />}
      {pages.isLoading && pages.rows.length === 0 ? (
        <Loading />
      ) : pages.rows.length === 0 ? (
        <Empty title="None yet">
          Each schema that the database is seen with is kept and listed here.
        </Empty>
      ) : (
        <DataTable
          label="Schemas it was seen with"
          rows={pages.rows}
          columns={columnsOf(name)}
          keyOf={keyOf}
          {...(pages.total === undefined ? {} : { total: pages.total })}
          onEndNear={pages.loadMore}
        />
      )}
    </Panel>
  );
}
