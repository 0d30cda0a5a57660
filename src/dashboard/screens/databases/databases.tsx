// All databases: how they are, how their migrations stand, and which environment has what.
import { lazy, Suspense, useMemo, useState } from 'react';

import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel, Screen } from '../../parts/panel.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useUrlValue } from '../../parts/url-state.ts';
import { useMay } from '../../shell/viewer.ts';
import { DatabaseFilters, useListFilter } from './database-filters.tsx';
import { environmentsOf, filterRows, joinRows, sortRows } from './database-rows.ts';
import { DatabaseTable } from './database-table.tsx';
import styles from './databases.module.css';
import { DiscoveredPanel } from './discovered-panel.tsx';
import { NoDatabases } from './no-databases.tsx';
import { useDatabases, type DatabasesAnswer } from './read-databases.ts';
import { RegisterDialog } from './registration/register-dialog.tsx';

const Matrix = lazy(() =>
  import('./matrix/matrix.tsx').then((module) => ({ default: module.Matrix })),
);

const tabs = [
  { key: 'list', title: 'List', href: '/databases' },
  { key: 'matrix', title: 'Environment matrix', href: '/databases?view=matrix' },
];

function List({ answer, retired }: { answer: DatabasesAnswer; retired: boolean }) {
  const filter = useListFilter();
  const mayRegister = useMay('ADMIN');
  const { databases, statuses, total, isLoading, error, refresh } = answer;
  const all = useMemo(() => joinRows(databases, statuses), [databases, statuses]);
  const key = JSON.stringify(filter);
  const rows = useMemo(
    () => sortRows(filterRows(all, filter), filter.sorting),
    // The filter is a new object each time; its text tells when it is another one.
    [all, key],
  );
  const isNone = !isLoading && error === undefined && all.length === 0;
  return (
    <>
      {error === undefined ? null : <Failure error={error} onRetry={refresh} />}
      <Panel
        title={retired ? 'Retired databases' : 'Watched databases'}
        aside={
          <span className="soft" role="status">
            {rows.length === (total ?? all.length) ? '' : `${rows.length} of `}
            {total ?? all.length} {(total ?? all.length) === 1 ? 'database' : 'databases'}
          </span>
        }
        isFlush
      >
        {isNone && !retired ? null : (
          <div className={styles.filters}>
            <DatabaseFilters environments={environmentsOf(all)} />
          </div>
        )}
        {isLoading ? (
          <Loading />
        ) : isNone ? (
          retired ? (
            <Empty title="None is retired">
              A database that leaves the configuration is listed here, with its history.
            </Empty>
          ) : (
            <NoDatabases mayRegister={mayRegister} />
          )
        ) : rows.length === 0 ? (
          <Empty title="No database matches">Change the filter above, or take it away.</Empty>
        ) : (
          <DatabaseTable rows={rows} />
        )}
      </Panel>
    </>
  );
}

/** The screen. */
export default function Databases() {
  const [view] = useUrlValue('view');
  const [retired] = useUrlValue('retired');
  const [isRegistering, setRegistering] = useState(false);
  const mayRegister = useMay('ADMIN');
  const isMatrix = view === 'matrix';
  const isRetired = retired === 'true';
  const answer = useDatabases(isRetired);
  return (
    <Screen
      title="Databases"
      aside={
        mayRegister ? (
          <button onClick={() => setRegistering(true)}>Register a database …</button>
        ) : undefined
      }
    >
      <Tabs label="Views of the databases" tabs={tabs} shown={isMatrix ? 'matrix' : 'list'} />
      {isMatrix ? (
        <Suspense fallback={<Loading />}>
          <Matrix statuses={answer.statuses} isLoading={answer.isLoading} />
        </Suspense>
      ) : (
        <>
          <DiscoveredPanel onConfirmed={answer.refresh} />
          <List answer={answer} retired={isRetired} />
        </>
      )}
      {isRegistering ? (
        <RegisterDialog
          onDone={() => {
            setRegistering(false);
            answer.refresh();
          }}
          onClose={() => setRegistering(false)}
        />
      ) : null}
    </Screen>
  );
}
