import { describe, expect, it } from 'vitest';

import {
  completeSource,
  fragmentsIn,
  withFragments,
} from '../../../src/dashboard/operation-texts.ts';

const whole = 'fragment Whole on Run { id ...Part }';
const part = 'fragment Part on Run { name }';
const source = `graphql(\`${whole}\`);\ngraphql(\`${part}\`);`;
const fragments = new Map(fragmentsIn(source));

describe('the text of an operation', () => {
  it('has each fragment once that it names, and those that these name', () => {
    expect([...fragments]).toEqual([
      ['Whole', whole],
      ['Part', part],
    ]);
    const query = '{ a { ...Whole } b { ...Whole ... on Run { id } } }';
    expect(withFragments(query, fragments)).toBe([query, whole, part].join('\n'));
  });

  it('is written into its source; a fragment by itself is not sent', () => {
    expect(completeSource('const q = graphql(`{ a { ...Part } }`);', fragments)).toBe(
      `const q = graphql(\`{ a { ...Part } }\n${part}\`);`,
    );
    expect(completeSource(source, fragments)).toBe('undefined;\nundefined;');
    expect(completeSource('graphql(`{ a }`)', fragments)).toBe('graphql(`{ a }`)');
  });

  it('cannot name a fragment that is nowhere', () => {
    expect(() => withFragments('{ ...Gone }', fragments)).toThrow('there is no fragment Gone');
  });
});
