// For services to which nobody reports alerts.
import type { Intakes } from '../../src/alerts/intake/intakes.ts';

const nobody = { status: 401, body: { error: 'this service has no intakes' } };

export const noIntakes: Intakes = {
  refuse: () => nobody,
  receive: () => Promise.resolve(nobody),
  list: () => [],
};
