// DeleteServiceLinkedRole: takes a service's role away, by a task.

import type { DeleteServiceLinkedRoleCommandInput, DeleteServiceLinkedRoleCommandOutput } from "@aws-sdk/client-iam";
import { removeAccesses } from "../../../iam/directory/accesses.ts";
import { LINKED_PATH } from "../../../iam/directory/linked-roles.ts";
import { changeIam, removeNamed } from "../../../iam/directory/repo.ts";
import { saveDeletion } from "../../../iam/directory/role-deletions.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity } from "../entities.ts";
import { entityNotFound } from "../errors.ts";

export const deleteServiceLinkedRole = defineOperation<
  Input<DeleteServiceLinkedRoleCommandInput>,
  DeleteServiceLinkedRoleCommandOutput
>("DeleteServiceLinkedRole", ({ RoleName: name }, { store, account, random, accesses }) => {
  const task = random.uuid();
  // What is still being counted would come after it.
  accesses.flush();
  const taskId = changeIam<string>(store, (tx) => {
    const role = requireEntity(tx, account, "role", name);
    if (!role.path.startsWith(LINKED_PATH)) throw entityNotFound("role", name);
    const id = `task${role.path}${name}/${task}`;
    removeNamed(tx, account, "role", name);
    removeAccesses(tx, account, role.id);
    saveDeletion(tx, account, id);
    return id;
  });
  return { DeletionTaskId: taskId };
});
