// What the configuration says of measuring the machine, and what its sources give.

export interface HostResourcesConfig {
  readonly intervalMs: number;
  /** Mounts that are left out; `*` stands for any characters. */
  readonly excludeMounts: readonly string[];
}

export interface HostResourcesSettings {
  readonly resources: { readonly host: HostResourcesConfig & { readonly watch: boolean } };
}

/** A number, to be recorded with the host as its subject. */
export interface HostMeasure {
  /** As `host.cpu_percent`. */
  readonly metric: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface HostNote {
  readonly about: string;
  readonly reason: string;
}
