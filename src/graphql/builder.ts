// The Pothos builder: the scalars' and scopes' types, the plugins in the order in which they wrap a
// resolver (the first is the outermost), and what all connections share. Holds no concept itself.
import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';

import { ForbiddenError } from '../core/errors.ts';
import { roleIncludes, type Role } from '../core/role.ts';
import type { GraphqlContext } from './context.ts';
import { encodeGlobalId, nodeTypeOf, parseGlobalId } from './global-ids.ts';
import { registerMutationAudit } from './mutation-audit.ts';
import { registerSharing } from './sharing.ts';
import { registerSyncIds } from './sync-ids.ts';

interface Scalar<Value> {
  Input: Value;
  Output: Value;
}

interface SchemaTypes {
  Context: GraphqlContext;
  Scalars: {
    ID: Scalar<string>;
    Cursor: Scalar<string>;
    DateTime: Scalar<Date>;
    JSON: Scalar<unknown>;
  };
  /** `role`: the least role that may use the field. */
  AuthScopes: { role: Role };
  Connection: { asOf: string };
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
}

export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [
    ErrorsPlugin,
    registerMutationAudit(),
    ScopeAuthPlugin,
    RelayPlugin,
    registerSharing(),
    registerSyncIds(),
  ],
  defaultFieldNullability: false,
  scopeAuth: {
    // A stream is checked when it is opened, not only when its first event comes.
    authorizeOnSubscribe: true,
    authScopes: (context) => ({ role: (needed) => roleIncludes(context.viewer.role, needed) }),
    unauthorizedError: (_parent, context, info) =>
      new ForbiddenError(
        `Your token has the role ${context.viewer.role}, which may not use ` +
          `\`${info.fieldName}\`. Ask an admin for a token with a higher role.`,
      ),
  },
  relay: {
    cursorType: 'String',
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: "The page's entries with their cursors.",
    },
    nodeFieldOptions: { nullable: false, description: 'The entry.' },
    cursorFieldOptions: { description: 'Pass it as `after` or `before` to page from here.' },
    encodeGlobalID: (typename, id) => encodeGlobalId(nodeTypeOf(typename), String(id)),
    decodeGlobalID: parseGlobalId,
    idFieldOptions: {
      description: 'Global id: `node(id:)` finds the object by it.',
      reads: [],
    },
    nodeTypeOptions: { description: 'An object with a global id.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    pageInfoFieldOptions: { description: 'Where this page stands in the list.' },
    hasNextPageFieldOptions: { description: 'True when entries follow this page.' },
    hasPreviousPageFieldOptions: { description: 'True when entries come before this page.' },
    startCursorFieldOptions: { description: "Cursor of the page's first entry." },
    endCursorFieldOptions: { description: "Cursor of the page's last entry." },
    firstArgOptions: { description: 'Entries from the start of the list, 1 to 100 (default 20).' },
    lastArgOptions: { description: 'Entries from the end of the list, 1 to 100.' },
    afterArgOptions: { description: 'Only entries after this cursor of the list.' },
    beforeArgOptions: { description: 'Only entries before this cursor of the list.' },
    nodeQueryOptions: {
      description: 'Any object by its global id; null when there is none, or none you may see.',
      authScopes: { role: 'viewer' },
      args: { id: { description: 'A global id that a query returned.' } },
    },
    nodesQueryOptions: false,
  },
});

builder.globalConnectionField('asOf', (t) =>
  t.field({
    type: 'Cursor',
    description:
      'Position of the event log, read before this list: a subscription with `after: asOf` ' +
      'misses no change to it.',
    resolve: (connection) => connection.asOf,
  }),
);

// Whatever has no rule of its own needs an authenticated viewer.
builder.queryType({
  description: 'What can be asked.',
  authScopes: { role: 'viewer' },
});
builder.mutationType({
  description: 'What can be done. Every call is written to the audit log, refused ones too.',
  authScopes: { role: 'viewer' },
});
builder.subscriptionType({
  description: 'What can be watched, over WebSocket (graphql-transport-ws) or server-sent events.',
  authScopes: { role: 'viewer' },
});
