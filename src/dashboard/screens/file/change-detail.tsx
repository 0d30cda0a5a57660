// One change of a file, whole: the settings that it changes, the difference, who may use it now.
import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import type { FileChangeDetailQuery } from '../../graphql/graphql.ts';
import { formatBytes } from '../../parts/bytes.ts';
import { Facts, type Fact } from '../../parts/facts.tsx';
import { Answer, Empty } from '../../parts/notes.tsx';
import { Risk } from '../../parts/risk.tsx';
import { Diff } from './diff.tsx';
import styles from './file.module.css';

const changeQuery = graphql(`
  query FileChangeDetail($id: ID!) {
    node(id: $id) {
      __typename
      ... on FileChange {
        id
        path
        diff
        note
        settings {
          resource
          attribute
          before
          after
          message
          risk
        }
        before {
          mode
          uid
          gid
          sizeBytes
        }
        after {
          mode
          uid
          gid
          sizeBytes
        }
      }
    }
  }
`);

type Detail = Extract<FileChangeDetailQuery['node'], { __typename: 'FileChange' }>;
type Stand = Detail['after'];

/** A value that was and is, as far as it is known: `0640 → 0644`. */
function changed(
  before: Stand,
  after: Stand,
  valueOf: (stand: NonNullable<Stand>) => string,
): string | undefined {
  const was = before == null ? undefined : valueOf(before);
  const is = after == null ? undefined : valueOf(after);
  if (was === undefined || is === undefined || was === is) return is ?? was;
  return `${was} → ${is}`;
}

function factsOf({ before, after }: Detail): readonly Fact[] {
  return [
    { name: 'Permissions', value: changed(before, after, ({ mode }) => mode) },
    { name: 'Owner', value: changed(before, after, ({ uid, gid }) => `${uid}:${gid}`) },
    { name: 'Size', value: changed(before, after, ({ sizeBytes }) => formatBytes(sizeBytes)) },
  ];
}

function Settings({ settings }: { settings: Detail['settings'] }) {
  return (
    <ul className={styles.settings} aria-label="Settings of databases that it changes">
      {settings.map(({ resource, attribute, before, after, message, risk }) => (
        <li key={`${resource}.${attribute}`}>
          <div className="row">
            <Risk level={risk} />
            <span className="mono">
              {resource}
              {attribute === '' ? '' : `.${attribute}`}
            </span>
            <span className="mono soft">
              {before ?? 'not there'} → {after ?? 'gone'}
            </span>
          </div>
          <p>{message}</p>
        </li>
      ))}
    </ul>
  );
}

function Shown({ change }: { change: Detail }) {
  const { settings, diff, note, path } = change;
  return (
    <div className="column">
      {settings.length === 0 ? null : <Settings settings={settings} />}
      {note == null ? null : <p>{note}</p>}
      {diff == null ? (
        note == null ? (
          <p className="soft">There is no difference to show: nothing to compare it with.</p>
        ) : null
      ) : (
        <Diff diff={diff} path={path} />
      )}
      <Facts facts={factsOf(change)} />
    </div>
  );
}

/** The change. */
export function ChangeDetail({ id }: { id: string }) {
  const answer = useLiveQuery(changeQuery, { id });
  return (
    <Answer answer={answer}>
      {({ node }) =>
        node?.__typename === 'FileChange' ? (
          <Shown change={node} />
        ) : (
          <Empty title="This change is not kept any more" />
        )
      }
    </Answer>
  );
}
