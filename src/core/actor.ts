// Who does something, and from where: what the audit log keeps.
import type { Role } from './role.ts';

export interface Actor {
  /** Id of the token, or `system`. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Transport and address, as `http 127.0.0.1`. */
  readonly origin: string;
}

/** hawkwatch itself. */
export const systemActor: Actor = {
  id: 'system',
  name: 'system',
  role: 'admin',
  origin: 'hawkwatch',
};
