// How risky it is that rights come or go, as tables of facts. `grantable` are rights that may be passed
// on; `withheld` what a role would have if nobody had taken it away.
import { worstRisk, type RiskClass, type RiskLevel } from '../../core/impact.ts';
import type { AttributeChange } from '../../core/schema-change.ts';
import type { AttributeValue } from '../../core/schema.ts';

interface Risk {
  readonly level: RiskLevel;
  readonly classes: readonly RiskClass[];
}

/** The risk of a change of what `name` tells: `public.orders TO reader`, or `public.orders` of its owner. */
export function riskOfPrivilege(name: string, attributes: readonly AttributeChange[]): Risk {
  // The name of a role would be in quotes.
  const isPublic = name.endsWith(' TO PUBLIC');
  const risks = attributes.flatMap((attribute): readonly Risk[] => {
    if (attribute.name === 'owner') return [{ level: 'MEDIUM', classes: ['SECURITY'] }];
    const { gained, lost } = movement(attribute);
    return [
      ...(gained ? [{ level: isPublic ? 'HIGH' : 'MEDIUM', classes: ['SECURITY'] } as const] : []),
      ...(lost ? [{ level: 'MEDIUM', classes: ['BREAKS_CLIENTS'] } as const] : []),
    ];
  });
  return {
    level: worstRisk(risks.map(({ level }) => level)),
    classes: [...new Set(risks.flatMap(({ classes }) => classes))],
  };
}

function movement({ name, from, to }: AttributeChange): { gained: boolean; lost: boolean } {
  const come = hasMore(listOf(to), listOf(from));
  const gone = hasMore(listOf(from), listOf(to));
  return name === 'withheld' ? { gained: gone, lost: come } : { gained: come, lost: gone };
}

const listOf = (value: AttributeValue): readonly string[] =>
  typeof value === 'object' && value !== null ? value : [];

/** True when a right of `some` is in none of `others`. */
function hasMore(some: readonly string[], others: readonly string[]): boolean {
  return some.some((right) => !coveredBy(right).some((wider) => others.includes(wider)));
}

/** What has a right in it: `SELECT (total)` is in `SELECT`, `ALL (total)` and `ALL`. */
function coveredBy(right: string): readonly string[] {
  const bracket = right.indexOf(' (');
  if (bracket < 0) return [right, 'ALL'];
  return [right, right.slice(0, bracket), `ALL${right.slice(bracket)}`, 'ALL'];
}
