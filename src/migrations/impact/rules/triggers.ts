// Rules for triggers: making one locks its table against writing, and from then on it runs for
// every row that is written.
import { commandsInUse } from '../alter-commands.ts';
import { relationName } from '../../../sql/tree.ts';
import { defineRule } from '../rule.ts';

const createTrigger = defineRule({
  id: 'create-trigger',
  title: 'CREATE TRIGGER on an existing table',
  classes: ['LOCK'],
  level: 'MEDIUM',
  lockMode: 'SHARE ROW EXCLUSIVE',
  safeForm: 'with a short lock_timeout, and again when it fails',
  alsoKnownAs: { atlas: ['PG308'] },
  check: ({ node }, context) => {
    if (!('CreateTrigStmt' in node)) return [];
    const name = relationName(node.CreateTrigStmt.relation);
    if (name === undefined) return [];
    const table = context.table(name);
    if (table.isNew) return [];
    return [
      {
        message: `making the trigger ${node.CreateTrigStmt.trigname} waits for all who write to ${table.label}, and everyone else who writes waits behind it`,
        objects: [table.label],
        table,
      },
    ];
  },
});

const disableTriggers = defineRule({
  id: 'disable-triggers',
  title: 'Triggers disabled',
  classes: ['BREAKS_CLIENTS', 'LOCK'],
  level: 'MEDIUM',
  lockMode: 'SHARE ROW EXCLUSIVE',
  safeForm: 'SET LOCAL session_replication_role = replica, which concerns this session alone',
  check: (statement, context) =>
    commandsInUse(
      statement,
      context,
      'AT_DisableTrig',
      'AT_DisableTrigAll',
      'AT_DisableTrigUser',
    ).map(({ command, table }) => ({
      message:
        command.subtype === 'AT_DisableTrigAll'
          ? `all triggers of ${table.label} are off for everybody, those that check foreign keys included`
          : `triggers of ${table.label} are off for everybody until they are enabled again`,
      objects: [table.label],
      table,
    })),
});

export const triggerRules = [createTrigger, disableTriggers] as const;
