// The beginning of "the last hour" of a list, that moves on with the time: tomorrow the same address tells of
// tomorrow's last hour.
import { useEffect, useState } from 'react';

import { useEvery } from '../../client/use-every.ts';
import { beginningOf, spans } from './spans.ts';

const everyMs = 10_000;

function sinceOf(span: string | undefined): string | undefined {
  const ms = span === undefined ? undefined : spans[span]?.ms;
  return ms === undefined ? undefined : beginningOf(ms, Date.now());
}

/** When a span begins that ends now; in steps, for all is read anew with each. Undefined: no such span. */
export function useSince(span: string | undefined): string | undefined {
  const [since, setSince] = useState({ span, at: sinceOf(span) });
  const renew = (): void =>
    setSince((known) => {
      const at = sinceOf(span);
      return known.span === span && known.at === at ? known : { span, at };
    });
  useEffect(renew, [span]);
  useEvery(everyMs, renew);
  return since.span === span ? since.at : sinceOf(span);
}
