// What watches: every monitor with how it is. An operator pauses them, lets them go on, or runs a check now.
import { useMemo, useState } from 'react';

import { useEvery } from '../../../client/use-every.ts';
import { usePages } from '../../../client/use-pages.ts';
import type { MonitorState } from '../../../graphql/graphql.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Empty, Failure, Loading } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { wordsOf } from '../../../parts/state.tsx';
import { useUrlValue } from '../../../parts/url-state.ts';
import { useMay } from '../../../shell/viewer.ts';
import { Choice } from '../forms/fields.tsx';
import styles from '../settings.module.css';
import { monitorTones } from '../tones.ts';
import { monitorColumns } from './columns.tsx';
import { monitorsQuery, type ShownMonitor } from './operations.ts';
import { PauseMonitor } from './pause-monitor.tsx';

const keyOf = ({ id }: ShownMonitor): string => id;
const isState = (text: string | undefined): text is MonitorState =>
  text !== undefined && text in monitorTones;
const stateOptions = Object.fromEntries(
  Object.keys(monitorTones).map((state) => [state, wordsOf(state)]),
);

/** The part of the settings. */
export default function Monitors() {
  const mayAct = useMay('OPERATOR');
  const [state, setState] = useUrlValue('state');
  const [kind, setKind] = useUrlValue('kind');
  const [pausing, setPausing] = useState<ShownMonitor>();
  const columns = useMemo(() => monitorColumns(mayAct ? setPausing : undefined), [mayAct]);
  const pages = usePages(
    monitorsQuery,
    {
      filter: {
        ...(isState(state) ? { states: [state] } : {}),
        ...(kind === undefined ? {} : { kinds: [kind] }),
      },
    },
    { pageOf: (data) => data.monitors, keyOf, staleAfter: ['monitor.'] },
  );
  // When they worked last, and when they run next, change without an event.
  useEvery(10_000, pages.refresh);
  const { rows, error, isLoading } = pages;
  const kinds = [...new Set(rows.map((row) => row.kind))].toSorted((a, b) => a.localeCompare(b));
  return (
    <>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      <Panel title="Monitors" isFlush>
        <div className={styles.bar} role="search" aria-label="Filter the monitors">
          <Choice
            label="State"
            value={state ?? ''}
            options={{ '': 'all but retired ones', ...stateOptions }}
            onChange={setState}
          />
          <Choice
            label="Kind"
            value={kind ?? ''}
            options={{ '': 'any', ...Object.fromEntries(kinds.map((one) => [one, one])) }}
            onChange={setKind}
          />
        </div>
        {isLoading && rows.length === 0 ? <Loading /> : null}
        {!isLoading && rows.length === 0 && error === undefined ? (
          state === undefined && kind === undefined ? (
            <Empty title="Nothing watches yet">
              Monitors start with what <code>hawkwatch.yaml</code> declares: databases, containers,
              endpoints, files.
            </Empty>
          ) : (
            <Empty title="No monitor is like that">Choose less above.</Empty>
          )
        ) : null}
        {rows.length === 0 ? null : (
          <DataTable
            label="Monitors"
            rows={rows}
            columns={columns}
            keyOf={keyOf}
            onEndNear={pages.loadMore}
          />
        )}
      </Panel>
      {pausing === undefined ? null : (
        <PauseMonitor
          monitor={pausing}
          onClose={() => {
            setPausing(undefined);
            pages.refresh();
          }}
        />
      )}
    </>
  );
}
