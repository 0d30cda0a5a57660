// What was measured, by mode and case, and the medians of its repetitions.
import { median } from '../report.ts';
import type { JobResult } from './job.ts';
import type { Mode } from './settings.ts';

/** The few, the many, the many with many documents, and the slow ones among the many. */
export type Case = 'few' | 'many' | 'documents' | 'slow' | 'idle';

type Results = Map<Mode, Map<Case, JobResult[]>>;

export interface Collected {
  add(mode: Mode, name: Case, result: JobResult): void;
  of(mode: Mode, name: Case): readonly JobResult[];
}

export function createCollected(): Collected {
  const results: Results = new Map();
  return {
    add: (mode, name, result) => {
      const cases = results.get(mode) ?? new Map<Case, JobResult[]>();
      results.set(mode, cases);
      cases.set(name, [...(cases.get(name) ?? []), result]);
    },
    of: (mode, name) => results.get(mode)?.get(name) ?? [],
  };
}

type Pick = (result: JobResult) => number | undefined;

/** The median over the repetitions that have the value; undefined when none has. */
export function medianOf(results: readonly JobResult[], pick: Pick): number | undefined {
  const values = results.map(pick).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : median(values);
}

/** The median of the quotients within each repetition. */
export function ratioOf(
  ours: readonly JobResult[],
  theirs: readonly JobResult[],
  pick: Pick,
): number | undefined {
  const quotients = ours.flatMap((result, i) => {
    const other = theirs[i];
    const [above, below] = [pick(result), other === undefined ? undefined : pick(other)];
    return above === undefined || below === undefined ? [] : [above / below];
  });
  return quotients.length === 0 ? undefined : median(quotients);
}
