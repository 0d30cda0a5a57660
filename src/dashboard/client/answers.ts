// The answers that the page shows, one for each question however many components ask it: read when the
// first one does, renewed by the events that any of them names. A few that nobody asks for any more are
// kept for a while, so that going back shows at once what was seen; the rest is forgotten.
import type { CombinedError } from 'urql';

import { endingOf, type Ask } from './ask.ts';
import { matchKinds, type LiveEvent, type LiveLog } from './live-log.ts';
import { Renewal, type Surroundings } from './renewal.ts';

const keptAtMost = 30;
const keptMs = 5 * 60_000;

export interface AnswerState {
  readonly data: unknown;
  readonly error: CombinedError | undefined;
}

/** What a component that shows an answer wants of it. */
export interface Interest {
  /** Kinds of events that make it stale, with blanks between them. */
  readonly kinds: string;
  readonly concerns: (event: LiveEvent) => boolean;
  readonly everyMs: number;
}

export interface AnswersOptions {
  readonly ask: Ask;
  readonly log: LiveLog;
  readonly surroundings: Surroundings;
}

const nothing: AnswerState = { data: undefined, error: undefined };

/** The answer to one question. */
export class Answer {
  readonly #options: AnswersOptions;
  readonly #question: { readonly query: string; readonly variables: string };
  readonly #onTurn: () => void;
  readonly #interests = new Set<Interest>();
  readonly #listeners = new Set<() => void>();
  /** When somebody last began or ceased to want it. */
  touchedMs: number;
  #state = nothing;
  #renewal: Renewal | undefined;
  #abort = new AbortController();

  constructor(
    options: AnswersOptions,
    question: { readonly query: string; readonly variables: string },
    onTurn: () => void,
  ) {
    this.#options = options;
    this.#question = question;
    this.#onTurn = onTurn;
    this.touchedMs = options.surroundings.nowMs();
  }

  get isWanted(): boolean {
    return this.#interests.size > 0;
  }

  readonly read = (): AnswerState => this.#state;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Reads it anew, now. */
  readonly refresh = (): void => this.#renewal?.now();

  /** Reads it anew, at its pace. */
  readonly request = (): void => this.#renewal?.request();

  /** Keeps it up to date until the returned function is called. */
  join(wanted: Interest): () => void {
    const { log } = this.#options;
    const interest = { ...wanted };
    const isListenedTo = [...this.#interests].some(({ kinds }) => kinds === interest.kinds);
    this.#interests.add(interest);
    this.#turn();
    const renewal = (this.#renewal ??= this.#begin());
    if (this.#interests.size === 1) renewal.now();
    // Of other events nobody has heard so far.
    else if (!isListenedTo) renewal.request();
    const isOfKind = matchKinds(interest.kinds === '' ? [] : interest.kinds.split(' '));
    const unlisten = log.listen({
      matches: (event) => isOfKind(event) && interest.concerns(event),
      onEvent: this.request,
      onGap: this.request,
      onBack: () => renewal.reconnected(),
    });
    return () => {
      unlisten();
      this.#interests.delete(interest);
      if (this.isWanted) return;
      this.#abort.abort();
      this.#renewal?.stop();
      this.#renewal = undefined;
      // Whoever comes back sees what was known, and what fails then.
      this.#state = { data: this.#state.data, error: undefined };
      this.#turn();
    };
  }

  #turn(): void {
    this.touchedMs = this.#options.surroundings.nowMs();
    this.#onTurn();
  }

  #begin(): Renewal {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    return new Renewal({
      read: async () => {
        const { query, variables } = this.#question;
        const asked = await this.#options.ask(query, JSON.parse(variables) as object, signal);
        if (signal.aborted) return 'read';
        // A failure leaves what was known.
        this.#state = { data: asked.data ?? this.#state.data, error: asked.error };
        for (const listener of this.#listeners) listener();
        return endingOf(asked.error);
      },
      pauseMs: () => Math.min(...[...this.#interests].map(({ everyMs }) => everyMs)),
      surroundings: this.#options.surroundings,
    });
  }
}

/** All answers of a connection. */
export class Answers {
  readonly #options: AnswersOptions;
  // Those that were wanted last stand last.
  readonly #all = new Map<string, Answer>();

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  /** The answer to a query with its variables as JSON. Reads nothing: `join` does. */
  of(query: string, variables: string): Answer {
    const key = `${variables} ${query}`;
    this.#forget();
    const known = this.#all.get(key);
    if (known !== undefined) return known;
    const answer: Answer = new Answer(this.#options, { query, variables }, () => {
      this.#all.delete(key);
      this.#all.set(key, answer);
      this.#forget();
    });
    this.#all.set(key, answer);
    return answer;
  }

  /** How many are remembered. */
  get size(): number {
    return this.#all.size;
  }

  /** Somebody did something: what is shown may not be so any more, and one waits to see it. */
  renew(): void {
    for (const answer of this.#all.values()) answer.refresh();
  }

  #forget(): void {
    const nowMs = this.#options.surroundings.nowMs();
    const idle = [...this.#all].filter(([, answer]) => !answer.isWanted);
    for (const [index, [key, answer]] of idle.entries()) {
      if (nowMs - answer.touchedMs > keptMs || index < idle.length - keptAtMost) {
        this.#all.delete(key);
      }
    }
  }
}
