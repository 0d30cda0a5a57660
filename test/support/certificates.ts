// Certificates as servers have them, made by openssl: an authority, and what it signed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

export interface Authority extends Certificate {
  /** The file of its own certificate, for sslrootcert. */
  readonly file: string;
  /** A certificate for that name, as `DNS:localhost`, that ends so many days from now. */
  sign(name: string, days: number): Certificate;
  /** One that nobody signed but itself. */
  signItself(name: string): Certificate;
  remove(): void;
}

/** Makes an authority in a folder of its own. */
export function createAuthority(): Authority {
  const folder = mkdtempSync(path.join(tmpdir(), 'hawkwatch-authority-'));
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...words: string[]): void => {
    execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const read = (name: string): Certificate => ({
    certificate: readFileSync(at(`${name}.crt`), 'utf8'),
    key: readFileSync(at(`${name}.key`), 'utf8'),
  });
  const selfSigned = (file: string, subject: string, ...more: string[]): Certificate => {
    const files = ['-keyout', `${file}.key`, '-out', `${file}.crt`];
    openssl('req', '-x509', ...newKey, '-subj', subject, '-days', '90', ...files, ...more);
    return read(file);
  };
  const own = selfSigned('authority', '/O=Hawks/CN=Test Authority');
  return {
    ...own,
    file: at('authority.crt'),
    sign: (name, days) => {
      openssl('req', ...newKey, '-subj', '/CN=db', '-keyout', 'server.key', '-out', 'server.csr');
      writeFileSync(at('extensions'), `subjectAltName=${name}\n`);
      const signer = ['-CA', 'authority.crt', '-CAkey', 'authority.key', '-CAcreateserial'];
      const more = ['-days', String(days), '-extfile', 'extensions', '-out', 'server.crt'];
      openssl('x509', '-req', '-in', 'server.csr', ...signer, ...more);
      return read('server');
    },
    signItself: (name) => selfSigned('lone', '/CN=db', '-addext', `subjectAltName=${name}`),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
