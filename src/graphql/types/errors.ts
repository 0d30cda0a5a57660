// The expected failures of core as types: members of the mutations' result unions.
import {
  ConflictError,
  type ExpectedError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  type InputIssue,
} from '../../core/errors.ts';
import { builder } from '../builder.ts';

const ErrorInterface = builder.interfaceRef<ExpectedError>('Error').implement({
  description: 'Every expected failure implements it; `message` says what to do next.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'What went wrong and what to do next.' }),
  }),
});

const InputIssueType = builder.objectRef<InputIssue>('InputIssue').implement({
  description: 'One fault of an input.',
  fields: (t) => ({
    path: t.exposeString('path', { description: 'Where it is, as `input.database`.' }),
    message: t.exposeString('message', { description: 'What is wrong there.' }),
  }),
});

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description: 'What was asked for does not exist, or not for you.',
  interfaces: [ErrorInterface],
});

builder.objectType(ConflictError, {
  name: 'ConflictError',
  description: 'The present state does not allow it; the message names what stands in the way.',
  interfaces: [ErrorInterface],
});

builder.objectType(ForbiddenError, {
  name: 'ForbiddenError',
  description: 'Your role does not allow it.',
  interfaces: [ErrorInterface],
});

builder.objectType(InvalidInputError, {
  name: 'InvalidInputError',
  description: 'The input is wrong; all its faults at once.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    issues: t.field({
      type: [InputIssueType],
      description: 'The faults, in the order of the input.',
      resolve: (error) => error.issues,
    }),
  }),
});
