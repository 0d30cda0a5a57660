// The columns of the monitors.
import { useAction } from '../../../client/use-action.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { State } from '../../../parts/state.tsx';
import { formatDuration, Time } from '../../../parts/time.tsx';
import { monitorTones } from '../tones.ts';
import { resumeMonitorMutation, runMonitorMutation, type ShownMonitor } from './operations.ts';

/** How a monitor is called: `endpoints`, `schema shop`. */
export function nameOf({ kind, name }: Pick<ShownMonitor, 'kind' | 'name'>): string {
  return name === kind || name === '' ? kind : `${kind} ${name}`;
}

interface ActionsProps {
  readonly monitor: ShownMonitor;
  onPause(monitor: ShownMonitor): void;
}

function Actions({ monitor, onPause }: ActionsProps) {
  const { id, state } = monitor;
  const name = nameOf(monitor);
  const resume = useAction(resumeMonitorMutation, `${name} goes on.`);
  const run = useAction(runMonitorMutation, `${name} checks now.`);
  if (state === 'RETIRED') return null;
  if (state === 'PAUSED') {
    return (
      <button disabled={resume.isBusy} onClick={() => void resume.run({ id })}>
        Go on <span className="unseen">{name}</span>
      </button>
    );
  }
  return (
    <>
      <button className="plain" disabled={run.isBusy} onClick={() => void run.run({ id })}>
        Run now <span className="unseen">{name}</span>
      </button>
      <button className="plain" onClick={() => onPause(monitor)}>
        Pause … <span className="unseen">{name}</span>
      </button>
    </>
  );
}

function isIdle(state: ShownMonitor['state']): boolean {
  return state === 'PAUSED' || state === 'RETIRED' || state === 'WAITING';
}

function whyOf({ state, reason, pausedBy, lastError }: ShownMonitor): string {
  if (state === 'PAUSED') return `paused by ${pausedBy ?? 'somebody'}`;
  if (state === 'OK') return '';
  return reason ?? lastError ?? '';
}

function placeOf({ scope, host }: ShownMonitor): string {
  return scope === 'CLUSTER' ? 'on one of all replicas' : `on ${host ?? 'each host'}`;
}

const columns: readonly Column<ShownMonitor>[] = [
  {
    key: 'name',
    heading: 'Monitor',
    width: 'minmax(11rem, 1.5fr)',
    cell: (monitor) => (
      <span title={`${nameOf(monitor)}, ${placeOf(monitor)}: ${monitor.description ?? ''}`}>
        {monitor.kind} <span className="soft">{nameOf(monitor).slice(monitor.kind.length)}</span>
      </span>
    ),
  },
  {
    key: 'state',
    heading: 'State',
    width: '7rem',
    cell: ({ state }) => <State state={state} tone={monitorTones[state]} />,
  },
  {
    key: 'since',
    heading: 'Since',
    width: '7rem',
    isExtra: true,
    cell: ({ since }) => <Time at={since} />,
  },
  {
    key: 'success',
    heading: 'Worked last',
    width: '7rem',
    cell: ({ lastSuccessAt }) => (lastSuccessAt == null ? 'never' : <Time at={lastSuccessAt} />),
  },
  {
    key: 'next',
    heading: 'Next',
    width: '6.5rem',
    isExtra: true,
    cell: ({ nextRunAt, state }) => {
      if (nextRunAt != null) return <Time at={nextRunAt} />;
      return isIdle(state) ? '–' : 'all the time';
    },
  },
  {
    key: 'why',
    heading: 'Why',
    width: 'minmax(6rem, 1.5fr)',
    isExtra: true,
    cell: (monitor) => {
      const { lagMs } = monitor;
      const why = whyOf(monitor);
      const lag = lagMs == null || lagMs < 1_000 ? '' : `${formatDuration(lagMs)} behind`;
      const text = [why, lag].filter((part) => part !== '').join(', ');
      return <span title={text}>{text}</span>;
    },
  },
];

/** The columns; with `onPause` there are buttons, too. */
export function monitorColumns(
  onPause: ((monitor: ShownMonitor) => void) | undefined,
): readonly Column<ShownMonitor>[] {
  if (onPause === undefined) return columns;
  return [
    ...columns,
    {
      key: 'actions',
      heading: 'Actions',
      width: '11.5rem',
      cell: (monitor) => <Actions monitor={monitor} onPause={onPause} />,
    },
  ];
}
