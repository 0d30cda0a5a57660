// The rule for rights that are taken away: statements that ran yesterday are refused today.
import { relationName } from '../../../sql/tree.ts';
import { defineRule } from '../rule.ts';

const revoke = defineRule({
  id: 'revoke',
  title: 'REVOKE',
  classes: ['BREAKS_CLIENTS'],
  level: 'MEDIUM',
  lockMode: null,
  safeForm: 'first see in pg_stat_activity and in the log who uses the right',
  check: ({ node }, context) => {
    if (!('GrantStmt' in node) || node.GrantStmt.is_grant === true) return [];
    const tables = (node.GrantStmt.objects ?? []).flatMap((object) =>
      'RangeVar' in object ? (relationName(object.RangeVar) ?? []) : [],
    );
    const used = tables.map((name) => context.table(name)).filter((table) => !table.isNew);
    if (tables.length > 0 && used.length === 0) return [];
    const labels = used.map((table) => table.label);
    const on = labels.length === 0 ? '' : ` on ${labels.join(', ')}`;
    return [
      { message: `rights${on} are taken away: statements that need them fail`, objects: labels },
    ];
  },
});

export const rightRules = [revoke] as const;
