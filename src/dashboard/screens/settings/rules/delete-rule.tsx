// Removes a rule of the API; its name must be typed.
import { inDialog, useAction } from '../../../client/use-action.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { deleteRuleMutation, type WholeRule } from './operations.ts';

export interface DeleteRuleProps {
  readonly rule: WholeRule;
  onDone(): void;
  onClose(): void;
}

/** The question, and the deed. */
export function DeleteRule({ rule, onDone, onClose }: DeleteRuleProps) {
  const { name, openAlerts } = rule;
  const remove = useAction(deleteRuleMutation, `${name} is deleted.`, inDialog);
  const go = async (): Promise<void> => {
    if ((await remove.run({ name })) !== undefined) onDone();
  };
  return (
    <Confirm
      title={`Delete the rule ${name}?`}
      deed="Delete the rule"
      typed={name}
      isDangerous
      isBusy={remove.isBusy}
      failure={remove.failure}
      onConfirm={() => void go()}
      onCancel={onClose}
    >
      <p>
        It makes no alerts any more
        {openAlerts === 0
          ? '.'
          : `, and its ${openAlerts} open ${openAlerts === 1 ? 'alert is' : 'alerts are'} over.`}{' '}
        To keep it for later, switch it off instead.
      </p>
    </Confirm>
  );
}
