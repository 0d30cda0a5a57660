// The statements that cost most lately, over all databases that count them.
import { useMemo } from 'react';
import { Link } from 'wouter';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import { Answer, Empty } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SlowStatements } from '../../parts/slow-statements.tsx';

const statementsQuery = graphql(`
  query PerformanceStatements {
    databases(first: 50) {
      edges {
        node {
          id
          name
          slowStatements {
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

/** The panel. */
export function StatementsPanel() {
  const answer = useLiveQuery(statementsQuery, {});
  const { data } = answer;
  const statements = useMemo(
    () =>
      (data?.databases.edges ?? [])
        .flatMap(({ node: { id, name, slowStatements } }) =>
          (slowStatements?.statements ?? []).map((statement) => ({
            ...statement,
            id: `${id} ${statement.id}`,
            where: <Link href={`/databases/${encodeURIComponent(id)}/metrics`}>{name}</Link>,
          })),
        )
        .toSorted((a, b) => b.totalMs - a.totalMs)
        .slice(0, shown),
    [data],
  );
  return (
    <Panel title="Statements that took most time" isFlush>
      <Answer answer={answer}>
        {() =>
          statements.length === 0 ? (
            <Empty title="No database counts its statements">
              PostgreSQL does with its extension <code>pg_stat_statements</code>, for roles that
              have <code>pg_read_all_stats</code>.
            </Empty>
          ) : (
            <SlowStatements statements={statements} />
          )
        }
      </Answer>
    </Panel>
  );
}
