// GetServiceLinkedRoleDeletionStatus: whether a role of a service is gone, which it is with the task.

import type {
  GetServiceLinkedRoleDeletionStatusCommandInput,
  GetServiceLinkedRoleDeletionStatusCommandOutput,
} from "@aws-sdk/client-iam";
import { isDeletion } from "../../../iam/directory/role-deletions.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { deletionTaskNotFound, invalidInput } from "../errors.ts";

export const getServiceLinkedRoleDeletionStatus = defineOperation<
  Input<GetServiceLinkedRoleDeletionStatusCommandInput>,
  GetServiceLinkedRoleDeletionStatusCommandOutput
>("GetServiceLinkedRoleDeletionStatus", ({ DeletionTaskId: id }, { store, account }) => {
  if (!/^task\/aws-service-role\/[^/]+\/[^/]+\/[0-9a-f-]{36}$/.test(id)) throw invalidInput(`Invalid task id: ${id}`);
  if (!store.read((tx) => isDeletion(tx, account, id))) throw deletionTaskNotFound(id);
  return { Status: "SUCCEEDED" };
});
