// Which rows a role may see, by the column that holds the least role that may. Whoever shows rows to people
// asks by it in the query itself, so that pages and counts have what is shown and nothing else.
import { audiencesOf, roles, type Role } from '../core/role.ts';
import { inArray, sql, type SQL } from './drizzle.ts';

/** True of rows that `role` may see; undefined: all, as for admins. */
export function visibleTo(
  audience: Parameters<typeof inArray>[0],
  role: Role | undefined,
): SQL | undefined {
  return role === undefined || role === 'admin'
    ? undefined
    : inArray(audience, [...audiencesOf(role)]);
}

/** How strict an audience is: the more, the fewer may see it. */
export function strictness(audience: SQL): SQL {
  return sql`array_position(${`{${roles.join(',')}}`}::text[], ${audience})`;
}
