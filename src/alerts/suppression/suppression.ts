// Puts suppression together: the follower of the engine's changes, what acts when time changes it, and what
// people can do and ask.
import type { Hub } from '../../bus/hub.ts';
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { SuppressionSettings } from '../../core/suppression.ts';
import type { AlertFollower } from '../../store/alert-changes.ts';
import type { Store } from '../../store/store.ts';
import type { Agreement } from '../agreement.ts';
import { createSuppressionFollower } from './follower.ts';
import { createGroundReader, type KnownWindow } from './ground.ts';
import type { Scope } from './scope.ts';
import { settle, type SettlerOptions } from './settle.ts';
import { createSilenceCommands, type SilenceCommands } from './silence-commands.ts';
import { noteTime, startSuppressionTicker, type SuppressionTicker } from './ticker.ts';
import { createWindowCommands, type WindowCommands } from './window-commands.ts';

export interface SuppressionOptions {
  readonly store: Store;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly settings: SuppressionSettings;
  /** Not given: there is no other replica. */
  readonly agreed?: Agreement | undefined;
  /**
   * Tells changes to the followers after suppression, and puts them on record; asked for only once
   * `start` was called.
   */
  readonly tell: SettlerOptions['tell'];
}

export interface SuppressionServices {
  readonly silences: SilenceCommands;
  readonly maintenance: WindowCommands & {
    /** All windows there are, by name. */
    list(): Promise<readonly KnownWindow[]>;
  };
}

export interface Suppression {
  /** The first that follows the engine. */
  readonly follower: AlertFollower;
  readonly services: SuppressionServices;
  /** Begins to act when time changes something. */
  start(): void;
  configure(settings: SuppressionSettings): void;
  /** Since when it could not do its work; null while it can. */
  failingSince(): Date | null;
  stop(): Promise<void>;
}

/** Creates it; until `start`, only the follower and the commands act. */
export function createSuppression(options: SuppressionOptions): Suppression {
  const { store, logger } = options;
  const ground = createGroundReader(options.agreed);
  ground.configure(options.settings);
  let ticker: SuppressionTicker | undefined;
  const own = { ...options, ground };
  const wake = (scope: Scope | 'all'): void => ticker?.wake(scope);

  // Whoever changed something finds it done; the event does it anyhow.
  const apply = async (): Promise<void> => {
    try {
      await noteTime(own);
      await settle(own, 'all');
    } catch (error) {
      logger.warn({ err: coerceError(error) }, 'a change of silences or windows acts later');
    }
    wake('all');
  };

  return {
    follower: createSuppressionFollower(ground, wake),
    services: {
      silences: createSilenceCommands({ ...own, apply }),
      maintenance: {
        ...createWindowCommands({ ...own, apply }),
        list: () => ground.readWindows(store.q),
      },
    },
    start: () => {
      ticker ??= startSuppressionTicker(own);
    },
    configure: (settings) => {
      ground.configure(settings);
      wake('all');
    },
    failingSince: () => ticker?.failingSince() ?? null,
    stop: async () => {
      await ticker?.stop();
    },
  };
}
