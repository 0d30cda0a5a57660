// A Pothos plugin that resolves global ids at once. The relay plugin's own resolver is an async
// function, and with it each object of a list would wait for a promise of its own.
import SchemaBuilder, {
  BasePlugin,
  isThenable,
  type PothosOutputFieldConfig,
  type SchemaTypes,
} from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';

import { encodeGlobalId, nodeTypeOf } from './global-ids.ts';

const pluginName = 'syncIds';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      syncIds: SyncIdsPlugin<Types>;
    }
  }
}

type Resolver<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;

export class SyncIdsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolve: Resolver<Types>,
    field: PothosOutputFieldConfig<Types>,
  ): Resolver<Types> {
    if (field.name !== 'id') return resolve;
    const type = this.buildCache.getTypeConfig(field.parentType);
    const own = idResolverOf(type.pothosOptions);
    if (own === undefined) return resolve;
    const typename = nodeTypeOf(type.name);
    return (parent, args, context, info) => {
      const id = own(parent, args, context, info);
      return isThenable(id)
        ? resolve(parent, args, context, info)
        : encodeGlobalId(typename, String(id));
    };
  }
}

/** The resolver of the bare id, when the type is a node. */
function idResolverOf(options: object): ((...args: unknown[]) => unknown) | undefined {
  const id: unknown = Reflect.get(options, 'id');
  if (typeof id !== 'object' || id === null) return undefined;
  const resolve: unknown = Reflect.get(id, 'resolve');
  return typeof resolve === 'function' ? (...args) => Reflect.apply(resolve, id, args) : undefined;
}

/** Registers the plugin with Pothos under its name; returns the name to list in a builder. */
export function registerSyncIds(): typeof pluginName {
  SchemaBuilder.registerPlugin(pluginName, SyncIdsPlugin);
  return pluginName;
}
