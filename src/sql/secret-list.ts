// The values that redaction removed, in the forms in which a server's message may repeat them.
import { isEverydayWord, secretsInText } from './secret-words.ts';
import type { SqlToken } from './tokens.ts';

export class Secrets {
  readonly values = new Set<string>();

  add(value: string): void {
    if (!isEverydayWord(value.trim())) this.values.add(value);
  }

  /** A literal's value, and its inner text as it stood in the source. */
  addToken(token: SqlToken): void {
    this.add(token.value);
    if (token.kind === 'word') this.add(token.text);
    const raw = /^(?:[eEnN]|[uU]&)?(['"])([^]*)\1$/.exec(token.text)?.[2];
    if (raw !== undefined) this.add(raw);
    for (const part of secretsInText(token.value)) this.add(part);
  }

  sorted(): string[] {
    return [...this.values].toSorted((a, b) => b.length - a.length);
  }
}
