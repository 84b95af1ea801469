// UpdateAccountSettings: begins or ends to pay for a minimum of throughput.

import type { UpdateAccountSettingsCommandInput, UpdateAccountSettingsCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeCommitment } from "../commitment.ts";
import { validationError } from "../errors.ts";
import { loadSettings, saveSettings } from "../repo.ts";
import { COMMITMENT_MS, isCommitted } from "../warmth.ts";

export const updateAccountSettings = defineOperation<
  Input<UpdateAccountSettingsCommandInput>,
  UpdateAccountSettingsCommandOutput
>("UpdateAccountSettings", (input, context) => {
  const isWanted = input.MinimumThroughputBillingCommitment.Status === "ENABLED";
  const nowMs = context.clock.nowMs();
  const settings = context.store.write((tx) => {
    const before = loadSettings(tx, context);
    if (isCommitted(before) === isWanted) return before;
    const { committedAtMs = nowMs } = before;
    // AWS: "Certain account configurations have minimum commitment windows." The wording is inferred.
    if (!isWanted && committedAtMs + COMMITMENT_MS > nowMs)
      throw validationError(
        `MinimumThroughputBillingCommitment cannot be disabled before ${new Date(committedAtMs + COMMITMENT_MS).toISOString()}.`,
      );
    const next = isWanted
      ? ({ v: 1, committedAtMs: nowMs } as const)
      : ({ v: 1, committedAtMs, endedAtMs: nowMs } as const);
    saveSettings(tx, context, next);
    return next;
  });
  return { MinimumThroughputBillingCommitment: describeCommitment(settings, nowMs) };
});
