// The list of containers: narrowed by what the address says, live, page by page.
import { useUrlValue } from '../../parts/url-state.ts';
import { usePages } from '../../client/use-pages.ts';
import { graphql } from '../../graphql/gql.ts';
import type { ContainerFilter } from '../../graphql/graphql.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { CheckField, ChoiceField, FilterFields, TextField } from '../../parts/filter-fields.tsx';
import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { columns, hrefOf, type ContainerRow } from './columns.tsx';
import { NoContainers } from './no-containers.tsx';

const containersPageQuery = graphql(`
  query ContainersPage($first: Int!, $after: String, $filter: ContainerFilter) {
    containers(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          key
          name
          state
          health
          crashLoopSince
          exitCode
          startedAt
          finishedAt
          vanishedAt
          image
          composeProject
          host
          daemon
          restartCount
          recognition {
            product
            excludedAs
          }
          database {
            id
            name
          }
        }
      }
    }
  }
`);

const states: Readonly<Record<string, string>> = {
  running: 'running',
  exited: 'ended',
  paused: 'paused',
  restarting: 'restarting',
  created: 'made, not started',
  dead: 'dead',
};

const healths: Readonly<Record<string, string>> = {
  healthy: 'healthy',
  unhealthy: 'unhealthy',
  starting: 'starting',
};

const keyOf = ({ id }: ContainerRow): string => id;

/** The filter that the address holds; undefined where it holds none. */
function useFilter(): ContainerFilter | undefined {
  const [text] = useUrlValue('text');
  const [state] = useUrlValue('state');
  const [health] = useUrlValue('health');
  const [host] = useUrlValue('host');
  const [project] = useUrlValue('project');
  const [loops] = useUrlValue('loops');
  const [databases] = useUrlValue('databases');
  const [gone] = useUrlValue('gone');
  const filter: ContainerFilter = {
    ...(text === undefined ? {} : { text }),
    ...(state === undefined ? {} : { states: [state] }),
    ...(health === undefined ? {} : { health: [health] }),
    ...(host === undefined ? {} : { hosts: [host] }),
    ...(project === undefined ? {} : { projects: [project] }),
    ...(loops === 'true' ? { crashLooping: true } : {}),
    ...(databases === 'true' ? { recognised: ['DATABASE'] } : {}),
    ...(gone === 'true' ? { present: false } : {}),
  };
  return Object.keys(filter).length === 0 ? undefined : filter;
}

/** Names as options, the sorted ones of what is loaded. */
function optionsOf(names: readonly (string | null | undefined)[]): Record<string, string> {
  const known = [...new Set(names.filter((name) => name != null))].toSorted();
  return Object.fromEntries(known.map((name) => [name, name]));
}

/** The list with its filters. */
export function ContainerList() {
  const filter = useFilter();
  const pages = usePages(
    containersPageQuery,
    { filter: filter ?? null },
    { pageOf: (data) => data.containers, keyOf, staleAfter: ['container.', 'containers.'] },
  );
  const { rows, error, isLoading, total } = pages;
  const isNone = !isLoading && error === undefined && rows.length === 0;
  if (isNone && filter === undefined) return <NoContainers />;
  return (
    <>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      <Panel
        title="Containers"
        aside={
          total === undefined ? undefined : (
            <span className="soft">
              {total} {filter === undefined ? 'in all' : total === 1 ? 'matches' : 'match'}
            </span>
          )
        }
        isFlush
      >
        <FilterFields label="Narrow the containers">
          <TextField name="text" label="Name or image" />
          <ChoiceField name="state" label="State" options={states} />
          <ChoiceField name="health" label="Health check" options={healths} />
          <ChoiceField
            name="project"
            label="Project"
            options={optionsOf(rows.map(({ composeProject }) => composeProject))}
          />
          <ChoiceField name="host" label="Host" options={optionsOf(rows.map(({ host }) => host))} />
          <CheckField name="databases" label="databases" />
          <CheckField name="loops" label="in a crash loop" />
          <CheckField name="gone" label="gone ones" />
        </FilterFields>
        {isLoading && rows.length === 0 ? <Loading /> : null}
        {isNone ? (
          <Empty title="No container is like that">Change what is chosen above.</Empty>
        ) : null}
        {rows.length === 0 ? null : (
          <DataTable
            label="Containers by name"
            rows={rows}
            columns={columns}
            keyOf={keyOf}
            hrefOf={hrefOf}
            {...(total === undefined ? {} : { total })}
            onEndNear={pages.loadMore}
          />
        )}
      </Panel>
    </>
  );
}
