// What nobody is told of for a while, and why.
import { useState } from 'react';

import { inDialog, useAction } from '../../../client/use-action.ts';
import { useEvery } from '../../../client/use-every.ts';
import { usePages } from '../../../client/use-pages.ts';
import type { SilenceState } from '../../../graphql/graphql.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { Empty, Failure, Loading } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { useUrlValue } from '../../../parts/url-state.ts';
import { useMay } from '../../../shell/viewer.ts';
import { Choice } from '../forms/fields.tsx';
import { Matchers } from '../matchers.tsx';
import styles from '../settings.module.css';
import { expireSilenceMutation, silencesQuery, type ShownSilence } from './operations.ts';
import { SilenceEntry } from './silence-entry.tsx';
import { SilenceForm } from './silence-form.tsx';

const keyOf = ({ id }: ShownSilence): string => id;

const views: Readonly<Record<string, readonly SilenceState[]>> = {
  open: ['ACTIVE', 'PENDING'],
  expired: ['EXPIRED'],
  all: ['ACTIVE', 'PENDING', 'EXPIRED'],
};

function End({ silence, onClose }: { silence: ShownSilence; onClose(): void }) {
  const expire = useAction(expireSilenceMutation, 'The silence is over.', inDialog);
  return (
    <Confirm
      title="End this silence?"
      deed="End it now"
      isBusy={expire.isBusy}
      failure={expire.failure}
      onConfirm={() => void expire.run({ id: silence.id }).then((done) => done && onClose())}
      onCancel={onClose}
    >
      <p>
        Alerts with <Matchers texts={silence.matchers.map(({ text }) => text)} /> are told again
        from now on
        {silence.silencedAlerts === 0
          ? '.'
          : `, ${silence.silencedAlerts} of them at once, as far as they still fire.`}
      </p>
    </Confirm>
  );
}

/** The part of the settings. */
export default function Silences() {
  const mayAct = useMay('OPERATOR');
  const [view = 'open', setView] = useUrlValue('show');
  const [text, setText] = useUrlValue('text');
  const [edited, setEdited] = useState<ShownSilence | 'new'>();
  const [ending, setEnding] = useState<ShownSilence>();
  const states = views[view] ?? [];
  const filter = {
    ...(states.length === 0 ? {} : { states: [...states] }),
    ...(text === undefined ? {} : { text }),
  };
  const pages = usePages(
    silencesQuery,
    { filter },
    { pageOf: (data) => data.silences, keyOf, staleAfter: ['silence.', 'alert.fired'] },
  );
  // They begin and end by themselves, too.
  useEvery(30_000, pages.refresh);
  const { rows, error, isLoading } = pages;
  return (
    <>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      <Panel
        title="Silences"
        aside={mayAct ? <button onClick={() => setEdited('new')}>New silence …</button> : undefined}
        isFlush
      >
        <div className={styles.bar} role="search" aria-label="Filter the silences">
          <Choice
            label="Which"
            value={view}
            options={{ open: 'now and to come', expired: 'over', all: 'all' }}
            onChange={(value) => setView(value === 'open' ? undefined : value)}
          />
          <label>
            Why
            <input
              type="search"
              value={text ?? ''}
              onChange={({ target }) => setText(target.value)}
            />
          </label>
        </div>
        {isLoading && rows.length === 0 ? <Loading /> : null}
        {!isLoading && rows.length === 0 && error === undefined ? (
          view === 'open' && text === undefined ? (
            <Empty title="Nothing is silenced">
              Everybody is told of every alert.
              {mayAct
                ? ' Make a silence here, or on an alert’s page, for what is known and being worked on.'
                : ''}
            </Empty>
          ) : (
            <Empty title="No silence is like that">Choose others above.</Empty>
          )
        ) : null}
        <ul className={styles.entries} aria-label="Silences">
          {rows.map((silence) => (
            <SilenceEntry
              key={silence.id}
              silence={silence}
              onChange={() => setEdited(silence)}
              onEnd={() => setEnding(silence)}
            />
          ))}
        </ul>
        {pages.hasMore ? (
          <div className={styles.bar}>
            <button onClick={pages.loadMore}>Show more</button>
          </div>
        ) : null}
      </Panel>
      {edited === undefined ? null : (
        <SilenceForm
          silence={edited === 'new' ? undefined : edited}
          onDone={() => {
            setEdited(undefined);
            pages.refresh();
          }}
          onClose={() => setEdited(undefined)}
        />
      )}
      {ending === undefined ? null : (
        <End
          silence={ending}
          onClose={() => {
            setEnding(undefined);
            pages.refresh();
          }}
        />
      )}
    </>
  );
}
