// Acting on containers, where the operator of this hawkwatch allows it. Roles, rules and audit are the
// command's business.
import { ConflictError, ForbiddenError, NotFoundError } from '../../core/errors.ts';
import { builder } from '../builder.ts';
import { getContainer } from '../container-lists.ts';
import { decodeGlobalId } from '../global-ids.ts';
import { Container } from './container.ts';

const RestartResult = builder.errorUnion('RestartContainerResult', {
  description: 'The container, which runs again, or why it was not restarted.',
  types: [Container, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => Container,
});

builder.mutationField('restartContainer', (t) =>
  t.field({
    type: RestartResult,
    description:
      'Stops a container as its daemon always does, and starts it again; answers when it was started. ' +
      'Refused unless `actions.restartContainers` is on, and by a hawkwatch that does not reach its ' +
      'daemon. For admins.',
    authScopes: { role: 'admin' },
    args: { id: t.arg.id({ required: true, description: 'Global id of the container.' }) },
    audit: ({ id }) => {
      // What is no id may be a secret at the wrong place.
      const decoded = decodeGlobalId(id);
      return { subject: `container:${decoded?.typename === 'Container' ? decoded.id : '?'}` };
    },
    resolve: async (_root, { id }, context) => {
      const container = await getContainer(context, id);
      const restarted = await context.services.containers.restart(context.viewer, container.id);
      context.loaders.containers.clear(restarted.id).prime(restarted.id, restarted);
      return restarted;
    },
  }),
);
