// Follows the blocks of HCL (Terraform and its like) that hold a secret whatever their members are
// called: `variable "db_password" { default = … }`, `resource "kubernetes_secret" "a" { data = … }`.
// It counts braces; a text that is no HCL has no such beginnings.
import { isSecretName } from './secret-names.ts';

export interface HclBlocks {
  /** To be called with each line, in order, before `hides` is asked about it. */
  line(text: string): void;
  /** In such a block, at the beginning of the line or in it. */
  isInside(): boolean;
  /** True for a member at a place of the line whose value must not be seen. */
  hides(name: string, at: number): boolean;
}

const secretType =
  /secret|ssm_parameter|password|passphrase|credential|token|access_key|private_key|user_login/;
/** Names of variables may be short; those of resources are often those of services, as `auth`. */
const tellingLabel =
  /passw|passphrase|secret|token|credential|api[_-]?key|access[_-]?key|private[_-]?key|psk/i;
const header =
  /^\s{0,200}([A-Za-z][\w-]{0,60})((?:\s{1,10}(?:"[^"]{1,200}"|[\w-]{1,200})){0,3})\s{0,10}\{/;

/** Members of the block itself that say how a secret is kept. */
const shown = new Set(
  (
    'type sensitive nullable ephemeral provider count for_each tier region length special min_lower ' +
    'min_upper min_numeric min_special recovery_window_in_days secret_name depends_on lifecycle ' +
    'namespace replicas image'
  ).split(' '),
);

function isSecretBlock(text: string): boolean {
  const [all, kind = '', labels = ''] = header.exec(text) ?? [];
  if (all === undefined) return false;
  const words = [...labels.matchAll(/[^\s"]+/g)].map(([one]) => one);
  if (words.length === 0) {
    return isSecretName(kind)
      ? !kind.endsWith('_ref') && kind !== 'secret'
      : /sensitive/.test(kind);
  }
  if (/^(?:resource|data|ephemeral)$/.test(kind)) {
    const [type = '', name = ''] = words;
    return secretType.test(type) || tellingLabel.test(name);
  }
  if (/^(?:variable|output)$/.test(kind)) return words.some(isSecretName);
  return words.some((one) => tellingLabel.test(one));
}

/** Braces opened less those closed, outside of quotes and comments. */
function depthOf(text: string): number {
  const bare = text.replaceAll(/"(?:[^"\\]|\\.){0,8000}"/g, '').replace(/(?:#|\/\/).*$/, '');
  return bare.replaceAll(/[^{]/g, '').length - bare.replaceAll(/[^}]/g, '').length;
}

/** Blocks of one text. */
export function createHclBlocks(): HclBlocks {
  let before = 0;
  let after = 0;
  let now = '';
  let isIn = false;
  return {
    line: (text) => {
      now = text;
      before = after;
      isIn = before > 0 || isSecretBlock(text);
      after = isIn ? Math.max(0, before + depthOf(text)) : 0;
    },
    isInside: () => isIn,
    hides: (name, at) => isIn && !(shown.has(name) && before + depthOf(now.slice(0, at)) <= 1),
  };
}
