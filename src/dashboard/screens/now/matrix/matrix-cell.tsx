// One cell of the matrix: how many there are, how they are, and the alerts of the last 24 hours as bars.
import { useMemo, type ReactNode } from 'react';
import { Link } from 'wouter';

import { Bars, type Slice } from '../../../parts/bars.tsx';
import { State, wordsOf } from '../../../parts/state.tsx';
import { sliceAlerts, type AlertSlice } from '../lane/slices.ts';
import { formatPoint } from '../lane/time-axis.ts';
import { severityTones } from '../severity.ts';
import { hrefOf, type Cell, type ObjectKind } from './matrix-model.ts';
import styles from './matrix.module.css';

const dayMs = 24 * 3_600_000;
const hours = 24;
export const kindNames: Readonly<Record<ObjectKind, string>> = {
  databases: 'Databases',
  endpoints: 'Endpoints',
  containers: 'Containers',
  files: 'Files',
};
// Height tells the severity where colour does not.
const levels = { CRITICAL: 1, ERROR: 0.8, WARNING: 0.6, INFO: 0.4 } as const;

function barOf({ fromMs, total, worst, titles }: AlertSlice, isRead: boolean): Slice {
  const when = formatPoint(fromMs);
  if (worst === undefined) {
    const none = isRead ? 'no alert' : 'not read, there are too many alerts';
    return { tone: 'none', level: 0.12, title: `${when}: ${none}` };
  }
  const many = total === 1 ? '1 alert' : `${total} alerts`;
  return {
    tone: severityTones[worst],
    level: levels[worst],
    title: `${when}: ${isRead ? '' : 'at least '}${many}, the worst ${wordsOf(worst)}: ${titles.join('; ')}`,
  };
}

/** What the bars say, for those who do not see them. */
function barsLabel(slices: readonly AlertSlice[], isWhole: boolean): string {
  const bad = slices.filter(({ total }) => total > 0).length;
  if (bad === 0) return isWhole ? 'no alert in 24 hours' : 'no alert among the newest';
  return `alerts in ${isWhole ? '' : 'at least '}${bad} of the last 24 hours`;
}

/** A link where a list holds just what is counted. */
function Counted({ href, children, ...rest }: CountedProps) {
  return href === undefined ? (
    <span {...rest}>{children}</span>
  ) : (
    <Link href={href} {...rest}>
      {children}
    </Link>
  );
}

interface CountedProps {
  readonly href: string | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** How those of a cell are; that all is well only when all are known to be. */
function Standing({ cell }: { cell: Cell }) {
  const { ill, unclear, isCut } = cell;
  if (ill.size === 0 && unclear.size === 0) {
    return <State state="UP" label={isCut ? 'well, as far as read' : 'all well'} />;
  }
  const more = isCut ? '+' : '';
  return (
    <>
      {[...ill].map(([state, many]) => (
        <Counted key={state} href={hrefOf(cell, state)}>
          <State
            state={state}
            label={`${many}${more} ${wordsOf(state)}`}
            tone={state === 'DEGRADED' ? 'warn' : 'bad'}
          />
        </Counted>
      ))}
      {[...unclear].map(([state, many]) => (
        <Counted key={state} href={hrefOf(cell, state)}>
          <State state={state} label={`${many}${more} ${wordsOf(state)}`} tone="quiet" />
        </Counted>
      ))}
    </>
  );
}

export interface MatrixCellProps {
  readonly cell: Cell;
  readonly nowMs: number;
  readonly readFromMs: number | undefined;
}

/** The cell. */
export function MatrixCell({
  cell,
  nowMs,
  readFromMs = Number.NEGATIVE_INFINITY,
}: MatrixCellProps) {
  const { kind, environment, count, isCut, alerts } = cell;
  const fromMs = nowMs - dayMs;
  const slices = useMemo(
    () => sliceAlerts(alerts, { fromMs, toMs: nowMs }, hours),
    [alerts, fromMs, nowMs],
  );
  if (count === 0) {
    return (
      <td className={styles.none}>
        <span aria-hidden="true">{isCut ? '…' : '–'}</span>
        <span className="unseen">{isCut ? 'none among those read' : 'none'}</span>
      </td>
    );
  }
  const href = hrefOf(cell);
  const many = `${count}${isCut ? '+' : ''}`;
  return (
    <td>
      <div className={styles.facts}>
        <Counted href={href} className={styles.count}>
          {many}
          <span className="unseen">
            {` ${kindNames[kind].toLowerCase()}, ${environment ?? 'no environment'}`}
          </span>
        </Counted>
        <Standing cell={cell} />
      </div>
      <Bars
        slices={slices.map((slice) => barOf(slice, slice.fromMs >= readFromMs))}
        label={barsLabel(slices, fromMs >= readFromMs)}
      />
    </td>
  );
}
