// How sure a risk is. Every reason not to be is a doubt: one takes something off, another sets a
// ceiling. Nobody adds confidence.

export interface Doubt {
  /** In words, for the reader. */
  readonly text: string;
  /** Taken off 100. */
  readonly minus?: number;
  /** The confidence is not above this. */
  readonly ceiling?: number;
  /** Doubts of one kind count once in full, each further one takes off 5 at most. */
  readonly kind: string;
}

/** Below the threshold of automatic runs, whatever else is known. */
const needsReview = 80;

export const doubts = {
  notAssessed: (text: string): Doubt => ({ kind: 'not-assessed', text, ceiling: 0 }),
  unknownCode: (text: string): Doubt => ({ kind: 'unknown-code', text, ceiling: 30 }),
  unknownFunction: (text: string): Doubt => ({ kind: 'unknown-function', text, minus: 25 }),
  unknownType: (text: string): Doubt => ({ kind: 'unknown-type', text, minus: 25 }),
  unknownSize: (text: string): Doubt => ({ kind: 'unknown-size', text, minus: 20 }),
  unknownTraffic: (text: string): Doubt => ({ kind: 'unknown-traffic', text, minus: 10 }),
  unknownTable: (text: string): Doubt => ({ kind: 'unknown-table', text, minus: 20 }),
  offline: {
    kind: 'offline',
    text: 'no database was asked: sizes, traffic and present types are not known',
    minus: 25,
  },
  unseen: (text: string): Doubt => ({ kind: 'unseen', text, minus: 10 }),
  unsure: (text: string): Doubt => ({ kind: 'unsure', text, minus: 20 }),
  conditional: (text: string): Doubt => ({ kind: 'conditional', text, minus: 15 }),
  assumedVersion: (text: string): Doubt => ({ kind: 'assumed-version', text, minus: 5 }),
  ignored: (text: string): Doubt => ({ kind: 'ignored', text, ceiling: needsReview }),
} as const satisfies Readonly<Record<string, Doubt | ((text: string) => Doubt)>>;

export interface Confidence {
  /** 0 to 100. */
  readonly confidence: number;
  readonly doubts: readonly string[];
}

/** What remains of 100, with each doubt told once, the gravest first. */
export function confidenceOf(all: Iterable<Doubt>): Confidence {
  const unique = distinctDoubts(all, Number.POSITIVE_INFINITY);
  const kinds = new Set<string>();
  let rest = 100;
  let ceiling = 100;
  for (const doubt of unique) {
    const minus = doubt.minus ?? 0;
    rest -= kinds.has(doubt.kind) ? Math.min(5, minus) : minus;
    kinds.add(doubt.kind);
    ceiling = Math.min(ceiling, doubt.ceiling ?? 100);
  }
  return {
    confidence: Math.max(0, Math.min(ceiling, rest)),
    doubts: unique.map((doubt) => doubt.text),
  };
}

/** Doubts that say the same count once; of too many the gravest stay. */
export function distinctDoubts(all: Iterable<Doubt>, max: number): Doubt[] {
  const byText = new Map<string, Doubt>();
  for (const doubt of all) byText.set(doubt.text, doubt);
  return [...byText.values()].toSorted(byGravity).slice(0, max);
}

function byGravity(a: Doubt, b: Doubt): number {
  return (a.ceiling ?? 100) - (a.minus ?? 0) - ((b.ceiling ?? 100) - (b.minus ?? 0));
}
