// Names to addresses, as the system does it (hosts file, search domains). The system's way cannot be
// aborted and takes one of Node's few threads for as long as a silent DNS server lets it wait, so few are
// asked at once (`lookup-places.ts`), and whoever waits for the same name shares the answer. While the
// resolver is silent, addresses that were right a moment ago are good enough.
import { lookup as systemLookup } from 'node:dns/promises';

import type { Clock } from '../../../core/clock.ts';
import { coerceError } from '../../../core/errors.ts';
import { ProbeFailure } from '../found.ts';
import { createLookupPlaces, type AskForAddresses, type Question } from './lookup-places.ts';

export type { AskForAddresses } from './lookup-places.ts';

/** @throws ProbeFailure when there is none, and the signal's reason. */
export type Lookup = (
  host: string,
  signal: AbortSignal,
  clock: Clock,
) => Promise<readonly string[]>;

/** Who has addresses of a moment ago waits so long for new ones. */
const patienceMs = 500;
const goodForMs = 90_000;
const mostRemembered = 2_000;

const askSystem: AskForAddresses = async (host) => {
  const found = await systemLookup(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};

/** A lookup with its own places; one serves all checks of a process. */
export function createLookup(ask: AskForAddresses = askSystem): Lookup {
  const places = createLookupPlaces(ask);
  const lastGood = new Map<string, { readonly addresses: readonly string[]; atMs: number }>();

  const remembered = (host: string, clock: Clock): readonly string[] | undefined => {
    const known = lastGood.get(host);
    return known === undefined || clock.monotonicMs() - known.atMs > goodForMs
      ? undefined
      : known.addresses;
  };

  const ownAnswer = async ({ host, answer }: Question, clock: Clock) => {
    try {
      const addresses = await answer;
      lastGood.delete(host);
      lastGood.set(host, { addresses, atMs: clock.monotonicMs() });
      const [oldest] = lastGood.keys();
      if (lastGood.size > mostRemembered && oldest !== undefined) lastGood.delete(oldest);
      return addresses;
    } catch (error) {
      // That a name is not there is an answer too; that nobody says anything is none.
      const known = isSilence(error) ? remembered(host, clock) : undefined;
      if (known !== undefined) return known;
      throw error;
    }
  };

  return async (host, signal, clock) => {
    signal.throwIfAborted();
    const { promise: givenUp, reject, resolve } = Promise.withResolvers<readonly string[]>();
    const onAbort = (): void => reject(coerceError(signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
    const cancel = clock.setTimer(patienceMs, () => {
      const known = remembered(host, clock);
      if (known !== undefined) resolve(known);
    });
    const { question, leave } = places.join(host, clock);
    try {
      return await Promise.race([ownAnswer(question, clock), givenUp]);
    } catch (error) {
      signal.throwIfAborted();
      throw new ProbeFailure(`the name ${host} cannot be resolved${because(error)}`, {
        cause: error,
      });
    } finally {
      cancel();
      leave();
      signal.removeEventListener('abort', onAbort);
    }
  };
}

const answers: Readonly<Record<string, string>> = {
  ENOTFOUND: ': DNS knows no such name',
  ENODATA: ': the name has no address',
  EAI_AGAIN: ': no DNS server answered',
  ETIMEOUT: ': no DNS server answered',
  ECONNREFUSED: ': no DNS server answered',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'no reason known';

const isSilence = (error: unknown): boolean =>
  answers[codeOf(error)] === ': no DNS server answered';

function because(error: unknown): string {
  const code = codeOf(error);
  return answers[code] ?? ` (${code})`;
}
