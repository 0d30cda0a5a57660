// What is configured about containers. The configuration file's section is assignable to it.

/** Files for TLS, absolute; they are read anew at each connection, so that a renewed one is taken. */
export interface DaemonTls {
  /** Who signed the daemon's certificate; without it, whom the system trusts. */
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** A Docker daemon: either a socket of this host, or a host and port. */
export interface DaemonSettings {
  /** Unique, and part of the identity of its containers. */
  readonly name: string;
  /** Absolute path. */
  readonly socket?: string | undefined;
  readonly address?: { readonly host: string; readonly port: number } | undefined;
  readonly tls?: DaemonTls | undefined;
  /** Watched when it is there, and no fault when it is not. */
  readonly optional: boolean;
}

export interface ContainerSettings {
  readonly daemons: readonly DaemonSettings[];
  /** How often everything is compared with the daemon's list, beside its events. */
  readonly reconcileMs: number;
  /** How long events of containers, and containers that are gone, are kept. */
  readonly keepMs: number;
  /** How often each running container is measured. */
  readonly stats: { readonly intervalMs: number };
}
