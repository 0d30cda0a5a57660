// All lock facts.
import type { LockFact } from './fact.ts';
import { columnsFacts } from './columns.ts';
import { constraintsFacts } from './constraints.ts';
import { indexesFacts } from './indexes.ts';
import { partitionsFacts } from './partitions.ts';
import { rowsAndHarmlessFacts } from './rows-and-harmless.ts';
import { tablesFacts } from './tables.ts';
import { viewsAndTriggersFacts } from './views-and-triggers.ts';

export const lockFacts: readonly LockFact[] = [
  ...indexesFacts,
  ...constraintsFacts,
  ...columnsFacts,
  ...tablesFacts,
  ...partitionsFacts,
  ...viewsAndTriggersFacts,
  ...rowsAndHarmlessFacts,
];
