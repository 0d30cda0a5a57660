// What one replica of all does about runs besides executing them: it drives waves, and verifies
// emergency roll-backs.
import type { StoreAddress } from '../store/connection.ts';
import { startLeadership, type Leadership } from '../store/leadership.ts';
import { verifyRollbacks, type VerifyOptions } from './emergency/verify.ts';
import { driveWaves, type DriveWavesOptions } from './waves/drive-waves.ts';

export interface DriverOptions extends DriveWavesOptions, VerifyOptions {
  readonly address: StoreAddress;
  /** The time a take-over takes. */
  readonly leadershipPollMs?: number | undefined;
}

/** Starts to compete for the driving. */
export function startMigrationDriver(options: DriverOptions): Leadership {
  const { address, clock, logger, leadershipPollMs: pollMs } = options;
  return startLeadership({
    address,
    name: 'migration driver',
    clock,
    logger,
    ...(pollMs === undefined ? {} : { pollMs }),
    work: async (signal) => {
      await Promise.all([driveWaves(options, signal), verifyRollbacks(options, signal)]);
    },
  });
}
