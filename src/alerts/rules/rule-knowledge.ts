// What whoever reads a configuration file needs to know of rules to tell all its faults.
import { templateFault } from '../../templates/template.ts';
import { defaultRules } from '../defaults/registry.ts';

export const alertRuleKnowledge = {
  defaults: defaultRules.map(({ name, condition }) => ({ name, kind: condition.kind })),
  templateFault,
};
