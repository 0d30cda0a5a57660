// For services whose tests preview nothing.
import type { TemplatePreviews } from '../../src/notifications/template-preview.ts';

export const noTemplatePreviews: TemplatePreviews = {
  preview: () => Promise.reject(new Error('this service previews nothing')),
};
