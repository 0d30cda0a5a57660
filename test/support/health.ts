// The health of a database that is up, for services without any.
import type { TargetHealth } from '../../src/databases/target.ts';

export const healthy: TargetHealth = {
  state: 'UP',
  reason: null,
  serverVersion: '18.4',
  latencyMs: 1,
  sizeBytes: 8_000_000,
  role: 'PRIMARY',
  tls: { encrypted: false, protocol: null, cipher: null, certificate: null },
};
