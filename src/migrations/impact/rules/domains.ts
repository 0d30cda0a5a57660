// The rule for domains with constraints: a constraint that is added later is tested on every table
// that uses the domain, all of them locked at once.
import { nameOf } from '../../../sql/tree.ts';
import { catalogueType } from '../column-types.ts';
import { defineRule, type RuleFinding } from '../rule.ts';
import { writtenName } from '../table-definitions.ts';

const domainConstraint = defineRule({
  id: 'domain-constraint',
  title: 'Domain with a constraint',
  classes: ['LOCK', 'SCAN', 'MAY_FAIL'],
  level: 'MEDIUM',
  lockMode: 'SHARE',
  safeForm:
    'CHECK constraints on the tables; for a domain: ADD CONSTRAINT … NOT VALID, then VALIDATE',
  alsoKnownAs: {
    squawk: ['ban-create-domain-with-constraint', 'ban-alter-domain-with-add-constraint'],
  },
  check: ({ node }, context): readonly RuleFinding[] => {
    if ('CreateDomainStmt' in node) {
      const { domainname, constraints = [] } = node.CreateDomainStmt;
      const isConstrained = constraints.some(
        (item) => 'Constraint' in item && /CHECK|NOTNULL/.test(item.Constraint.contype ?? ''),
      );
      const name = nameOf(domainname);
      if (!isConstrained || name === undefined) return [];
      return [
        {
          level: 'NONE',
          classes: ['QUALITY'],
          lockMode: null,
          message: `to change the constraint of the domain ${writtenName(name)} later, every table that uses it is scanned under a lock`,
          objects: [writtenName(name)],
        },
      ];
    }
    if (!('AlterDomainStmt' in node)) return [];
    const { subtype, typeName, def } = node.AlterDomainStmt;
    const name = nameOf(typeName);
    if (name === undefined || (subtype !== 'C' && subtype !== 'O')) return [];
    const isDeferred =
      def !== undefined && 'Constraint' in def && def.Constraint.skip_validation === true;
    const written = writtenName(name);
    if (isDeferred || context.scope.createdObjects.has(`type:${written}`)) return [];
    const users = [...context.facts.tables.values()].filter(({ columns }) =>
      columns.some(({ type }) => catalogueType(type).base === name.name),
    );
    if (users.length > 0) {
      return users.map((live) => {
        const table = context.table({ schema: live.schema, name: live.name });
        return {
          message: `${table.label} has a column of the domain ${written}: it is scanned, and nobody can write to it meanwhile`,
          objects: [written, table.label],
          table,
          work: 'scan',
        };
      });
    }
    return [
      {
        message: `every table with a column of the domain ${written} is scanned, and nobody can write to them meanwhile`,
        objects: [written],
      },
    ];
  },
});

export const domainRules = [domainConstraint] as const;
