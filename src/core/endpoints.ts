// The words for endpoints that several rooms use: kinds, states, and what a check finds.

export const endpointKinds = [
  'http',
  'tcp',
  'postgres',
  'redis',
  'smtp',
  'dns',
  'certificate',
] as const;
export type EndpointKind = (typeof endpointKinds)[number];

/** `UNKNOWN`: nothing that was measured says how it is now. */
export const endpointStates = ['UP', 'DEGRADED', 'DOWN', 'UNKNOWN', 'PAUSED'] as const;
export type EndpointState = (typeof endpointStates)[number];

/** Who says that there is an endpoint. */
export type EndpointOrigin = 'FILE' | 'API';

/** Milliseconds that each part of a check took; a part that did not happen is left out. */
export interface EndpointPhases {
  readonly dns?: number | undefined;
  readonly connect?: number | undefined;
  readonly tls?: number | undefined;
  /** From the request, or from the connection where the server speaks first. */
  readonly firstByte?: number | undefined;
}

/** A certificate of the chain that a server showed; the first one is its own. */
export interface EndpointCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** ISO 8601, as the two times below. */
  readonly validFrom: string;
  readonly validTo: string;
  /** SHA-256, in hex with colons. */
  readonly fingerprint: string;
}

/** What one check found. */
export interface EndpointFinding {
  readonly ok: boolean;
  /** Why it is not ok, or not as it should be; holds no secret. */
  readonly reason: string | null;
  /** It is ok, but not as it should be: slow, or its certificate ends soon. */
  readonly degraded: boolean;
  /** Of HTTP. */
  readonly status: number | null;
  readonly durationMs: number;
  readonly phases: EndpointPhases;
  /** Empty where there was no TLS. */
  readonly certificates: readonly EndpointCertificate[];
}
