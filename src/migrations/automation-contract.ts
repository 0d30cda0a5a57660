// What can be asked of reviews, automatic runs, waves and emergency roll-backs. As with the commands
// of runs, each checks the actor's role, is audited in its own transaction, and throws only the
// expected errors of core.
import type { Actor } from '../core/actor.ts';
import type { AutomaticRunsState } from './automatic/switch.ts';
import type { EmergencyCommands } from './emergency/rollback.ts';
import type { ReviewCommands } from './review/review.ts';
import type { WaveCommands } from './waves/wave-commands.ts';

export interface AutomationCommands extends ReviewCommands, WaveCommands, EmergencyCommands {
  /** Whether hawkwatch may run migrations by itself. */
  automaticRuns(): Promise<AutomaticRunsState>;
  setAutomaticRuns(actor: Actor, enabled: boolean, reason: string): Promise<AutomaticRunsState>;
}
