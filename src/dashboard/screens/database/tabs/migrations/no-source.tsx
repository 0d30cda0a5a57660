// What to do for a database whose migrations nobody told of; tools whose history is in it are named.
import { useLiveQuery } from '../../../../client/use-live-query.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Empty } from '../../../../parts/notes.tsx';
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

/** Stands where migrations would be. */
export function NoSource({ id, name }: { id: string; name: string }) {
  const tools = useLiveQuery(toolsQuery, { id }).data?.database?.recognisedTools ?? [];
  return (
    <Panel title="Migrations">
      <Empty title="No migration source is configured">
        <div className="column" style={{ textAlign: 'start' }}>
          {tools.map(({ title, tool, table, why }) => (
            <p key={table}>
              The history of {title} was found in <code>{table}</code> ({why}): its tool is{' '}
              <code>{tool}</code>.
            </p>
          ))}
          <p>
            Tell in <code>hawkwatch.yaml</code> where they are, and they can be watched and run:
          </p>
          <pre>{`databases:\n  - name: ${name}\n    migrations: { tool: ${tools[0]?.tool ?? 'sql'}, folder: ./migrations }`}</pre>
        </div>
      </Empty>
    </Panel>
  );
}
