// How a link in the LMS names the module that it completes, so that a link copied with its custom parameters still says what it is.

import { z } from 'zod';

/** Names of the custom parameters: the module's id, its title as it was when the link was made, and when it is marked. */
export const moduleParameter = 'resit_module';
const titleParameter = 'resit_module_title';
const marksParameter = 'resit_module_marks';

/** What a link completes: as soon as a student opens it, or once they confirm. */
export const completionLinkSchema = z.object({
  module: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  title: z.string().transform((title) => title.trim().slice(0, 160)),
  marks: z.enum(['opened', 'confirmed']).catch('confirmed'),
});
export type CompletionLink = z.output<typeof completionLinkSchema>;

/** The link that custom parameters describe; null where they name no module. */
export function completionLinkOf(custom: Readonly<Record<string, string>>): CompletionLink | null {
  const given = { module: custom[moduleParameter], title: custom[titleParameter] ?? '', marks: custom[marksParameter] };
  return completionLinkSchema.safeParse(given).data ?? null;
}

/** The custom parameters of a link. */
export function parametersOf({ module, title, marks }: CompletionLink): Record<string, string> {
  return { [moduleParameter]: module, [titleParameter]: title, [marksParameter]: marks };
}
