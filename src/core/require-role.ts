// The role check that every command begins with.
import type { Actor } from './actor.ts';
import { ForbiddenError } from './errors.ts';
import { roleIncludes, type Role } from './role.ts';

/** @throws ForbiddenError unless the actor's role includes `needed`. */
export function requireRole(actor: Actor, needed: Role): void {
  if (roleIncludes(actor.role, needed)) return;
  throw new ForbiddenError(
    `This needs the role ${needed}; the token "${actor.name}" has ${actor.role}.`,
  );
}
