// The statements that took most time, where the database counts them (pg_stat_statements).
import { useEvery } from '../../../../client/use-every.ts';
import { useLiveQuery } from '../../../../client/use-live-query.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { SlowStatements } from '../../../../parts/slow-statements.tsx';
import { Answer, Empty } from '../../../../parts/notes.tsx';
import { Panel } from '../../../../parts/panel.tsx';
import { Time } from '../../../../parts/time.tsx';

const statementsQuery = graphql(`
  query DatabaseSlowStatements($id: ID!) {
    database(id: $id) {
      id
      slowStatements {
        since
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
`);

const readAgainMs = 60_000;

/** The panel. */
export function SlowStatementsPanel({ id }: { id: string }) {
  const answer = useLiveQuery(statementsQuery, { id });
  useEvery(readAgainMs, answer.refresh);
  const slow = answer.data?.database?.slowStatements;
  return (
    <Panel
      title="Statements that took most time"
      isFlush
      aside={
        slow == null ? undefined : (
          <span className="soft small">
            from <Time at={slow.since} /> to <Time at={slow.until} />
          </span>
        )
      }
    >
      <Answer answer={answer}>
        {() =>
          slow == null ? (
            <Empty title="They are not counted">
              PostgreSQL counts them with its extension <code>pg_stat_statements</code>, for roles
              that have <code>pg_read_all_stats</code>. hawkwatch tells what cost most between two
              readings, a minute apart.
            </Empty>
          ) : (
            <SlowStatements statements={slow.statements} />
          )
        }
      </Answer>
    </Panel>
  );
}
