// Where an alert with some labels would be told. Nothing is sent.
import { useState } from 'react';

import { useLiveQuery } from '../../../client/use-live-query.ts';
import { graphql } from '../../../graphql/gql.ts';
import { Answer, Empty } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { ChannelLinks } from '../channels/channel-links.tsx';
import { LinesField } from '../forms/fields.tsx';
import { readPairs, writePairs, type NamedValue } from '../forms/lines.ts';
import styles from '../settings.module.css';

const previewQuery = graphql(`
  query SettingsRoutePreview($labels: [LabelInput!]!) {
    previewRoute(labels: $labels) {
      channels
      groupLabels
      route {
        name
      }
    }
  }
`);

function Found({ labels }: { labels: readonly NamedValue[] }) {
  const answer = useLiveQuery(previewQuery, { labels: labels.map((label) => ({ ...label })) });
  return (
    <Answer answer={answer}>
      {({ previewRoute: found }) =>
        found.length === 0 ? (
          <Empty title="Nobody would be told">
            No route fits these labels. Add one to <code>hawkwatch.yaml</code>, or one without
            matchers at the end for all the rest.
          </Empty>
        ) : (
          <ul className={styles.list} aria-label="Who would be told">
            {found.map(({ route, channels, groupLabels }) => (
              <li key={route.name}>
                <span>
                  <strong>{route.name}</strong> → <ChannelLinks names={channels} />
                </span>
                <span className="soft small">
                  grouped by{' '}
                  {writePairs(groupLabels).replaceAll('\n', ', ') || 'everything together'}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Answer>
  );
}

/** The form with what was found. */
export function RoutePreview() {
  const [text, setText] = useState('severity=CRITICAL\nrule=disk-full');
  const [labels, setLabels] = useState<readonly NamedValue[]>();
  return (
    <Panel title="Who would be told?">
      <form
        className="column"
        onSubmit={(event) => {
          event.preventDefault();
          setLabels(readPairs(text));
        }}
      >
        <LinesField
          label="Labels of an alert, one a line"
          value={text}
          rows={3}
          isRequired
          onChange={setText}
        />
        <div className="row spread">
          <span className="soft small">
            <code>rule</code>, <code>type</code>, <code>severity</code>, <code>database</code> and{' '}
            <code>subject</code> are labels, too. Nothing is sent.
          </span>
          <button className="primary">Find the routes</button>
        </div>
      </form>
      {labels === undefined ? null : <Found key={JSON.stringify(labels)} labels={labels} />}
    </Panel>
  );
}
