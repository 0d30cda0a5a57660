// A Pothos plugin that keeps the audit log complete: a mutation that is refused or fails gets its
// entry here, whoever refused it (role check, command, store). One that succeeds has written its
// entry itself, in the transaction of its change. So each call leaves exactly one.
import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type InputShapeFromFields,
  type PothosOutputFieldConfig,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';

import { coerceError } from '../core/errors.ts';
import { insertAuditEntry } from '../store/audit.ts';
import type { GraphqlContext } from './context.ts';
import { errorCodeOf } from './present-error.ts';

/** What a mutation is about; must hold no secret. */
export interface AuditTarget {
  /** As `database:shop` or `migration-run:<id>`. */
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      mutationAudit: MutationAuditPlugin<Types>;
    }

    export interface MutationFieldOptions<
      Types extends SchemaTypes,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveReturnShape,
    > {
      /** What the audit log says a refused or failed call was about. */
      audit: (args: InputShapeFromFields<Args>) => AuditTarget;
    }
  }
}

const pluginName = 'mutationAudit';

export class MutationAuditPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (field.kind !== 'Mutation') return resolve;
    const { audit } = field.pothosOptions;
    return async (parent, args, context, info) => {
      try {
        return await resolve(parent, args, context, info);
      } catch (error) {
        await recordFailure(requireContext(context), field.name, audit({ ...args }), error);
        throw error;
      }
    };
  }
}

// Pothos types the context of plugins as any builder's; there is only ours.
function requireContext(context: object): GraphqlContext {
  const isOurs = (value: object): value is GraphqlContext =>
    'viewer' in value && 'services' in value && 'loaders' in value;
  if (!isOurs(context)) throw new Error('a mutation was executed without its context');
  return context;
}

async function recordFailure(
  context: GraphqlContext,
  action: string,
  target: AuditTarget,
  failure: unknown,
): Promise<void> {
  const { store, random, clock, logger } = context.services;
  const fact = {
    actor: context.viewer,
    action,
    subject: target.subject.slice(0, 200),
    detail: target.detail ?? {},
    result: errorCodeOf(failure),
    at: clock.now(),
  };
  try {
    await store.transaction((tx) => insertAuditEntry(tx, random, fact));
  } catch (error) {
    // The caller must learn of the first failure, not of this one.
    logger.error(
      { err: coerceError(error), action, actor: fact.actor.name, result: fact.result },
      'a refused mutation could not be written to the audit log',
    );
  }
}

/** Registers the plugin with Pothos under its name; returns the name to list in a builder. */
export function registerMutationAudit(): typeof pluginName {
  SchemaBuilder.registerPlugin(pluginName, MutationAuditPlugin);
  return pluginName;
}
