// What the list of deliveries is narrowed to. All of it stands in the address.
import { useMemo } from 'react';

import { useLiveQuery } from '../../../client/use-live-query.ts';
import type { DeliveryFilter, DeliveryState, NotifyReason } from '../../../graphql/graphql.ts';
import { wordsOf } from '../../../parts/state.tsx';
import { useUrlValue, useUrlValues } from '../../../parts/url-state.ts';
import { Choice } from '../forms/fields.tsx';
import styles from '../settings.module.css';
import { channelNamesQuery } from './operations.ts';

const states: readonly DeliveryState[] = [
  'DELIVERED',
  'WAITING',
  'SENDING',
  'MERGED',
  'SPLIT',
  'DEAD',
];
const reasons: readonly NotifyReason[] = [
  'FIRST_NOTIFICATION',
  'NEW_ALERTS',
  'REPEAT',
  'SOME_RESOLVED',
  'ALL_RESOLVED',
  'ESCALATION',
  'EVENT',
  'DIGEST',
  'TEST',
  'REDELIVERY',
];

const namesOf = (words: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(words.map((word) => [word, wordsOf(word)]));

function known<Word extends string>(words: readonly Word[], chosen: readonly string[]): Word[] {
  return words.filter((word) => chosen.includes(word));
}

/** The filter that the address holds. */
export function useDeliveryFilter(): { filter: DeliveryFilter; isNarrowed: boolean } {
  const [chosenStates] = useUrlValues('state');
  const [channels] = useUrlValues('channel');
  const [reason] = useUrlValue('reason');
  const [alert] = useUrlValue('alert');
  const key = JSON.stringify([chosenStates, channels, reason, alert]);
  return useMemo(() => {
    const some = known(states, chosenStates);
    const why = known(reasons, reason === undefined ? [] : [reason]);
    const filter: DeliveryFilter = {
      ...(some.length === 0 ? {} : { states: some }),
      ...(channels.length === 0 ? {} : { channels: [...channels] }),
      ...(why.length === 0 ? {} : { reasons: why }),
      ...(alert === undefined ? {} : { alert }),
    };
    return { filter, isNarrowed: Object.keys(filter).length > 0 };
    // The values are new objects each time; their text tells when they are others.
  }, [key]);
}

/** The controls above the list. */
export function DeliveryFilters() {
  const [chosen, setStates] = useUrlValues('state');
  const [channels, setChannels] = useUrlValues('channel');
  const [reason, setReason] = useUrlValue('reason');
  const [alert, setAlert] = useUrlValue('alert');
  const names = useLiveQuery(channelNamesQuery, {}).data?.channels.map(({ name }) => name) ?? [];
  const some = known(states, chosen);
  const several = some.map(wordsOf).join(' or ');
  return (
    <div className={styles.bar} role="search" aria-label="Filter the deliveries">
      <Choice
        label="State"
        value={some.length > 1 ? '*' : (some[0] ?? '')}
        options={{
          '': 'any',
          ...(some.length > 1 ? { '*': several } : {}),
          ...namesOf(states),
        }}
        onChange={(value) => {
          if (value !== '*') setStates(value === '' ? [] : [value]);
        }}
      />
      <Choice
        label="Channel"
        value={channels[0] ?? ''}
        options={{ '': 'any', ...Object.fromEntries(names.map((name) => [name, name])) }}
        onChange={(value) => setChannels(value === '' ? [] : [value])}
      />
      <Choice
        label="Why it was sent"
        value={reason ?? ''}
        options={{ '': 'any', ...namesOf(reasons) }}
        onChange={setReason}
      />
      {alert === undefined ? null : (
        <button onClick={() => setAlert(undefined)}>Not only those of one alert</button>
      )}
    </div>
  );
}
