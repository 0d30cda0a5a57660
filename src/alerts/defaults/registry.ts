// The rules that hawkwatch ships. Their names and types are stable: configurations change them by name,
// and routes match them by type.
import type { AlertRule } from '../../core/alert-rules.ts';
import { defineRule, type WrittenRule } from '../rules/define-rule.ts';
import { containerRules } from './containers.ts';
import { databaseRules } from './databases.ts';
import { endpointRules } from './endpoints.ts';
import { fileRules } from './files.ts';
import { hawkwatchRules } from './hawkwatch.ts';
import { migrationRules } from './migrations.ts';
import { performanceRules } from './performance.ts';
import { schemaRules } from './schemas.ts';

const families: readonly (readonly WrittenRule[])[] = [
  migrationRules,
  schemaRules,
  databaseRules,
  performanceRules,
  containerRules,
  endpointRules,
  fileRules,
  hawkwatchRules,
];

/** Where the documentation says what to do about an alert of a default rule. */
export const runbookOf = (name: string): string => `docs/alerting.md#${name}`;

/** All default rules, in the order of their families. */
export const defaultRules: readonly AlertRule[] = families
  .flat()
  .map((rule) => defineRule({ ...rule, runbook: runbookOf(rule.name) }));
