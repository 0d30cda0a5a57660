// What a measurement is, and whom to give it to. Samples do not go through the event log: they are
// written in batches, and what is measured never waits for them.

/** A number at a time, in a series. */
export interface Sample {
  /** `noun.measure_unit`, as `container.memory_bytes`: see the catalogue. */
  readonly metric: string;
  /** What was measured, as `container:web/db/1`, `database:shop`, `endpoint:checkout`. */
  readonly subject: string;
  /** Tells apart several series of one subject, as `{ device: 'sda' }`; few and bounded. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly at: Date;
  readonly value: number;
}

export interface SampleRecorder {
  /**
   * Takes samples for writing soon. Never throws and never waits: what does not fit into its bounded
   * memory while the store is away is dropped, oldest first, and counted.
   */
  record(samples: readonly Sample[]): void;
}
