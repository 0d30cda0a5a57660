// There is no container: what to write into the configuration, or that none runs.
import { Empty } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useWatchers } from '../../parts/use-watchers.ts';
import styles from './containers.module.css';

const sample = `containers:
  daemons:
    - name: local
      socket: /var/run/docker.sock`;

/** What to do next. */
export function NoContainers() {
  const { all } = useWatchers('containers');
  if (all === undefined) return null;
  return (
    <Panel title="Containers">
      {all.length === 0 ? (
        <Empty title="No Docker daemon is watched">
          <div className="column">
            <p>Say in hawkwatch.yaml where one is; the file is read again by itself:</p>
            <pre className={styles.sample} tabIndex={0}>
              {sample}
            </pre>
            <p>
              <code>daemons: auto</code> finds the local one. Its containers show here within
              seconds, and the databases in them are found.
            </p>
          </div>
        </Empty>
      ) : (
        <Empty title="There is no container yet">
          {all.length === 1 ? 'The daemon' : `The ${all.length} daemons`} (
          {all.map(({ name }) => name).join(', ')}) told of none. Each one that starts shows here.
        </Empty>
      )}
    </Panel>
  );
}
