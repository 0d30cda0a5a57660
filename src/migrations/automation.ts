// Puts together what hawkwatch does about migrations besides executing them: the commands of reviews,
// the kill switch, waves and emergency roll-backs, and what one replica of all drives.
import type { Hub } from '../bus/hub.ts';
import type { TargetSettings } from '../databases/target.ts';
import type { StoreAddress } from '../store/connection.ts';
import { createZoneFormats } from '../core/hours.ts';
import { mayStartAutomatically } from './automatic/may-start.ts';
import { createAutomaticSwitch } from './automatic/switch.ts';
import type { AutomationCommands } from './automation-contract.ts';
import { startMigrationDriver } from './driver.ts';
import { createEmergencyCommands } from './emergency/rollback.ts';
import type { RequestOptions } from './requests.ts';
import { createReviewCommands } from './review/review.ts';
import { startFolderWatcher } from './watcher.ts';
import { createWaveCommands } from './waves/wave-commands.ts';

export interface AutomationOptions extends RequestOptions {
  readonly hub: Hub;
  readonly address: StoreAddress;
  /** What the configuration says of automatic runs right now. */
  configured(): boolean;
}

export interface Automation {
  readonly commands: AutomationCommands;
  /** Whether an automatic run of a database may begin right now. */
  mayStartAutomatically(settings: TargetSettings): boolean;
  /** To be called when the configuration was read: one that says off stops what is queued. */
  obeyConfiguration(): Promise<void>;
  /** Competes for what one replica drives: the folder watcher, waves, verifications. */
  start(): void;
  stop(): Promise<void>;
}

/** Puts it together; nothing runs before `start`. */
export function createAutomation(options: AutomationOptions): Automation {
  const { clock, configured } = options;
  const automaticSwitch = createAutomaticSwitch(options);
  // Asked for every database whenever a replica looks for runs.
  const formatOf = createZoneFormats();
  const led: { stop(): Promise<void> }[] = [];
  return {
    commands: {
      ...createReviewCommands(options),
      ...createWaveCommands(options),
      ...createEmergencyCommands(options),
      automaticRuns: () => automaticSwitch.read(),
      setAutomaticRuns: (actor, enabled, reason) => automaticSwitch.set(actor, enabled, reason),
    },
    mayStartAutomatically: (settings) =>
      mayStartAutomatically(settings, { configured: configured(), now: clock.now(), formatOf }),
    obeyConfiguration: () => automaticSwitch.obeyConfiguration(),
    start: () => {
      led.push(startFolderWatcher({ ...options, automaticSwitch }), startMigrationDriver(options));
    },
    stop: async () => {
      await Promise.all(led.splice(0).map((one) => one.stop()));
    },
  };
}
