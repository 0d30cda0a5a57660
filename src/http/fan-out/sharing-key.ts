// When two subscriptions are one: same normalised document, operation, variables and role. Where a
// subscriber starts (`after`) is no part of it: what follows is the same for all.
import { createHash } from 'node:crypto';

import {
  getOperationAST,
  Kind,
  print,
  separateOperations,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

import type { Role } from '../../core/role.ts';
import { isShareable } from '../../graphql/sharing.ts';

/** The argument that says where a subscriber starts. */
const startArgument = 'after';

interface Shape {
  readonly text: string;
  /** Names of the variables that results depend on. */
  readonly variables: readonly string[];
}

export interface SharingKeys {
  /** The key of a subscription; undefined when it cannot be shared. */
  find(
    args: {
      readonly document: DocumentNode;
      readonly operationName?: string | null | undefined;
      readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
    },
    role: Role,
  ): string | undefined;
}

/** Keys of the subscriptions of a schema; documents must be valid. */
export function createSharingKeys(schema: GraphQLSchema): SharingKeys {
  const shapes = new WeakMap<DocumentNode, Map<string, Shape | undefined>>();

  const findShape = (document: DocumentNode, operationName: string): Shape | undefined => {
    const known = shapes.get(document) ?? new Map<string, Shape | undefined>();
    shapes.set(document, known);
    if (known.has(operationName)) return known.get(operationName);
    const operation = getOperationAST(document, operationName === '' ? null : operationName);
    const shape =
      operation != null && isShareable(schema, document, operation)
        ? shapeOf(document, operation)
        : undefined;
    known.set(operationName, shape);
    return shape;
  };

  return {
    find: ({ document, operationName, variableValues }, role) => {
      const shape = findShape(document, operationName ?? '');
      if (shape === undefined) return undefined;
      const values = sorted(variableValues ?? {}, shape.variables);
      const words = JSON.stringify([role, shape.text, values]);
      return createHash('sha256').update(words).digest('base64');
    },
  };
}

function shapeOf(document: DocumentNode, operation: OperationDefinitionNode): Shape {
  const own = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  const stripped = visit(own, {
    OperationDefinition: (node) => ({
      ...node,
      selectionSet: {
        ...node.selectionSet,
        selections: node.selectionSet.selections.map((selection) =>
          selection.kind === Kind.FIELD ? withoutStart(selection) : selection,
        ),
      },
    }),
  });
  const used = variablesIn(stripped);
  const text = print(
    visit(stripped, {
      VariableDefinition: (node) => (used.has(node.variable.name.value) ? undefined : null),
    }),
  );
  return { text, variables: [...used].toSorted() };
}

function withoutStart(field: FieldNode): FieldNode {
  const rest = field.arguments?.filter((argument) => argument.name.value !== startArgument) ?? [];
  return { ...field, arguments: rest };
}

/** Variables that are used, not only declared. */
function variablesIn(document: DocumentNode): ReadonlySet<string> {
  const used = new Set<string>();
  visit(document, {
    // Not entered: a definition names its variable, too.
    VariableDefinition: () => false,
    Variable: (node) => {
      used.add(node.name.value);
    },
  });
  return used;
}

/** A JSON object with its keys in order, or only these of them. */
function sorted(
  object: Readonly<Record<string, unknown>>,
  names: readonly string[] = Object.keys(object).toSorted(),
): Record<string, unknown> {
  const present = names.filter((name) => Object.hasOwn(object, name));
  return Object.fromEntries(present.map((name) => [name, sortedValue(object[name])]));
}

function sortedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedValue);
  return typeof value === 'object' && value !== null ? sorted({ ...value }) : value;
}
