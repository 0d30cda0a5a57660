// What is in force now: silences and windows as the store and the configuration have them, and the alerts
// that keep others from being told. Everything is read in the caller's transaction; only what schedules
// mean is remembered. While replicas have different files, what one of them has noted as begun is in force
// on all of them, as it was noted.
import { matchedLabels } from '../../core/alerts.ts';
import { matchesAll } from '../../core/matchers.ts';
import {
  outageType,
  type MaintenanceSettings,
  type SuppressionSettings,
  type WindowSchedule,
} from '../../core/suppression.ts';
import {
  listDeclaredWindows,
  listEndedOccurrences,
  listOpenOccurrences,
  type DeclaredWindow,
  type OccurrenceRow,
} from '../../store/maintenance-windows.ts';
import { listOutageEndpoints } from '../../store/endpoint-outages.ts';
import { lockSetting } from '../../store/settings.ts';
import { listActiveSilences } from '../../store/silences.ts';
import type { Queryable } from '../../store/store.ts';
import {
  listFiringLike,
  type MatcherGroup,
  type SuppressibleAlert,
} from '../../store/suppressed-alerts.ts';
import { alone, type Agreement } from '../agreement.ts';
import { builtinDependencies, outageLabel } from './builtin-dependencies.ts';
import { occurrencesOf, type Occurrences } from './occurrences.ts';
import {
  createSources,
  valueOf,
  type Ground,
  type InhibitionRule,
  type OpenWindow,
  type OutageMembers,
  type Sources,
} from './reasons.ts';

/** A window of the file or of the API. */
export interface KnownWindow extends MaintenanceSettings {
  readonly origin: 'FILE' | 'API';
  readonly createdBy: string | null;
  readonly createdAt: Date | null;
  readonly occurrences: Occurrences;
}

export interface StandingWindow extends OpenWindow {
  readonly from: Date;
  readonly origin: 'FILE' | 'API';
}

export type Standing = Pick<Ground, 'silences' | 'filesDiffer'> & {
  readonly windows: readonly StandingWindow[];
};

export interface GroundReader {
  readonly rules: () => readonly InhibitionRule[];
  /** True when the file in force has a window of that name. */
  isInFile(name: string): boolean;
  /**
   * All windows there are, by name; `now`: without those of the API whose time is over. Of one name the
   * file's wins.
   */
  readWindows(q: Queryable, now?: Date): Promise<readonly KnownWindow[]>;
  /** Silences and windows that are in force. */
  readStanding(q: Queryable, now: Date): Promise<Standing>;
  /** What keeps some of these alerts from being told. */
  readSources(q: Queryable, targets: readonly SuppressibleAlert[]): Promise<Sources>;
  configure(settings: SuppressionSettings): void;
}

const lockName = 'silences and maintenance';

/**
 * Until the end of the transaction silences and windows stay as they are. Whoever decides of alerts holds
 * this, so that whoever changes them waits for what was decided before, and is seen by what comes later.
 */
export function holdStanding(q: Queryable): Promise<void> {
  return lockSetting(q, lockName, 'shared');
}

/** Whoever changes silences or windows holds this, and takes no lock of an alert. */
export function lockStanding(q: Queryable): Promise<void> {
  return lockSetting(q, lockName, 'exclusive');
}

const mostSchedules = 1_000;
const mostGroups = 40;

