// Rules of alerts for services that have none.
import type { AlertRuleServices } from '../../src/alerts/rules/services.ts';

const refuse = (): never => {
  throw new Error('this service has no alert rules');
};

export const noAlertRules: AlertRuleServices = {
  book: { rules: [], find: () => undefined, faultOf: () => undefined, warningOf: () => undefined },
  create: refuse,
  update: refuse,
  remove: refuse,
  setEnabled: refuse,
  preview: refuse,
  parse: refuse,
};
