// What a field reads besides its object, so that one execution can serve many subscribers.
//
// An operation is shared when none of its fields reads anything that differs between them. The safe
// side is the default: a resolver that takes the context counts as reading everything, unless its
// `reads` says otherwise. A shared execution gets a context in which the viewer has a role and
// nothing else, and no clock (`sharedContext`), so a wrong annotation fails instead of leaking.
import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type PothosOutputFieldConfig,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core';
import {
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

import type { Actor } from '../core/actor.ts';
import type { Role } from '../core/role.ts';
import type { Services } from './services.ts';

/**
 * `store`: what hawkwatch knows, the same for everybody. `role`: what the viewer may see. `viewer`:
 * who the viewer is. `clock`: the time of asking.
 */
export type FieldInput = 'store' | 'role' | 'viewer' | 'clock';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      sharing: SharingPlugin<Types>;
    }

    export interface FieldOptions<
      Types extends SchemaTypes = SchemaTypes,
      ParentShape = unknown,
      Type extends TypeParam<Types> = TypeParam<Types>,
      Nullable extends FieldNullability<Type> = FieldNullability<Type>,
      Args extends InputFieldMap = InputFieldMap,
      ResolveShape = unknown,
      ResolveReturnShape = unknown,
    > {
      /** What the resolver takes from its context; without it, anything. */
      reads?: readonly FieldInput[];
    }
  }
}

const pluginName = 'sharing';
const extension = 'hawkwatch:reads';

export class SharingPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(
    config: PothosOutputFieldConfig<Types>,
  ): PothosOutputFieldConfig<Types> {
    const exposed = config.extensions?.['pothosExposedField'] !== undefined;
    const takesContext = !exposed && (config.resolve?.length ?? 0) > 2;
    const reads = config.pothosOptions.reads ?? (takesContext ? undefined : []);
    return { ...config, extensions: { ...config.extensions, [extension]: reads } };
  }
}

/** Registers the plugin with Pothos under its name; returns the name to list in a builder. */
export function registerSharing(): typeof pluginName {
  SchemaBuilder.registerPlugin(pluginName, SharingPlugin);
  return pluginName;
}

const shareable = new Set<unknown>(['store', 'role'] satisfies FieldInput[]);

/** What a field says it reads; undefined when it says nothing and may read anything. */
export function readsOf(field: {
  readonly extensions: Readonly<Record<string, unknown>>;
}): readonly unknown[] | undefined {
  const reads = field.extensions[extension];
  return Array.isArray(reads) ? reads : undefined;
}

/** True when the operation's results are the same for all viewers of one role. */
export function isShareable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): boolean {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  // A fragment is looked at once for each type it may be on.
  const seen = new Set<string>();

  const applies = (condition: string | undefined, type: GraphQLObjectType): boolean => {
    if (condition === undefined || condition === type.name) return true;
    const other = schema.getType(condition);
    return isAbstractType(other) && schema.isSubType(other, type);
  };

  const checkField = (node: FieldNode, type: GraphQLObjectType): boolean => {
    const name = node.name.value;
    if (name === '__typename') return true;
    const field = type.getFields()[name];
    // Introspection is not worth sharing.
    if (field === undefined) return false;
    if (readsOf(field)?.every((input) => shareable.has(input)) !== true) return false;
    return node.selectionSet === undefined || check(node.selectionSet, getNamedType(field.type));
  };

  const checkFragment = (name: string, type: GraphQLObjectType): boolean => {
    const key = `${type.name} ${name}`;
    if (seen.has(key)) return true;
    seen.add(key);
    const fragment = fragments.get(name);
    if (fragment === undefined) return false;
    if (!applies(fragment.typeCondition.name.value, type)) return true;
    return checkObject(fragment.selectionSet, type);
  };

  const checkObject = (set: SelectionSetNode, type: GraphQLObjectType): boolean =>
    set.selections.every((selection) => {
      if (selection.kind === Kind.FIELD) return checkField(selection, type);
      if (selection.kind === Kind.FRAGMENT_SPREAD) return checkFragment(selection.name.value, type);
      if (!applies(selection.typeCondition?.name.value, type)) return true;
      return checkObject(selection.selectionSet, type);
    });

  const check = (set: SelectionSetNode, type: GraphQLNamedType): boolean =>
    isAbstractType(type)
      ? schema.getPossibleTypes(type).every((possible) => checkObject(set, possible))
      : isObjectType(type) && checkObject(set, type);

  const root = schema.getRootType(operation.operation);
  return isObjectType(root) && check(operation.selectionSet, root);
}

function refuse(what: string): never {
  throw new Error(`a shared execution read ${what}: annotate the field with \`reads\``);
}

/** A viewer of whom only the role is known. */
export function sharedViewer(role: Role): Actor {
  return {
    role,
    get id() {
      return refuse('who the viewer is');
    },
    get name() {
      return refuse('who the viewer is');
    },
    get origin() {
      return refuse('where the viewer asks from');
    },
  };
}

/** The services without the time of asking. */
export function sharedServices(services: Services): Services {
  return {
    ...services,
    get clock() {
      return refuse('the clock');
    },
  };
}
