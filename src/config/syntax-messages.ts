// What is wrong with a YAML text, by the parser's code, without a word of the text itself.
import type { ErrorCode } from 'yaml';

const messages: Partial<Record<ErrorCode, string>> = {
  BAD_INDENT: 'is indented wrongly, or a bracket before it is not closed',
  BAD_SCALAR_START: 'a value that begins with @ or ` must stand in quotes',
  BAD_DQ_ESCAPE: 'has a backslash that escapes nothing; use single quotes to keep it as it is',
  BLOCK_AS_IMPLICIT_KEY: 'is indented wrongly, or a value that holds ": " is not in quotes',
  MISSING_CHAR: 'a quote, bracket, comma or colon is missing',
  MULTILINE_IMPLICIT_KEY: 'is no entry of the form "key: value"',
  MULTIPLE_DOCS: 'a second document begins; a configuration file holds one',
  NON_STRING_KEY: 'a key must be plain text',
  RESOURCE_EXHAUSTION: 'is nested too deeply',
  TAB_AS_INDENT: 'is indented with a tab; YAML takes spaces only',
  TAG_RESOLVE_FAILED: 'has a tag (!) that is not known here',
  UNEXPECTED_TOKEN:
    'is not valid YAML; inside of { } and [ ] a reference ${NAME} must stand in quotes',
};

/** The message for a code of the parser. */
export function syntaxMessage(code: ErrorCode): string {
  return messages[code] ?? `is not valid YAML (${code.toLowerCase().replaceAll('_', ' ')})`;
}
