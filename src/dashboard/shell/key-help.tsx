// The keys that do something here.
import { useEffect, useRef } from 'react';

import { useKeyBindings } from '../parts/keys.tsx';
import styles from './dialogs.module.css';

/** A dialog with all keys. */
export function KeyHelp({ onClose }: { onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const bindings = useKeyBindings();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="keys-heading" onClose={onClose}>
      <div className="row spread">
        <h2 id="keys-heading">Keys</h2>
        <button onClick={onClose}>Close</button>
      </div>
      <dl className={styles.keys}>
        {bindings().map(({ keys, description }) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
