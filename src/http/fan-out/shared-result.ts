// A result that goes to many: executed once, written down once.
import type { DocumentNode, ExecutionResult } from 'graphql';

import { placeErrors, type PlacedOperation } from './place-errors.ts';

export class SharedResult {
  /** Id of the event it tells of; 0 for what was not in the log (a snapshot). */
  readonly id: number;
  readonly view: unknown;
  readonly result: ExecutionResult;
  readonly cursor: string | undefined;
  /** True for the one that ends the stream. */
  readonly isLast: boolean;
  readonly #executed: PlacedOperation;
  #text: string | undefined;
  #bytes: Buffer | undefined;
  /** The same for other documents. */
  #others: Map<DocumentNode, SharedResult> | undefined;

  constructor(
    event: { readonly id: number; readonly view: unknown; readonly isLast: boolean },
    result: ExecutionResult,
    executed: PlacedOperation,
  ) {
    this.#executed = executed;
    this.id = event.id;
    this.view = event.view;
    this.isLast = event.isLast;
    this.result = result;
    this.cursor = cursorOf(event.view);
  }

  /**
   * The result for whoever asked with this document, which differs from the executed one in its
   * layout at most: errors say where in the document they are.
   */
  in(document: DocumentNode): SharedResult {
    const { errors } = this.result;
    if (errors === undefined || document === this.#executed.document) return this;
    this.#others ??= new Map();
    const known = this.#others.get(document);
    if (known !== undefined) return known;
    const placed = { ...this.result, errors: placeErrors(errors, this.#executed, document) };
    const other = new SharedResult(this, placed, { ...this.#executed, document });
    this.#others.set(document, other);
    return other;
  }

  /** The result as JSON. */
  get text(): string {
    return (this.#text ??= textOf(this.result));
  }

  /** The same in UTF-8. */
  get bytes(): Buffer {
    return (this.#bytes ??= Buffer.from(this.text));
  }
}

/** A result as JSON, in the form that all transports send. */
export function textOf(result: ExecutionResult): string {
  if (result.errors === undefined) return JSON.stringify(result);
  const { errors, ...rest } = result;
  return JSON.stringify({ ...rest, errors: errors.map((error) => error.toJSON()) });
}

/** The log position of what a subscription yields, where it has one. */
export function cursorOf(view: unknown): string | undefined {
  return typeof view === 'object' && view !== null && 'cursor' in view
    ? String(view.cursor)
    : undefined;
}
