// What the phases of `pg_stat_progress_*` say about a statement as a whole. Each phase counts from 0
// in units of its own, so a share of the statement needs to know which phases come before and after.
// The weights are rough; they only keep the percentage from jumping back. Pure.

// CREATE INDEX, in the order of its phases: the share done when a phase begins and when it ends.
const indexPhases: Readonly<Record<string, readonly [number, number]>> = {
  'building index: scanning table': [0, 0.5],
  'building index: sorting live tuples': [0.5, 0.6],
  'building index: loading tuples in tree': [0.6, 0.99],
};
const concurrentIndexPhases: Readonly<Record<string, readonly [number, number]>> = {
  'building index: scanning table': [0, 0.3],
  'building index: sorting live tuples': [0.3, 0.35],
  'building index: loading tuples in tree': [0.35, 0.55],
  'waiting for writers before validation': [0.55, 0.55],
  'index validation: scanning index': [0.55, 0.65],
  'index validation: sorting tuples': [0.65, 0.7],
  'index validation: scanning table': [0.7, 0.95],
  'waiting for old snapshots': [0.95, 0.95],
};

const isConcurrent = (statement: string): boolean => /\bconcurrently\b/i.test(statement);

/** The share (0 to 1) of a statement that is done when `ofPhase` (0 to 1) of a phase is. */
export function shareOfStatement(phase: string, ofPhase: number, statement: string): number {
  if (phase.startsWith('copy: ')) return ofPhase;
  const phases = isConcurrent(statement) ? concurrentIndexPhases : indexPhases;
  const range = phases[phase];
  if (range === undefined) return 0;
  const [from, to] = range;
  return from + (to - from) * ofPhase;
}

/** True when nothing of unknown length follows the phase. */
export function isLastPhase(phase: string, statement: string): boolean {
  if (phase.startsWith('copy: ')) return true;
  return phase === 'building index: loading tuples in tree' && !isConcurrent(statement);
}
