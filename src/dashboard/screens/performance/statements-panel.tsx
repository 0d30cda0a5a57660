// The statements that cost most lately, over all databases that count them.
import { useMemo } from 'react';
import { Link } from 'wouter';

import { useEvery } from '../../client/use-every.ts';
import { usePages } from '../../client/use-pages.ts';
import { mostRows, useReadOn } from '../../client/use-read-on.ts';
import { graphql } from '../../graphql/gql.ts';
import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SlowStatements } from '../../parts/slow-statements.tsx';
import { Time } from '../../parts/time.tsx';
import { costliest, newestReading, type ReadDatabase } from './costliest.ts';

const statementsQuery = graphql(`
  query PerformanceStatements($first: Int!, $after: String) {
    databases(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          name
          slowStatements {
            until
            statements {
              id
              text
              calls
              meanMs
              totalMs
              rows
            }
          }
        }
      }
    }
  }
`);

const shown = 10;
/** Databases are read once in a minute. */
const readAgainMs = 60_000;

const keyOf = ({ id }: ReadDatabase): string => id;

/** The panel. */
export function StatementsPanel() {
  const pages = usePages(statementsQuery, {}, { pageOf: ({ databases }) => databases, keyOf });
  useReadOn(pages);
  useEvery(readAgainMs, pages.refresh);
  const { rows, error, isLoading, hasMore } = pages;
  const statements = useMemo(
    () =>
      costliest(rows, shown).map(({ database, ...statement }) => ({
        ...statement,
        where: (
          <Link href={`/databases/${encodeURIComponent(database.id)}/metrics`}>
            {database.name}
          </Link>
        ),
      })),
    [rows],
  );
  const readAt = newestReading(rows);
  return (
    <Panel
      title="Statements that took most time"
      isFlush
      aside={
        readAt === undefined ? undefined : (
          <span className="soft small">
            counted up to <Time at={readAt} />
          </span>
        )
      }
    >
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      {isLoading && rows.length === 0 ? <Loading /> : null}
      {readAt !== undefined ? <SlowStatements statements={statements} /> : null}
      {readAt === undefined && !isLoading && error === undefined ? (
        <Empty title="No database counts its statements">
          PostgreSQL does with its extension <code>pg_stat_statements</code>, for roles that have{' '}
          <code>pg_read_all_stats</code>.
        </Empty>
      ) : null}
      {hasMore && rows.length >= mostRows ? (
        <p className="soft small">Of the first {rows.length} databases.</p>
      ) : null}
    </Panel>
  );
}
