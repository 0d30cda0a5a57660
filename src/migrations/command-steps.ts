// The steps of a run that a tool's own command executes. The tool reads its files itself, so nothing
// is sealed; what can be assessed of them is assessed, to be shown.
import { ConflictError } from '../core/errors.ts';
import type { ImpactAssessment } from '../core/impact.ts';
import type { SourceSettings } from '../databases/target.ts';
import type { Target } from '../databases/targets.ts';
import { assessForeign, type AssessOptions } from './assess-steps.ts';
import { planCommand, type CommandRequest } from './plan-command.ts';
import type { StatusReader } from './status-words.ts';
import type { StorableStep } from './store-run.ts';

export interface CommandSteps {
  readonly steps: readonly StorableStep[];
  /** Null when they cannot be assessed. */
  readonly assessment: ImpactAssessment | null;
}

/**
 * What the tool's own command is going to do.
 * @throws ConflictError when it is to run only if its assessment allows it: nobody can vouch for
 * bytes that the tool reads later.
 */
export async function prepareCommand(
  options: AssessOptions & { readonly statuses: StatusReader },
  target: Target,
  source: SourceSettings,
  request: CommandRequest & { readonly confidenceThreshold?: number | undefined },
): Promise<CommandSteps> {
  if (request.confidenceThreshold !== undefined) {
    throw new ConflictError(
      `The tool "${source.tool}" reads its files itself when it runs, so an assessment made now ` +
        'cannot vouch for them. Look at assessImpact and trigger without autoApply.',
    );
  }
  const [status] = await options.statuses.read(target.settings.name, source.name);
  if (status === undefined) throw new Error('a configured source has no status');
  const planned = planCommand(source, status, request);
  const steps = planned.map(({ version, name, checksum }) => ({
    version,
    name,
    bytes: null,
    checksum: checksum ?? '',
    statementsTotal: 1,
  }));
  const assessment =
    request.kind === 'MIGRATE'
      ? await assessForeign(options, {
          databaseName: target.settings.name,
          source: source.name,
          toVersion: request.toVersion,
        })
      : null;
  return { steps, assessment };
}
