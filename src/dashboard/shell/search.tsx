// Search: screens, databases, alerts, containers and endpoints by name; a choice leads there.
import { useId, useState } from 'react';
import { useLocation } from 'wouter';

import { useLiveQuery } from '../client/use-live-query.ts';
import { graphql } from '../graphql/gql.ts';
import type { SearchAlertsQuery, SearchNamesQuery } from '../graphql/graphql.ts';
import { Modal } from '../parts/modal.tsx';
import { screens } from '../screens/screens.ts';
import styles from './dialogs.module.css';

const namesQuery = graphql(`
  query SearchNames {
    databases(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
    containers(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
    endpoints(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);

const alertsQuery = graphql(`
  query SearchAlerts($text: String!) {
    alerts(first: 8, filter: { text: $text }) {
      edges {
        node {
          id
          title
        }
      }
    }
  }
`);

interface Result {
  readonly href: string;
  readonly name: string;
  readonly kind: string;
}

const shown = 12;

function find(
  text: string,
  names: SearchNamesQuery | undefined,
  alerts: SearchAlertsQuery | undefined,
): Result[] {
  const list = (
    kind: string,
    folder: string,
    edges: readonly { node: { id: string; name: string } }[] = [],
  ): Result[] =>
    edges.map(({ node }) => ({
      kind,
      name: node.name,
      href: `/${folder}/${encodeURIComponent(node.id)}`,
    }));
  const all: Result[] = [
    ...screens.flatMap(({ path, title }) =>
      title === undefined ? [] : [{ kind: 'Screen', name: title, href: path }],
    ),
    ...list('Database', 'databases', names?.databases.edges),
    ...list('Container', 'containers', names?.containers.edges),
    ...list('Endpoint', 'endpoints', names?.endpoints.edges),
  ];
  const wanted = text.toLowerCase();
  const byName = all.filter(({ name }) => name.toLowerCase().includes(wanted));
  const found = alerts?.alerts.edges.map(({ node }) => ({
    kind: 'Alert',
    name: node.title,
    href: `/alerts/${encodeURIComponent(node.id)}`,
  }));
  return [...byName, ...(text === '' ? [] : (found ?? []))].slice(0, shown);
}

/** The dialog that `/` opens. */
export function Search({ onClose }: { onClose(): void }) {
  const list = useId();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const names = useLiveQuery(namesQuery, {}).data;
  const alerts = useLiveQuery(
    alertsQuery,
    { text: text.trim() },
    { pause: text.trim().length < 2 },
  );
  const results = find(text.trim(), names, alerts.data);
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
      {results.length === 0 ? <p className="soft">Nothing is called so.</p> : null}
    </Modal>
  );
}
