// Silences and maintenance windows for services that have none.
import type { SuppressionServices } from '../../src/alerts/suppression/suppression.ts';

const refuse = (): Promise<never> => Promise.reject(new Error('this service suppresses nothing'));

export const noSuppression: SuppressionServices = {
  silences: {
    create: refuse,
    update: refuse,
    expire: refuse,
    silenceAlerts: refuse,
    preview: refuse,
  },
  maintenance: {
    create: refuse,
    update: refuse,
    end: refuse,
    list: () => Promise.resolve([]),
  },
};
