// Marks on the time line: which kinds there are, and which marks are so near to each other that they are
// one. Pure.
import type { TimeWindow } from './slices.ts';

/** From the top of the lane to its bottom. */
export const changeKinds = ['migration', 'deployment', 'schema', 'restart', 'file'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export const kindNames: Readonly<Record<ChangeKind, readonly [one: string, many: string]>> = {
  migration: ['Migration', 'Migrations'],
  deployment: ['Deployment', 'Deployments'],
  schema: ['Schema change', 'Schema changes'],
  restart: ['Restart', 'Restarts'],
  file: ['File change', 'File changes'],
};

export interface Mark {
  readonly id: string;
  readonly kind: ChangeKind;
  readonly atMs: number;
  /** Of what took time: when it ended. */
  readonly endMs?: number;
  readonly text: string;
  /** True: it went wrong, or nobody had planned it. */
  readonly isBad: boolean;
  /** A page of ours, or one elsewhere; undefined where there is none. */
  readonly href?: string;
}

/** Marks of one kind that stand where one finger would touch them all. */
export interface Cluster {
  readonly kind: ChangeKind;
  readonly marks: readonly [Mark, ...Mark[]];
}

/** Puts what is nearer than `gapMs` to its cluster's first mark into that cluster. */
export function clusterMarks(
  marks: readonly Mark[],
  { fromMs, toMs }: TimeWindow,
  gapMs: number,
): Cluster[] {
  const clusters: { kind: ChangeKind; marks: [Mark, ...Mark[]] }[] = [];
  const last = new Map<ChangeKind, [Mark, ...Mark[]]>();
  for (const mark of marks) {
    if (mark.atMs < fromMs || mark.atMs > toMs) continue;
    const open = last.get(mark.kind);
    if (open !== undefined && mark.atMs - open[0].atMs < gapMs) {
      open.push(mark);
      continue;
    }
    const fresh: [Mark, ...Mark[]] = [mark];
    last.set(mark.kind, fresh);
    clusters.push({ kind: mark.kind, marks: fresh });
  }
  return clusters;
}
