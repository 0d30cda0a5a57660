// All databases: how they are, how their migrations stand, and which environment has what.
import { lazy, Suspense, useState } from 'react';

import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel, Screen } from '../../parts/panel.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useUrlValue } from '../../parts/url-state.ts';
import { useMay } from '../../shell/viewer.ts';
import { DatabaseFilters, useListFilter } from './database-filters.tsx';
import { countWords, filterOf, sortings } from './database-rows.ts';
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

/** Nothing to list: nothing of what is asked for, or nothing at all. */
function Nothing({ isNone, retired }: { isNone: boolean; retired: boolean }) {
  const mayRegister = useMay('ADMIN');
  if (!isNone) {
    return <Empty title="No database matches">Change the filter above, or take it away.</Empty>;
  }
  if (!retired) return <NoDatabases mayRegister={mayRegister} />;
  return (
    <Empty title="None is retired">
      A database that leaves the configuration is listed here, with its history.
    </Empty>
  );
}

function Rows({ answer, retired }: { answer: DatabasesAnswer; retired: boolean }) {
  const { rows, all, total, isLoading, error, loadMore } = answer;
  if (rows.length > 0) return <DatabaseTable rows={rows} total={total} onEndNear={loadMore} />;
  // What failed is told above; that there is nothing is not known then.
  if (error !== undefined) return null;
  if (isLoading || all === undefined) return <Loading />;
  return <Nothing isNone={all === 0} retired={retired} />;
}

function List() {
  const filter = useListFilter();
  const { retired } = filter;
  const answer = useDatabases({
    retired,
    filter: filterOf(filter),
    order: sortings[filter.sorting].order,
  });
  const { all, total, error, environments, refresh } = answer;
  return (
    <>
      <DiscoveredPanel onConfirmed={refresh} />
      {error === undefined ? null : <Failure error={error} onRetry={refresh} />}
      <Panel
        title={retired ? 'Retired databases' : 'Watched databases'}
        aside={
          <span className="soft" role="status">
            {countWords(total, all)}
          </span>
        }
        isFlush
      >
        {all === 0 && !retired ? null : (
          <div className={styles.filters}>
            <DatabaseFilters environments={environments} />
          </div>
        )}
        <Rows answer={answer} retired={retired} />
      </Panel>
    </>
  );
}

/** The screen. */
export default function Databases() {
  const [view] = useUrlValue('view');
  const [isRegistering, setRegistering] = useState(false);
  const mayRegister = useMay('ADMIN');
  const isMatrix = view === 'matrix';
  const close = (): void => setRegistering(false);
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
          <Matrix />
        </Suspense>
      ) : (
        <List />
      )}
      {/* The event of the new database makes the lists be read anew. */}
      {isRegistering ? <RegisterDialog onDone={close} onClose={close} /> : null}
    </Screen>
  );
}
