// `${NAME}` and `${NAME:-default}` in the strings of a configuration file; `$${` stands for a plain
// `${`. What a variable holds is never expanded again and never stands in a message.

export interface ExpandedText {
  readonly text: string;
  readonly faults: readonly string[];
}

// An escape, or a reference with an optional default; an unclosed one matches without its brace.
const reference = /\$\$\{|\$\{([^}]*)(\}?)/g;
const inside = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

/** The text with its references replaced; one fault for each that cannot be. */
export function expandReferences(source: string, env: NodeJS.ProcessEnv): ExpandedText {
  const faults: string[] = [];
  const text = source.replaceAll(reference, (whole: string, body?: string, brace?: string) => {
    if (whole === '$${') return '${';
    const match = brace === '}' ? inside.exec(body ?? '') : null;
    const name = match?.[1];
    if (name === undefined) {
      faults.push(
        'has a reference that is not of the form ${NAME} or ${NAME:-default}; a plain ${ is written $${',
      );
      return '';
    }
    const fallback = match?.[2];
    const value = env[name];
    // As in a shell, `:-` also replaces a variable that is set to nothing.
    if (fallback !== undefined && (value === undefined || value === '')) return fallback;
    if (value === undefined) {
      faults.push(`needs the environment variable ${name}, which is not set`);
      return '';
    }
    return value;
  });
  return { text, faults };
}
