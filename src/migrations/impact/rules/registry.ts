// All impact rules, in the order of reports. A new rule is a `defineRule` in the file of its family;
// a new family is a file and a line here.
import type { ImpactRule } from '../rule.ts';
import { columnAdviceRules } from './column-advice.ts';
import { columnTypeRules } from './column-types.ts';
import { columnRules } from './columns.ts';
import { constraintRules } from './constraints.ts';
import { dataChangeRules } from './data-changes.ts';
import { domainRules } from './domains.ts';
import { dropObjectRules } from './drop-objects.ts';
import { dropRules } from './drops.ts';
import { enumRules } from './enums.ts';
import { fileRules } from './files.ts';
import { functionRules } from './functions.ts';
import { indexRules } from './indexes.ts';
import { keyRules } from './keys.ts';
import { layoutRules } from './layout.ts';
import { namingRules } from './naming.ts';
import { partitionRules } from './partitions.ts';
import { renameRules } from './renames.ts';
import { rewriteRules } from './rewrites.ts';
import { rightRules } from './rights.ts';
import { tableSettingRules } from './table-settings.ts';
import { timeoutRules } from './timeouts.ts';
import { transactionRules } from './transactions.ts';
import { triggerRules } from './triggers.ts';
import { truncateRules } from './truncates.ts';
import { unknownCodeRules } from './unknown-code.ts';

export const impactRules = [
  ...dropRules,
  ...truncateRules,
  ...dropObjectRules,
  ...renameRules,
  ...rightRules,
  ...columnRules,
  ...columnTypeRules,
  ...rewriteRules,
  ...indexRules,
  ...keyRules,
  ...constraintRules,
  ...domainRules,
  ...partitionRules,
  ...triggerRules,
  ...tableSettingRules,
  ...timeoutRules,
  ...transactionRules,
  ...dataChangeRules,
  ...unknownCodeRules,
  ...functionRules,
  ...fileRules,
  ...columnAdviceRules,
  ...enumRules,
  ...namingRules,
  ...layoutRules,
] as const satisfies readonly ImpactRule[];
