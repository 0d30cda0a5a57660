// Rules for settings of a table whose effect comes later: what replication sends, and whether
// anybody cleans up.
import { commandsInUse } from '../alter-commands.ts';
import { isOptionOn, optionsOf } from '../../../sql/tree.ts';
import { defineRule } from '../rule.ts';

const identityWords: Readonly<Record<string, string>> = {
  f: 'FULL: every update and delete sends and looks up whole rows',
  n: 'NOTHING: updates and deletes fail on a published table',
};

const replicaIdentity = defineRule({
  id: 'replica-identity',
  title: 'REPLICA IDENTITY FULL or NOTHING',
  classes: ['BREAKS_CLIENTS', 'LOCK'],
  level: 'MEDIUM',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'REPLICA IDENTITY DEFAULT with a primary key, or USING INDEX',
  alsoKnownAs: { atlas: ['PG314'] },
  check: (statement, context) =>
    commandsInUse(statement, context, 'AT_ReplicaIdentity').flatMap(({ command, table }) => {
      const { def } = command;
      const type =
        def !== undefined && 'ReplicaIdentityStmt' in def
          ? def.ReplicaIdentityStmt.identity_type
          : undefined;
      const words = identityWords[type ?? ''];
      return words === undefined
        ? []
        : [
            {
              message: `the replica identity of ${table.label} becomes ${words}`,
              objects: [table.label],
              table,
            },
          ];
    }),
});

const autovacuumDisabled = defineRule({
  id: 'autovacuum-disabled',
  title: 'Autovacuum switched off for a table',
  classes: ['QUALITY'],
  level: 'LOW',
  lockMode: 'SHARE UPDATE EXCLUSIVE',
  safeForm: 'make it gentler with autovacuum_vacuum_cost_delay, or run it more often',
  alsoKnownAs: { atlas: ['PG320'] },
  check: (statement, context) => {
    const altered = commandsInUse(statement, context, 'AT_SetRelOptions').map(
      ({ command, table }) => ({
        label: table.label,
        items: command.def !== undefined && 'List' in command.def ? command.def.List.items : [],
      }),
    );
    const created =
      'CreateStmt' in statement.node
        ? [
            {
              label: statement.node.CreateStmt.relation?.relname ?? '',
              items: statement.node.CreateStmt.options,
            },
          ]
        : [];
    return [...altered, ...created].flatMap(({ label, items }) => {
      const enabled = optionsOf(items).get('autovacuum_enabled');
      return enabled === undefined || isOptionOn(enabled, true)
        ? []
        : [
            {
              message: `nobody cleans up ${label} any more: it grows, and its statistics age`,
              objects: [label],
            },
          ];
    });
  },
});

export const tableSettingRules = [replicaIdentity, autovacuumDisabled] as const;
