// What a check finds on its way, and how a probe says that the endpoint is not as it should be.
import type { Socket } from 'node:net';

import type { EndpointCertificate, EndpointPhases } from '../../core/endpoints.ts';

/** The endpoint is not as it should be; the message says why and holds no secret. */
export class ProbeFailure extends Error {
  override readonly name = 'ProbeFailure';
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What a check has found so far. */
export interface Found {
  /** What is under way, as `connecting`: what is told when the time is up. */
  doing: string;
  status: number | null;
  readonly phases: Mutable<EndpointPhases>;
  certificates: readonly EndpointCertificate[];
  /** What is not as it should be though the endpoint works. */
  readonly warnings: string[];
  /** Closed by the runner, whatever happens. */
  readonly sockets: Set<Pick<Socket, 'destroy'>>;
}
