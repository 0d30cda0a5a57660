// The files of a source in the order in which they run, each with the part of it that makes. Only sources
// whose files are all SQL can be applied: what code does is not known before it runs.
import { coerceError, ConflictError } from '../../core/errors.ts';
import { migrationTools, type MigrationTool } from '../../core/migrations.ts';
import type { SourceSettings } from '../../databases/target.ts';
import { readSourceOf } from '../adapter-kit/tool-adapter.ts';
import { findMigrationAdapter } from '../adapters/registry.ts';
import type { SourceFiles } from '../files/source-files.ts';
import { readMigrationFolder } from '../folder.ts';
import { changesetPart } from '../impact/changeset-part.ts';
import { readFileForm } from '../impact/file-form.ts';
import { requireFolder } from '../require-folder.ts';

export interface SourceScript {
  readonly source: string;
  readonly tool: MigrationTool;
  readonly version: string;
  readonly file: string;
  /** Without what undoes it; lines stay where they are. */
  readonly bytes: Uint8Array;
  /** A directive of the tool asks for no transaction. */
  readonly noTransaction: boolean;
}

/** All files together are not longer than this. */
const maxTotalBytes = 64 * 1024 * 1024;

/**
 * The scripts of one source.
 * @throws ConflictError when its files cannot be read, or cannot be applied.
 */
export async function readSourceScripts(
  source: SourceSettings,
  toolName: string,
  files: SourceFiles,
): Promise<readonly SourceScript[]> {
  const tool = migrationTools.find((known) => known === toolName);
  if (tool === undefined) throw refusal(source, `its tool is not known ("${toolName}")`);
  const found = await listFiles(source, tool, files);
  if (found.length === 0) throw refusal(source, 'it has no files');
  const scripts: SourceScript[] = [];
  let total = 0;
  for (const { version, file } of found) {
    const bytes = await readFile(source, files, file);
    total += bytes.byteLength;
    if (total > maxTotalBytes) throw refusal(source, `its files have over ${maxTotalBytes} bytes`);
    scripts.push({ source: source.name, version, file, ...scriptOf(source, tool, version, bytes) });
  }
  return scripts;
}

function refusal(source: SourceSettings, reason: string): ConflictError {
  return new ConflictError(
    `What the source "${source.name}" produces cannot be told: ${reason}. ` +
      'Only sources whose files are SQL, and can be read here, are applied to a scratch database.',
  );
}

async function listFiles(
  source: SourceSettings,
  tool: MigrationTool,
  files: SourceFiles,
): Promise<readonly { readonly version: string; readonly file: string }[]> {
  const refuseFaults = (faults: readonly string[]): void => {
    if (faults.length > 0) throw refusal(source, faults.slice(0, 3).join('; '));
  };
  if (tool === 'sql') {
    const folder = await readMigrationFolder(requireFolder(source));
    refuseFaults(folder.faults);
    return folder.files.map(({ version, fileName }) => ({ version, file: fileName }));
  }
  const adapter = findMigrationAdapter(tool)?.toolAdapter;
  if (adapter === undefined) throw refusal(source, `there is no adapter for ${tool}`);
  const { migrations, faults } = await readSourceOf(adapter, files);
  refuseFaults(faults);
  return migrations
    .filter(({ ignored }) => ignored !== true)
    .map(({ version, path }) => {
      if (path === null) throw refusal(source, 'only a manifest of it is known');
      if (!path.toLowerCase().endsWith('.sql')) throw refusal(source, `${path} is not SQL`);
      return { version, file: path };
    });
}

async function readFile(
  source: SourceSettings,
  files: SourceFiles,
  file: string,
): Promise<Uint8Array> {
  try {
    return await files.read(file);
  } catch (error) {
    throw refusal(source, coerceError(error).message);
  }
}

function scriptOf(
  source: SourceSettings,
  tool: MigrationTool,
  version: string,
  bytes: Uint8Array,
): Pick<SourceScript, 'tool' | 'bytes' | 'noTransaction'> {
  // hawkwatch's own form has directives that its analyser reads.
  if (tool === 'sql') return { tool, bytes, noTransaction: false };
  const part = tool === 'liquibase' ? changesetPart(bytes, version) : bytes;
  const { text, noTransaction } = readFileForm(Buffer.from(part).toString('utf8'), tool);
  if (tool === 'flyway' && /\$\{[^}\n]{1,200}\}/.test(text)) {
    throw refusal(source, `${version} has placeholders of Flyway, whose values are not known here`);
  }
  return { tool, bytes: Buffer.from(text), noTransaction };
}
