// A watched file's page: what changed about it, what it declares, its text with all secrets masked.
import { Link } from 'wouter';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import type { FilePageQuery } from '../../graphql/graphql.ts';
import { formatBytes } from '../../parts/bytes.ts';
import { Facts, type Fact } from '../../parts/facts.tsx';
import { Answer } from '../../parts/notes.tsx';
import { OpenAlerts } from '../../parts/open-alerts.tsx';
import { Panel, Screen } from '../../parts/panel.tsx';
import { Reason } from '../../parts/reason.tsx';
import { Time } from '../../parts/time.tsx';
import { fileKindWords, partsOfPath } from '../files/file-words.ts';
import { ChangesPanel } from './changes-panel.tsx';
import styles from './file.module.css';
import { SettingsPanel } from './settings-panel.tsx';

const fileQuery = graphql(`
  query FilePage($id: ID!) {
    watchedFile(id: $id) {
      id
      path
      kind
      watch
      host
      target
      mode
      uid
      gid
      sizeBytes
      sha256
      modifiedAt
      changedAt
      removedAt
      fault
      content
      databaseName
      database {
        id
        name
      }
      settings {
        resource
        attribute
        value
        aspect
      }
    }
  }
`);

type ShownFile = FilePageQuery['watchedFile'];

function factsOf(file: ShownFile): readonly Fact[] {
  const { kind, watch, host, database, databaseName, target, sha256 } = file;
  return [
    { name: 'Kind', value: fileKindWords[kind] },
    {
      name: 'Watch',
      value: <Link href={`/files?view=files&watch=${encodeURIComponent(watch)}`}>{watch}</Link>,
    },
    { name: 'Host', value: host },
    {
      name: 'Database',
      value:
        database == null ? (
          databaseName
        ) : (
          <Link href={`/databases/${encodeURIComponent(database.id)}`}>{database.name}</Link>
        ),
    },
    { name: 'Changed', value: <Time at={file.changedAt} /> },
    { name: 'Written', value: <Time at={file.modifiedAt} /> },
    { name: 'Size', value: formatBytes(file.sizeBytes) },
    { name: 'Permissions', value: <span className="mono">{file.mode}</span> },
    { name: 'Owner', value: `${file.uid}:${file.gid}` },
    {
      name: 'Leads to',
      value: target == null ? undefined : <span className="mono">{target}</span>,
    },
    {
      name: 'SHA-256',
      value: sha256 == null ? undefined : <span className="mono">{sha256.slice(0, 16)}</span>,
      title: sha256 ?? undefined,
    },
  ];
}

function Body({ file }: { file: ShownFile }) {
  return (
    <>
      <p className="mono">{file.path}</p>
      {file.removedAt == null ? null : (
        <Reason tone="warn">
          It is gone since <Time at={file.removedAt} />. What follows is as it was.
        </Reason>
      )}
      {file.fault == null ? null : <Reason tone="bad">{file.fault}</Reason>}
      <OpenAlerts matcher={`subject=file:${file.path}`} />
      <ChangesPanel file={file.id} />
      <Panel title="About">
        <Facts facts={factsOf(file)} />
      </Panel>
      <SettingsPanel settings={file.settings} />
      <Panel title="Its text now">
        {file.content == null ? (
          <p className="soft">It is not kept: it is no text, too large, or a secret as a whole.</p>
        ) : (
          <div className="column">
            <p className="soft small">Secrets are masked.</p>
            <pre className={styles.content} tabIndex={0} aria-label="Text of the file">
              {file.content}
            </pre>
          </div>
        )}
      </Panel>
    </>
  );
}

/** A watched file. */
export default function File({ id = '' }: Record<string, string>) {
  const answer = useLiveQuery(
    fileQuery,
    { id: decodeURIComponent(id) },
    { staleAfter: ['file.', 'files.', 'file_watch.'] },
  );
  const path = answer.data?.watchedFile.path;
  return (
    <Screen title={path === undefined ? 'File' : partsOfPath(path).name}>
      <Answer answer={answer}>{({ watchedFile }) => <Body file={watchedFile} />}</Answer>
    </Screen>
  );
}
