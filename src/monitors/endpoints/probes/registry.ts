// All kinds of endpoints: a new one is a line here and a form in the configuration.
import type { EndpointKind } from '../../../core/endpoints.ts';
import type { Probe } from '../probe.ts';
import type { ProbeSettings, SettingsOf } from '../settings.ts';
import { certificateProbe } from './certificate.ts';
import { dnsProbe } from './dns.ts';
import { httpProbe } from './http.ts';
import { postgresProbe } from './postgres.ts';
import { redisProbe } from './redis.ts';
import { smtpProbe } from './smtp.ts';
import { tcpProbe } from './tcp.ts';

export const probes = {
  http: httpProbe,
  tcp: tcpProbe,
  postgres: postgresProbe,
  redis: redisProbe,
  smtp: smtpProbe,
  dns: dnsProbe,
  certificate: certificateProbe,
} as const satisfies { readonly [Kind in EndpointKind]: Probe<SettingsOf<Kind>> };

/** The probe of these settings. */
export function probeFor<Settings extends ProbeSettings>(settings: Settings): Probe<Settings> {
  // The registry's type pairs each kind with its settings; TypeScript cannot follow that by a key.
  return probes[settings.kind] as unknown as Probe<Settings>;
}
