// What happened to one container, the newest first; each end with its verdict.
import { usePages } from '../../client/use-pages.ts';
import { graphql } from '../../graphql/gql.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { eventColumns, keyOfEvent } from '../containers/event-columns.tsx';

const eventsQuery = graphql(`
  query ContainerEventsPage($first: Int!, $after: String, $id: ID!) {
    container(id: $id) {
      id
      events(first: $first, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            at
            action
            verdict
            exitCode
            signal
            reason
            inferred
            dockerId
          }
        }
      }
    }
  }
`);

const none = { edges: [], pageInfo: { hasNextPage: false } };

/** The panel. */
export function EventsPanel({ id }: { id: string }) {
  const pages = usePages(
    eventsQuery,
    { id },
    {
      pageOf: ({ container }) => container?.events ?? none,
      keyOf: keyOfEvent,
      staleAfter: ['container.', 'containers.'],
    },
  );
  const { rows, error, isLoading } = pages;
  return (
    <Panel title="Restarts and events" isFlush>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      {isLoading && rows.length === 0 ? <Loading /> : null}
      {!isLoading && error === undefined && rows.length === 0 ? (
        <Empty title="Nothing has happened to it">
          It has not ended, restarted or changed since hawkwatch knows it.
        </Empty>
      ) : null}
      {rows.length === 0 ? null : (
        <DataTable
          label="Events of this container, the newest first"
          rows={rows}
          columns={eventColumns}
          keyOf={keyOfEvent}
          onEndNear={pages.loadMore}
        />
      )}
    </Panel>
  );
}
