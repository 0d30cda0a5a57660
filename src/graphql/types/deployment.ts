// Deployments, as CI tells of them.
import { ConflictError, ForbiddenError, InvalidInputError } from '../../core/errors.ts';
import type { Deployment as DeploymentRow, DeploymentStatus } from '../../store/deployments.ts';
import { builder } from '../builder.ts';
import { readDeployments } from '../correlation-lists.ts';
import { auditedName } from '../registration-input.ts';
import { Database } from './database.ts';

const StatusType = builder.enumType('DeploymentStatus', {
  description: 'How far a deployment is.',
  values: {
    STARTED: { description: 'It begins.' },
    SUCCEEDED: { description: 'It was done.' },
    FAILED: { description: 'It failed; what was deployed may be broken.' },
    ROLLED_BACK: { description: 'The version before it is in use again.' },
  } satisfies Record<DeploymentStatus, { description: string }>,
});

export const Deployment = builder.objectRef<DeploymentRow>('Deployment');

builder.node(Deployment, {
  description: 'What was told of a deployment at one time.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'recordedBy' in value,
  loadOne: (id, { loaders }) => loaders.correlation.deployments.load(id),
  fields: (t) => ({
    service: t.exposeString('service', { description: 'What was deployed.' }),
    version: t.exposeString('version', { description: 'Which version of it.' }),
    environment: t.exposeString('environment', {
      nullable: true,
      description: 'Where, as `production`.',
    }),
    databaseNames: t.exposeStringList('databases', {
      description: 'Names of the databases that it uses, as they were told.',
    }),
    databases: t.field({
      type: [Database],
      description: 'Those of them that are monitored.',
      reads: ['store'],
      resolve: async ({ databases }, _args, { loaders }) => {
        const found = await Promise.all(
          databases.map((name) => loaders.databasesByName.load(name)),
        );
        return found.filter((one) => one !== undefined);
      },
    }),
    status: t.field({
      type: StatusType,
      description: 'How far it was.',
      resolve: ({ status }) => status,
    }),
    url: t.exposeString('url', { nullable: true, description: 'Where more is to be read.' }),
    at: t.field({ type: 'DateTime', description: 'When it was so.', resolve: ({ at }) => at }),
    recordedBy: t.exposeString('recordedBy', { description: 'Name of the token that told it.' }),
  }),
});

const Filter = builder.inputType('DeploymentFilter', {
  description: 'Which deployments; what is left out does not restrict.',
  fields: (t) => ({
    services: t.stringList({ description: 'Of these services.' }),
    environments: t.stringList({ description: 'In these environments.' }),
    statuses: t.field({ type: [StatusType], description: 'That were so far.' }),
    databases: t.stringList({ description: 'That use one of these databases, by name.' }),
    since: t.field({ type: 'DateTime', description: 'Then or later.' }),
  }),
});

builder.queryField('deployments', (t) =>
  t.connection(
    {
      type: Deployment,
      description: 'Deployments, newest first.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: Filter, description: 'Which ones.' }) },
      resolve: (_root, { filter, ...args }, context) => readDeployments(context, filter, args),
    },
    { name: 'DeploymentConnection', description: 'A page of deployments.' },
    { name: 'DeploymentEdge', description: 'A deployment in its list.' },
  ),
);

const Input = builder.inputType('DeploymentInput', {
  description: 'What CI tells of a deployment.',
  fields: (t) => ({
    service: t.string({ required: true, description: 'What is deployed, as `checkout`.' }),
    version: t.string({ required: true, description: 'Version, tag or commit.' }),
    environment: t.string({ description: 'Where, as `production`.' }),
    databases: t.stringList({ description: 'Names of the databases that it uses.' }),
    status: t.field({
      type: StatusType,
      required: true,
      defaultValue: 'SUCCEEDED',
      description: 'How far it is.',
    }),
    url: t.string({ description: 'Where more is to be read; it is shown to every viewer.' }),
    at: t.field({ type: 'DateTime', description: 'When it was so; now when left out.' }),
    clientMutationId: t.string({
      description:
        'Per token: the same key is the same record, however often it is sent. Use another one ' +
        'for each status.',
    }),
  }),
});

const Result = builder.errorUnion('RecordDeploymentResult', {
  description: 'The deployment, or why it was not recorded.',
  types: [Deployment, InvalidInputError, ConflictError, ForbiddenError],
  resolveType: () => Deployment,
});

builder.mutationField('recordDeployment', (t) =>
  t.field({
    type: Result,
    description:
      'Records a deployment, so that alerts after it name it as what changed. For operators; give ' +
      'CI a token of its own.',
    authScopes: { role: 'operator' },
    args: { input: t.arg({ type: Input, required: true, description: 'The deployment.' }) },
    audit: ({ input }) => ({ subject: `service:${auditedName(input.service)}` }),
    resolve: (_root, { input }, { services, viewer }) =>
      services.deployments.record(viewer, {
        service: input.service,
        version: input.version,
        environment: input.environment ?? undefined,
        databases: input.databases ?? [],
        status: input.status,
        url: input.url ?? undefined,
        at: input.at ?? undefined,
        clientMutationId: input.clientMutationId ?? undefined,
      }),
  }),
);
