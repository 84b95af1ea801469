// Mails of one template to many: one mail a destination, each with a status of its own.

import { AwsError } from "../../../kernel/errors.ts";
import type { Context } from "../../../service/context.ts";
import type { Faults } from "../faults.ts";
import type { TemplateParts } from "./rendered.ts";
import { type Addressed, sendTemplated } from "./send.ts";

export interface BulkEntry {
  readonly addressed: Addressed;
  /** JSON texts; later ones go before earlier ones. */
  readonly data: readonly (string | undefined)[];
}

/** What became of a destination: its mail's id, or the error that a mail to it alone would have been. */
export type BulkResult = { readonly messageId: string } | { readonly error: AwsError };

// LIMIT: AWS: SendBulkTemplatedEmail, SendBulkEmail: destinations of one call.
const MOST_DESTINATIONS = 50;

/** Sends to all of them, one after the other. */
export async function sendBulk(
  context: Context,
  entries: readonly BulkEntry[],
  parts: TemplateParts,
  faults: Faults,
): Promise<BulkResult[]> {
  if (entries.length === 0) throw faults.invalid("Must contain at least 1 destination.");
  if (entries.length > MOST_DESTINATIONS) throw faults.invalid(`Destination count exceeds ${MOST_DESTINATIONS}.`);
  const results: BulkResult[] = [];
  for (const { addressed, data } of entries)
    try {
      results.push({ messageId: await sendTemplated(context, addressed, parts, data, faults) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      results.push({ error });
    }
  return results;
}
