// The history of runs: filtered by what the address says, live, and page by page to the first one.
import { Link } from 'wouter';

import { usePages } from '../../client/use-pages.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel, Screen } from '../../parts/panel.tsx';
import { columns, hrefOf } from './columns.tsx';
import { filterOf, isMoving, isNarrowed } from './filter.ts';
import { Filters } from './filters.tsx';
import { runsPageQuery, type RunRow } from './operations.ts';
import { useChosen } from './use-chosen.ts';
import { Waves } from './waves.tsx';

const keyOf = ({ id }: RunRow): string => id;

/** The screen of `/runs`. */
export default function Runs() {
  const filters = useChosen();
  const { chosen } = filters;
  const pages = usePages(
    runsPageQuery,
    { filter: filters.filter },
    {
      pageOf: (data) => data.migrationRuns,
      keyOf,
      staleAfter: ['migration.'],
      moving: isMoving(chosen) ? () => ({ filter: filterOf(chosen, Date.now()) }) : undefined,
    },
  );
  const { rows, error, isLoading } = pages;
  return (
    <Screen title="Runs">
      <Filters filters={filters} />
      <Waves />
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      {error !== undefined && rows.length === 0 ? null : (
        <Panel title="History" isFlush>
          {isLoading && rows.length === 0 ? <Loading /> : null}
          {!isLoading && rows.length === 0 ? <Nothing isNarrowed={isNarrowed(chosen)} /> : null}
          {rows.length === 0 ? null : (
            <DataTable
              label="Runs, the newest first"
              rows={rows}
              columns={columns}
              keyOf={keyOf}
              hrefOf={hrefOf}
              onEndNear={pages.loadMore}
            />
          )}
        </Panel>
      )}
    </Screen>
  );
}

function Nothing({ isNarrowed: narrowed }: { isNarrowed: boolean }) {
  if (narrowed) {
    return (
      <Empty title="No run is like that">
        Choose less, or look at <Link href="/runs">all runs</Link>.
      </Empty>
    );
  }
  return (
    <Empty title="No migration has run yet">
      Choose a database from <Link href="/databases">the databases</Link> and run what is pending
      there. Migrations that other tools run show here by themselves.
    </Empty>
  );
}
