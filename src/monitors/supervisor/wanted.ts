// What is to run by the settings. A kind that cannot read them is a fault of that kind alone: what it
// ran before goes on.
import type { MonitorScope } from '../monitor.ts';
import type { AnyMonitor, MonitorKinds } from '../registry.ts';
import { describeFailure } from './describe-failure.ts';

export interface WantedMonitor {
  readonly kind: string;
  readonly scope: MonitorScope;
  readonly name: string;
  readonly monitor: AnyMonitor;
  readonly config: unknown;
  /** The config in a form of which there is one for each meaning. */
  readonly configText: string;
}

export interface Wanted {
  readonly monitors: readonly WantedMonitor[];
  /** By kind, why its settings cannot be read. */
  readonly faults: ReadonlyMap<string, string>;
}

export const nothingWanted: Wanted = { monitors: [], faults: new Map() };

/** The name of the row of a kind whose settings cannot be read. */
export const settingsRow = '*';

const longestName = 200;

/** Reads the settings of each kind; of one that cannot read them, `before` stays. */
export function readWanted(kinds: MonitorKinds, settings: unknown, before: Wanted): Wanted {
  const monitors: WantedMonitor[] = [];
  const faults = new Map<string, string>();
  for (const [kind, monitor] of Object.entries(kinds)) {
    try {
      monitors.push(...readKind(kind, monitor, settings));
    } catch (error) {
      faults.set(kind, `its settings cannot be read: ${describeFailure(error)}`);
      monitors.push(...before.monitors.filter((one) => one.kind === kind));
    }
  }
  return { monitors, faults };
}

function readKind(kind: string, monitor: AnyMonitor, settings: unknown): readonly WantedMonitor[] {
  const { scope } = monitor;
  const names = new Set<string>();
  return monitor.parseConfig(settings).map(({ name, config }): WantedMonitor => {
    // Settings are as good as whoever read them.
    if (typeof name !== 'string' || name === '' || name.length > longestName) {
      throw new Error(`a name must have 1 to ${longestName} characters`);
    }
    if (name === settingsRow) throw new Error(`a name must not be \`${settingsRow}\``);
    if (names.has(name)) throw new Error(`the name ${name} is there twice`);
    names.add(name);
    return { kind, scope, name, monitor, config, configText: canonicalJson(config) };
  });
}

/** JSON in which the order of keys does not matter. */
export function canonicalJson(value: unknown): string {
  const sorted = (_key: string, part: unknown): unknown =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  return JSON.stringify(value, sorted) ?? 'undefined';
}
