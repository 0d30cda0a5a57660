// The only source of randomness, injected so that tests can repeat a run from its seed.
import { randomBytes, randomUUID } from 'node:crypto';

export interface Random {
  /** A version 4 UUID. */
  uuid(): string;
  /** Cryptographically strong bytes. */
  bytes(count: number): Buffer;
  /** Uniform in [0, 1). */
  fraction(): number;
}

/** The operating system's randomness. */
export function createSystemRandom(): Random {
  return { uuid: () => randomUUID(), bytes: (count) => randomBytes(count), fraction: Math.random };
}
