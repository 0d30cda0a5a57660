// Who is asking.
import type { Actor } from '../../core/actor.ts';
import { roles, type Role } from '../../core/role.ts';
import { builder } from '../builder.ts';

const descriptions: Record<Role, string> = {
  viewer: 'Reads everything but tokens and the audit log.',
  operator: 'Also runs, cancels, retries and rolls back migrations.',
  admin: 'Also manages tokens, reads the audit log and repairs the history.',
};

/** Values are the words of core, names those of the API. */
export const RoleType = builder.enumType('Role', {
  description: 'What a token may do; each role includes those before it.',
  values: {
    VIEWER: { value: roles[0], description: descriptions.viewer },
    OPERATOR: { value: roles[1], description: descriptions.operator },
    ADMIN: { value: roles[2], description: descriptions.admin },
  },
});

const Viewer = builder.objectRef<Actor>('Viewer').implement({
  description: 'The token that the request was made with.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the token.' }),
    role: t.field({
      type: RoleType,
      description: 'What it may do.',
      resolve: (actor) => actor.role,
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    description: 'Who you are.',
    authScopes: { role: 'viewer' },
    resolve: (_root, _args, { viewer }) => viewer,
  }),
);
