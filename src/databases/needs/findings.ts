// Collects what was found out about needs: what is met, and by which objects; what is missing for
// sure; and what is missing as far as one can see, which counts only where it was there before.
import type { NeedProblem, NotChecked, UnmetNeed } from './problems.ts';

export interface Finding extends UnmetNeed {
  /** False: it may be somewhere where nobody has looked. */
  readonly isSure: boolean;
  /** Ids of objects whose change may be the cause, the likeliest first. */
  readonly causes: readonly string[];
}

export interface Findings {
  /** By a key that is the same for the same need on any snapshot: the objects that meet it. */
  readonly met: ReadonlyMap<string, readonly string[]>;
  readonly missing: ReadonlyMap<string, Finding>;
  readonly notChecked: readonly NotChecked[];
}

export interface Collector {
  met(key: string, by: readonly string[]): void;
  missing(key: string, finding: Omit<Finding, 'need'>): void;
  /** Nothing can be said; `reason` is told once for a need. */
  unknown(reason: string): void;
}

/** Starts an empty collection. */
export function createFindings() {
  const met = new Map<string, readonly string[]>();
  const missing = new Map<string, Finding>();
  const notChecked = new Map<string, NotChecked>();
  return {
    /** Of one need; `place` tells it from others of the same name. */
    of: (need: string, place = 0): Collector => ({
      met: (key, by) => met.set(`${need} ${place} ${key}`, by),
      missing: (key, finding) => missing.set(`${need} ${place} ${key}`, { need, ...finding }),
      unknown: (reason) => notChecked.set(`${need} ${reason}`, { need, reason }),
    }),
    done: (): Findings => ({ met, missing, notChecked: [...notChecked.values()] }),
  };
}

/** A finding in the words of a problem. */
export function finding(
  problem: NeedProblem,
  object: string,
  message: string,
  causes: readonly string[],
  isSure = true,
): Omit<Finding, 'need'> {
  return { problem, object, message, causes, isSure };
}
