// How big an operation is, before it is executed: depth, aliases and cost. Cost counts the objects
// that an answer may hold, so a page of 100 costs 100 times what one entry does. Fragments are
// measured once, so a small document cannot take long to measure.
import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

import { defaultPageSize, maxPageSize } from '../graphql/paging.ts';

/** What is measured of an operation. */
export interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly cost: number;
}

export interface MeasuredOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Entries that a list without a page size is taken to have. */
const listSize = 10;
const nothing: Measure = { depth: 0, aliases: 0, cost: 0 };
// graphql-js bounds what introspection can ask for; its answer is the same for everybody.
const introspection = new Set(['__schema', '__type']);

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

/** Measures a document that has been validated. */
export function measureOperation(measured: MeasuredOperation): Measure {
  const { schema, document, operation, variables } = measured;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const known = new Map<string, Measure>();

  /** The entries a field's list may have, when an argument tells. */
  const pageSizeOf = (node: FieldNode, field: GraphQLField<unknown, unknown>) => {
    const sizes = field.args.filter((arg) => ['first', 'last', 'limit'].includes(arg.name));
    if (sizes.length === 0) return undefined;
    for (const argument of node.arguments ?? []) {
      if (!sizes.some((arg) => arg.name === argument.name.value)) continue;
      const { value } = argument;
      const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
      const size = value.kind === Kind.INT ? Number(value.value) : given;
      // A variable that is left to its default is taken as the largest page.
      if (typeof size === 'number') return Math.min(Math.max(size, 1), maxPageSize);
      if (value.kind === Kind.VARIABLE) return maxPageSize;
    }
    return defaultPageSize;
  };

  const measureField = (
    node: FieldNode,
    parent: GraphQLNamedType,
    pageSize: number | undefined,
  ): Measure => {
    const aliases = node.alias === undefined ? 0 : 1;
    const name = node.name.value;
    if (introspection.has(name)) {
      const inner = node.selectionSet && measureSelections(node.selectionSet, undefined, undefined);
      return { depth: 1, aliases: aliases + (inner?.aliases ?? 0), cost: 1 };
    }
    const hasFields = isObjectType(parent) || isInterfaceType(parent);
    const field = hasFields ? parent.getFields()[name] : undefined;
    const declared = field?.extensions['cost'];
    const own = typeof declared === 'number' ? declared : 0;
    if (field === undefined || node.selectionSet === undefined) {
      return { depth: 1, aliases, cost: own };
    }
    const type = getNamedType(field.type);
    const ownSize = pageSizeOf(node, field);
    const isListed = isList(field.type);
    // The size of a connection is that of its `edges`; that of a list is not the size of lists within it.
    const inner = measureSelections(node.selectionSet, type, isListed ? undefined : ownSize);
    const times = isListed ? (ownSize ?? pageSize ?? listSize) : 1;
    const entry = isCompositeType(type) ? 1 : 0;
    return {
      depth: 1 + inner.depth,
      aliases: aliases + inner.aliases,
      cost: own + times * (entry + inner.cost),
    };
  };

  const measureFragment = (name: string, pageSize: number | undefined): Measure => {
    const key = `${name} ${pageSize ?? ''}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const fragment = fragments.get(name);
    if (fragment === undefined) return nothing;
    const type = schema.getType(fragment.typeCondition.name.value);
    const measure = measureSelections(fragment.selectionSet, type, pageSize);
    known.set(key, measure);
    return measure;
  };

  const measureSelections = (
    set: SelectionSetNode,
    parent: GraphQLNamedType | undefined,
    pageSize: number | undefined,
  ): Measure => {
    let [depth, aliases, cost] = [0, 0, 0];
    for (const selection of set.selections) {
      let part: Measure;
      if (selection.kind === Kind.FIELD) {
        part =
          parent === undefined
            ? measureUntyped(selection)
            : measureField(selection, parent, pageSize);
      } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        part = measureFragment(selection.name.value, pageSize);
      } else {
        const condition = selection.typeCondition?.name.value;
        const type = condition === undefined ? parent : schema.getType(condition);
        part = measureSelections(selection.selectionSet, type ?? parent, pageSize);
      }
      depth = Math.max(depth, part.depth);
      aliases += part.aliases;
      cost += part.cost;
    }
    return { depth, aliases, cost };
  };

  /** Inside introspection only aliases count. */
  const measureUntyped = (node: FieldNode): Measure => {
    const inner = node.selectionSet && measureSelections(node.selectionSet, undefined, undefined);
    return { ...nothing, aliases: (node.alias === undefined ? 0 : 1) + (inner?.aliases ?? 0) };
  };

  const root = schema.getRootType(operation.operation);
  return measureSelections(operation.selectionSet, root ?? undefined, undefined);
}
