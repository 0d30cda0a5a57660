// No file is watched: what to write into the configuration.
import { Empty } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import styles from './files.module.css';

const sample = `files:
  - name: infra
    paths: [infra, /etc/postgresql]
    exclude: ['*.log']
    database: shop`;

/** What to do next. */
export function NoFiles() {
  return (
    <Panel title="Files">
      <Empty title="No file is watched yet">
        <div className="column">
          <p>Say in hawkwatch.yaml which ones are; the file is read again by itself:</p>
          <pre className={styles.sample} tabIndex={0}>
            {sample}
          </pre>
          <p>
            Configuration, Terraform, Kubernetes manifests and database files: what changes is told
            with its difference, secrets are masked.
          </p>
        </div>
      </Empty>
    </Panel>
  );
}
