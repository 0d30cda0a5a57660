// What of a watch does not work now: which paths cannot be looked at, and why. A trouble that begins
// or ends is an event, once, also over restarts: which ones were told is part of the saved position.
import { createHash } from 'node:crypto';
import { z } from 'zod';

import { fileWatchLost, fileWatchRestored } from '../../store/watched-files.ts';
import type { MonitorContext } from '../monitor.ts';

const positionForm = z.object({
  /** Include and exclude as they were when the files were taken for known. */
  filter: z.string(),
  /** Paths of the watch whose files are known, shortened. */
  roots: z.array(z.string()),
  /** Paths that were told to be lost, shortened. */
  lost: z.array(z.string()),
});
export type WatchPosition = z.infer<typeof positionForm>;

/** What was saved; an empty position when there is none, or none of this form. */
export function parsePosition(saved: unknown): WatchPosition {
  const parsed = positionForm.safeParse(saved);
  return parsed.success ? parsed.data : { filter: '', roots: [], lost: [] };
}

/** A short name for a long text: positions are small. */
export function shortOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

/** Stands for the watch as a whole. */
export const wholeWatch = '';

export interface Troubles {
  /** Null: it works. Writes an event when that is news. */
  set(path: string, reason: string | null): Promise<void>;
  has(path: string): boolean;
}

export interface TroublesOptions {
  readonly context: MonitorContext;
  readonly database: string | null;
  position(): WatchPosition;
  savedPosition(position: WatchPosition): void;
}

const shown = 3;

/** No troubles; those that were told before are told to be over once that is known. */
export function createTroubles(options: TroublesOptions): Troubles {
  const { context, database } = options;
  const reasons = new Map<string, string>();
  let said: string | null = null;

  const say = (): void => {
    const all = [...reasons].map(([path, reason]) => (path === '' ? reason : `${path}: ${reason}`));
    const more = all.length > shown ? `; and ${all.length - shown} more` : '';
    const next = all.length === 0 ? null : `${all.slice(0, shown).join('; ')}${more}`;
    if (next !== said) context.degraded(next);
    said = next;
  };

  const tell = async (path: string, reason: string, isLost: boolean): Promise<void> => {
    const before = options.position();
    const key = shortOf(path);
    const lost = isLost ? [...before.lost, key] : before.lost.filter((one) => one !== key);
    const position = { ...before, lost };
    await context.transaction(async (tx) => {
      const payload = {
        host: context.host,
        watch: context.name,
        path: path === wholeWatch ? null : path,
        database,
        reason,
      };
      const kind = isLost ? fileWatchLost : fileWatchRestored;
      const subject = `file-watch:${context.name}`;
      tx.append(kind.create({ subject, occurredAt: context.clock.now(), payload }));
      await tx.savePosition(position);
    });
    options.savedPosition(position);
  };

  return {
    set: async (path, reason) => {
      const wasTold = options.position().lost.includes(shortOf(path));
      if (reason === null) {
        reasons.delete(path);
        if (wasTold) await tell(path, 'Changes are noticed again; none was missed.', false);
      } else {
        reasons.set(path, reason);
        if (!wasTold) await tell(path, reason, true);
      }
      say();
    },
    has: (path) => reasons.has(path),
  };
}
