// What happened to all containers, the newest first.
import { usePages } from '../../client/use-pages.ts';
import { graphql } from '../../graphql/gql.ts';
import type { ContainerEventFilter, ContainerVerdict } from '../../graphql/graphql.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { ChoiceField, FilterFields } from '../../parts/filter-fields.tsx';
import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { spans } from '../../parts/series/spans.ts';
import { useUrlValue } from '../../parts/url-state.ts';
import { useMovingFilter, type MovingFilter } from '../../parts/use-moving-filter.ts';
import { hrefOf } from './columns.tsx';
import { allEventColumns, keyOfEvent } from './event-columns.tsx';
import { verdictWords } from './standing.ts';

const eventsPageQuery = graphql(`
  query ContainersEventsPage($first: Int!, $after: String, $filter: ContainerEventFilter) {
    containerEvents(first: $first, after: $after, filter: $filter) {
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
          container {
            id
            name
          }
        }
      }
    }
  }
`);

const times = Object.fromEntries(
  Object.entries(spans).map(([name, { title }]) => [name, `last ${title}`]),
);

function useFilter(): MovingFilter<ContainerEventFilter> {
  const [verdict] = useUrlValue('verdict');
  const [host] = useUrlValue('host');
  return useMovingFilter<ContainerEventFilter>({
    ...(verdict === undefined ? {} : { verdicts: [verdict as ContainerVerdict] }),
    ...(host === undefined ? {} : { hosts: [host] }),
  });
}

/** The list with its filters. */
export function EventList() {
  const { filter, moving } = useFilter();
  const pages = usePages(
    eventsPageQuery,
    { filter },
    {
      pageOf: (data) => data.containerEvents,
      keyOf: keyOfEvent,
      staleAfter: ['container.', 'containers.'],
      moving,
    },
  );
  const { rows, error, isLoading } = pages;
  return (
    <>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      <Panel title="Restarts and other events" isFlush>
        <FilterFields label="Narrow the events">
          <ChoiceField name="verdict" label="Verdict" options={verdictWords} />
          <ChoiceField name="since" label="When" options={times} any="any time" />
        </FilterFields>
        {isLoading && rows.length === 0 ? <Loading /> : null}
        {!isLoading && error === undefined && rows.length === 0 ? (
          <Empty title="No such event">
            What happens to containers is kept here, with a verdict for each end.
          </Empty>
        ) : null}
        {rows.length === 0 ? null : (
          <DataTable
            label="Events of containers, the newest first"
            rows={rows}
            columns={allEventColumns}
            keyOf={keyOfEvent}
            hrefOf={({ container }) => hrefOf(container)}
            onEndNear={pages.loadMore}
          />
        )}
      </Panel>
    </>
  );
}
