// The marks of one kind along the time line. What lies too close together is one mark with a number; it
// leads nearer. All others lead to what changed.
import { Link } from 'wouter';

import styles from './lane.module.css';
import { kindNames, type ChangeKind, type Cluster, type Mark } from './clusters.ts';
import { Shape } from './shape.tsx';
import type { TimeWindow } from './slices.ts';
import { formatPoint } from './time-axis.ts';

export interface Hint {
  /** From the left, 0 to 1. */
  readonly at: number;
  readonly when: string;
  readonly lines: readonly string[];
}

export interface MarkRowProps {
  readonly kind: ChangeKind;
  readonly clusters: readonly Cluster[];
  readonly shown: TimeWindow;
  onHint(hint: Hint | undefined): void;
  onZoom(cluster: Cluster): void;
}

const linesShown = 4;

function hintOf({ marks }: Cluster, at: number): Hint {
  const first = marks[0];
  const last = marks.at(-1) ?? first;
  const from = formatPoint(first.atMs);
  const to = formatPoint(last.atMs);
  const lines = marks.slice(0, linesShown).map(({ text }) => text);
  if (marks.length > linesShown) lines.push(`and ${marks.length - linesShown} more`);
  return { at, when: from === to ? from : `${from} to ${to}`, lines };
}

/** One lane. */
export function MarkRow({ kind, clusters, shown, onHint, onZoom }: MarkRowProps) {
  const sizeMs = shown.toMs - shown.fromMs;
  const fraction = (ms: number): number => (ms - shown.fromMs) / sizeMs;
  return (
    <div className={styles.marks} role="group" aria-label={kindNames[kind][1]}>
      {clusters
        .flatMap(({ marks }) => marks)
        .map((mark) => (
          <Extent key={mark.id} mark={mark} fraction={fraction} />
        ))}
      {clusters.map((cluster) => {
        const [first] = cluster.marks;
        const at = fraction(first.atMs);
        const hint = hintOf(cluster, at);
        const shared = {
          className: styles.mark,
          style: { left: `${at * 100}%` },
          onPointerEnter: () => onHint(hint),
          onPointerLeave: () => onHint(undefined),
          onFocus: () => onHint(hint),
          onBlur: () => onHint(undefined),
        };
        if (cluster.marks.length > 1) {
          const many = cluster.marks.length;
          const isBad = cluster.marks.some((mark) => mark.isBad);
          return (
            <button
              key={first.id}
              {...shared}
              aria-label={`${many} ${kindNames[kind][1].toLowerCase()}, ${hint.when}: look nearer`}
              onClick={() => onZoom(cluster)}
            >
              <Shape kind={kind} isBad={isBad} />
              <span className={styles.many}>{many}</span>
            </button>
          );
        }
        return <OneMark key={first.id} mark={first} shared={shared} when={hint.when} />;
      })}
    </div>
  );
}

/** How long something took, where one sees it. */
function Extent({ mark, fraction }: { mark: Mark; fraction(ms: number): number }) {
  if (mark.endMs === undefined) return null;
  const from = fraction(mark.atMs);
  const width = Math.min(1, fraction(mark.endMs)) - from;
  if (width < 0.01) return null;
  return (
    <span
      className={styles.extent}
      style={{ left: `${from * 100}%`, width: `${width * 100}%` }}
      aria-hidden="true"
    />
  );
}

interface OneMarkProps {
  readonly mark: Mark;
  readonly when: string;
  readonly shared: { readonly className: string | undefined; readonly style: { left: string } };
}

function OneMark({ mark, when, shared }: OneMarkProps) {
  const { kind, text, isBad, href } = mark;
  const label = `${kindNames[kind][0]}, ${when}: ${text}`;
  const shape = <Shape kind={kind} isBad={isBad} />;
  if (href === undefined) {
    return (
      <span {...shared} role="img" aria-label={label} tabIndex={0}>
        {shape}
      </span>
    );
  }
  if (!href.startsWith('/')) {
    return (
      <a
        {...shared}
        href={href}
        target="_blank"
        rel="noreferrer"
        aria-label={`${label} (elsewhere)`}
      >
        {shape}
      </a>
    );
  }
  return (
    <Link {...shared} href={href} aria-label={label}>
      {shape}
    </Link>
  );
}
