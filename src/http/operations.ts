// From the text of an operation to its result, the same for HTTP, event streams and WebSocket:
// parse, validate, check the limits, execute; every failure is data and none is left unmasked.
import {
  execute,
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';

import type { GraphqlContext } from '../graphql/context.ts';
import { presentError, type ErrorServices } from '../graphql/present-error.ts';
import type { Performance } from '../metrics/performance.ts';
import { measureOperation, type Measure } from './limits.ts';
import type { Limits } from './settings.ts';

export interface OperationParams {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** An operation that may be executed once it has a context. */
export interface PreparedOperation {
  readonly kind: OperationTypeNode;
  readonly args: ExecutionArgs;
}

/** Execution arguments with our context. */
export type OperationArgs = Omit<ExecutionArgs, 'contextValue'> & {
  readonly contextValue: GraphqlContext;
};

export type Preparation =
  { readonly prepared: PreparedOperation } | { readonly errors: readonly GraphQLError[] };

export interface Operations {
  prepare(params: OperationParams): Preparation;
  /** Executes a query or mutation. */
  execute(args: OperationArgs): Promise<ExecutionResult>;
  /** Masks what the client may not see. */
  present(error: unknown): GraphQLError;
}

export interface OperationsOptions {
  readonly schema: GraphQLSchema;
  readonly services: ErrorServices;
  readonly limits: Pick<Limits, 'depth' | 'cost' | 'aliases' | 'tokens'>;
  /** Measures what is executed, and how often a document was known. */
  readonly performance?: Pick<Performance, 'operations' | 'cache'> | undefined;
}

/** The error for going over a limit. */
export function limitExceeded(message: string, detail: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', ...detail } });
}

const cachedDocuments = 500;
const cachedLength = 10_000;

type Checked = { document: DocumentNode } | { errors: readonly GraphQLError[] };

/** Operations on a schema under limits. */
export function createOperations(options: OperationsOptions): Operations {
  const { schema, services, limits, performance } = options;
  const documents = performance?.cache('documents') ?? { hits: 0, misses: 0 };
  const checkedDocuments = new Map<string, Checked>();

  const present = (error: unknown): GraphQLError => presentError(services, error);

  const check = (query: string): Checked => {
    try {
      const document = parse(query, { maxTokens: limits.tokens });
      const errors = validate(schema, document);
      return errors.length === 0 ? { document } : { errors: errors.map(present) };
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      if (!error.message.includes('tokens. Parsing aborted')) return { errors: [present(error)] };
      return {
        errors: [
          limitExceeded(`The document has more than ${limits.tokens} tokens. Split it.`, {
            limit: 'tokens',
            max: limits.tokens,
          }),
        ],
      };
    }
  };

  /** Parsing and validating depend on nothing but the text. */
  const checkCached = (query: string): Checked => {
    const before = checkedDocuments.get(query);
    if (before !== undefined) {
      documents.hits += 1;
      return before;
    }
    documents.misses += 1;
    const checked = check(query);
    if (query.length > cachedLength) return checked;
    for (const oldest of checkedDocuments.keys()) {
      if (checkedDocuments.size < cachedDocuments) break;
      checkedDocuments.delete(oldest);
    }
    checkedDocuments.set(query, checked);
    return checked;
  };

  const measures = new WeakMap<OperationDefinitionNode, Measure>();
  const measure = (
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): Measure => {
    const before = measures.get(operation);
    if (before !== undefined) return before;
    const measured = measureOperation({ schema, document, operation, variables });
    // Variables can say how long a list is.
    if ((operation.variableDefinitions ?? []).length === 0) measures.set(operation, measured);
    return measured;
  };

  const exceeded = (measure: Measure): GraphQLError | undefined => {
    for (const limit of ['depth', 'aliases', 'cost'] as const) {
      const [value, max] = [measure[limit], limits[limit]];
      if (value > max) {
        const message = `The operation has ${limit} ${value}; at most ${max} is allowed. Ask for less at a time.`;
        return limitExceeded(message, { limit, value, max });
      }
    }
    return undefined;
  };

  return {
    present,
    prepare: ({ query, operationName, variables }) => {
      const checked = checkCached(query);
      if ('errors' in checked) return checked;
      const { document } = checked;
      const operation = getOperationAST(document, operationName);
      if (operation === null || operation === undefined) {
        const message =
          typeof operationName === 'string'
            ? `The document has no operation "${operationName}".`
            : 'The document has several operations: say which with `operationName`.';
        return { errors: [new GraphQLError(message)] };
      }
      const error = exceeded(measure(document, operation, variables ?? {}));
      if (error !== undefined) return { errors: [error] };
      const args: ExecutionArgs = {
        schema,
        document,
        operationName: operationName ?? null,
        variableValues: variables ?? null,
      };
      return { prepared: { kind: operation.operation, args } };
    },
    execute: async (args) => {
      const kind = getOperationAST(args.document, args.operationName)?.operation;
      const end = performance?.operations.begin(kind ?? OperationTypeNode.QUERY);
      let failed = true;
      let result: ExecutionResult;
      try {
        result = await execute(args);
        failed = result.errors !== undefined;
      } finally {
        end?.(failed);
      }
      if (result.errors === undefined) return result;
      return { ...result, errors: result.errors.map(present) };
    },
  };
}
