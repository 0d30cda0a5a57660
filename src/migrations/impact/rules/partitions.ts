// Rules for partitions: attaching and detaching them locks the parent or the child, and may scan.
import { commandsInUse } from '../alter-commands.ts';
import { relationName } from '../../../sql/tree.ts';
import { defineRule, type RuleFinding } from '../rule.ts';

const detachPartitionBlocking = defineRule({
  id: 'detach-partition-blocking',
  title: 'DETACH PARTITION without CONCURRENTLY',
  classes: ['LOCK'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'DETACH PARTITION … CONCURRENTLY, outside a transaction',
  alsoKnownAs: { squawk: ['require-concurrent-partition-detach'] },
  check: (statement, context) =>
    commandsInUse(statement, context, 'AT_DetachPartition').flatMap(
      ({ command, table }): RuleFinding[] => {
        const { def } = command;
        if (def === undefined || !('PartitionCmd' in def)) return [];
        if (def.PartitionCmd.concurrent === true) return [];
        const partition = relationName(def.PartitionCmd.name);
        const child = partition === undefined ? undefined : context.table(partition);
        return [
          {
            message: `nobody can use ${table.label} while ${child?.label ?? 'the partition'} is detached`,
            objects: [table.label, ...(child === undefined ? [] : [child.label])],
            table,
          },
        ];
      },
    ),
});

const attachPartition = defineRule({
  id: 'attach-partition',
  title: 'ATTACH PARTITION that scans the partition',
  classes: ['LOCK', 'SCAN', 'MAY_FAIL'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm:
    'first a CHECK on the partition that says what its bounds say, NOT VALID and then validated; it makes the scan needless',
  check: (statement, context) =>
    commandsInUse(statement, context, 'AT_AttachPartition').flatMap(
      ({ command, table }): RuleFinding[] => {
        const { def } = command;
        if (def === undefined || !('PartitionCmd' in def)) return [];
        const name = relationName(def.PartitionCmd.name);
        if (name === undefined) return [];
        const child = context.table(name);
        if (child.isNew) return [];
        const mayBeProven =
          child.facts?.constraints.some(({ kind, validated }) => kind === 'check' && validated) ===
          true;
        const unless = mayBeProven ? ', unless one of its CHECKs proves the bounds' : '';
        return [
          {
            ...(mayBeProven ? { level: 'MEDIUM' as const } : {}),
            message: `nobody can use ${child.label} while all its rows are compared with its bounds${unless}; a default partition of ${table.label} is scanned as well`,
            objects: [child.label, table.label],
            table: child,
            work: 'scan',
          },
        ];
      },
    ),
});

export const partitionRules = [detachPartitionBlocking, attachPartition] as const;
