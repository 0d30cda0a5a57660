// Queries and mutations over HTTP. No answer is kept here: whoever shows one keeps it (`answers.ts`,
// `page-reader.ts`), and each question is a request of its own, also when the same one is on its way.
import { Client, createRequest, fetchExchange, type AnyVariables, type CombinedError } from 'urql';

import type { TypedDocumentString } from '../graphql/graphql.ts';
import type { Asked } from './ask.ts';

// A network that goes away without a word would leave a request open for as long as the browser likes.
const withinMs = 60_000;
// What is done may take as long as the service gives it: migrations are fetched and assessed, databases and
// hosts are asked. Its answer tells whether it was done, and is not to be thrown away before.
const deedWithinMs = 600_000;
// After the connection was lost and is there again, an older request is more likely lost than slow.
const longMs = 5_000;

export interface Told<Data> {
  readonly data: Data | undefined;
  readonly error: CombinedError | undefined;
}

export interface QueryOptions {
  readonly signal?: AbortSignal;
  /** Gives up after this. */
  readonly withinMs?: number;
}

export interface DeedOptions {
  /** Gives up after this; by infinity, never: the service itself does, when it does. */
  readonly withinMs?: number | undefined;
}

export interface ServiceHooks {
  /** The token is not accepted (any more). */
  onRefused(): void;
  /** What the clock of whoever answered says. */
  onDate(date: string | null): void;
}

export interface Service {
  query(query: string, variables: object, options?: QueryOptions): Promise<Asked>;
  mutate<Data, Variables extends AnyVariables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    options?: DeedOptions,
  ): Promise<Told<Data>>;
  /** Gives up the queries that have been on their way for long; each fails as one that the network lost. */
  abandonQueries(): void;
}

const unanswered: Asked = { data: undefined, error: undefined };

/** Speaks to the service with a token. */
export function createService(token: string, hooks: ServiceHooks, url = '/graphql'): Service {
  const queries = new Map<AbortController, number>();
  const fetchWithin =
    (ms: number, given: AbortSignal | undefined): typeof fetch =>
    async (input, init) => {
      const late = Number.isFinite(ms) ? AbortSignal.timeout(ms) : undefined;
      const signals = [init?.signal, given, late].filter((one) => one != null);
      const answer = await fetch(input, { ...init, signal: AbortSignal.any(signals) });
      if (answer.status === 401) hooks.onRefused();
      hooks.onDate(answer.headers.get('date'));
      return answer;
    };
  const client = new Client({
    url,
    preferGetMethod: false,
    requestPolicy: 'network-only',
    fetchOptions: () => ({ headers: { authorization: `Bearer ${token}` } }),
    exchanges: [fetchExchange],
  });
  let requests = 0;
  return {
    query: (query, variables, options = {}) =>
      new Promise((resolve) => {
        const { signal } = options;
        if (signal?.aborted === true) return resolve(unanswered);
        // With a key of its own: the client would give the answer that is on its way already, which may be
        // older than what made one ask.
        const request = { ...createRequest(query, variables), key: (requests += 1) };
        const onAbort = (): void => {
          queries.delete(abandon);
          answering.unsubscribe();
          resolve(unanswered);
        };
        const abandon = new AbortController();
        queries.set(abandon, performance.now());
        const within = fetchWithin(options.withinMs ?? withinMs, abandon.signal);
        const answering = client
          .executeQuery(request, { fetch: within })
          .subscribe(({ data, error }) => {
            queries.delete(abandon);
            signal?.removeEventListener('abort', onAbort);
            // Null where a field that must have a value failed.
            resolve({ data: data ?? undefined, error });
          });
        signal?.addEventListener('abort', onAbort);
        return undefined;
      }),
    mutate: async <Data, Variables extends AnyVariables>(
      document: TypedDocumentString<Data, Variables>,
      variables: Variables,
      options: DeedOptions = {},
    ) => {
      const within = fetchWithin(options.withinMs ?? deedWithinMs, undefined);
      const { data, error } = await client
        .mutation<Data>(document.toString(), variables, { fetch: within })
        .toPromise();
      return { data: data ?? undefined, error };
    },
    abandonQueries: () => {
      const beforeMs = performance.now() - longMs;
      for (const [query, sinceMs] of queries) if (sinceMs < beforeMs) query.abort();
    },
  };
}
