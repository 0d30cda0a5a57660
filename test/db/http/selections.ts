// Selections made from the schema, so that a new field is tested without anybody thinking of it.
import {
  getNamedType,
  isAbstractType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

export interface SelectionOptions {
  /** Levels of fields; what lies deeper is left out. */
  readonly depth: number;
  /** False for a field that is left out, whatever lies below it. */
  readonly includes?: (field: GraphQLField<unknown, unknown>) => boolean;
}

function needsArguments(field: GraphQLField<unknown, unknown>): boolean {
  return field.args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
}

/** All fields of a type in braces; nothing for a scalar, undefined when it is too deep. */
export function selectAll(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  options: SelectionOptions,
): string | undefined {
  if (isAbstractType(type)) {
    const parts = schema
      .getPossibleTypes(type)
      .map((possible) => [possible.name, selectAll(schema, possible, options)] as const)
      .filter(([, selection]) => selection !== undefined);
    return `{ __typename ${parts.map((part) => `... on ${part.join(' ')}`).join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  if (options.depth === 0) return undefined;
  const below = { ...options, depth: options.depth - 1 };
  const fields = Object.values(type.getFields())
    .filter((field) => !needsArguments(field) && options.includes?.(field) !== false)
    .flatMap((field) => {
      const selection = selectAll(schema, getNamedType(field.type), below);
      return selection === undefined ? [] : [`${field.name} ${selection}`];
    });
  return `{ __typename ${fields.join(' ')} }`;
}
