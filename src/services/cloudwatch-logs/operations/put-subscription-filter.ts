// PutSubscriptionFilter: the destination is tried before the filter is kept. AWS: PutSubscriptionFilter (API reference).

import type {
  PutSubscriptionFilterCommandInput,
  PutSubscriptionFilterCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import { parseArn } from "../../../kernel/arns.ts";
import type { Input } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import type { ReadTx } from "../../../store/store.ts";
import { invalidParameter, limitExceeded, notImplemented } from "../errors.ts";
import { compileFilterPattern } from "../filter-pattern.ts";
import { requireGroup } from "../log-group.ts";
import type { SubscriptionRecord } from "../records.ts";
import { listSubscriptions, saveSubscription } from "../repo.ts";
import { isStream, requireStreamDestination } from "../stream-destination.ts";
import { validateDestination } from "../subscription.ts";

/** LIMIT: filters of one group. */
const MAX_FILTERS = 2;

export const putSubscriptionFilter = defineOperation<
  Input<PutSubscriptionFilterCommandInput>,
  PutSubscriptionFilterCommandOutput
>("PutSubscriptionFilter", async (input, context) => {
  const { logGroupName, filterName, filterPattern, destinationArn, distribution, roleArn } = input;
  const service = parseArn(destinationArn)?.service;
  if (service === undefined) throw invalidParameter("destinationArn is not a valid ARN");
  if (service !== "lambda" && !isStream(destinationArn))
    throw notImplemented(`subscriptions of ${service} to log groups`);
  if (roleArn !== undefined && service === "lambda")
    throw invalidParameter("destinationArn for vendor lambda cannot be used with roleArn");
  if (input.applyOnTransformedLogs === true) throw notImplemented("log transformers");
  if (input.fieldSelectionCriteria !== undefined || (input.emitSystemFields ?? []).length > 0)
    throw notImplemented("field selection in subscriptions");
  compileFilterPattern(filterPattern);
  context.store.read((tx) => requireRoom(tx, context, logGroupName, filterName));
  await (isStream(destinationArn)
    ? requireStreamDestination(context, context, { logGroupName, destinationArn, roleArn })
    : validateDestination(context, context, logGroupName, destinationArn));
  context.store.write((tx) => {
    const { groupId, previous } = requireRoom(tx, context, logGroupName, filterName);
    saveSubscription(tx, context, groupId, {
      v: 1,
      filterName,
      filterPattern,
      destinationArn,
      ...(roleArn === undefined ? {} : { roleArn }),
      distribution: distribution ?? "ByLogStream",
      createdAtMs: previous?.createdAtMs ?? context.clock.nowMs(),
    });
  });
  return {};
});

/** The group, and its filter of this name; throws LimitExceededException if there is none and no room for one. */
function requireRoom(
  tx: ReadTx,
  scope: Scope,
  logGroupName: string,
  filterName: string,
): { readonly groupId: string; readonly previous: SubscriptionRecord | undefined } {
  const { groupId } = requireGroup(tx, scope, logGroupName);
  const present = [...listSubscriptions(tx, scope, groupId)];
  const previous = present.find((filter) => filter.filterName === filterName);
  if (previous === undefined && present.length >= MAX_FILTERS) throw limitExceeded();
  return { groupId, previous };
}
