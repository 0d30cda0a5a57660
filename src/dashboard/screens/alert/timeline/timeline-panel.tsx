// The time line of an alert, the newest first, with the comments, and a place to add one.
import { useState } from 'react';

import { useAction } from '../../../client/use-action.ts';
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { graphql } from '../../../graphql/gql.ts';
import { Timeline } from '../../../parts/alerts/timeline.tsx';
import { Answer } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { useMay } from '../../../shell/viewer.ts';
import styles from '../alert.module.css';
import { comment, type AlertDetails } from '../operations.ts';

const timelineQuery = graphql(`
  query AlertPageTimeline($id: ID!, $before: String) {
    alert(id: $id) {
      timeline(last: 50, before: $before) {
        pageInfo {
          hasPreviousPage
          startCursor
        }
        edges {
          cursor
          node {
            at
            kind
            actor
            text
            detail
          }
        }
      }
    }
  }
`);

/** The panel. */
export function TimelinePanel({ alert }: { readonly alert: AlertDetails }) {
  const may = useMay('OPERATOR');
  return (
    <Panel title="What happened">
      {may ? <CommentForm id={alert.id} /> : null}
      <Entries id={alert.id} before={null} />
    </Panel>
  );
}

interface EntriesProps {
  readonly id: string;
  /** Where the page above ends; null: the newest page, which lives. */
  readonly before: string | null;
}

/** A page, and below it the older one when it is asked for. */
function Entries({ id, before }: EntriesProps) {
  const answer = useLiveQuery(
    timelineQuery,
    { id, before },
    { staleAfter: before === null ? ['alert.', 'remediation.'] : [] },
  );
  const [older, setOlder] = useState<string>();
  return (
    <Answer answer={answer}>
      {({ alert }) => {
        if (alert == null) return null;
        const { edges, pageInfo } = alert.timeline;
        const entries = edges
          .toReversed()
          .map(({ cursor, node }) => ({ key: cursor, entry: node }));
        const { startCursor } = pageInfo;
        return (
          <>
            <Timeline label="What happened, the newest first" entries={entries} />
            {older === undefined && pageInfo.hasPreviousPage && startCursor != null ? (
              <button onClick={() => setOlder(startCursor)}>Show what was before</button>
            ) : null}
            {older === undefined ? null : <Entries id={id} before={older} />}
          </>
        );
      }}
    </Answer>
  );
}

function CommentForm({ id }: { readonly id: string }) {
  const [text, setText] = useState('');
  const saying = useAction(comment);
  const say = async (): Promise<void> => {
    if ((await saying.run({ id, text: text.trim() })) !== undefined) setText('');
  };
  return (
    <form
      className={styles.comment}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') void say();
      }}
    >
      <label>
        Comment
        <textarea
          rows={2}
          maxLength={4000}
          value={text}
          placeholder="What you found or did, for whoever looks next"
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <button disabled={saying.isBusy || text.trim() === ''}>Add the comment</button>
    </form>
  );
}