/** Creates a reader; nothing of a file is in force before `configure`. */
export function createGroundReader(agreed: Agreement = alone): GroundReader {
  let settings: SuppressionSettings = { maintenance: [], inhibitions: [], dependencies: [] };
  let rules: readonly InhibitionRule[] = builtinDependencies;
  const schedules = new Map<string, Occurrences>();

  const occurrences = (schedule: WindowSchedule): Occurrences => {
    const key = JSON.stringify(schedule);
    const known = schedules.get(key) ?? occurrencesOf(schedule);
    if (schedules.size >= mostSchedules) schedules.clear();
    schedules.set(key, known);
    return known;
  };
  const isInFile = (name: string): boolean =>
    settings.maintenance.some((window) => window.name === name);

  const known = (declared: readonly DeclaredWindow[]): readonly KnownWindow[] => {
    const ofFile = settings.maintenance.map((window) => ({
      ...window,
      origin: 'FILE' as const,
      createdBy: null,
      createdAt: null,
      occurrences: occurrences(window.schedule),
    }));
    const ofApi = declared
      .filter(({ name }) => !isInFile(name))
      .map((window) => ({
        ...window,
        origin: 'API' as const,
        occurrences: occurrences(window.schedule),
      }));
    return [...ofFile, ...ofApi].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  };

  const readWindows: GroundReader['readWindows'] = async (q, now) =>
    known(await listDeclaredWindows(q, now));

  return {
    rules: () => rules,
    isInFile,
    readWindows,
    readStanding: async (q, now) => {
      const [silences, all] = await Promise.all([listActiveSilences(q, now), readWindows(q, now)]);
      const open = all.flatMap(({ name, match, comment, origin, occurrences: times }) => {
        const occurrence = times.at(now);
        return occurrence === undefined ? [] : [{ name, match, comment, origin, ...occurrence }];
      });
      // Over is over, also for a replica whose clock is late.
      const names = open.map(({ name }) => name);
      const over = new Set(
        (await listEndedOccurrences(q, names, now)).map(({ name, startsAt }) =>
          JSON.stringify([name, startsAt]),
        ),
      );
      const windows = open.filter(({ name, from }) => !over.has(JSON.stringify([name, from])));
      if (await agreed(q)) return { silences, windows, filesDiffer: false };
      const noted = notedByFiles(await listOpenOccurrences(q), now);
      return { silences, windows: withNoted(windows, noted), filesDiffer: true };
    },
    readSources: async (q, targets) => {
      const groups = sourceGroups(rules, targets);
      const firing = await listFiringLike(q, groups);
      return createSources(rules, firing, await readMembers(q, firing));
    },
    configure: (next) => {
      settings = next;
      rules = [...builtinDependencies, ...next.inhibitions, ...next.dependencies];
    },
  };
}

/** What a replica has noted as begun by its file, and whose time is not over. */
function notedByFiles(rows: readonly OccurrenceRow[], now: Date): readonly StandingWindow[] {
  return rows.flatMap(({ name, startsAt: from, endsAt: until, definition }) =>
    definition?.origin === 'FILE' && until > now ? [{ ...definition, name, from, until }] : [],
  );
}

/** As it was noted goes before what this file says of it, so that all replicas have it the same. */
function withNoted(
  own: readonly StandingWindow[],
  noted: readonly StandingWindow[],
): readonly StandingWindow[] {
  const keyOf = ({ name, from }: StandingWindow): string => JSON.stringify([name, from]);
  const all = new Map(own.map((window) => [keyOf(window), window]));
  for (const window of noted) {
    const { until } = all.get(keyOf(window)) ?? window;
    all.set(keyOf(window), { ...window, until: until > window.until ? until : window.until });
  }
  return [...all.values()];
}

async function readMembers(
  q: Queryable,
  firing: readonly SuppressibleAlert[],
): Promise<OutageMembers> {
  const outages = firing.flatMap(({ type, labels }) =>
    type === outageType ? (labels[outageLabel] ?? []) : [],
  );
  const members = new Map<string, Set<string>>();
  for (const { outageId, endpoint } of await listOutageEndpoints(q, [...new Set(outages)])) {
    members.set(outageId, (members.get(outageId) ?? new Set()).add(endpoint));
  }
  return members;
}

/** What sources of these targets look like. */
function sourceGroups(
  rules: readonly InhibitionRule[],
  targets: readonly SuppressibleAlert[],
): readonly MatcherGroup[] {
  const narrow = new Map<string, MatcherGroup>();
  const wide = new Map<string, MatcherGroup>();
  for (const target of targets) {
    const labels = matchedLabels(target);
    for (const rule of rules) {
      if (!matchesAll(rule.target, labels)) continue;
      const group = [...rule.source, ...sameValues(rule, labels)];
      narrow.set(JSON.stringify(group), group);
      wide.set(rule.kind + rule.name, rule.source);
    }
  }
  return [...(narrow.size > mostGroups ? wide : narrow).values()];
}

/** Matchers of the values that both sides of a rule have. */
export function sameValues(
  { equal }: InhibitionRule,
  labels: Readonly<Record<string, string>>,
): MatcherGroup {
  return equal.map((label) => ({ label, operator: '=', value: valueOf(labels, label) }));
}
