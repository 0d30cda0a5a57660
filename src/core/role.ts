// Who may see or do what. A role includes everything the roles before it may do.

export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** The least role that may see an event. */
export type Audience = Role;

/** True when `role` includes `needed`. */
export function roleIncludes(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** The least role that may see all that has one of these audiences. */
export function strictestOf(audiences: readonly Audience[]): Audience {
  return roles.findLast((role) => audiences.includes(role)) ?? 'viewer';
}

/** The role that may see some of what has these audiences. */
export function widestOf(audiences: readonly Audience[]): Audience {
  return roles.find((role) => audiences.includes(role)) ?? 'viewer';
}

/** The audiences whose events `role` may see. */
export function audiencesOf(role: Role): readonly Audience[] {
  return roles.slice(0, roles.indexOf(role) + 1);
}
