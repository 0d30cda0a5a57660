// What keeps alerts from being told for the time being, as it is declared: silences, maintenance windows,
// inhibitions and dependencies. Plain data and what may be written, the same for the file and the API.
import { matchesAll, readMatchers, type Matcher, type ReadMatchers } from './matchers.ts';

/** Type of the alert that several endpoints fail together, and of the alerts that it may be the reason of. */
export const outageType = 'ENDPOINTS_FAILING_TOGETHER';
export const outageMemberType = 'ENDPOINT_DOWN';

export type WindowSchedule =
  | {
      readonly kind: 'once';
      /** ISO 8601. */
      readonly from: string;
      readonly until: string;
    }
  | {
      readonly kind: 'recurring';
      /** Five fields, read in the time zone. */
      readonly cron: string;
      readonly durationMs: number;
      readonly timeZone: string;
    };

export interface MaintenanceSettings {
  readonly name: string;
  readonly match: readonly Matcher[];
  readonly schedule: WindowSchedule;
  readonly comment: string;
}

export interface InhibitionSettings {
  readonly name: string;
  /** `DEPENDENCY`: the source is what the targets depend on. */
  readonly kind: 'INHIBITION' | 'DEPENDENCY';
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  /** Source and target have the same values of these labels; a missing one is empty. */
  readonly equal: readonly string[];
}

export interface SuppressionSettings {
  readonly maintenance: readonly MaintenanceSettings[];
  readonly inhibitions: readonly InhibitionSettings[];
  readonly dependencies: readonly InhibitionSettings[];
}

export const mostMatchers = 20;
export const longestComment = 1_000;
const dayMs = 86_400_000;
export const longestSilenceMs = 366 * dayMs;
/** Of one occurrence of a window. */
export const longestWindowMs = 31 * dayMs;
export const shortestWindowMs = 60_000;

/** Matchers from their texts. Some alert must be left out by them, or everything would be quiet. */
export function readNarrowMatchers(texts: readonly string[]): ReadMatchers {
  if (texts.length === 0 || texts.length > mostMatchers) {
    const message = `must hold 1 to ${mostMatchers} matchers`;
    return { matchers: [], faults: [{ index: null, message }] };
  }
  const { matchers, faults } = readMatchers(texts);
  if (faults.length === 0 && matchesAll(matchers, {})) {
    const message = 'must hold a matcher that asks for a label: these fit alerts without any label';
    return { matchers, faults: [{ index: null, message }] };
  }
  return { matchers, faults };
}

/** Why a window's schedule cannot be, apart from its cron expression; undefined when it can. */
export function scheduleFault(schedule: WindowSchedule): string | undefined {
  const durationMs =
    schedule.kind === 'once'
      ? Date.parse(schedule.until) - Date.parse(schedule.from)
      : schedule.durationMs;
  if (durationMs >= shortestWindowMs && durationMs <= longestWindowMs) return undefined;
  return durationMs <= 0 ? 'must end after it begins' : 'must last 1 minute to 31 days';
}
