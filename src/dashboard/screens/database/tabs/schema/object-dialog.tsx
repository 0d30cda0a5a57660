// All that is known of one object of a schema.
import { Modal } from '../../../../parts/modal.tsx';
import { listAttributes, nameOfParent } from '../../../../parts/schema/words.ts';
import { wordsOf } from '../../../../parts/state.tsx';
import type { SchemaObjectRow } from './read-objects.ts';
import styles from './schema.module.css';

export interface ObjectDialogProps {
  readonly object: SchemaObjectRow;
  onClose(): void;
}

/** A dialog with its attributes, and what it needs. */
export function ObjectDialog({ object, onClose }: ObjectDialogProps) {
  const { kind, name, parent, attributes, uses } = object;
  const listed = listAttributes(attributes);
  return (
    <Modal labelledBy="schema-object" onClose={onClose}>
      <div className="column">
        <div className="row spread">
          <h2 id="schema-object">{name}</h2>
          <button onClick={onClose}>Close</button>
        </div>
        <p className="soft">
          {wordsOf(kind)}
          {parent == null ? null : ` of ${nameOfParent(parent)}`}
        </p>
        {listed.length === 0 ? (
          <p>Nothing about it differs from what is usual.</p>
        ) : (
          <table className={styles.attributes}>
            <tbody>
              {listed.map((attribute) => (
                <tr key={attribute.name}>
                  <th scope="row">{attribute.name}</th>
                  <td className="mono">{attribute.value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {uses.length === 0 ? null : (
          <>
            <h3>Needs</h3>
            <ul aria-label="What it needs">
              {uses.map((use) => (
                <li key={use}>
                  <code>{use}</code>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Modal>
  );
}
