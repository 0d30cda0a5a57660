// For services to which nothing reports that it lives.
import type { Heartbeats } from '../../src/alerts/heartbeats/heartbeats.ts';

const nobody = { status: 401, body: { error: 'this service has no heartbeats' } };

export const noHeartbeats: Heartbeats = {
  refuse: () => nobody,
  receive: () => Promise.resolve(nobody),
  list: () => Promise.resolve([]),
};
