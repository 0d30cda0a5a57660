// The expected failures every room shares. Each message says what to do next; it is shown to the
// client as it stands and must hold no secret. Bugs are plain Errors and are never shown.

export interface InputIssue {
  /** Where in the input, as `input.database`. */
  readonly path: string;
  readonly message: string;
}

/** Base of all failures that a client may be shown. */
export abstract class ExpectedError extends Error {
  /** A stable word for programs: `NOT_FOUND`, `CONFLICT` … */
  abstract readonly code: string;
}

/** What was asked for does not exist, or not for this viewer. */
export class NotFoundError extends ExpectedError {
  override readonly name = 'NotFoundError';
  readonly code = 'NOT_FOUND';
}

/** The present state does not allow it; the message names what stands in the way. */
export class ConflictError extends ExpectedError {
  override readonly name = 'ConflictError';
  readonly code = 'CONFLICT';
}

/** The viewer's role does not allow it. */
export class ForbiddenError extends ExpectedError {
  override readonly name = 'ForbiddenError';
  readonly code = 'FORBIDDEN';
}

/** The input is wrong; all its faults at once. */
export class InvalidInputError extends ExpectedError {
  override readonly name = 'InvalidInputError';
  readonly code = 'INVALID_INPUT';
  readonly issues: readonly InputIssue[];

  constructor(message: string, issues: readonly InputIssue[]) {
    super(message);
    this.issues = issues;
  }
}

/** The cursor is of another log, or beyond its head. */
export class CursorInvalidError extends ExpectedError {
  override readonly name = 'CursorInvalidError';
  readonly code = 'CURSOR_INVALID';
  /** The log's present head: refetch, then subscribe after it. */
  readonly head: string;

  constructor(message: string, head: string) {
    super(message);
    this.head = head;
  }
}

/** What came after the cursor was already removed by retention. */
export class CursorExpiredError extends ExpectedError {
  override readonly name = 'CursorExpiredError';
  readonly code = 'CURSOR_EXPIRED';
  readonly head: string;

  constructor(message: string, head: string) {
    super(message);
    this.head = head;
  }
}

/** hawkwatch's own store, or a part that is needed, cannot be reached now; asking again may help. */
export class UnavailableError extends ExpectedError {
  override readonly name = 'UnavailableError';
  readonly code = 'UNAVAILABLE';
}

/** Whatever was thrown, as an Error. */
export function coerceError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(
    typeof thrown === 'string' ? thrown : 'something other than an Error was thrown',
    {
      cause: thrown,
    },
  );
}
