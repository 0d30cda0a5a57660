// The time line of an alert, the newest first, with the comments, and a place to add one.
import { useState } from 'react';

import { useAction } from '../../../client/use-action.ts';
import { graphql } from '../../../graphql/gql.ts';
import { TimelineEntries } from '../../../parts/alerts/timeline.tsx';
import { useTimeline } from '../../../parts/alerts/use-timeline.ts';
import { Panel } from '../../../parts/panel.tsx';
import { useMay } from '../../../shell/viewer.ts';
import styles from '../alert.module.css';
import { comment, type AlertDetails } from '../operations.ts';

const timelineQuery = graphql(`
  query AlertPageTimeline($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    alert(id: $id) {
      timeline(first: $first, after: $after, last: $last, before: $before) {
        pageInfo {
          hasPreviousPage
          hasNextPage
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
export function TimelinePanel({ alert: { id } }: { readonly alert: AlertDetails }) {
  const may = useMay('OPERATOR');
  const timeline = useTimeline(timelineQuery, id, {
    pageOf: ({ alert }) => alert?.timeline,
    staleAfter: ['alert.', 'remediation.'],
  });
  return (
    <Panel title="What happened">
      {may ? <CommentForm id={id} /> : null}
      <TimelineEntries timeline={timeline} />
    </Panel>
  );
}

function CommentForm({ id }: { readonly id: string }) {
  const [text, setText] = useState('');
  const saying = useAction(comment);
  const say = async (): Promise<void> => {
    const said = text;
    if ((await saying.run({ id, text: said.trim() })) === undefined) return;
    // Who goes on typing meanwhile keeps it.
    setText((now) => (now === said ? '' : now));
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
