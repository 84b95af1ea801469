// RemovePermission: takes a statement, or all of them, out of a bus's policy.

import type { RemovePermissionCommandInput, RemovePermissionCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { withoutStatement } from "../buses/policy.ts";
import { requireBus } from "../buses/require.ts";
import { validation } from "../errors.ts";
import { DEFAULT_BUS } from "../names.ts";
import { save } from "../repo.ts";

export const removePermission = defineOperation<Input<RemovePermissionCommandInput>, RemovePermissionCommandOutput>(
  "RemovePermission",
  (input, context) => {
    const { EventBusName: busName = DEFAULT_BUS, StatementId, RemoveAllPermissions } = input;
    if (StatementId === undefined && RemoveAllPermissions !== true)
      throw validation("Parameter StatementId is required.");
    context.store.write((tx) => {
      const { policy: before, ...bus } = requireBus(tx, context, busName);
      const policy = RemoveAllPermissions === true ? undefined : withoutStatement(before, StatementId ?? "");
      const modifiedAtMs = context.clock.nowMs();
      save(tx, context, "event-bus", { ...bus, modifiedAtMs, ...(policy === undefined ? {} : { policy }) });
    });
    return {};
  },
);
