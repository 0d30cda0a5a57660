// What a database is called that was found in a container. Pure.
import { environmentForm, nameForm } from '../../../core/database-words.ts';
import type { ContainerRow } from '../../../store/containers.ts';

export const nameLabel = 'hawkwatch.name';
export const environmentLabel = 'hawkwatch.environment';

const longest = 63;

/**
 * Names for the database, the preferred first: of its label, of compose's project and service, of the
 * container; then with the daemon's and the host's name, at last with a number.
 */
export function* namesFor(
  container: Pick<ContainerRow, 'name' | 'compose' | 'labels' | 'daemon' | 'host'>,
): Generator<string, never> {
  const { name, compose, labels, daemon, host } = container;
  const told = labels[nameLabel]?.trim() ?? '';
  if (nameForm.pattern.test(told)) yield told;
  const called =
    compose === null
      ? name
      : [
          compose.project,
          compose.service,
          ...(compose.number === '1' ? [] : [compose.number]),
        ].join('-');
  const plain = toName([called]);
  yield plain;
  yield toName([called, daemon]);
  yield toName([called, daemon, host]);
  for (let number = 2; ; number += 1) yield `${plain.slice(0, longest - 8)}-${number}`;
}

/** Words as one name of the allowed form. */
function toName(words: readonly string[]): string {
  const plain = words
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, longest)
    .replace(/-+$/, '');
  return plain === '' ? 'database' : plain;
}

/** The environment that its label names; null when it names none. */
export function environmentOf({ labels }: Pick<ContainerRow, 'labels'>): string | null {
  const told = labels[environmentLabel]?.trim() ?? '';
  return environmentForm.pattern.test(told) ? told : null;
}
