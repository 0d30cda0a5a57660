// The words for a wave: one source migrated in several databases, canaries first.

export const waveStates = ['RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
export type WaveState = (typeof waveStates)[number];

export const waveStages = ['CANARY', 'REST'] as const;
export type WaveStage = (typeof waveStages)[number];

export const waveMemberStates = ['WAITING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'SKIPPED'] as const;
export type WaveMemberState = (typeof waveMemberStates)[number];

/** One database of a wave and what became of it. */
export interface WaveMember {
  readonly databaseId: string;
  readonly database: string;
  readonly stage: WaveStage;
  readonly state: WaveMemberState;
  /** Null before its turn, and when there was nothing to do. */
  readonly runId: string | null;
  readonly reason: string | null;
}

export interface WavePlan {
  readonly toVersion: string;
  /** SHA-256 (hex) of each file up to `toVersion`, by version: every database gets the same bytes. */
  readonly files: Readonly<Record<string, string>>;
  readonly stopOnFailure: boolean;
  /** Databases at once. */
  readonly maxParallel: number;
  /** Set: each run goes ahead only when its assessment allows it. */
  readonly confidenceThreshold: number | null;
  /** In the order in which they come. */
  readonly members: readonly WaveMember[];
  /** Set when no further database begins. */
  readonly stopping: {
    readonly reason: string;
    /** Who cancelled it; null when a failure stopped it. */
    readonly by: string | null;
  } | null;
}
