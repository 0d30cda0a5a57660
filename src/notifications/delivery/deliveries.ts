// Puts deliveries together: the queue, the dispatcher with its digests and housekeeping, the commands.
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { createStoreClock } from '../../store/store-clock.ts';
import type { Store } from '../../store/store.ts';
import type { DeliveryQueue } from '../delivery-queue.ts';
import type { ConfiguredChannels } from './channels.ts';
import { createDeliveryCommands, type DeliveryCommands } from './commands.ts';
import { createDigests } from './digest.ts';
import { startDispatcher } from './dispatcher.ts';
import { createHousekeeping } from './housekeeping.ts';

export interface DeliveriesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Id of this replica; the same after a restart. */
  readonly replica: string;
  readonly channels: ConfiguredChannels;
  /** Where people reach hawkwatch. */
  readonly externalUrl?: () => string | null;
  /** How long deliveries that ended are kept; 30 days unless given. */
  readonly keepMs?: () => number;
  readonly gatherMs?: number | undefined;
}

export interface Deliveries {
  readonly queue: DeliveryQueue;
  readonly commands: DeliveryCommands;
  readonly channels: ConfiguredChannels;
  /** To be called when the channels changed. */
  ring(): void;
  /** Gives back what was not sent; what is being sent has two seconds. */
  stop(): Promise<void>;
}

/** Starts to deliver. */
export async function startDeliveries(given: DeliveriesOptions): Promise<Deliveries> {
  const { channels, externalUrl = () => null } = given;
  const clock = await createStoreClock({ q: given.store.q, clock: given.clock });
  const options = { ...given, clock };
  const dispatcher = await startDispatcher({
    ...options,
    merge: createDigests(options),
    housekeeping: createHousekeeping(options),
  });
  const { queue, ring, stop } = dispatcher;
  const commands = createDeliveryCommands({ ...options, externalUrl, ring });
  return { queue, commands, channels, ring, stop };
}
