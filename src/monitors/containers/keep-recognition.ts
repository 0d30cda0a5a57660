// Stores what a container was recognised as, when that is another thing than is stored: also after an
// update of hawkwatch that knows more images.
import { updateContainerRecognition, type ContainerRow } from '../../store/containers.ts';
import type { StoreTransaction } from '../../store/store.ts';
import type { ContainerFacts } from './facts.ts';
import { isSameRecognition, readRecognition } from './recognition-form.ts';

/** The row as it is then; `facts` are undefined when the daemon could not be asked. */
export async function keepRecognition(
  tx: StoreTransaction,
  row: ContainerRow,
  facts: Pick<ContainerFacts, 'recognition'> | undefined,
): Promise<ContainerRow> {
  if (facts === undefined) return row;
  const { recognition } = facts;
  if (isSameRecognition(readRecognition(row.recognised), recognition)) return row;
  await updateContainerRecognition(tx, row.id, recognition);
  return { ...row, recognised: recognition };
}
