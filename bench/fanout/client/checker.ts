// Holds what was received against what was published, byte for byte: the first arrival of an event
// under a document is parsed and checked in all its fields, every other one must be equal to it but
// for the subscription id. Each subscriber must get each event once and in order; whatever else
// comes is an error that ends the bench.
import { checkEvent, type EventForm } from './events.ts';

export interface Subscriber {
  readonly id: string;
  readonly document: number;
  /** Which event comes next; -1 until a server that replays nothing has sent the first one. */
  next: number;
  /** The bytes of its messages up to the end of its id. */
  head: Buffer | undefined;
}

export interface Checker {
  /** Checks a message; false when it is none of an event. */
  take(subscriber: Subscriber, data: Buffer, start: number, end: number): boolean;
  /** Deliveries until now. */
  readonly delivered: number;
  /** How many have got the nth event. */
  countOf(n: number): number;
  /** Its number in the log. */
  numberOf(n: number): number;
  /** Called when the nth event has reached `enough` subscribers. */
  onComplete: (n: number) => void;
  onDelivery: ((n: number) => void) | undefined;
  enough: number;
}

export interface CheckerOptions {
  readonly subscribers: number;
  readonly documents: number;
  readonly form: EventForm;
}

interface Message {
  readonly id?: string;
  readonly type?: string;
  readonly payload?: { readonly data?: { readonly events?: Readonly<Record<string, unknown>> } };
}

function sequenceOf(event: Readonly<Record<string, unknown>> | undefined): number {
  const { payload } = event ?? {};
  if (typeof payload !== 'object' || payload === null || !('n' in payload)) return -1;
  return Number(payload.n);
}

/** A checker of events that count from 0. */
export function createChecker(options: CheckerOptions): Checker {
  const { documents, subscribers } = options;
  // The tails of the messages, from the end of the id on: by document, then by event.
  const tails: (Buffer | undefined)[][] = Array.from({ length: documents }, () => []);
  const counts: number[] = [];
  const numbers: number[] = [];

  const examine = (subscriber: Subscriber, bytes: Buffer): number => {
    const message = JSON.parse(bytes.toString()) as Message;
    const { id, document, next } = subscriber;
    if (message.type !== 'next') return -1;
    const event = message.payload?.data?.events;
    const n = sequenceOf(event);
    if (event === undefined || message.id !== id || n < 0) throw new Error(`got ${String(bytes)}`);
    if (n !== next && next !== -1) throw new Error(`event ${n} came instead of ${next} to ${id}`);
    const number = checkEvent(event, n, document, options.form);
    const known = (numbers[n] ??= number);
    if (known !== number || number <= (numbers[n - 1] ?? -1)) {
      throw new Error(`event ${n} has the number ${number}`);
    }
    const split = bytes.indexOf(id) + id.length;
    const tail = tails[document]?.[n];
    if (tail === undefined) (tails[document] ??= [])[n] = bytes.subarray(split);
    else if (!tail.equals(bytes.subarray(split))) throw new Error(`two answers for event ${n}`);
    subscriber.head ??= bytes.subarray(0, split);
    return n;
  };

  const isKnown = (
    { head, document, next }: Subscriber,
    data: Buffer,
    start: number,
    end: number,
  ): boolean => {
    const tail = tails[document]?.[next];
    if (tail === undefined || head === undefined) return false;
    const split = start + head.length;
    return (
      end - split === tail.length &&
      data.compare(tail, 0, tail.length, split, end) === 0 &&
      data.compare(head, 0, head.length, start, split) === 0
    );
  };

  let delivered = 0;
  const checker: Checker = {
    get delivered() {
      return delivered;
    },
    enough: subscribers,
    onComplete: () => undefined,
    onDelivery: undefined,
    countOf: (n) => counts[n] ?? 0,
    numberOf: (n) => numbers[n] ?? Number.NaN,
    take: (subscriber, data, start, end) => {
      let n = subscriber.next;
      if (!isKnown(subscriber, data, start, end)) {
        n = examine(subscriber, Buffer.from(data.subarray(start, end)));
        if (n < 0) return false;
      }
      subscriber.next = n + 1;
      delivered += 1;
      checker.onDelivery?.(n);
      const count = (counts[n] ?? 0) + 1;
      counts[n] = count;
      if (count === subscribers) for (const tail of tails) tail[n] = undefined;
      if (count === checker.enough) checker.onComplete(n);
      return true;
    },
  };
  return checker;
}
