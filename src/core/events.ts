// What an event is: an immutable, self-contained fact of a declared kind. Rooms declare their kinds
// with `defineEvent`; only `store.transaction` appends them to the log.
import type { Audience } from './role.ts';

/** Anything that turns unknown data into `T` or throws (a zod schema fits). */
export interface Parser<T> {
  parse(data: unknown): T;
}

export interface EventKind<Type extends string, Payload> {
  /** `noun.past`, as `migration.completed`. */
  readonly type: Type;
  /** Raised when the payload changes in a way that readers must know. */
  readonly version: number;
  /** The least role that may see it. */
  readonly audience: Audience;
  readonly schema: Parser<Payload>;
  /** An event of this kind, checked against its schema, ready to be appended. */
  create(fact: { subject: string; occurredAt: Date; payload: Payload }): NewEvent;
  /** The payload of a stored event of this kind, or undefined when it is of another. */
  read(event: StoredEvent): Payload | undefined;
}

/** An event that is not in the log yet. */
export interface NewEvent {
  readonly type: string;
  readonly version: number;
  readonly audience: Audience;
  /** What it is about, as `database:shop` or `migration-run:<uuid>`. */
  readonly subject: string;
  readonly occurredAt: Date;
  readonly payload: unknown;
}

/** An event in the log. Ids grow in commit order; 2^53 of them are enough, so a number holds one. */
export interface StoredEvent extends NewEvent {
  readonly id: number;
}

/** Declares a kind of event. */
export function defineEvent<const Type extends string, Payload>(kind: {
  type: Type;
  version: number;
  audience: Audience;
  schema: Parser<Payload>;
}): EventKind<Type, Payload> {
  return {
    ...kind,
    create: ({ subject, occurredAt, payload }) => ({
      type: kind.type,
      version: kind.version,
      audience: kind.audience,
      subject,
      occurredAt,
      payload: kind.schema.parse(payload),
    }),
    read: (event) => (event.type === kind.type ? kind.schema.parse(event.payload) : undefined),
  };
}
