// Deliveries for services that have no channels.
import type { Deliveries } from '../../src/notifications/delivery/deliveries.ts';

const refuse = (): Promise<never> => Promise.reject(new Error('this service delivers nothing'));

export const noDeliveries: Pick<Deliveries, 'commands' | 'channels'> = {
  commands: {
    redeliver: refuse,
    redeliverMany: refuse,
    testChannel: refuse,
    enableChannel: refuse,
  },
  channels: { find: () => undefined, list: () => [] },
};
