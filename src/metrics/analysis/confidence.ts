// How sure a statement is, and the statement that nothing can be said. Every finding carries one or
// the other.

export const confidenceWords = ['LOW', 'MEDIUM', 'HIGH'] as const;
export type ConfidenceWord = (typeof confidenceWords)[number];

export interface Confidence {
  /** 0 to 1. */
  readonly score: number;
  /** HIGH from 0.8, MEDIUM from 0.5. */
  readonly word: ConfidenceWord;
}

/** Why nothing is said, in a sentence. */
export interface Silence {
  readonly silence: string;
}

/** A confidence; what is outside of 0 to 1 is cut. */
export function confidenceOf(score: number): Confidence {
  const kept = Number.isFinite(score) ? Math.round(Math.min(Math.max(score, 0), 1) * 100) / 100 : 0;
  return { score: kept, word: kept >= 0.8 ? 'HIGH' : kept >= 0.5 ? 'MEDIUM' : 'LOW' };
}

export function silent(reason: string): Silence {
  return { silence: reason };
}

export function isSilent<Finding extends object>(finding: Finding | Silence): finding is Silence {
  return 'silence' in finding;
}

/** A length of time in words: `40 minutes`, `6 hours`, `12 days`. */
export function tellDuration(durationMs: number): string {
  const tell = (count: number, noun: string): string =>
    count === 1 ? `one ${noun}` : `${count} ${noun}s`;
  const minutes = durationMs / 60_000;
  if (minutes < 90) return tell(Math.max(Math.round(minutes), 1), 'minute');
  const hours = minutes / 60;
  return hours < 48 ? tell(Math.round(hours), 'hour') : tell(Math.round(hours / 24), 'day');
}
