// Things made of the settings of databases, by name, kept as long as their settings stay the same.
import { NotFoundError } from '../core/errors.ts';
import type { TargetSettings } from './target.ts';

export interface MadeOfSettings {
  readonly settings: TargetSettings;
  close(): Promise<void>;
}

export interface ByName<T> {
  list(): readonly T[];
  find(name: string): T | undefined;
  /** @throws NotFoundError that names what there is. */
  get(name: string): T;
  /** Takes a new configuration; what did not change is kept. */
  replace(settings: readonly TargetSettings[]): Promise<void>;
  close(): Promise<void>;
}

/** Creates an empty collection. */
export function createByName<T extends MadeOfSettings>(
  make: (settings: TargetSettings) => T,
): ByName<T> {
  const made = new Map<string, T>();
  return {
    list: () => [...made.values()],
    find: (name) => made.get(name),
    get: (name) => {
      const one = made.get(name);
      if (one !== undefined) return one;
      const names = [...made.keys()].toSorted((a, b) => a.localeCompare(b));
      throw new NotFoundError(
        `There is no database "${name}". ` +
          (names.length === 0
            ? 'None is configured: declare it in hawkwatch.yaml.'
            : `Known are: ${names.join(', ')}.`),
      );
    },
    replace: async (settings) => {
      const next = new Map(settings.map((one) => [one.name, one]));
      const gone: Promise<void>[] = [];
      for (const [name, one] of made) {
        if (JSON.stringify(next.get(name)) === JSON.stringify(one.settings)) continue;
        made.delete(name);
        gone.push(one.close());
      }
      for (const one of settings) {
        if (!made.has(one.name)) made.set(one.name, make(one));
      }
      await Promise.all(gone);
    },
    close: async () => {
      const all = [...made.values()];
      made.clear();
      await Promise.all(all.map((one) => one.close()));
    },
  };
}
