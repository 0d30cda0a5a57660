// One sentence per change, for people.
import type { AttributeChange, SchemaChangeKind } from '../../core/schema-change.ts';
import type { AttributeValue, SchemaObjectKind } from '../../core/schema.ts';

const maxValueChars = 120;
const maxNamed = 4;

/** As `column public.orders.total: type numeric(10,2) → numeric(12,2)`. */
export function describeChange({
  change,
  kind,
  name,
  attributes,
}: {
  readonly change: SchemaChangeKind;
  readonly kind: SchemaObjectKind;
  readonly name: string;
  readonly attributes: readonly AttributeChange[];
}): string {
  const what = `${kind.toLowerCase().replaceAll('_', ' ')} ${name}`;
  const come = kind === 'PRIVILEGE' ? describeRights(attributes) : '';
  if (change === 'ADDED') return `${what} was added${come}`;
  if (change === 'REMOVED') return `${what} was removed${come}`;
  const shown = attributes.slice(0, maxNamed).map(describeAttribute).join('; ');
  const more = attributes.length - maxNamed;
  return `${what}: ${shown}${more > 0 ? `; and ${more} more` : ''}`;
}

/** What it is that was given or taken away. */
function describeRights(attributes: readonly AttributeChange[]): string {
  const words: Readonly<Record<string, string>> = {
    grantable: 'to pass on ',
    withheld: 'without ',
  };
  const parts = attributes.flatMap(
    ({ name, from, to }) => `${words[name] ?? ''}${show(to ?? from)}`,
  );
  return parts.length === 0 ? '' : `: ${parts.join('; ')}`;
}

function describeAttribute({ name, from, to }: AttributeChange): string {
  const words = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  if (to === true) return `${words} set`;
  if (from === true) return `${words} no longer set`;
  if (isList(from) && isList(to)) return `${words}: ${describeList(from, to)}`;
  if (isLong(from) || isLong(to)) return `${words} changed`;
  return `${words} ${show(from)} → ${show(to)}`;
}

function describeList(from: readonly string[], to: readonly string[]): string {
  const gone = from.filter((value) => !to.includes(value));
  const come = to.filter((value) => !from.includes(value));
  if (gone.length === 0 && come.length === 0) return 'another order';
  const parts = [
    ...(come.length === 0 ? [] : [`with ${come.slice(0, maxNamed).map(show).join(', ')}`]),
    ...(gone.length === 0 ? [] : [`without ${gone.slice(0, maxNamed).map(show).join(', ')}`]),
  ];
  return parts.join(', ');
}

const isList = (value: AttributeValue): value is readonly string[] =>
  typeof value === 'object' && value !== null;

const isLong = (value: AttributeValue): boolean =>
  typeof value === 'string' && (value.length > maxValueChars || value.includes('\n'));

function show(value: AttributeValue): string {
  if (value === null) return 'none';
  const text = isList(value) ? value.join(', ') : String(value);
  return text.length > maxValueChars ? `${text.slice(0, maxValueChars)}…` : text;
}
