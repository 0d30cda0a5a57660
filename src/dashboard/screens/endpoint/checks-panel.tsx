// The single checks: what each found, how long it took, and in which parts.
import type { Pages } from '../../client/use-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { formatDuration } from '../../parts/format-time.ts';
import { Time } from '../../parts/time.tsx';
import { keyOfCheck, type EndpointCheckRow } from './read-checks.ts';

function partsOf({ phases }: EndpointCheckRow): string {
  const parts: readonly (readonly [string, number | null | undefined])[] = [
    ['names', phases.dns],
    ['connecting', phases.connect],
    ['TLS', phases.tls],
    ['first byte', phases.firstByte],
  ];
  return parts
    .flatMap(([name, ms]) => (ms == null ? [] : [`${name} ${formatDuration(ms)}`]))
    .join(', ');
}

const columns: readonly Column<EndpointCheckRow>[] = [
  { key: 'at', heading: 'When', width: '5.25rem', cell: ({ at }) => <Time at={at} /> },
  {
    key: 'ok',
    heading: 'Found',
    width: '6.25rem',
    cell: ({ ok, state }) =>
      ok ? <State state={state === 'DEGRADED' ? state : 'OK'} /> : <State state="FAILED" />,
  },
  {
    key: 'took',
    heading: 'Took',
    width: '4.25rem',
    isNumber: true,
    cell: ({ durationMs }) => formatDuration(durationMs),
  },
  {
    key: 'status',
    heading: 'Status',
    width: '4rem',
    isNumber: true,
    isExtra: true,
    cell: ({ status }) => status ?? '–',
  },
  {
    key: 'reason',
    heading: 'Why not',
    width: 'minmax(8rem, 2fr)',
    cell: ({ reason }) => <span title={reason ?? undefined}>{reason}</span>,
  },
  {
    key: 'parts',
    heading: 'Parts',
    width: 'minmax(10rem, 2fr)',
    isExtra: true,
    cell: (check) => <span className="soft small">{partsOf(check)}</span>,
  },
];

/** The panel. */
export function ChecksPanel({ checks }: { checks: Pages<EndpointCheckRow> }) {
  const { rows, error, isLoading } = checks;
  return (
    <Panel title="Checks" isFlush>
      {error === undefined ? null : <Failure error={error} onRetry={checks.refresh} />}
      {isLoading && rows.length === 0 ? <Loading /> : null}
      {!isLoading && error === undefined && rows.length === 0 ? (
        <Empty title="It has not been checked yet">The first check shows here when it ends.</Empty>
      ) : null}
      {rows.length === 0 ? null : (
        <DataTable
          label="Checks, the newest first"
          rows={rows}
          columns={columns}
          keyOf={keyOfCheck}
          onEndNear={checks.loadMore}
        />
      )}
    </Panel>
  );
}
