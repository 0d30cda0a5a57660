// Commands of alerts for services that have none.
import type { AlertCommands } from '../../src/alerts/commands.ts';

const refuse = (): Promise<never> => Promise.reject(new Error('this service has no alerts'));

export const noAlerts: AlertCommands = {
  acknowledge: refuse,
  unacknowledge: refuse,
  resolve: refuse,
  assign: refuse,
  comment: refuse,
};
