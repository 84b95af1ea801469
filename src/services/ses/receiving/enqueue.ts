// A mail has come in for an account: its rules run in a job.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";

/** What a receiver is handed. */
export interface Receipt {
  readonly messageId: string;
  /** The envelope's sender; empty for bounces. */
  readonly source: string;
  readonly recipients: readonly string[];
  readonly content:
    | { readonly raw: { readonly sha256: string; readonly bytes: number } }
    /** A mail of SES's own, which is not in MIME yet. */
    | {
        readonly notice: {
          readonly from: string;
          readonly to: string;
          readonly subject: string;
          readonly text?: string;
          readonly html?: string;
        };
      };
  readonly isEncrypted: boolean;
  /** The mail of an account of this yard that it is: who is told of a bounce. */
  readonly sentBy?: { readonly account: string; readonly region: string; readonly messageId: string };
}

export const RECEIVE_KIND = "ses/receive";

/** Enqueues the rules of `receiver` for a mail. */
export function enqueueReceipt(
  tx: WriteTx,
  yard: Pick<YardContext, "jobs">,
  { account, region }: Scope,
  payload: Receipt,
): void {
  yard.jobs.enqueue(tx, { account, region, kind: RECEIVE_KIND, payload });
}
