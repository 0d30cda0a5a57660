// What a client may see of a failure: expected ones as they are with their code, graphql-js' own
// (syntax, validation, input) unchanged, everything else as an id under which the log tells more.
import { GraphQLError, type GraphQLErrorOptions } from 'graphql';

import {
  CursorExpiredError,
  CursorInvalidError,
  ExpectedError,
  InvalidInputError,
} from '../core/errors.ts';
import { secretsInText } from '../sql/secret-words.ts';
import { isStoreAway } from '../store/connection.ts';
import type { Services } from './services.ts';

export type ErrorServices = Pick<Services, 'logger' | 'random'>;

/** What was thrown in the first place, below graphql-js' wrappers. */
function originOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError instanceof Error
    ? originOf(error.originalError)
    : error;
}

function extensionsOf(error: ExpectedError): Record<string, unknown> {
  if (error instanceof CursorInvalidError || error instanceof CursorExpiredError) {
    return { code: error.code, head: error.head };
  }
  if (error instanceof InvalidInputError) return { code: error.code, issues: error.issues };
  return { code: error.code };
}

/** Where in the document and the result an error stands. */
function placeOf(error: unknown): GraphQLErrorOptions {
  if (!(error instanceof GraphQLError)) return {};
  const { nodes, source, positions, path } = error;
  return { nodes: nodes ?? null, source, positions, path };
}

/** The stable word of a failure, as it stands in the audit log. */
export function errorCodeOf(error: unknown): string {
  const origin = originOf(error);
  if (origin instanceof ExpectedError) return origin.code;
  return isStoreAway(origin) ? 'UNAVAILABLE' : 'INTERNAL';
}

/** graphql-js repeats what has a wrong form, and a URL with its password may be in it. */
function withoutSecrets(message: string): string {
  if (!/ invalid value | cannot represent |^(?:Expected value|Syntax Error)/.test(message)) {
    return message;
  }
  return secretsInText(message).reduce((text, secret) => text.replaceAll(secret, '***'), message);
}

/** The error to send to the client; what is not meant for it is logged and masked. */
export function presentError(services: ErrorServices, error: unknown): GraphQLError {
  const origin = originOf(error);
  const at = placeOf(error);
  if (origin instanceof ExpectedError) {
    return new GraphQLError(origin.message, { ...at, extensions: extensionsOf(origin) });
  }
  if (origin instanceof GraphQLError) {
    const message = withoutSecrets(origin.message);
    if (origin === error && message === origin.message) return origin;
    return new GraphQLError(message, { ...at, extensions: origin.extensions });
  }
  const id = services.random.uuid();
  const path = error instanceof GraphQLError ? error.path : undefined;
  if (isStoreAway(origin)) {
    services.logger.warn({ err: origin, errorId: id, path }, 'the store cannot be reached');
    return new GraphQLError(
      "hawkwatch's own store cannot be reached right now. Try again in a moment.",
      { ...at, extensions: { code: 'UNAVAILABLE', id } },
    );
  }
  services.logger.error({ err: origin, errorId: id, path }, 'an operation failed unexpectedly');
  return new GraphQLError(`Internal error, see the log under id ${id}.`, {
    ...at,
    extensions: { code: 'INTERNAL', id },
  });
}
