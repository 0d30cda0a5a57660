// What everything that follows the foreign migrations of one database needs to know of it.
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { SourceSettings } from '../../databases/target.ts';
import type { Store } from '../../store/store.ts';
import type { StatusReader } from '../status-words.ts';
import type { RecordedDatabase } from './record.ts';

export interface WatchedDatabase {
  readonly database: RecordedDatabase;
  readonly sources: readonly SourceSettings[];
  readonly store: Store;
  readonly statuses: StatusReader;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Milliseconds without activity after which a held lock is stale. */
  readonly staleAfterMs: number;
}
