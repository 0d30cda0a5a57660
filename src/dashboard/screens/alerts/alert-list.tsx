// The alerts as a table: marked with `x`, acknowledged with `a`, opened with Enter.
import { useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';

import { DataTable } from '../../parts/data-table.tsx';
import { useKey } from '../../parts/keys.tsx';
import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { usePhone } from '../../parts/use-phone.ts';
import { useMay } from '../../shell/viewer.ts';
import { BulkBar } from './bulk-bar.tsx';
import { marksAmong } from './bulk.ts';
import { columns, hrefOf, phoneColumns } from './columns.tsx';
import { isNarrowed } from './filter.ts';
import { Filters } from './filters.tsx';
import type { AlertRow } from './operations.ts';
import { useAlerts } from './use-alerts.ts';
import { useBulk } from './use-bulk.ts';
import { useChosen } from './use-chosen.ts';

const keyOf = ({ id }: AlertRow): string => id;
const nothing: ReadonlySet<string> = new Set();

/** The filters and the list. */
export function AlertList() {
  const filters = useChosen();
  const { rows, total, error, isLoading, loadMore, refresh } = useAlerts(filters);
  const may = useMay('OPERATOR');
  const isPhone = usePhone();
  const bulk = useBulk();
  const [marked, setMarked] = useState(nothing);
  const marks = useMemo(() => marksAmong(marked, rows), [marked, rows]);
  const [chosen, setChosen] = useState<AlertRow>();
  const asked = JSON.stringify([filters.filter, filters.order]);
  // What is not in the list any more must not be acted on unseen.
  useEffect(() => {
    setMarked(nothing);
    setChosen(undefined);
  }, [asked]);
  const isGone = chosen !== undefined && !rows.some(({ id }) => id === chosen.id);
  // The table tells of it, but not when it leaves with its last row.
  useEffect(() => {
    if (isGone) setChosen(undefined);
  }, [isGone]);
  useKey('a', 'Acknowledge what is marked, or the chosen row', () => {
    if (!may || bulk.isBusy) return;
    if (marks.here.size > 0) {
      void bulk.acknowledge([...marks.here]).then(({ undone }) => setMarked(new Set(undone)));
    } else if (chosen !== undefined && !isGone) {
      void bulk.acknowledge([chosen.id]);
    }
  });
  const count = total ?? rows.length;
  return (
    <>
      <Filters filters={filters} />
      {error === undefined ? null : <Failure error={error} onRetry={refresh} />}
      {error !== undefined && rows.length === 0 ? null : (
        <Panel
          title="Alerts"
          isFlush
          aside={
            isLoading ? undefined : (
              <span className="soft number">
                {count === 1 ? '1 alert' : `${count.toLocaleString('en')} alerts`}
              </span>
            )
          }
        >
          {may ? (
            <BulkBar marks={marks} bulk={bulk} onMark={(ids) => setMarked(new Set(ids))} />
          ) : null}
          {isLoading && rows.length === 0 ? <Loading /> : null}
          {!isLoading && rows.length === 0 ? <Nothing filters={filters} /> : null}
          {rows.length === 0 ? null : (
            <DataTable
              label={
                filters.order === 'WORST_FIRST' ? 'Alerts, worst first' : 'Alerts, newest first'
              }
              rows={rows}
              columns={isPhone ? phoneColumns : columns}
              rowHeight={isPhone ? 88 : 40}
              keyOf={keyOf}
              hrefOf={hrefOf}
              total={count}
              onEndNear={loadMore}
              onChoose={setChosen}
              {...(may ? { marked: marks.here, onMark: setMarked } : {})}
            />
          )}
        </Panel>
      )}
    </>
  );
}

function Nothing({ filters }: { readonly filters: ReturnType<typeof useChosen> }) {
  if (isNarrowed(filters.chosen)) {
    return (
      <Empty title="No alert fits the filters">
        <Link href="/alerts">Clear them</Link> to see what is open, or{' '}
        <Link href="/alerts?state=any">see all that ever were</Link>.
      </Empty>
    );
  }
  return (
    <Empty title="Nothing is wrong">
      No alert is open. <Link href="/alerts?state=RESOLVED&sort=newest">See what was resolved</Link>
      , or look through the <Link href="/settings/rules">rules</Link> that watch.
    </Empty>
  );
}
