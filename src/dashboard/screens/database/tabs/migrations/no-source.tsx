// Stands where migrations would be, and says what to do.
import { Link } from 'wouter';

import { useLiveQuery } from '../../../../client/use-live-query.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Answer, Empty } from '../../../../parts/notes.tsx';
import { Panel } from '../../../../parts/panel.tsx';

const toolsQuery = graphql(`
  query DatabaseRecognisedTools($id: ID!) {
    database(id: $id) {
      recognisedTools {
        title
        tool
        table
        why
      }
    }
  }
`);

/** A database whose migrations nobody told of; tools whose history is in it are named. */
export function NoSource({ id, name }: { id: string; name: string }) {
  const answer = useLiveQuery(toolsQuery, { id });
  return (
    <Panel title="Migrations">
      <Answer answer={answer}>
        {({ database }) => {
          const tools = database?.recognisedTools ?? [];
          const tool = tools[0]?.tool ?? 'sql';
          return (
            <Empty title="No migration source is configured">
              <div className="column" style={{ textAlign: 'start' }}>
                {tools.map(({ title, tool: known, table, why }) => (
                  <p key={table}>
                    The history of {title} was found in <code>{table}</code> ({why}): its tool is{' '}
                    <code>{known}</code>.
                  </p>
                ))}
                <p>
                  Tell in <code>hawkwatch.yaml</code> where they are, and they can be watched and
                  run:
                </p>
                <pre>{`databases:\n  - name: ${name}\n    migrations: { tool: ${tool}, folder: ./migrations }`}</pre>
              </div>
            </Empty>
          );
        }}
      </Answer>
    </Panel>
  );
}

/** A database that cannot have a source now. */
export function NotMigrated({ isDeclared }: { isDeclared: boolean }) {
  return (
    <Panel title="Migrations">
      {isDeclared ? (
        <Empty title="Its schema is watched, its migrations are not">
          hawkwatch reads and runs migrations on PostgreSQL.
        </Empty>
      ) : (
        <Empty title="It is not watched">
          It was found in a container or has left the configuration. Declare it in{' '}
          <code>hawkwatch.yaml</code>, or confirm it{' '}
          <Link href="/databases">in the list of databases</Link>.
        </Empty>
      )}
    </Panel>
  );
}
