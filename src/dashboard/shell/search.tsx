// Search: screens, databases, alerts, containers and endpoints by name; a choice leads there.
import { useId, useState } from 'react';
import { useLocation } from 'wouter';

import { Modal } from '../parts/modal.tsx';
import { Failure } from '../parts/notes.tsx';
import styles from './dialogs.module.css';
import type { Result } from './find-results.ts';
import { enoughText, mostNames, useResults } from './search-results.ts';

/** What is said below the results. */
function saying(found: number, isUnknown: boolean, isCut: boolean, text: string): string {
  if (isUnknown) return 'Searching …';
  if (isCut) return `Of databases and endpoints, the first ${mostNames} names are searched.`;
  if (found > 0) return '';
  return text.length < enoughText
    ? 'Alerts and containers are searched from the second letter on.'
    : 'Nothing is called so.';
}

/** The dialog that `/` opens. */
export function Search({ onClose }: { onClose(): void }) {
  const list = useId();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const { results, isCut, isLoading, error, refresh } = useResults(text.trim());
  const at = Math.min(chosen, results.length - 1);
  const go = (result: Result | undefined): void => {
    if (result === undefined) return;
    onClose();
    navigate(result.href);
  };
  return (
    <Modal label="Search" onClose={onClose}>
      <input
        className={styles.input}
        autoFocus
        role="combobox"
        aria-label="Search for a screen, a database, an alert, a container or an endpoint"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={at < 0 ? undefined : `${list}-${at}`}
        placeholder="Database, alert, container, endpoint, screen"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setChosen(Math.min(at + 1, results.length - 1));
          else if (event.key === 'ArrowUp') setChosen(Math.max(at - 1, 0));
          else if (event.key === 'Enter') go(results[at]);
          else return;
          event.preventDefault();
        }}
      />
      <ul className={styles.results} id={list} role="listbox" aria-label="Results">
        {results.map((result, index) => (
          <li
            key={result.href}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === at}
            onMouseEnter={() => setChosen(index)}
            onClick={() => go(result)}
          >
            <span className="cut">{result.name}</span>
            <span className="soft small">{result.kind}</span>
          </li>
        ))}
      </ul>
      {error === undefined ? null : <Failure error={error} onRetry={refresh} />}
      <p className="soft" role="status">
        {saying(results.length, isLoading || error !== undefined, isCut, text.trim())}
      </p>
    </Modal>
  );
}
