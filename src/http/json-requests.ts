// The common request, answered without the detour through Yoga's fetch objects, which takes longer
// than executing it: a query or mutation in a JSON body that asks for JSON. Everything unusual, and
// everything that fails before it is executed, is left to Yoga, which words those answers.
import type { IncomingMessage } from 'node:http';

import { OperationTypeNode } from 'graphql';

import type { Actor } from '../core/actor.ts';
import { createContext } from '../graphql/context.ts';
import type { Services } from '../graphql/services.ts';
import { textOf } from './fan-out/shared-result.ts';
import type { OperationParams, Operations } from './operations.ts';

export interface JsonAnswer {
  readonly contentType: string;
  readonly text: string;
}

export interface JsonRequests {
  /** The answer (status 200), or undefined when Yoga has to give one. */
  answer(request: IncomingMessage, body: Buffer, viewer: Actor): Promise<JsonAnswer | undefined>;
}

/** The common requests of a schema. */
export function createJsonRequests(options: {
  readonly services: Services;
  readonly operations: Operations;
}): JsonRequests {
  const { services, operations } = options;
  return {
    answer: async (request, body, viewer) => {
      const contentType = answerTypeOf(request);
      if (contentType === undefined) return undefined;
      const params = paramsOf(body);
      if (params === undefined) return undefined;
      const preparation = operations.prepare(params);
      if ('errors' in preparation) return undefined;
      const { kind, args } = preparation.prepared;
      if (kind === OperationTypeNode.SUBSCRIPTION) return undefined;
      const contextValue = createContext({ viewer, services });
      const result = await operations.execute({ ...args, contextValue });
      // Without `data` nothing was executed (a variable was wrong, say).
      return 'data' in result ? { contentType, text: textOf(result) } : undefined;
    },
  };
}

const json = /^application\/json(?:; ?charset=utf-8)?$/i;
const graphqlJson = /^application\/graphql-response\+json(?:; ?charset=utf-8)?$/i;

/** The type of the answer, when the request is of JSON and asks first for it, without weights. */
function answerTypeOf({ method, headers, url }: IncomingMessage): string | undefined {
  if (method !== 'POST' || url !== '/graphql') return undefined;
  if (!json.test(headers['content-type'] ?? '')) return undefined;
  if (headers['last-event-id'] !== undefined) return undefined;
  const accept = headers.accept ?? '*/*';
  if (/event-stream|q=/i.test(accept)) return undefined;
  const [first = ''] = accept.split(',').map((type) => type.trim());
  if (first === '*/*' || json.test(first)) return 'application/json; charset=utf-8';
  return graphqlJson.test(first) ? 'application/graphql-response+json; charset=utf-8' : undefined;
}

const known = new Set(['query', 'operationName', 'variables', 'extensions']);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parameters, when they are just as they should be. */
function paramsOf(body: Buffer): OperationParams | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    // Yoga tells what is wrong with it.
    return undefined;
  }
  if (!isObject(value) || !Object.keys(value).every((name) => known.has(name))) return undefined;
  const { query, operationName, variables, extensions } = value;
  if (typeof query !== 'string') return undefined;
  if (operationName != null && typeof operationName !== 'string') return undefined;
  if (variables != null && !isObject(variables)) return undefined;
  if (extensions != null && !isObject(extensions)) return undefined;
  return { query, operationName: operationName ?? null, variables: variables ?? null };
}
