// Access tokens: for admins only.
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import { findToken, listTokens, type Token } from '../../store/tokens.ts';
import { builder } from '../builder.ts';
import { bareId } from '../global-ids.ts';
import { isUuid } from '../loaders.ts';
import { connectionOf, parsePage, sliceOf } from '../paging.ts';
import { issueToken, withdrawToken, type IssuedToken } from '../token-commands.ts';
import { RoleType } from './viewer.ts';

const AccessToken = builder.objectRef<Token>('AccessToken');

builder.node(AccessToken, {
  description: 'A token that lets somebody in. Its text is shown once, when it is made.',
  id: { resolve: (token) => token.id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'createdBy' in value,
  loadOne: (id, { viewer, services }) =>
    viewer.role === 'admin' && isUuid(id) ? findToken(services.store.q, id) : null,
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is called.' }),
    role: t.field({
      type: RoleType,
      description: 'What it may do.',
      resolve: (token) => token.role,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: (token) => token.createdAt,
    }),
    createdBy: t.exposeString('createdBy', { description: 'Name of the token that made it.' }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it stops working by itself.',
      resolve: (token) => token.expiresAt,
    }),
    revokedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked.',
      resolve: (token) => token.revokedAt,
    }),
  }),
});

builder.queryField('tokens', (t) =>
  t.connection(
    {
      type: AccessToken,
      description: 'All tokens, revoked ones too, oldest first. For admins.',
      authScopes: { role: 'admin' },
      args: {
        revoked: t.arg.boolean({
          description: 'True: only those that are revoked; false: only the others.',
        }),
      },
      resolve: async (_root, { revoked, ...args }, context) => {
        const asOf = await context.asOf();
        const page = parsePage(args, (cursor) => (isUuid(cursor) ? cursor : undefined));
        const tokens = await listTokens(context.services.store.q);
        const isWanted = ({ revokedAt }: Token): boolean =>
          revoked == null || revoked === (revokedAt !== null);
        const rows = sliceOf(page, tokens, (token) => token.id, isWanted);
        return connectionOf(page, rows, asOf, (node) => ({ node, cursor: node.id }));
      },
    },
    { name: 'AccessTokenConnection', description: 'A page of tokens.' },
    { name: 'AccessTokenEdge', description: 'A token in its list.' },
  ),
);

const CreatedToken = builder.objectRef<IssuedToken>('CreatedToken').implement({
  description: 'A new token with its text.',
  fields: (t) => ({
    text: t.exposeString('text', {
      description: 'Send it as `Authorization: Bearer …`. It is shown here and never again.',
    }),
    token: t.field({
      type: AccessToken,
      description: 'The token.',
      resolve: (issued) => issued.token,
    }),
  }),
});

const CreateTokenInput = builder.inputType('CreateTokenInput', {
  description: 'The token to make.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is called, as `ci`.' }),
    role: t.field({ type: RoleType, required: true, description: 'What it may do.' }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it stops working; without it, never.',
    }),
  }),
});

const CreateTokenResult = builder.errorUnion('CreateTokenResult', {
  description: 'The token, or why there is none.',
  types: [CreatedToken, InvalidInputError, ForbiddenError],
  resolveType: () => CreatedToken,
});

const RevokeTokenResult = builder.errorUnion('RevokeTokenResult', {
  description: 'The revoked token, or why it was not revoked.',
  types: [AccessToken, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => AccessToken,
});

builder.mutationField('createToken', (t) =>
  t.field({
    type: CreateTokenResult,
    description: 'Makes a token. For admins.',
    authScopes: { role: 'admin' },
    args: {
      input: t.arg({ type: CreateTokenInput, required: true, description: 'The token.' }),
    },
    audit: ({ input }) => ({
      subject: 'token:new',
      detail: { name: input.name.slice(0, 100), role: input.role },
    }),
    resolve: (_root, { input }, { services, viewer }) => issueToken(services, viewer, input),
  }),
);

builder.mutationField('revokeToken', (t) =>
  t.field({
    type: RevokeTokenResult,
    description: 'Revokes a token for ever and closes its connections. For admins.',
    authScopes: { role: 'admin' },
    args: { id: t.arg.id({ required: true, description: 'Global id of the token.' }) },
    audit: ({ id }) => ({ subject: `token:${bareId('AccessToken', id)}` }),
    resolve: (_root, { id }, { services, viewer }) =>
      withdrawToken(services, viewer, bareId('AccessToken', id)),
  }),
);
