// The list of endpoints: narrowed by what the address says, live, page by page.
import { useCallback, useMemo, useState } from 'react';

import { useEvery } from '../../client/use-every.ts';
import { usePages } from '../../client/use-pages.ts';
import { graphql } from '../../graphql/gql.ts';
import type { EndpointFilter, EndpointKind, EndpointState } from '../../graphql/graphql.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { CheckField, ChoiceField, FilterFields } from '../../parts/filter-fields.tsx';
import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useUrlValue } from '../../parts/url-state.ts';
import { columnsWith, hrefOf, type EndpointRow } from './columns.tsx';
import { kindWords, stateWords } from './endpoint-words.ts';
import styles from './endpoints.module.css';
import { ReadDays } from './read-days.tsx';
import type { BarsByName } from './use-days.ts';

const endpointsPageQuery = graphql(`
  query EndpointsPage($first: Int!, $after: String, $filter: EndpointFilter) {
    endpoints(first: $first, after: $after, filter: $filter) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          name
          kind
          target
          environment
          state
          since
          reason
          retiredAt
          durationMs
          certificate {
            validTo
          }
          uptime(windows: [LAST_30_DAYS]) {
            percent
          }
        }
      }
    }
  }
`);

const sample = `endpoints:
  - name: checkout
    environment: production
    every: 1min
    http:
      url: https://shop.example/health`;

const readAgainMs = 30_000;

const keyOf = ({ id }: EndpointRow): string => id;

/** The filter that the address holds; undefined where it holds none. */
function useFilter(): EndpointFilter | undefined {
  const [state] = useUrlValue('state');
  const [kind] = useUrlValue('kind');
  const [environment] = useUrlValue('environment');
  const [retired] = useUrlValue('retired');
  const filter: EndpointFilter = {
    ...(state === undefined ? {} : { states: [state as EndpointState] }),
    ...(kind === undefined ? {} : { kinds: [kind as EndpointKind] }),
    ...(environment === undefined ? {} : { environments: [environment] }),
    ...(retired === 'true' ? { retired: true } : {}),
  };
  return Object.keys(filter).length === 0 ? undefined : filter;
}

function NoEndpoints({ mayRegister }: { mayRegister: boolean }) {
  return (
    <Panel title="Endpoints">
      <Empty title="No endpoint is watched yet">
        <div className="column">
          <p>
            {mayRegister ? 'Register one above, or s' : 'S'}ay in hawkwatch.yaml what should answer;
            the file is read again by itself:
          </p>
          <pre className={styles.sample} tabIndex={0}>
            {sample}
          </pre>
          <p>Web pages, TCP ports, PostgreSQL, Redis, SMTP, DNS and certificates can be checked.</p>
        </div>
      </Empty>
    </Panel>
  );
}

/** The list with its filters. */
export function EndpointList({ mayRegister }: { mayRegister: boolean }) {
  const filter = useFilter();
  const pages = usePages(
    endpointsPageQuery,
    { filter: filter ?? null },
    { pageOf: (data) => data.endpoints, keyOf, staleAfter: ['endpoint.', 'endpoints.'] },
  );
  const { rows, error, isLoading } = pages;
  // What checks took, uptimes and certificates change without an event.
  useEvery(readAgainMs, pages.refresh);
  const [bars, setBars] = useState<BarsByName>(new Map());
  const onRead = useCallback(
    (some: BarsByName) => setBars((known) => new Map([...known, ...some])),
    [],
  );
  const names = useMemo(() => rows.map(({ name }) => name), [rows]);
  const columns = useMemo(() => columnsWith((name) => bars.get(name)), [bars]);
  const environments = useMemo(() => {
    const known = rows.map(({ environment }) => environment).filter((name) => name != null);
    return Object.fromEntries([...new Set(known)].toSorted().map((name) => [name, name]));
  }, [rows]);
  const isNone = !isLoading && error === undefined && rows.length === 0;
  if (isNone && filter === undefined) return <NoEndpoints mayRegister={mayRegister} />;
  return (
    <>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      <Panel title="Endpoints" isFlush>
        <FilterFields label="Narrow the endpoints">
          <ChoiceField name="state" label="State" options={stateWords} />
          <ChoiceField name="kind" label="Kind" options={kindWords} />
          <ChoiceField name="environment" label="Environment" options={environments} />
          <CheckField name="retired" label="retired ones" />
        </FilterFields>
        {isLoading && rows.length === 0 ? <Loading /> : null}
        {isNone ? (
          <Empty title="No endpoint is like that">Change what is chosen above.</Empty>
        ) : null}
        <ReadDays names={names} onRead={onRead} />
        {rows.length === 0 ? null : (
          <DataTable
            label="Endpoints by name"
            rows={rows}
            columns={columns}
            keyOf={keyOf}
            hrefOf={hrefOf}
            onEndNear={pages.loadMore}
          />
        )}
      </Panel>
    </>
  );
}
